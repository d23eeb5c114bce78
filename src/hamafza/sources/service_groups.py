"""Groups of services as tables write them: EBOPS 2010 (SA to SL) and 2002 (205 to 291)."""

import re
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.tables.services import EDITIONS
from hamafza.vocabulary.text import compact_key, once_for_each

TOTAL, COMMERCIAL = "S", "SOX"
"""All services, and all but those of governments, whatever the edition calls them."""
GOVERNMENT = ("SL", "S291")
"""Embassies, troops and aid: nothing that a unit of a guild could offer."""
_TOTALS = {"S": TOTAL, "S200": TOTAL, "200": TOTAL, "TOTAL": TOTAL, "SOX": COMMERCIAL}
_PART = re.compile(r"S[A-L][A-Z0-9]+|S?[23589]\d\d(\.\d+)?|S[A-Z]{1,2}X?\d*")
"""Groups below the main ones, memoranda and other sums of BaTIS and Comtrade (SC1, SPX1, 206)."""


@dataclass(frozen=True)
class ServiceGroup:
    """One main group of an edition; ``in_2002`` are the groups of 2002 that hold most of it."""

    code: str
    edition: str
    name_en: str
    name_fa: str
    in_2002: tuple[str, ...]


@lru_cache(maxsize=1)
def service_groups() -> dict[str, ServiceGroup]:
    """Return every main group of both editions by its code."""
    rows = shipped_csv("services", "ebops.csv").iter_rows(named=True)
    return {
        row["code"]: ServiceGroup(
            row["code"],
            row["edition"],
            row["name_en"],
            row["name_fa"],
            tuple((row["in_2002"] or "").split()),
        )
        for row in rows
    }


def groups_of(edition: str) -> list[str]:
    """Return the codes of an edition's groups that units can offer, in order."""
    assert edition in EDITIONS
    return [
        group.code
        for group in service_groups().values()
        if group.edition == edition and group.code not in GOVERNMENT
    ]


def as_group(text: str) -> str:
    """
    Return what a cell says: a group's code, ``S`` or ``SOX``, ``-`` for a part, or nothing.

    A name in either language says its group where both editions agree or the newer has it.
    """
    told = text.strip().upper()
    if told in _TOTALS:
        return _TOTALS[told]
    known = service_groups()
    code = f"S{told}" if f"S{told}" in known and told.isdecimal() else told
    if code in known:
        return code
    named = _names().get(compact_key(text))
    if named is not None:
        return named
    return "-" if _PART.fullmatch(told) else ""


def group_column(column: str) -> pl.Expr:
    """Return ``as_group`` of a column's cells; null where a cell says no group."""
    return once_for_each(pl.col(column), as_group).replace("", None)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return codes by the keys of their names; the first of two groups with one name counts."""
    found: dict[str, str] = {}
    for group in service_groups().values():
        for name in (group.name_en, group.name_fa):
            found.setdefault(compact_key(name), group.code)
    return found


def edition_of_group() -> dict[str, str]:
    """Return the edition by a group's code."""
    return {code: group.edition for code, group in service_groups().items()}
