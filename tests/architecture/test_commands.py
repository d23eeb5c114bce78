"""Every command of the house shows its help, and the map shows every command."""

import click
import pytest
import typer
from click.testing import CliRunner

from hamafza.cli import __main__ as house


def _whole_house() -> click.Group:
    app = typer.Typer()
    kept, house.app = house.app, app
    try:
        house._assemble("")
    finally:
        house.app = kept
    return typer.main.get_command(app)


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path] if path else []
    for name, command in getattr(group, "commands", {}).items():
        found += _commands(command, (*path, name))
    return found


def test_the_map_shows_every_room():
    there = set(_whole_house().commands)
    assert there >= {*house.GROUPS, *house.COMMANDS}


def test_every_command_shows_help_that_says_what_it_does():
    whole = _whole_house()
    for path in _commands(whole):
        shown = CliRunner().invoke(whole, [*path, "--help"])
        assert shown.exit_code == 0, path
        assert len(shown.output.splitlines()) > 3, path


@pytest.mark.parametrize("arguments", [["--no-such"], ["no-such-room"]])
def test_what_is_not_understood_ends_with_2(arguments, monkeypatch):
    monkeypatch.setattr("sys.argv", ["hamafza", *arguments])
    with pytest.raises(SystemExit) as ended:
        house.main()
    assert ended.value.code == 2
