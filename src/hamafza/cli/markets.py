"""`hamafza markets`: where a country's goods could go, and how much is unrealised."""

from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli import market_plan
from hamafza.cli.printing import as_json
from hamafza.runs.markets import MarketPage, market_facts
from hamafza.runs.potential import metadata, potential_run, write_potential

app = typer.Typer(no_args_is_help=True, help="Where goods could go: potential, gap and phase.")

market_plan.register(app)

_EXPORTER = typer.Option(..., "--exporter", help="Exporting country, ISO alpha-3, such as IRN.")
_VARIANT = typer.Option(None, "--variant", help="itc2016, calibrated or gravity-ease (default).")
_PARAMS = typer.Option(None, "--params", help="Parameters file (TOML).")
_TRADE = typer.Option(None, "--trade", help="Flows made by `trade import` or `trade reconstruct`.")
_WIDTH = 132  # narrower, the figures would be cut
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")


@app.command()
def potential(
    exporter: str = _EXPORTER,
    out: Path = typer.Option(..., "--out", help="Parquet file to write."),
    variant: str | None = _VARIANT,
    params: Path | None = _PARAMS,
    trade: Path | None = _TRADE,
    json: bool = _JSON,
) -> None:
    """Write the export potential of a country to every market and heading."""
    run = potential_run(exporter.upper(), variant, params, trade)
    write_potential(run, out)
    sums = run.frame.select("potential_usd", "actual_usd", "gap_usd").sum().row(0, named=True)
    told = {**metadata(run), "rows": run.frame.height, **sums, "out": str(out)}
    if json:
        as_json(told)
        return
    for name, value in told.items():
        typer.echo(f"{name}: {value:,.0f}" if isinstance(value, float) else f"{name}: {value}")


@app.command()
def rank(
    exporter: str = _EXPORTER,
    hs4: str = typer.Option(..., "--hs4", help="Heading, four digits, such as 6302."),
    top: int = typer.Option(15, "--top", min=1, help="How many markets."),
    variant: str | None = _VARIANT,
    params: Path | None = _PARAMS,
    trade: Path | None = _TRADE,
    json: bool = _JSON,
) -> None:
    """Show the markets of one heading: neighbours first, then by unrealised potential."""
    page = market_facts(exporter.upper(), hs4.replace(".", ""), variant, params, trade)
    if json:
        as_json({**asdict(page), "markets": [asdict(market) for market in page.markets[:top]]})
        return
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(_table(page, top))
    typer.echo(
        f"Thousand USD a year, {page.year}; headings of HS {page.edition}; variant {page.variant}; "
        f"{page.defaults}.\n{page.source}."
    )


def _table(page: MarketPage, top: int) -> Table:
    table = Table(title=f"{page.exporter}, heading {page.hs4}")
    for heading in ("market", "phase", "neighbour", "basis"):
        table.add_column(heading)
    for heading in ("gap", "potential", "actual", "supply", "demand", "ease"):
        table.add_column(heading, justify="right")
    for market in page.markets[:top]:
        table.add_row(
            market.name_en,
            str(market.phase),
            market.neighbour,
            market.basis,
            *(
                f"{x / 1000:,.0f}"
                for x in (market.gap_usd, market.potential_usd, market.actual_usd)
            ),
            f"{market.supply:.3%}",
            f"{market.demand / 1000:,.0f}",
            f"{market.ease:.2f}",
        )
    return table
