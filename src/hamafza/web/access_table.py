"""The access table: every page and every call by every role, read from what each declares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation

from hamafza.web.access import PUBLIC
from hamafza.web.addresses import calls, pages
from hamafza.web.records.accounts import SCOPES, Role

STRANGER = "stranger"
READERS = (STRANGER, *Role.values)


class Cell(StrEnum):
    YES = "yes"
    OWN = "own"
    """Only what lies within the reader's reach; anything else is as good as not there."""
    NO = "no"


@dataclass(frozen=True)
class Row:
    name: str
    address: str
    cells: dict[str, Cell]
    reach: str
    """What bounds the reach, in the words of the function that decides it."""


def page_rows() -> list[Row]:
    """Return a row for each page."""
    told = [
        _row(page.name, f"/{page.route.removeprefix('^')}", page.view, page.takes_arguments)
        for page in pages()
    ]
    return sorted(told, key=lambda row: row.address)


def call_rows() -> list[Row]:
    """Return a row for each call of the API."""
    return sorted(
        (_row(each.name, each.name, each.function, "{" in each.path) for each in calls()),
        key=lambda row: row.address,
    )


def as_markdown() -> str:
    """Return the whole table as docs/access.md holds it, with the Persian pages' addresses."""
    with translation.override("fa"):
        return _written()


def _written() -> str:
    return "\n".join(
        (
            "# Who may see what",
            "",
            "Made from the code by `hamafza access --out docs/access.md`; a test asks for every",
            "cell and compares. ● open to this role; ◐ only what lies within its own reach (its",
            "union, branch, unit, consortium, order or need), anything else is answered as not",
            "there; empty: refused (403), a stranger is sent to sign in (401 from the API).",
            "",
            "## Pages",
            "",
            *_table(page_rows()),
            "",
            "## Calls of the API",
            "",
            *_table(call_rows()),
            "",
        )
    )


def _row(name: str, address: str, view: Callable, about_one: bool) -> Row:
    declared: frozenset[str] = getattr(view, "seen_by", frozenset())
    scope = getattr(view, "scope", None)
    cells = {reader: _cell(reader, declared, scope, about_one) for reader in READERS}
    return Row(name, address, cells, _reach(scope))


def _cell(reader: str, declared: frozenset[str], scope: object, about_one: bool) -> Cell:
    if PUBLIC in declared:
        return Cell.YES
    if reader not in declared:
        return Cell.NO
    bounded = Role(reader) in SCOPES and (scope is not None or about_one)
    return Cell.OWN if bounded else Cell.YES


def _reach(scope: Callable | None) -> str:
    words = (scope.__doc__ or "").strip() if scope else ""
    return words.splitlines()[0] if words else ""


_MARKS = {Cell.YES: "●", Cell.OWN: "◐", Cell.NO: ""}


def _table(rows: Iterable[Row]) -> list[str]:
    head = f"| address | {' | '.join(READERS)} | reach |"
    rule = f"|---|{':-:|' * len(READERS)}---|"
    return [head, rule, *(_line(row) for row in rows)]


def _line(row: Row) -> str:
    marks = " | ".join(_MARKS[row.cells[reader]] for reader in READERS)
    address = row.address.replace("|", "\\|")
    return f"| `{address}` | {marks} | {row.reach} |"
