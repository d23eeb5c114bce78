"""``hamafza parts``: a factory's need, and the workshops able to meet it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json
from hamafza.parts.needs import Need
from hamafza.runs.matching import Matching, match_file

app = typer.Typer(no_args_is_help=True, help="Parts and needed supplies for large factories.")


@app.callback()
def group() -> None:
    """Parts and needed supplies for large factories."""


@app.command()
def match(
    units: Annotated[Path, typer.Argument(metavar="UNITS.parquet")],
    quantity: Annotated[int, typer.Option(help="Pieces a month.")],
    lat: Annotated[float, typer.Option(help="The factory's latitude, degrees.")],
    lon: Annotated[float, typer.Option(help="The factory's longitude, degrees.")],
    hs: Annotated[str, typer.Option(help="Heading or subheading, four or six digits.")] = "",
    service: Annotated[str, typer.Option(help="Code of a service asked for.")] = "",
    words: Annotated[str, typer.Option(help="Processes and materials, in either language.")] = "",
    reach_km: Annotated[float | None, typer.Option(help="How far to look.", min=1)] = None,
    most: Annotated[int, typer.Option(help="How many units at most.", min=1, max=1000)] = 20,
    params: Annotated[Path | None, typer.Option(help="Parameters as TOML.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Rank the units able to meet a need, and share it among them."""
    need = Need(quantity, lat, lon, hs.replace(".", ""), service, words)
    found = match_file(need, units, params_path=params, reach_km=reach_km, most=most)
    if json:
        as_json(told(need, found))
    else:
        _print(need, found)


def told(need: Need, found: Matching) -> dict[str, object]:
    """Return a matching as plain values."""
    rows = zip(found.matches.iter_rows(named=True), found.reasons, strict=True)
    return {
        "quantity": need.quantity,
        "covered": found.bid.covered,
        "missing": found.bid.missing,
        "units": [row | {"reasons": reasons} for row, reasons in rows],
    }


def _print(need: Need, found: Matching) -> None:
    table = Table(title=f"{found.matches.height} capable units")
    for heading in ("#", "unit", "name", "city", "km", "pieces", "share", "score"):
        table.add_column(heading, justify="right" if heading not in ("name", "city") else "left")
    for row in found.matches.iter_rows(named=True):
        table.add_row(
            str(row["rank"]),
            row["public_id"],
            row["name"],
            row["city"],
            f"{row['km']:,.0f}",
            f"{row['able']:,.0f}",
            f"{row['share']:,}",
            f"{row['score']:.3f}",
        )
    Console().print(table)
    made = f"{found.bid.covered:,} of {need.quantity:,} pieces a month"
    typer.echo(f"Together: {made}, {len(found.bid.shares)} units; missing {found.bid.missing:,}")
