"""hamafza units: read registries, find twins, and generate an invented registry."""

from pathlib import Path

import typer

from hamafza.cli import units_kept
from hamafza.cli.printing import as_json, progress, tell_other_sheets

app = typer.Typer(
    no_args_is_help=True, help="Units: read registries; find twins; generate an invented one."
)


@app.command()
def generate(
    count: int = typer.Option(..., help="How many records."),
    out: Path = typer.Option(..., help="CSV to write; the truth goes to FILE.truth.csv."),
    seed: int = typer.Option(1, min=0, help="The same seed gives the same registry."),
    owners: bool = typer.Option(False, help="Invented owners, codes and papers in it too."),
    json: bool = typer.Option(False, "--json", help="Print what was written as JSON."),
) -> None:
    """Write an invented Persian registry with the slips and twins of real ones, and its truth."""
    from hamafza.runs.generating import write_registry

    truth = write_registry(count, seed, out, owners=owners)
    if json:
        as_json({"records": count, "seed": seed, "registry": str(out), "truth": str(truth)})
    else:
        typer.echo(f"{count:,} invented records in {out}; what is true of them in {truth}.")


@app.command()
def read(
    file: Path = typer.Argument(help="Registry: CSV or XLSX.", metavar="FILE"),
    out: Path = typer.Option(..., help="Parquet of the clean units."),
    rejects: Path = typer.Option(..., help="CSV of the rows set aside, with their reasons."),
    country: str = typer.Option("IRN", help="Country the registry is of, ISO alpha-3."),
    mapping: Path = typer.Option(None, help="TOML that says which column is what."),
    json: bool = typer.Option(False, "--json", help="Print the counts as JSON."),
) -> None:
    """Read, map, check and classify a registry; every bad row is kept with its reason."""
    from hamafza.runs.reading import read_to_files

    with progress() as report:
        result, record = read_to_files(
            file, country=country.upper(), out=out, rejects=rejects, mapping=mapping, report=report
        )
    if json:
        as_json({**record.figures, "mapping": record.parameters["mapping"]["columns"]})
        return
    told = result.counts
    typer.echo(
        f"{told['records']:,} records ({result.encoding}): {told['clean']:,} units in {out}, "
        f"{told['rejected']:,} set aside in {rejects}."
    )
    tell_other_sheets(result.other_sheets)


app.command()(units_kept.keep)


@app.command()
def twins(
    units: Path = typer.Argument(help="Parquet of units.", metavar="UNITS"),
    out: Path = typer.Option(..., help="Parquet of the pairs that may be one unit."),
    params: Path = typer.Option(None, help="TOML that changes what twins are weighed by."),
    json: bool = typer.Option(False, "--json", help="Print the counts as JSON."),
) -> None:
    """Find records of one unit, with the evidence for each pair; nothing is joined or changed."""
    from hamafza.runs.twins import find_twins

    told = find_twins(units, out, params=params).figures
    if json:
        as_json(told)
        return
    typer.echo(
        f"{told['units']:,} units: {told['automatic']:,} pairs sure enough to be joined, "
        f"{told['review']:,} for an officer to look at, in {out}."
    )
