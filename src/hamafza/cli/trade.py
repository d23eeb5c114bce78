"""`hamafza trade`: the trade tables: reconstructed, imported, looked at."""

from pathlib import Path

import typer

from hamafza.cli import services, trade_sets, trade_use
from hamafza.cli.printing import as_json, progress
from hamafza.runs.trading import flows, write_reconstruction

app = typer.Typer(no_args_is_help=True, help="Trade tables: reconstruct, import, look at.")

_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_OUT = typer.Option(..., "--out", help="Parquet file to write.")


@app.command()
def reconstruct(
    out: Path = _OUT,
    smallest_usd: float = typer.Option(
        1000.0, "--smallest-usd", min=0.0, help="Leave out cells smaller than this."
    ),
    params: Path | None = typer.Option(None, "--params", help="Parameters file (TOML)."),
    json: bool = _JSON,
) -> None:
    """Make the bilateral matrix by heading from the two bundled tables."""
    with progress() as report:
        told = write_reconstruction(out, smallest_usd, params, report)
    if json:
        as_json(told)
        return
    typer.echo(
        f"{told['rows']:,} flows written to {out}: {told['kept_share']:.2%} of the value; "
        f"cells below {smallest_usd:,.0f} USD are left out."
    )


app.command("import")(trade_sets.import_)
app.command("tariffs")(trade_sets.tariffs)
app.command("agreements")(trade_sets.agreements)
app.command("economies")(trade_sets.economies)
app.command("services")(services.load_services)
app.command("sets")(trade_sets.sets)
app.command("use")(trade_use.use)


@app.command("flows")
def flows_(
    exporter: str = typer.Option(..., "--exporter", help="ISO alpha-3, such as IRN."),
    hs4: str | None = typer.Option(None, "--hs4", help="Heading, four digits."),
    trade: Path | None = typer.Option(None, "--trade", help="Flows file; bundled otherwise."),
    top: int = typer.Option(20, "--top", min=1, help="How many flows."),
    json: bool = _JSON,
) -> None:
    """Show what a country sells where, largest first, and what each figure rests on."""
    rows = flows(exporter.upper(), hs4.replace(".", "") if hs4 else None, trade)
    if json:
        as_json(rows.head(top).to_dicts())
        return
    for row in rows.head(top).iter_rows(named=True):
        typer.echo(
            f"{row['exporter']} {row['importer']} {row['hs4']} "
            f"{row['value_usd']:>18,.0f} USD  {row['basis']}"
        )
