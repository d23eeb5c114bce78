"""`hamafza markets`: where a country's goods could go, and how much is unrealised."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli import market_plan, services
from hamafza.cli.printing import as_json
from hamafza.runs.complexity import complexity_page, write_cells_of
from hamafza.runs.concentration import concentration_page
from hamafza.runs.markets import MarketPage, market_facts
from hamafza.runs.new_goods import new_goods as new_goods_of
from hamafza.runs.new_goods import write_new_goods
from hamafza.runs.potential import metadata, potential_run, write_potential
from hamafza.runs.potential_cells import potential_cells_run, reckons_cells, write_cells
from hamafza.runs.potential_everyone import everyones_potential
from hamafza.runs.survival import lasting
from hamafza.sources.trade_years import years_asked

app = typer.Typer(no_args_is_help=True, help="Where goods could go: potential, gap and phase.")

market_plan.register(app)
app.add_typer(services.markets, name="services")

_EXPORTER = typer.Option(..., "--exporter", help="Exporting country, ISO alpha-3, such as IRN.")
_VARIANT = typer.Option(None, "--variant", help="itc2016, calibrated or gravity-ease (default).")
_PARAMS = typer.Option(None, "--params", help="Parameters file (TOML).")
_TRADE = typer.Option(None, "--trade", help="Flows made by `trade import` or `trade reconstruct`.")
_GROWTH = typer.Option(
    None, "--growth", help="iso3, year, gdp_usd, population: CSV, Parquet or a data set."
)
_TARIFFS = typer.Option(
    None, "--tariffs", help="importer, exporter, hs, year, rate_percent: as --growth."
)
_YEARS = typer.Option(None, "--years", help="Average these years of a data set: 2018-2022.")
_WIDTH = 132  # narrower, the figures would be cut
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")


@app.command()
def potential(
    exporter: str = _EXPORTER,
    out: Path = typer.Option(..., "--out", help="Parquet file to write."),
    variant: str | None = _VARIANT,
    params: Path | None = _PARAMS,
    trade: Path | None = _TRADE,
    growth: Path | None = _GROWTH,
    tariffs: Path | None = _TARIFFS,
    years: str | None = _YEARS,
    json: bool = _JSON,
) -> None:
    """
    Write the export potential of a country to every market and good.

    With flows by subheading, or with growth or tariffs, each cell says what it rests on.
    """
    span = tuple(years_asked(years) or ())
    if reckons_cells(trade, growth, tariffs, span):
        cells = potential_cells_run(exporter.upper(), variant, trade, growth, tariffs, params, span)
        write_cells(cells, out)
        frame, facts = cells.frame, cells.metadata
    else:
        run = potential_run(exporter.upper(), variant, params, trade)
        write_potential(run, out)
        frame, facts = run.frame, metadata(run)
    sums = frame.select("potential_usd", "actual_usd", "gap_usd").sum().row(0, named=True)
    _tell({**facts, "rows": frame.height, **sums, "out": str(out)}, json)


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


@app.command()
def everyone(
    trade: Path = typer.Option(..., "--trade", help="Flows made by `trade import`."),
    out: Path = typer.Option(..., "--out", help="Parquet file to write: exporter by good."),
    variant: str | None = _VARIANT,
    params: Path | None = _PARAMS,
    growth: Path | None = _GROWTH,
    tariffs: Path | None = _TARIFFS,
    years: str | None = _YEARS,
    best: int = typer.Option(5, "--best", min=0, max=50, help="How many best markets of a good."),
    json: bool = _JSON,
) -> None:
    """Write what every exporter could sell of every good, and where best."""
    span = tuple(years_asked(years) or ())
    told = everyones_potential(trade, out, variant, growth, tariffs, params, best, span)
    _tell(told, json)


@app.command()
def complexity(
    trade: Path | None = _TRADE,
    country: str | None = typer.Option(
        None, "--country", help="Show the goods next to this country (ISO alpha-3) instead."
    ),
    people: Path | None = typer.Option(
        None, "--growth", help="Table of iso3, year, gdp_usd, population: small countries go."
    ),
    continuous: bool = typer.Option(
        False, "--continuous", help="Weigh advantage instead of counting it, as the Atlas does."
    ),
    params: Path | None = _PARAMS,
    top: int = typer.Option(15, "--top", min=1, help="How many rows."),
    out: Path | None = typer.Option(None, "--out", help="Parquet file of all cells to write."),
    json: bool = _JSON,
) -> None:
    """Show what countries' baskets say of what they know, and which goods lie near."""
    page = complexity_page(trade, people, continuous or None, params)
    if out is not None:
        write_cells_of(page, out)
    rows = page.goods_near(country.upper()) if country else page.countries
    if json:
        goods = {} if country else {"goods": page.goods.head(top).to_dicts()}
        as_json({**page.facts, "rows": rows.head(top).to_dicts(), **goods})
        return
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(_rows_table(rows.head(top).iter_rows(named=True)))
    typer.echo("; ".join(f"{name} {value}" for name, value in page.facts.items()))


@app.command(name="new-goods")
def new_goods(
    exporter: str = _EXPORTER,
    trade: Path | None = _TRADE,
    hs4: str | None = typer.Option(None, "--hs4", help="Show the markets of this heading."),
    top: int = typer.Option(15, "--top", min=1, help="How many rows."),
    out: Path | None = typer.Option(None, "--out", help="Parquet file of all cells to write."),
    json: bool = _JSON,
) -> None:
    """Rank goods that a country does not export yet, by nearness, demand and ease: no sum."""
    found = new_goods_of(exporter.upper(), trade)
    if out is not None:
        write_new_goods(found, out)
    rows = found.markets(hs4) if hs4 else found.goods()
    shown = [asdict(row) for row in rows[:top]]
    if json:
        as_json({"exporter": found.exporter, "year": found.trade.year, "rows": shown})
        return
    Console(width=_WIDTH).print(_rows_table(shown))
    typer.echo(f"year {found.trade.year}; source {found.trade.source}")


@app.command()
def concentration(
    exporter: str = _EXPORTER,
    trade: Path | None = _TRADE,
    json: bool = _JSON,
) -> None:
    """Show on how few goods and markets a country's exports hang: HHI, Theil, Gini, UNCTAD's."""
    page = concentration_page(exporter.upper(), trade)
    if json:
        as_json(asdict(page))
        return
    rows = [{"of": name, **asdict(getattr(page, name))} for name in ("goods", "markets")]
    Console(width=_WIDTH).print(_rows_table(rows))
    typer.echo(f"diversification (half the distance to the world's): {page.diversification:.3f}")
    typer.echo(f"year {page.year}; headings of HS {page.edition}; source {page.source}")


@app.command()
def survival(
    exporter: str = _EXPORTER,
    trade: str = typer.Option(..., "--trade", help="A loaded set of several years."),
    years: str | None = typer.Option(None, "--years", help="These years of the set: 2012-2023."),
    bridge: int = typer.Option(0, "--bridge", min=0, help="Gaps of so many years are no end."),
    json: bool = _JSON,
) -> None:
    """Show how long sales of a subheading to a market last, by Kaplan and Meier."""
    found = lasting(exporter.upper(), trade, years_asked(years), bridge)
    told = found.survival
    columns = (told.years, told.at_risk, told.ended, told.survival, told.hazard)
    names = ("years", "at_risk", "ended", "survival", "hazard")
    rows = [
        dict(zip(names, row, strict=True))
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]
    span = {"first_year": found.first_year, "last_year": found.last_year}
    facts = {"spells": found.spells, "ended": found.ended, "median_years": told.median_years}
    if json:
        as_json({"exporter": found.exporter, **span, **facts, "rows": rows})
        return
    Console(width=_WIDTH).print(_rows_table(rows))
    typer.echo("; ".join(f"{name} {value}" for name, value in (span | facts).items()))


def _tell(told: dict[str, object], json: bool) -> None:
    if json:
        as_json(told)
        return
    for name, value in told.items():
        typer.echo(f"{name}: {value:,.0f}" if isinstance(value, float) else f"{name}: {value}")


def _rows_table(rows: Iterable[dict[str, object]]) -> Table:
    table, headed = Table(), False
    for row in rows:
        if not headed:
            for name, value in row.items():
                table.add_column(name, justify="left" if isinstance(value, str) else "right")
            headed = True
        table.add_row(*map(_cell, row.values()))
    return table


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return f"{value:.3f}" if isinstance(value, float) else str(value)


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
