"""hamafza plan: the whole job without the web."""

from pathlib import Path
from typing import Literal

import typer

from hamafza.cli.printing import as_json, progress


def plan(
    registry: Path = typer.Argument(help="Registry file: CSV or XLSX.", metavar="REGISTRY"),
    country: str = typer.Option(..., help="The exporting country, ISO alpha-3, such as IRN."),
    out: Path = typer.Option(..., help="Folder for tables, run record and report."),
    mapping: Path = typer.Option(None, help="TOML that says which column is what."),
    params: Path = typer.Option(None, help="TOML with a \\[formation] table; else the shipped."),
    seconds: float = typer.Option(None, help="Seconds the formation may take."),
    iterations: int = typer.Option(
        None, help="Iterations of the formation: the same answer anywhere. \\[default: 300]"
    ),
    seed: int = typer.Option(1, help="Seed of the formation's search."),
    processes: int = typer.Option(None, help="Processes; default one per core."),
    language: Literal["en", "fa"] = typer.Option("en", help="Language the report opens in."),
    json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Read, classify, find markets, form consortia and route them; write tables and a report."""
    from hamafza.runs.formation import Effort
    from hamafza.runs.plan import plan as carry_out

    with progress() as report:
        result = carry_out(
            registry,
            country=country.upper(),
            out=out,
            effort=Effort(iterations=iterations, seconds=seconds),
            mapping=mapping,
            params=params,
            seed=seed,
            processes=processes,
            language=language,
            report=report,
        )
    told = result.record.figures
    if json:
        as_json(told)
        return
    typer.echo(
        f"{told['records']:,} records: {told['units']:,} units, {told['rejected']:,} set aside. "
        f"{told['consortia']:,} consortia of {told['members']:,} units; {told['with_market']:,} "
        f"with a market, {told['with_route']:,} with a way there. Open {out / 'report.html'}."
    )
