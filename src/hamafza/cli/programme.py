"""``hamafza programme``: what it adds up to."""

from pathlib import Path

import typer

from hamafza.cli.printing import as_json
from hamafza.programme.guild_share import GuildShare
from hamafza.runs.programme import measure_share, non_oil_rules

app = typer.Typer(no_args_is_help=True, help="The guild share of non-oil exports.")


@app.command()
def share(
    exports: Path = typer.Argument(
        help="CSV with year, line (proven, declared, estimated), value_usd and, if there, hs,"
        " deal_id, evidence (needed for proven), service, embedded."
    ),
    totals: Path = typer.Option(
        help="CSV of official totals: year, value_usd and, if there, hs, rule, revision,"
        " provenance, source."
    ),
    rule: str = typer.Option(None, help="Name of the non-oil rule; see `programme rules`."),
    params: Path = typer.Option(None, help="TOML with a \\[non_oil] section of own rules."),
    json: bool = typer.Option(False, "--json", help="Print as JSON."),
) -> None:
    """Measure the share on three lines, proven, declared and estimated, never silently added."""
    years = measure_share(exports, totals, rule, params)
    if json:
        as_json([_told(year) for year in years])
        return
    for year in years:
        _print_year(year)


@app.command()
def rules(
    params: Path = typer.Option(None, help="TOML with a \\[non_oil] section of own rules."),
    json: bool = typer.Option(False, "--json", help="Print as JSON."),
) -> None:
    """List the rules of what counts as non-oil; the first is used when none is named."""
    known = non_oil_rules(params)
    ordered = sorted(known.rules.items(), key=lambda item: item[0] != known.default)
    if json:
        as_json({name: vars(rule) for name, rule in ordered})
        return
    for name, rule in ordered:
        typer.echo(f"{name:<26}{rule.version:<10}{rule.title_en}")


def _print_year(year: GuildShare) -> None:
    typer.echo(f"{year.year}, rule “{year.rule}” of {year.rule_version}")
    typer.echo(
        f"  official total  {year.total_usd_cents / 100:>20,.2f} USD"
        f"  {year.total_provenance}: {year.total_source}"
    )
    for line in year.lines:
        typer.echo(
            f"  {line.line:<15} {line.value_usd_cents / 100:>20,.2f} USD"
            f"  {float(line.share) * 100:.6f} %"
        )
    if year.coverage_share is not None:
        typer.echo(f"  coverage (proven part of the three): {float(year.coverage_share):.1%}")
    apart = {
        "excluded by the rule": year.excluded_usd_cents,
        "services, apart": year.services_apart_usd_cents,
        "without a code, not counted": year.without_code_usd_cents,
        "embedded in factories' exports, apart": year.embedded_usd_cents,
        "named again for a firmer line, counted once": year.counted_once_usd_cents,
    }
    for name, cents in apart.items():
        if cents:
            typer.echo(f"  {name}: {cents / 100:,.2f} USD")


def _told(year: GuildShare) -> dict[str, object]:
    return {
        "year": year.year,
        "rule": year.rule,
        "rule_version": year.rule_version,
        "total_usd": year.total_usd_cents / 100,
        "total_provenance": year.total_provenance,
        "total_source": year.total_source,
        "lines": {
            line.line: {"value_usd": line.value_usd_cents / 100, "share": float(line.share)}
            for line in year.lines
        },
        "coverage_share": None if year.coverage_share is None else float(year.coverage_share),
        "upper_share_if_all_were_proven": float(year.upper_share),
        "excluded_usd": year.excluded_usd_cents / 100,
        "services_apart_usd": year.services_apart_usd_cents / 100,
        "without_code_usd": year.without_code_usd_cents / 100,
        "embedded_apart_usd": year.embedded_usd_cents / 100,
        "counted_once_usd": year.counted_once_usd_cents / 100,
    }
