"""The access table is what the code says, and what the house really answers."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from hamafza.web.access_table import READERS, STRANGER, Cell, as_markdown, call_rows, page_rows
from hamafza.web.records.accounts import Role
from tests.web.addresses import arguments_of, calls, pages

TABLE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
OPENED = {200, 302, 400, 405, 409}
"""Let in: shown, led on, or told what is wrong with the asking. 405: it is only posted to."""
EMPTY_FORM = {404, 422, 429}
"""Let in, and told that an empty form asks for nothing, or was sent too often."""
SILENT = {Cell.NO: {403}, Cell.YES: OPENED, Cell.OWN: OPENED | {404}}
PAGES = {row.name: row for row in page_rows()}
CALLS = {row.name: row for row in call_rows()}
TAKES = {page.name: page.takes_arguments for page in pages()}
ANOTHERS_WORK = {"runs:run", "runs:cancel", "runs:again"}
"""Work is its beginner's: it may be out of reach of a role that sees the whole of other things."""


def test_the_table_in_the_docs_is_the_one_the_code_gives():
    assert TABLE.read_text(encoding="utf-8") == as_markdown(), (
        "who may see what has changed: look at it, then run hamafza access --out docs/access.md"
    )


def test_the_table_has_every_page_every_call_and_every_role():
    assert len(PAGES) == len(pages()) > 100
    assert len(CALLS) == len(calls()) > 5
    assert set(READERS) == {STRANGER, *Role.values}
    assert all(set(row.cells) == set(READERS) for row in (*PAGES.values(), *CALLS.values()))


def test_whatever_is_bounded_says_by_what():
    """A scope tells in a sentence what its readers reach."""
    bounded = [row for row in PAGES.values() if Cell.OWN in row.cells.values()]
    assert len(bounded) > 20
    mute = [page.name for page in pages() if page.view.scope and not PAGES[page.name].reach]
    assert mute == []


def test_the_public_reaches_no_page_of_an_officer():
    assert not [
        row.name
        for row in PAGES.values()
        if re.match(r"/(en/)?(office|consortium|producer|buyer|factory|runs)/", row.address)
        and row.cells[STRANGER] is not Cell.NO
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_cell_of_a_page_is_what_is_answered(name, client, cast):
    url = reverse(name, kwargs=arguments_of(name)(cast) if TAKES[name] else {})
    row = PAGES[name]
    stranger = client.get(url)
    turned_away = stranger.status_code == 302 and "/sign-in/?next=" in stranger["Location"]
    assert turned_away is (row.cells[STRANGER] is Cell.NO)
    for role, person in cast.by_role.items():
        client.force_login(person)
        fitting = SILENT[row.cells[role]] | ({404} if name in ANOTHERS_WORK else set())
        if row.cells[role] is Cell.YES and row.cells[STRANGER] is Cell.YES:
            fitting = fitting | {404}  # public, with an address that leads to nothing
        assert client.get(url).status_code in fitting, role
        sent = fitting | (EMPTY_FORM if row.cells[role] is not Cell.NO else set())
        assert client.post(url).status_code in sent, role


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CALLS))
def test_each_cell_of_a_call_is_what_is_answered(name, client, cast):
    method, path = name.split(" ", 1)
    url = path.format(**(arguments_of(name)(cast) if "{" in path else {}))
    row = CALLS[name]
    asked = getattr(client, method.lower())
    refused = {401}
    assert (asked(url).status_code in refused) is (row.cells[STRANGER] is Cell.NO)
    for role, person in cast.by_role.items():
        client.force_login(person)
        answer = asked(url)
        assert answer.status_code in SILENT[row.cells[role]], (role, answer.status_code)


def test_the_command_prints_the_same_table():
    import typer

    from hamafza.cli.access import access

    app = typer.Typer()
    app.command()(access)
    assert CliRunner().invoke(app, []).output == as_markdown()
