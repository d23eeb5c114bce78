"""``hamafza offices``: the tree of promotion organisation, chambers and unions."""

from typing import Annotated

import typer

from hamafza.cli.printing import as_json, progress

app = typer.Typer(no_args_is_help=True, help="The tree of offices: build it; show it with counts.")


@app.callback()
def group() -> None:
    """The tree of offices: build it; show it with counts."""


@app.command()
def build(
    country: Annotated[str, typer.Option(help="Whose units, ISO alpha-3.")] = "IRN",
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Lay the units that have no office into the tree; offices that are missing are made."""
    _open()
    from hamafza.web.actions.office_building import build_offices

    with progress() as report:
        told = build_offices(actor=None, country=country.upper(), report=report)
    if json:
        as_json(told)
        return
    typer.echo(f"{told['units']:,} units laid into the tree, {told['offices']:,} offices made.")


@app.command()
def show(
    country: Annotated[str, typer.Option(help="Whose tree, ISO alpha-3.")] = "IRN",
    unions: Annotated[bool, typer.Option("--unions", help="With every union.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Print the open offices of a country, with the units of each branch."""
    _open()
    from hamafza.web.office_counts import counted_tree

    rows = counted_tree(country.upper(), with_unions=unions)
    if json:
        as_json({"offices": [row._asdict() for row in rows]})
        return
    for row in rows:
        name = f"{'  ' * row.depth}{row.number} {row.name}"
        typer.echo(f"{name}: {row.units:,} units, {row.verified:,} verified")


def _open() -> None:
    from hamafza.web import installation

    installation.open_house()
    installation.require()
