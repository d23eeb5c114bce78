"""`hamafza trade use`: the set of trade that pages, plans and the command stand on."""

import typer

from hamafza.cli.printing import as_json

_JSON = typer.Option(False, "--json", help="Print JSON for programs.")


def use(
    name: str = typer.Argument(
        "", help="Name of a loaded set of flows; none shows the one in use."
    ),
    bundled: bool = typer.Option(False, "--bundled", help="Back to the bundled reconstruction."),
    json: bool = _JSON,
) -> None:
    """Choose what potentials, pages and plans stand on, or show it; a choice is an event."""
    if name or bundled:
        _choose("" if bundled else name)
    from hamafza.runs.trade_in_use import in_use, year_and_source

    used = in_use()
    year, source = year_and_source(used)
    if json:
        as_json({**used.told(), "year": year, "source": source})
        return
    if used.lost:
        typer.echo(f"{used.lost} was chosen and cannot be used: the bundled one stands in.")
    typer.echo(f"{used.flows.name if used.flows else 'bundled'}: {year}, {source}")
    beside = [each.name for each in (used.economies, *used.tariffs) if each]
    typer.echo(f"Beside it: {', '.join(beside) or 'no growth and no tariffs'}.")


def _choose(name: str) -> None:
    from hamafza.web import installation

    installation.open_house()
    installation.require()
    from hamafza.web.actions.trade_choice import choose_trade

    choose_trade(actor=None, name=name)
