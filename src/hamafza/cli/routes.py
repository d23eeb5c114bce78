"""``hamafza routes``: from a place to a market, in km, days and a first cost."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json, progress
from hamafza.distribution.legs import Route
from hamafza.distribution.refusals import PlaceNotOnEarth

app = typer.Typer(no_args_is_help=True, help="How it gets there: road, crossing or port, and sea.")


@app.command()
def find(
    start: Annotated[str, typer.Option("--from", metavar="LAT,LON", help="Degrees, comma.")],
    country: Annotated[str, typer.Option(help="The exporter, ISO 3166-1 alpha-3.")],
    to: Annotated[str, typer.Option(help="The market, ISO 3166-1 alpha-3.")],
    weight_kg: Annotated[float | None, typer.Option(help="Gross weight of the shipment.")] = None,
    choose_by: Annotated[str | None, typer.Option(help="cost, days or both.")] = None,
    params: Annotated[Path | None, typer.Option(help="Parameters as TOML.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs, lines included.")] = False,
) -> None:
    """Find the best route from one place to one market."""
    from hamafza.runs.routing import route

    lat_deg, lon_deg = _place(start)
    found = route(
        lat_deg,
        lon_deg,
        country.upper(),
        to.upper(),
        weight_kg,
        choose_by=choose_by,
        params_path=params,
    )
    if json:
        as_json(told(found))
    else:
        _print(found)


@app.command()
def plan(
    consortia: Annotated[Path, typer.Argument(help="consortia.parquet of a formation.")],
    units: Annotated[Path, typer.Option(help="units.parquet, for the places of the leads.")],
    country: Annotated[str, typer.Option(help="The exporter, ISO 3166-1 alpha-3.")],
    to: Annotated[str, typer.Option(help="The market, ISO 3166-1 alpha-3.")],
    out: Annotated[Path, typer.Option(help="Folder for routes.parquet and route_legs.parquet.")],
    params: Annotated[Path | None, typer.Option(help="Parameters as TOML.")] = None,
) -> None:
    """Route every consortium of a formation to one market."""
    from hamafza.runs.routing import plan_routes

    with progress() as report:
        record = plan_routes(
            consortia, units, country.upper(), to.upper(), out, params_path=params, report=report
        )
    typer.echo(f"{record.figures['routes']} routes, {record.figures['without']} without a way")


def told(route: Route) -> dict[str, object]:
    """Return the route as plain values; ``line`` is a list of latitude and longitude."""
    return {
        "exporter": route.exporter,
        "market": route.market,
        "gate": route.gate.name_en,
        "destination": route.destination.name_en,
        "through": list(route.through),
        "weight_kg": route.weight_kg,
        "km": round(route.km, 1),
        "days": round(route.days, 2),
        "cost_usd": float(route.cost_usd),
        "basis": route.basis.value,
        "cost_basis": "assumed",
        "legs": [
            {
                "mode": leg.mode.value,
                "from": leg.start.name_en,
                "from_code": leg.start.code,
                "to": leg.end.name_en,
                "to_code": leg.end.code,
                "to_country": leg.end.country,
                "km": round(leg.km, 1),
                "hours": round(leg.hours, 1),
                "cost_usd": float(leg.cost_usd),
                "basis": leg.basis.value,
                "line": [[round(lat, 4), round(lon, 4)] for lat, lon in leg.points],
            }
            for leg in route.legs
        ],
    }


def _print(route: Route) -> None:
    table = Table(title=f"{route.exporter} - {route.market}: {route.destination.name_en}")
    for heading in ("by", "from", "to", "km", "hours", "USD (assumed)", "km are"):
        table.add_column(heading, justify="right" if heading[0] in "khU" else "left")
    for leg in route.legs:
        table.add_row(
            leg.mode.value,
            leg.start.name_en,
            leg.end.name_en,
            f"{leg.km:,.0f}",
            f"{leg.hours:,.0f}",
            f"{leg.cost_usd:,.2f}",
            leg.basis.value,
        )
    table.add_section()
    days = f"{route.days:,.1f} days"
    table.add_row("all", "", "", f"{route.km:,.0f}", days, f"{route.cost_usd:,.2f}", route.basis)
    Console().print(table)
    if route.through:
        typer.echo(f"Through {', '.join(route.through)}; final destination {route.market}.")


def _place(text: str) -> tuple[float, float]:
    try:
        lat_deg, lon_deg = (float(part) for part in text.split(","))
    except ValueError as failure:
        raise PlaceNotOnEarth(lat_deg=text, lon_deg="") from failure
    return lat_deg, lon_deg
