"""`hamafza trade services` and `hamafza markets services`: trade in services and its markets."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json, language, progress
from hamafza.runs.services import ServiceFacts, ServicesRun, services_run, shown
from hamafza.runs.services_import import (
    LAYOUTS,
    ServicesWanted,
    edition_of_services,
    import_services,
)
from hamafza.sources.service_groups import as_group, service_groups
from hamafza.sources.trade_years import years_asked
from hamafza.store.data_sets import DataSet
from hamafza.store.home import home
from hamafza.store.tables import write_parquet

_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_PARAMS = typer.Option(None, "--params", help="Parameters file (TOML).")
_EXPORTER = typer.Option("IRN", "--exporter", help="Exporting country, ISO alpha-3.")
_VARIANT = typer.Option(None, "--variant", help="itc2016 or gravity-ease (default).")
_SET = typer.Option(None, "--set", help="Loaded table to use; the newest edition otherwise.")
_TOP = typer.Option(15, "--top", min=1, help="How many rows.")
_MILLION = 1e6
_WIDTH = 120

markets = typer.Typer(
    no_args_is_help=True, help="Markets of services by EBOPS group, where a table is loaded."
)


def load_services(
    file: Path = typer.Argument(
        ..., help="BaTIS or UN Comtrade (CSV, zip), or a plain table (CSV, XLSX).", metavar="FILE"
    ),
    layout: str | None = typer.Option(
        None, "--layout", help=f"{', '.join(LAYOUTS)}; seen from the headings otherwise."
    ),
    years: str | None = typer.Option(None, "--years", help="Years to take, such as 2018-2023."),
    edition: str | None = typer.Option(
        None, "--edition", help="EBOPS edition to take of a file that mixes: 2010 or 2002."
    ),
    direction: str = typer.Option(
        "export", "--direction", help="Of a plain table that does not tell it: export or import."
    ),
    source: str = typer.Option("", "--source", help="Whose table it is, if it is a plain one."),
    mapping: Path | None = typer.Option(
        None, "--mapping", help="TOML that says which column is what."
    ),
    params: Path | None = _PARAMS,
    json: bool = _JSON,
) -> None:
    """Read trade in services by group into a data set, in place of the one there."""
    flow = "import" if direction.lower() == "import" else "export"
    wanted = ServicesWanted(years_asked(years), edition_of_services(edition), layout, flow, source)
    with progress() as report:
        found = import_services(file, home(), wanted, mapping, params, report)
    if json:
        as_json({"name": found.name, "folder": str(found.folder), "record": found.record})
        return
    _tell(found)


def _tell(found: DataSet) -> None:
    told = found.record["figures"]
    typer.echo(
        f"{found.name}: {told['rows_kept']:,} of {told['rows_read']:,} rows kept, "
        f"{told['value_usd_kept']:,.0f} of {told['value_usd_read']:,.0f} USD; "
        f"{told['years'][0]}-{told['years'][-1]}, EBOPS {told['edition']}."
    )
    for left in told["dropped"]:
        typer.echo(
            f"Dropped, {left['reason']}: {left['rows']:,} rows, {left['value_usd']:,.0f} USD "
            f"(such as {left['example']})."
        )
    totals, mirrors = told["checks"]["totals"], told["checks"]["mirrors"]
    typer.echo(
        f"Groups against totals: {totals['excess_share']:.2%} above, {totals['lack_share']:.2%} "
        f"below; sold against bought: {mirrors['apart_share']:.2%} apart."
    )
    for year, each in told["services_by_year"].items():
        shares = ", ".join(
            f"{share:.1%} {name.removesuffix('_share')}"
            for name, share in each.items()
            if name.endswith("_share")
        )
        typer.echo(f"{year}: {each['value_usd']:,.0f} USD; {shares}.")


@markets.command("groups")
def groups(json: bool = _JSON) -> None:
    """List the groups of services of both editions, with their names."""
    rows = list(service_groups().values())
    if json:
        as_json([asdict(row) for row in rows])
        return
    for row in rows:
        name = row.name_fa if language() == "fa" else row.name_en
        typer.echo(f"EBOPS {row.edition}  {row.code:<5} {name}")


@markets.command("rank")
def rank(
    group: str = typer.Option(..., "--group", help="Code or name, such as SD or 236."),
    exporter: str = _EXPORTER,
    variant: str | None = _VARIANT,
    name: str | None = _SET,
    params: Path | None = _PARAMS,
    top: int = _TOP,
    json: bool = _JSON,
) -> None:
    """Show the markets of a group of services: neighbours first, then by unrealised potential."""
    run = services_run(home(), exporter.upper(), name, variant, params)
    _show(run, shown(run, group=as_group(group) or group), top, json, by_group=False)


@markets.command("market")
def market(
    importer: str = typer.Option(..., "--market", help="ISO alpha-3 of the market, such as OMN."),
    exporter: str = _EXPORTER,
    variant: str | None = _VARIANT,
    name: str | None = _SET,
    params: Path | None = _PARAMS,
    top: int = _TOP,
    json: bool = _JSON,
) -> None:
    """Show the groups of services that a market could buy, most room first."""
    run = services_run(home(), exporter.upper(), name, variant, params)
    _show(run, shown(run, importer=importer.upper()), top, json, by_group=True)


@markets.command("potential")
def potential(
    out: Path = typer.Option(..., "--out", help="Parquet file to write."),
    exporter: str = _EXPORTER,
    variant: str | None = _VARIANT,
    name: str | None = _SET,
    params: Path | None = _PARAMS,
    json: bool = _JSON,
) -> None:
    """Write the potential of a country's services in every market, with each factor."""
    run = services_run(home(), exporter.upper(), name, variant, params)
    write_parquet(run.frame, out, run.metadata())
    sums = run.frame.select("potential_usd", "actual_usd", "gap_usd").sum().row(0, named=True)
    told = {**run.metadata(), "rows": run.frame.height, **sums, "out": str(out)}
    if json:
        as_json(told)
        return
    for key, value in told.items():
        typer.echo(f"{key}: {value:,.0f}" if isinstance(value, float) else f"{key}: {value}")


def _show(
    run: ServicesRun, found: list[ServiceFacts], top: int, json: bool, *, by_group: bool
) -> None:
    if json:
        as_json({**run.metadata(), "rows": [asdict(each) for each in found[:top]]})
        return
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(_table(found[:top], by_group=by_group))
    told = run.metadata()
    typer.echo(
        f"Million USD a year, {told['year']}; EBOPS {told['ebops_edition']}; variant "
        f"{told['variant']}; {told['defaults']}.\n{told['source']}."
    )


def _table(found: Iterable[ServiceFacts], *, by_group: bool) -> Table:
    table = Table()
    heads = ("group" if by_group else "market", "phase", "gap", "potential", "actual", "supply",
             "demand", "ease", "ease rests on", "quality")  # fmt: skip
    for head in heads:
        table.add_column(head, justify="right" if head in heads[2:8] else "left")
    fa = language() == "fa"
    for each in found:
        group = service_groups()[each.group]
        name = (group.name_fa, each.name_fa) if fa else (group.name_en, each.name_en)
        table.add_row(
            f"{each.group} {name[0]}" if by_group else f"{each.importer} {name[1]}",
            str(each.phase),
            *(
                f"{usd / _MILLION:,.1f}"
                for usd in (each.gap_usd, each.potential_usd, each.actual_usd)
            ),
            f"{each.supply:.3%}",
            f"{each.demand / _MILLION:,.1f}",
            f"{each.ease:.2f}",
            each.ease_basis,
            each.quality,
        )
    return table
