"""Every command of the house shows its help, and the map shows every command."""

import re

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
    assert there >= {*house.GROUPS, *house.COMMANDS, *house.KEEPING}


def test_every_command_shows_help_that_says_what_it_does():
    whole = _whole_house()
    for path in _commands(whole):
        shown = CliRunner().invoke(whole, [*path, "--help"])
        assert shown.exit_code == 0, path
        assert len(shown.output.splitlines()) > 3, path


def test_the_map_shows_rooms_in_the_order_goods_travel(monkeypatch, capsys):
    _ended(monkeypatch, "--help")
    shown = re.findall(r"^\W{2}(\w+) {2,}", capsys.readouterr().out, flags=re.MULTILINE)
    places = [shown.index(name) for name in (*house.GROUPS, *house.COMMANDS, *house.KEEPING)]
    assert places == sorted(places)


def test_no_word_of_a_help_is_taken_for_a_style():
    """Rich leaves out what stands in square brackets, unless a backslash stands before."""
    for path in _commands(_whole_house()):
        command = _whole_house()
        for name in path:
            command = command.commands[name]
        for told in [command.help, *(getattr(each, "help", "") for each in command.params)]:
            assert not re.search(r"(?<!\\)\[[a-z]", told or ""), (path, told)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such"],
        ["no-such-room"],
        ["units", "read"],
        ["units", "generate", "--out", "x.csv"],
        ["units", "generate", "--count", "many", "--out", "x.csv"],
        ["units", "generate", "--count", "10", "--seed", "-1", "--out", "x.csv"],
        ["plan", "x.csv", "--country", "IRN", "--out", "x", "--language", "de"],
        ["goods", "classify", "x.csv", "--out", "y.csv", "--nonsense"],
    ],
)
def test_what_is_not_understood_is_one_line_and_ends_with_2(arguments, monkeypatch, capsys):
    assert _ended(monkeypatch, *arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "--help." in told.err


def test_ctrl_c_is_no_fault(monkeypatch, capsys):
    def interrupted(asked: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(house, "_assemble", interrupted)
    assert _ended(monkeypatch, "units") == house.STOPPED
    assert capsys.readouterr().err == "Stopped.\n"


def _ended(monkeypatch, *arguments: str) -> object:
    monkeypatch.setattr("sys.argv", ["hamafza", *arguments])
    with pytest.raises(SystemExit) as ended:
        house.main()
    return ended.value.code
