"""The map of the house: one group for each room, in the order goods travel."""

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from hamafza import __version__
from hamafza.vocabulary.refusals import Refusal

GROUPS = (
    "units", "goods", "trade", "markets", "consortia", "routes", "screening", "orders", "parts",
    "programme",
)  # fmt: skip
COMMANDS = ("plan", "init", "demo", "serve", "check", "access")
KEEPING = ("offices", "audit", "keys")
STOPPED = 130  # what a shell gives a program ended by Ctrl-C


class _Map(TyperGroup):
    """The map shows rooms and jobs in the order above, not by their names."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name in GROUPS + COMMANDS + KEEPING if name in self.commands]


app = typer.Typer(
    cls=_Map,
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
    known = asked in GROUPS + COMMANDS + KEEPING
    opened = (asked,) if known else GROUPS + COMMANDS + KEEPING
    for name in opened:
        module = importlib.import_module(f"hamafza.cli.{name}")
        if name in COMMANDS:
            job = getattr(module, name)
            app.command(name=name, rich_help_panel="The whole way, and the pages")(job)
        else:
            panel = "What is kept" if name in KEEPING else "Rooms, in the order goods travel"
            app.add_typer(module.app, name=name, rich_help_panel=panel)


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and exit code 2."""
    try:
        _assemble(sys.argv[1] if len(sys.argv) > 1 else "")
        ended = app(standalone_mode=False)
    except Refusal as refusal:
        from hamafza.cli.printing import language
        from hamafza.web.sentences import sentence

        ended = _refused(sentence(refusal, language()))
    except TyperException as misused:
        ended = _misused(misused)
    except (typer.Abort, KeyboardInterrupt):
        ended = STOPPED
    if ended == STOPPED:
        sys.stderr.write("Stopped.\n")
    raise SystemExit(ended or 0)


def _misused(misused: TyperException) -> int:
    """A word not understood or left out is answered in one line too; no word at all, by the map."""
    asked = getattr(misused, "ctx", None)
    told = misused.format_message().rstrip(".")
    if asked is None or not told:
        return misused.exit_code
    return _refused(f"{told}; see {asked.command_path} --help.")


def _refused(told: str) -> int:
    sys.stderr.write(" ".join(told.split()) + "\n")
    return 2


if __name__ == "__main__":
    main()
