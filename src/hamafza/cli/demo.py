"""The demo: invented workshops, people and orders, marked as such, and removable."""

import typer

DEFAULT_UNITS = 20_000


def demo(
    units: int = typer.Option(DEFAULT_UNITS, help="How many units the invented registry has."),
    seed: int = typer.Option(1, min=0, help="The same seed gives the same registry."),
    wipe: bool = typer.Option(False, "--wipe", help="Remove every demo row instead."),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Build the demo, or remove it; what people entered apart from it stays."""
    from hamafza.web import installation

    installation.open_house()
    from hamafza.cli import printing
    from hamafza.web import demo as demos

    installation.bring_up_to_date()
    if wipe:
        removed = demos.wipe()
        if as_json:
            printing.as_json({"removed": removed})
        else:
            typer.echo(f"Removed {sum(removed.values()):,} demo rows.")
        return
    built = build_if_needed(units, seed, told=not as_json)
    if as_json:
        printing.as_json({"built": built, "units": demos.size()})


def build_if_needed(units: int, seed: int, *, told: bool = True) -> bool:
    """Build the demo unless it is there; say in lines where it stands."""
    from hamafza.web import demo as demos

    say = typer.echo if told else _silent
    if demos.is_there():
        say(f"The demo is there, with {demos.size():,} units; what people entered is kept.")
        return False
    say(f"Building the demo with {units:,} units ...")
    seconds = demos.build(units=units, seed=seed, say=say)
    say(f"The demo is built ({seconds:.0f} s).")
    return True


def _silent(line: str) -> None:
    pass
