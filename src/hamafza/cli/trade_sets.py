"""What `hamafza trade` takes from others into data sets: trade, tariffs, agreements, economies."""

from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from hamafza.cli.printing import as_json, progress
from hamafza.markets.refusals import LayoutUnknown
from hamafza.runs.trade_facts import (
    import_agreements,
    import_customs,
    import_economies,
    import_tariffs,
)
from hamafza.runs.trade_sets import LAYOUTS, Wanted, import_flows
from hamafza.runs.trading import figures, import_table
from hamafza.sources.tariffs import TariffFacts
from hamafza.sources.trade_years import edition_asked, years_asked
from hamafza.store.data_sets import DataSet, data_sets
from hamafza.store.home import home

_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_MAPPING = typer.Option(None, "--mapping", help="TOML that says which column is what.")
_PARAMS = typer.Option(None, "--params", help="Parameters file (TOML).")
_CUSTOMS = "customs"
_EDITION = "Edition of the Harmonized System, such as HS17."


def import_(
    file: Path = typer.Argument(
        ..., help="CSV, zip of CSVs or, for customs, XLSX.", metavar="FILE"
    ),
    layout: str = typer.Option(
        "baci", "--layout", help="Layout of the file: baci, comtrade or customs."
    ),
    years: str | None = typer.Option(None, "--years", help="Years to take, such as 2018-2022."),
    edition: str | None = typer.Option(
        None, "--edition", help=f"{_EDITION} Where the file does not say."
    ),
    into: str | None = typer.Option(None, "--into", help="Edition to bring all codes to."),
    split_by: str | None = typer.Option(
        None, "--split-by", help="Data set in that edition, by whose trade split codes are divided."
    ),
    countries: Path | None = typer.Option(
        None, "--countries", help="Country codes of the file (CSV); BACI's are bundled."
    ),
    country: str = typer.Option("IRN", "--country", help="Whose customs table it is."),
    direction: str = typer.Option(
        "export", "--direction", help="Of a customs table that does not tell it: export or import."
    ),
    mapping: Path | None = _MAPPING,
    params: Path | None = _PARAMS,
    out: Path | None = typer.Option(
        None, "--out", help="Write one year by heading to this file instead (baci)."
    ),
    year: int | None = typer.Option(
        None, "--year", help="One year to take; with --out the latest otherwise."
    ),
    json: bool = _JSON,
) -> None:
    """Read trade into a data set, in place of the one there; or one year into a file (--out)."""
    if out is not None:
        _to_file(file, layout, out, countries, year, json)
        return
    if layout == _CUSTOMS:
        flow = "import" if direction.lower() == "import" else "export"
        told = edition_asked(edition) or "2022"
        _show(import_customs(file, home(), country.upper(), told, flow, mapping, params), json)
        return
    if layout not in LAYOUTS:
        raise LayoutUnknown(layout=layout, known=", ".join((*LAYOUTS, _CUSTOMS)))
    taken = [year] if year is not None else years_asked(years)
    wanted = Wanted(taken, edition_asked(edition), edition_asked(into), split_by, countries)
    with progress() as report:
        found = import_flows(file, home(), layout, wanted, params, report)
    _show(found, json)


def tariffs(
    file: Path = typer.Argument(
        ..., help="CSV or XLSX: market, partner, HS, rate.", metavar="FILE"
    ),
    source: str | None = typer.Option(None, "--source", help="Source, if no column tells it."),
    as_of: datetime | None = typer.Option(
        None, "--as-of", formats=["%Y-%m-%d"], help="Day of the source, if no column tells it."
    ),
    edition: str | None = typer.Option(None, "--edition", help=_EDITION),
    year: int | None = typer.Option(None, "--year", help="Year, if no column tells it."),
    rates: str | None = typer.Option(None, "--rates", help="percent or fraction."),
    label: str = typer.Option("", "--label", help="Keeps this table beside others, such as wits."),
    mapping: Path | None = _MAPPING,
    params: Path | None = _PARAMS,
    json: bool = _JSON,
) -> None:
    """Read tariffs by market, partner and subheading, in place of those there."""
    in_fractions = None if rates is None else rates.lower().startswith("fraction")
    facts = TariffFacts(
        source, as_of.date() if as_of else None, edition_asked(edition), year, in_fractions
    )
    _show(import_tariffs(file, home(), facts, label, mapping, params), json)


def agreements(
    file: Path = typer.Argument(..., help="CSV or XLSX: name, parties, dates.", metavar="FILE"),
    mapping: Path | None = _MAPPING,
    params: Path | None = _PARAMS,
    json: bool = _JSON,
) -> None:
    """Read trade agreements as dated rows, in place of those there."""
    _show(import_agreements(file, home(), mapping, params), json)


def economies(
    file: Path = typer.Argument(..., help="CSV, XLSX or the IMF's WEO file.", metavar="FILE"),
    forecast_from: int | None = typer.Option(
        None, "--forecast-from", help="First year that is foreseen, if no column tells it."
    ),
    mapping: Path | None = _MAPPING,
    params: Path | None = _PARAMS,
    json: bool = _JSON,
) -> None:
    """Read GDP and population, with forecasts, in place of those there."""
    _show(import_economies(file, home(), forecast_from, mapping, params), json)


def sets(json: bool = _JSON) -> None:
    """List the data sets in use, each with what its record says."""
    found = data_sets(home())
    if json:
        as_json([_plain(each) for each in found])
        return
    if not found:
        typer.echo("No data set yet: the bundled demonstration data is in use.")
    for each in found:
        told = each.record["figures"]
        files = ", ".join(each.record["inputs"])
        span = _span(told)
        typer.echo(
            f"{each.name:<24} {told['rows_kept']:>12,} rows  {span}  "
            f"from {files}, {each.record['started_utc'][:10]}"
        )


def _plain(found: DataSet) -> dict[str, Any]:
    return {"name": found.name, "folder": str(found.folder), "record": found.record}


def _show(found: DataSet, json: bool) -> None:
    if json:
        as_json(_plain(found))
        return
    told = found.record["figures"]
    value = ""
    if "value_usd_kept" in told:
        value = f", {told['value_usd_kept']:,.0f} of {told['value_usd_read']:,.0f} USD"
    typer.echo(
        f"{found.name}: {told['rows_kept']:,} of {told['rows_read']:,} rows kept{value}; "
        f"{_span(told)}."
    )
    for left in told["dropped"]:
        lost = f", {left['value_usd']:,.0f} USD" if "value_usd" in left else ""
        typer.echo(
            f"Dropped, {left['reason']}: {left['rows']:,} rows{lost} (such as {left['example']})."
        )
    for year, each in told.get("by_year", {}).items():
        if each["split_share"] or each["mirror_share"]:
            typer.echo(
                f"{year}: {each['split_share']:.1%} of the value divided by a rule between codes, "
                f"{each['mirror_share']:.1%} from what partners reported."
            )
    if told.get("months_missing"):
        typer.echo(f"Months without a row: {', '.join(told['months_missing'])}.")


def _span(told: dict[str, Any]) -> str:
    if "from_day" in told:
        return f"{told['from_day']} to {told['to_day']}"
    years = told.get("years") or []
    return f"{years[0]}-{years[-1]}" if years else "dated rows"


def _to_file(
    file: Path, layout: str, out: Path, countries: Path | None, year: int | None, json: bool
) -> None:
    """Write one year of BACI by heading to a file of its own; no data set changes."""
    table = import_table(file, layout, out, countries, year)
    if json:
        as_json({**figures(table), "out": str(out)})
        return
    typer.echo(
        f"{table.rows_kept:,} of {table.rows_read:,} rows of {table.year} kept, "
        f"{table.value_kept_usd:,.0f} of {table.value_read_usd:,.0f} USD, "
        f"as {table.flows.height:,} flows by heading in {out}."
    )
    for left in table.dropped:
        typer.echo(
            f"Dropped, {left.reason}: {left.rows:,} rows, {left.value_usd:,.0f} USD "
            f"(such as {left.example})."
        )
