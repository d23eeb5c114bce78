"""`hamafza markets`: which group goes where, who could serve a market, and the guild's part."""

from pathlib import Path
from typing import Any, Literal

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json, progress

_PARAMS = typer.Option(None, "--params", help="Parameters file (TOML) with a \\[plan] table.")
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_EXPORTER = typer.Option("IRN", "--exporter", help="Exporting country, ISO alpha-3.")
_WIDTH = 120
_SAYS = 12


def register(app: typer.Typer) -> None:
    """Add the commands to the room's group."""
    app.command("plan")(plan)
    app.command("plan-verify")(plan_verify)
    app.command("plan-supply")(plan_supply)
    app.command("who-serves")(who_serves)
    app.command("guild-part")(guild_part)


def plan(
    supply: Path = typer.Option(..., help="Parquet or CSV of groups: table PlanSupply."),
    potential: Path = typer.Option(..., help="What `hamafza markets potential` wrote."),
    out: Path = typer.Option(..., help="Folder for plan, prices, explanations and run.json."),
    seconds: float = typer.Option(None, help="Seconds the search may take."),
    iterations: int = typer.Option(
        None, help="Iterations: the same answer anywhere. \\[default: 230]"
    ),
    seed: int = typer.Option(1, help="Seed of the search."),
    markets: int = typer.Option(60, min=1, help="So many markets, those with most unrealised."),
    ways: Path = typer.Option(None, help="Costs of ways where they are known: table PlanWays."),
    params: Path = _PARAMS,
    language: Literal["en", "fa"] = typer.Option("en", help="Language of the explanations."),
    json: bool = _JSON,
) -> None:
    """Plan which group sends what to which market in which quarter, with a proven bound."""
    from hamafza.runs.market_plan import market_plan

    with progress() as report:
        made = market_plan(
            supply, potential, out, seconds=seconds, iterations=iterations, seed=seed,
            markets=markets, ways_path=ways, params_path=params, report=report,
        )  # fmt: skip
    told = made.record.figures
    if json:
        as_json(told)
        return
    for sentence in _explanations(made.explained.head(_SAYS), language):
        typer.echo(sentence)
    typer.echo(
        f"{told['groups']:,} groups, {told['headings']:,} goods, {told['markets']} markets: "
        f"{told['groups_sending']:,} groups send {told['sent_usd']:,.0f} of "
        f"{told['capacity_usd']:,.0f} USD a year; {told['groups_without_market']:,} have no "
        f"market.\nValue {told['value_usd']:,.0f} USD; no other plan is worth more than "
        f"{told['bound_usd']:,.0f} ({100 * told['judged_gap_share']:.3f} % above). Every group's "
        f"reasons: {out / 'explained.parquet'}."
    )


def plan_verify(
    folder: Path = typer.Argument(help="Folder that plan wrote.", metavar="DIR"),
    json: bool = _JSON,
) -> None:
    """Recompute rules, value and bound from the files alone; exit 1 if anything does not hold."""
    from hamafza.runs.market_plan import verify_market_plan

    verdict = verify_market_plan(folder)
    if json:
        as_json(
            {
                "holds": not verdict.findings,
                "findings": list(verdict.findings),
                "value_usd": verdict.value_cents / 100,
                "bound_usd": verdict.bound_cents / 100,
                "gap_share": verdict.gap_share,
            }
        )
    elif verdict.findings:
        typer.echo("\n".join(verdict.findings))
        typer.echo(f"{len(verdict.findings)} findings: this plan does not hold.")
    else:
        typer.echo(
            f"Everything holds: value {verdict.value_cents / 100:,.2f} USD, bound "
            f"{verdict.bound_cents / 100:,.2f}, recomputed from the files."
        )
    if verdict.findings:
        raise typer.Exit(1)


def plan_supply(
    made_of: Path = typer.Argument(help="proposals.parquet or units.parquet.", metavar="FILE"),
    out: Path = typer.Option(..., help="Parquet to write: table PlanSupply."),
) -> None:
    """Make the supply of a plan out of proposed consortia or of units."""
    from hamafza.runs.market_serving import write_supply

    supply = write_supply(made_of, out)
    typer.echo(f"{supply.height:,} rows of {supply['hs4'].n_unique():,} goods: {out}")


def who_serves(
    supply: Path = typer.Option(..., help="Parquet or CSV of groups: table PlanSupply."),
    importer: str = typer.Option(..., help="The market, ISO alpha-3, such as OMN."),
    hs4: str = typer.Option(..., help="Heading, four digits, such as 6302."),
    exporter: str = _EXPORTER,
    top: int = typer.Option(15, min=1, help="How many."),
    params: Path = _PARAMS,
    language: Literal["en", "fa"] = typer.Option("en", help="Language of what is lacking."),
    json: bool = _JSON,
) -> None:
    """Show who could serve a market with a good: how much, how far, how ready, what is lacking."""
    from hamafza.runs.market_serving import serving

    found = serving(supply, exporter.upper(), importer.upper(), hs4.replace(".", ""), params)
    shown = found.head(top).to_dicts()
    if json:
        as_json({"groups": found.height, "servers": shown})
        return
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(_servers(shown, importer.upper(), hs4, language))


def guild_part(
    units: Path = typer.Option(..., help="units.parquet that `hamafza units read` wrote."),
    out: Path = typer.Option(..., help="Folder for parts, provinces and run.json."),
    exporter: str = _EXPORTER,
    shares: Path = typer.Option(
        None, help="Parquet: hs4, share_low, share, share_high of the guild in national exports."
    ),
    params: Path = typer.Option(None, help="TOML with a \\[guild_part] table."),
    json: bool = _JSON,
) -> None:
    """Reckon what registered units could serve of the country's potential, with a band."""
    from hamafza.runs.guild_part import guild_part_run

    told = guild_part_run(
        units, exporter.upper(), out, shares_path=shares, params_path=params
    ).record.figures
    if json:
        as_json(told)
        return
    typer.echo(
        f"{told['goods']:,} goods, {told['markets']} markets: of a potential of "
        f"{told['potential_usd']:,.0f} USD a year the units could serve "
        f"{told['part_usual_usd']:,.0f} ({told['part_low_usd']:,.0f} to "
        f"{told['part_high_usd']:,.0f}); hand-made inside it {told['handmade_low_usd']:,.0f} to "
        f"{told['handmade_high_usd']:,.0f}."
    )


def _explanations(rows: pl.DataFrame, language: str) -> list[str]:
    from hamafza.sources.geography import country_names
    from hamafza.web.market_plan_words import explanation

    names = country_names()
    told = []
    for row in rows.iter_rows(named=True):
        market = names.get(row["importer"] or "", ("", ""))
        told.append(f"{row['group_id']}: {explanation(row, market, language)}")
    return told


def _servers(rows: list[dict[str, Any]], importer: str, hs4: str, language: str) -> Table:
    from hamafza.web.market_plan_words import lacking

    table = Table(title=f"{importer}, heading {hs4}")
    for heading in ("group", "province", "lacks"):
        table.add_column(heading)
    for heading in ("USD a year", "km", "way", "net", "ready", "room filled"):
        table.add_column(heading, justify="right")
    for row in rows:
        ready = "-" if row["readiness"] is None else f"{row['readiness']:.0%}"
        table.add_row(
            row["label"], row["province"] or "-", lacking(row["lacks"], language),
            f"{row['able_usd']:,.0f}", f"{row['km']:,.0f}", f"{row['way_share']:.1%}",
            f"{row['net_share']:.1%}", ready, f"{row['filled_share']:.0%}",
        )  # fmt: skip
    return table
