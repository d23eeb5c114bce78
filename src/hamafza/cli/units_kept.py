"""hamafza units keep: read a registry file into the installation, as the browser does."""

from pathlib import Path
from typing import Any

import typer

from hamafza.cli.printing import as_json, tell_other_sheets
from hamafza.runs.reading import read_mapping


def keep(
    file: Path = typer.Argument(help="Registry: CSV or XLSX.", metavar="FILE"),
    account: str = typer.Option(..., "--as", help="Account of the officer who brings it."),
    unit_list: str = typer.Option(..., "--list", help="Name of the list; a new one is begun."),
    part: bool = typer.Option(False, "--part", help="The file holds a part of the list."),
    country: str = typer.Option("IRN", help="Country the registry is of, ISO alpha-3."),
    mapping: Path = typer.Option(None, help="TOML that says which column is what."),
    json: bool = typer.Option(False, "--json", help="Print the counts as JSON."),
) -> None:
    """Read a registry into the installation; the same command goes on after it was killed."""
    from hamafza.web import installation

    installation.open_house()
    installation.require()
    from hamafza.web.reading_now import read_now

    told: dict[str, Any] = read_now(
        username=account, path=file, country=country.upper(), name=unit_list, is_whole=not part,
        mapping=read_mapping(mapping) if mapping else None,
    )  # fmt: skip
    if json:
        as_json(told)
        return
    typer.echo(
        f"{told['records']:,} records: {told['new']:,} new units, {told['changed']:,} changed, "
        f"{told['same']:,} the same, {told['gone']:,} gone; {told['rejected']:,} set aside."
    )
    if unread := sum(told.get("unread", {}).values()):
        typer.echo(f"{unread:,} cells left unread, whose rows are units all the same.")
    tell_other_sheets(told.get("other_sheets", ()))
