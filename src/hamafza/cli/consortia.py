"""hamafza consortia: propose consortia, and check a proposal from its files alone."""

from pathlib import Path

import typer

from hamafza.cli import consortia_after
from hamafza.cli.printing import as_json, progress

app = typer.Typer(no_args_is_help=True, help="Consortia: form them, with a bound; verify them.")

UNITS = typer.Argument(
    help="Parquet: unit_id, family, lat_deg, lon_deg, capacity, readiness, weight.",
    metavar="UNITS.parquet",
    show_default=False,
)


@app.command()
def form(
    units: Path = UNITS,
    params: Path = typer.Option(None, help="TOML with a \\[formation] table; else the shipped."),
    seconds: float = typer.Option(None, help="Search so long; judging the answer comes on top."),
    iterations: int = typer.Option(
        None, help="Stop after so many iterations: the same answer anywhere. \\[default: 300]"
    ),
    seed: int = typer.Option(1, help="Seed of the search."),
    processes: int = typer.Option(None, help="Processes; default one per core."),
    standing: Path = typer.Option(
        None, help="Folder of an earlier formation that stands today: changing it is charged."
    ),
    keep: str = typer.Option(
        None, help="File of standing consortia to keep, one number a line; or all."
    ),
    out: Path = typer.Option(..., help="Folder for the tables and run.json."),
    json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Propose consortia within each family, with a proven bound on any other grouping."""
    from hamafza.runs.formation import Effort, form_consortia, formation_params
    from hamafza.runs.standing import standing_of
    from hamafza.store.records import file_sha256
    from hamafza.store.tables import read_parquet

    rules = formation_params(params)
    effort = Effort(iterations=iterations, seconds=seconds)
    frame = read_parquet(units)
    inputs = {"units": file_sha256(units)}
    if params is not None:
        inputs["params"] = file_sha256(params)
    if standing is not None:
        inputs["standing"] = file_sha256(standing / "members.parquet")
    with progress() as report:
        result = form_consortia(
            frame, rules, effort, seed=seed, processes=processes, out_dir=out, report=report,
            inputs=inputs, judge=True,
            standing=None if standing is None else standing_of(standing, frame, rules, keep),
        )  # fmt: skip
    if json:
        as_json(result.record)
    else:
        typer.echo(_told(result.record))


@app.command()
def verify(
    units: Path = UNITS,
    folder: Path = typer.Argument(help="Folder that form wrote.", metavar="DIR"),
    processes: int = typer.Option(None, help="Processes; default one per core."),
    json: bool = typer.Option(False, "--json", help="Print the findings as JSON."),
) -> None:
    """Recompute value, rules and bounds from the files alone; exit 1 if anything does not hold."""
    from hamafza.runs.formation_verdict import verify_formation

    findings, figures = verify_formation(units, folder, processes=processes)
    if json:
        as_json({"holds": not findings, "findings": findings, "recomputed": figures})
    elif findings:
        typer.echo("\n".join(findings))
        typer.echo(f"{len(findings)} findings: this formation does not hold.")
    else:
        typer.echo(
            f"Everything holds: value {figures['value']:.6g}, bound {figures['bound']:.6g}, "
            f"recomputed from the files."
        )
    if findings:
        raise typer.Exit(1)


@app.command()
def cpmp(
    instance: Path = typer.Argument(
        help="CSV: x, y, capacity, weight; a row a point.", metavar="INSTANCE.csv"
    ),
    p: int = typer.Option(..., "--p", help="How many medians, exactly."),
    distance: str = typer.Option("euclid", help="euclid, floor (whole units) or matrix."),
    matrix: Path = typer.Option(None, help="NPZ with the distances, point by median."),
    seconds: float = typer.Option(60.0, help="Stop after so many seconds in all."),
    seed: int = typer.Option(1, help="Seed of the search."),
    out: Path = typer.Option(..., help="JSON for medians, assignment, value, bound and prices."),
    json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Solve a capacitated p-median instance of the literature, with a proven bound."""
    from hamafza.runs.cpmp import solve_cpmp

    figures = solve_cpmp(instance, p, distance, matrix, seconds=seconds, seed=seed, out=out)
    if json:
        as_json(figures)
    else:
        value = "none found" if figures["value"] is None else f"{figures['value']:,.2f}"
        typer.echo(f"value {value}; no answer costs less than {figures['bound']:,.2f}")


consortia_after.register(app)


def _told(record: dict[str, float]) -> str:
    return (
        f"{record['consortia']:,} consortia of {record['units_in_consortia']:,} of "
        f"{record['units']:,} units in {record['families']:,} families\n"
        f"value {record['value']:.6g}; no other grouping is worth more than {record['bound']:.6g} "
        f"({100 * record['gap_share']:.3f} % above; "
        f"{100 * record['loss_gap_share']:.2f} % of the loss)\n"
        f"{record['wall_s']:.1f} s, {record['cpu_s']:.1f} s of processors"
    )
