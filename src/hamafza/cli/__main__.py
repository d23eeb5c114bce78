"""The map of the house: one group for each room, in the order goods travel."""

import importlib
import os
import sys

import typer

from hamafza import __version__
from hamafza.vocabulary.refusals import Refusal

GROUPS = (
    "units", "goods", "trade", "markets", "consortia", "routes", "screening", "orders", "parts",
    "programme",
)  # fmt: skip
COMMANDS = ("plan", "init", "demo", "serve")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Small producers export together: from a registry of units to a measured share.",
)


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    """Small producers export together: from a registry of units to a measured share."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


def _assemble(asked: str) -> None:
    """
    Each room's file gives its group; each whole job's file gives one command.

    Only the room asked for is opened: ``hamafza units`` need not wait for the solvers and the
    web to load. The map (``--help``) opens them all.
    """
    known = asked in GROUPS + COMMANDS
    for name in (asked,) if asked in GROUPS else () if known else GROUPS:
        app.add_typer(importlib.import_module(f"hamafza.cli.{name}").app, name=name)
    for name in (asked,) if asked in COMMANDS else () if known else COMMANDS:
        job = getattr(importlib.import_module(f"hamafza.cli.{name}"), name)
        app.command(name=name)(job)


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and exit code 2."""
    _assemble(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        app()
    except Refusal as refusal:
        from hamafza.web.sentences import sentence

        sys.stderr.write(sentence(refusal, _language()) + "\n")
        raise SystemExit(2) from None


def _language() -> str:
    """English unless asked: a terminal seldom shows Persian right."""
    return "fa" if os.environ.get("HAMAFZA_LANGUAGE") == "fa" else "en"


if __name__ == "__main__":
    main()
