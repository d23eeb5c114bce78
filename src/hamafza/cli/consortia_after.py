"""hamafza consortia: what is asked of a finished formation."""

from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json, progress

_UNITS = typer.Argument(
    help="Parquet with the units of the run: unit_id, readiness; province, home_based, women_owned "
    "and market_usd (of the family, a year) if known.",
    metavar="UNITS.parquet",
    show_default=False,
)
_RUN = typer.Argument(help="Folder that form wrote.", metavar="DIR", show_default=False)
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_WIDTH = 110


def register(app: typer.Typer) -> None:
    """Add the commands to the room's group."""
    for command in (first, stability, compare):
        app.command()(command)


def first(
    units: Path = _UNITS,
    folder: Path = _RUN,
    count: int = typer.Option(..., help="How many groups there is time for."),
    out: Path = typer.Option(..., help="Parquet to write; its record is beside it, in JSON."),
    budget: Path = typer.Option(
        None,
        help='TOML (\\[national] and \\[province."name"] with money, promoters) or CSV (province, '
        "money, promoters; * is the nation). Default: no limit but the count.",
    ),
    params: Path = typer.Option(
        None,
        help="TOML with \\[weights], \\[scales], \\[costs]; default which_first.toml as shipped.",
    ),
    stability: Path = typer.Option(
        None, help="Parquet that the command stability wrote of the same run."
    ),
    next: int = typer.Option(20, help="How many of those not chosen to tell, with why."),
    json: bool = _JSON,
) -> None:
    """Choose the groups worth a promoter's time first, under a budget, with reasons and a bound."""
    from hamafza.runs.which_first import as_told, which_first

    result = which_first(
        units, folder, count, out, budget_path=budget, params_path=params,
        stability_path=stability, shown=next,
    )  # fmt: skip
    if json:
        as_json(as_told(result))
    else:
        _print_first(as_told(result))


def stability(
    units: Path = _UNITS,
    folder: Path = _RUN,
    share: float = typer.Option(0.2, help="Weights are moved by up to this share, up or down."),
    seeds: int = typer.Option(5, help="How many times to form anew."),
    iterations: int = typer.Option(60, help="Iterations of each."),
    seed: int = typer.Option(1, help="Seed of weights and searches."),
    processes: int = typer.Option(None, help="Processes; default one per core."),
    out: Path = typer.Option(
        ..., help="Parquet for the groups; the units' is beside it, ending in _units, and a record."
    ),
    json: bool = _JSON,
) -> None:
    """Tell how firmly each group stands when weights move and the search begins elsewhere."""
    from hamafza.runs.stability import stability_of_run

    with progress() as report:
        figures = stability_of_run(
            units, folder, out, share=share, seeds=seeds, iterations=iterations, seed=seed,
            processes=processes, report=report,
        )  # fmt: skip
    if json:
        as_json(figures)
    else:
        typer.echo(_told_of_stability(figures))


def compare(
    first: Path = typer.Argument(help="Folder that form wrote.", metavar="DIR"),
    second: Path = typer.Argument(help="Folder of another run.", metavar="OTHER"),
    units: Path = typer.Option(None, help="Parquet with unit_id and province, for the provinces."),
    out: Path = typer.Option(None, help="Folder for the tables; default none are written."),
    json: bool = _JSON,
) -> None:
    """Compare two runs: groups the same, changed, gone and new; units moved; values and bounds."""
    from hamafza.runs.comparing import compare_runs

    told = compare_runs(first, second, units_path=units, out_dir=out)
    if json:
        as_json(told)
    else:
        _print_comparison(told)


def _print_first(told: dict[str, Any]) -> None:
    figures = told["figures"]
    table = Table(title=f"{figures['chosen']} of {figures['groups']:,} groups")
    for heading in ("consortium", "family", "province", "reasons"):
        table.add_column(heading)
    for heading in ("score", "size", "cost"):
        table.add_column(heading, justify="right")
    for row in told["first"]:
        table.add_row(*_row(row, row["reasons"]))
    if told["next"]:
        table.add_section()
    for row in told["next"]:
        table.add_row(*_row(row, row["why_not"]), style="dim")
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(table)
    typer.echo(
        f"score {figures['score']:.6g}; no other choice exceeds {figures['bound']:.6g} "
        f"({100 * figures['gap_share']:.3f} % above)"
    )
    if figures["provinces_without_groups"]:
        names = ", ".join(figures["provinces_without_groups"])
        typer.echo(f"No group is led from: {names}.")


def _row(row: dict[str, Any], why: list[dict[str, Any]]) -> list[str]:
    from hamafza.vocabulary.money import Money

    cost = Money(row["cost_minor"], row["currency"]).as_decimal()
    return [
        str(row["consortium_id"]), row["family"], row["province"] or "-",
        ", ".join(each["key"] for each in why), f"{row['score']:.3f}", str(row["size"]),
        f"{cost:,.0f} {row['currency']}",
    ]  # fmt: skip


def _told_of_stability(figures: dict[str, Any]) -> str:
    together, lead = 100 * figures["together_share"], 100 * figures["lead_share"]
    return (
        f"{figures['groups']:,} groups, formed anew {figures['runs']} times: on average "
        f"{100 * figures['overlap']:.0f} % in common with the likest group, half of the members\n"
        f"together in {together:.0f} % of the runs, led by the same unit in {lead:.0f} %\n"
        f"{figures['firm_groups']:,} groups keep half of their members together every time"
    )


def _print_comparison(told: dict[str, Any]) -> None:
    figures = told["figures"]
    groups = ", ".join(f"{count:,} {kind}" for kind, count in figures["groups"].items())
    units = ", ".join(f"{count:,} {kind}" for kind, count in figures["units"].items())
    typer.echo(f"groups: {groups}\nunits: {units}")
    for which in ("first", "second"):
        typer.echo(
            f"{which}: value {figures['value'][which]:.6g}, bound {figures['bound'][which]:.6g}"
        )
