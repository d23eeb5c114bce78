"""``hamafza keys``: the keys of what the database keeps sealed."""

from typing import Annotated

import typer

from hamafza.cli.printing import as_json

app = typer.Typer(no_args_is_help=True, help="The keys of national codes and account numbers.")


@app.callback()
def group() -> None:
    """The keys of national codes and account numbers, in files outside the database."""


@app.command()
def show(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Show each key's name, whether its file holds it, and how many values it seals."""
    _open()
    from hamafza.web.actions import keys

    rows = keys.key_rows()
    if json:
        as_json([vars(row) for row in rows])
        return
    for row in rows:
        stands = "newest" if row.is_newest else "in the file" if row.is_there else "LOST"
        typer.echo(f"{row.ring} {row.name}: {stands}, {row.values:,} values")
    if not rows:
        typer.echo("No key yet: the first is made when something is first sealed.")


@app.command()
def make() -> None:
    """Make the first keys, if there are none; refused where a file of keys is gone."""
    _open()
    from hamafza.web.actions import keys

    keys.ready()
    show(json=False)


@app.command()
def change() -> None:
    """Make new keys and seal everything anew; broken off, it goes on where it stopped."""
    _open()
    from hamafza.web.actions import keys

    told = keys.change()
    went_on = " (going on with a change that was broken off)" if told.went_on else ""
    typer.echo(f"{told.rows:,} rows sealed anew{went_on}.")
    if told.unreadable:
        typer.echo(
            f"{told.unreadable:,} rows open with no key at hand; see docs/keys.md.", err=True
        )
        raise typer.Exit(1)
    typer.echo("The old keys stay in their files until: hamafza keys retire.")


@app.command()
def retire() -> None:
    """Take the keys that nothing bears any more out of the files, into files beside them."""
    _open()
    from hamafza.web.actions import keys

    names = keys.retire()
    typer.echo(f"Retired: {', '.join(names)}." if names else "No key to retire.")


@app.command("give-up")
def give_up() -> None:
    """Go on with new keys where a file of keys is lost for good; nothing is deleted."""
    _open()
    from hamafza.web.actions import keys

    names = keys.give_up_lost()
    typer.echo(f"Given up: {', '.join(names)}. What they sealed is unreadable and is asked again.")


def _open() -> None:
    from hamafza.web import installation

    installation.open_house()
    installation.require()
