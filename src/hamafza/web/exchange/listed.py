"""Units as a list knows them: read to be recognised, and kept anew."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import polars as pl
from django.db.models import Count, Q, Sum

from hamafza.registry.change_life import ChangeState
from hamafza.registry.changes import MAY_CHANGE, READINESS
from hamafza.registry.readiness_life import AssessmentState
from hamafza.registry.recognising import IDENTITY, TOLD, WORDS
from hamafza.vocabulary.tables.units import Units
from hamafza.web.exchange import Binding
from hamafza.web.exchange.offices import TOLD as PLACE
from hamafza.web.exchange.offices import Seating
from hamafza.web.exchange.units import insert_units
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.events import Event
from hamafza.web.records.found_by import KEYS, SEARCHED, SORTED, keys_of
from hamafza.web.records.insertion import insert_frame, update_rows
from hamafza.web.records.offices import Office
from hamafza.web.records.readiness import Assessment
from hamafza.web.records.unit_lists import ListedUnit, UnitList
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(Units, Unit),)

_SCHEMA = {
    "listed": pl.Int64, "unit_id": pl.Int64, IDENTITY: pl.String, WORDS: pl.Int64, TOLD: pl.Int64,
    "upload_id": pl.Int64, "line": pl.Int64, "gone_in": pl.Int64,
}  # fmt: skip
_ASKED = 5_000
_KNOWN = (IDENTITY, WORDS, TOLD)


def listed_table(unit_list: UnitList | None, like: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Return the units of a list, gone ones too; of no list, none.

    ``like`` (identity, words): only those that one of these few rows could be about.
    """
    named = ListedUnit.objects.filter(unit_list=unit_list).order_by("id")
    if like is not None:
        numbers = [each for each in like[IDENTITY] if each]
        named = named.filter(Q(identity__in=numbers) | Q(words__in=like[WORDS].to_list()))
    rows = named.values_list(
        "id", "unit_id", "identity", "words", "told", "upload_id", "line", "gone_in_id"
    )
    return pl.DataFrame(list(rows.iterator(20_000)), schema=_SCHEMA, orient="row")


def is_begun(unit_list: UnitList | None) -> bool:
    """Say whether a list knows any unit yet."""
    return ListedUnit.objects.filter(unit_list=unit_list).exists()


def weights_of(unit_list: UnitList | None) -> dict[str, tuple[int, float]]:
    """Return by kind how many units a list has, and the sum of their capacities."""
    named = Unit.objects.filter(listed__unit_list=unit_list, listed__gone_in=None).order_by()
    sums = named.values_list("kind").annotate(Count("pk"), Sum("capacity"))
    return {kind: (many, total or 0.0) for kind, many, total in sums}


def weights_now(numbers: Sequence[int]) -> dict[str, tuple[int, float]]:
    """Return by kind how many these units are, and the sum of their capacities."""
    told: dict[str, tuple[int, float]] = {}
    for at in range(0, len(numbers), _ASKED):
        some = Unit.objects.filter(unit_id__in=numbers[at : at + _ASKED]).order_by()
        for kind, many, total in some.values_list("kind").annotate(Count("pk"), Sum("capacity")):
            before = told.get(kind, (0, 0.0))
            told[kind] = (before[0] + many, before[1] + (total or 0.0))
    return told


def units_now(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what may change of units, and their office, by number."""
    columns = ("unit_id", "office_id", *MAY_CHANGE)
    found: dict[int, dict[str, Any]] = {}
    for at in range(0, len(numbers), _ASKED):
        some = Unit.objects.filter(unit_id__in=numbers[at : at + _ASKED])
        found |= {row["unit_id"]: row for row in some.values(*columns)}
    return found


def set_by_hand(numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    """
    Return by unit the columns that a person set since, which no file may write over.

    Events about a unit name them; so do changes its owner asked for and an officer accepted, and
    an assessment of its readiness.
    """
    told: dict[int, set[str]] = {}
    for at in range(0, len(numbers), _ASKED):
        some = numbers[at : at + _ASKED]
        for number, named in chain(_by_events(some), _by_requests(some), _by_assessments(some)):
            told.setdefault(number, set()).update(set(named) & set(MAY_CHANGE))
    return {number: frozenset(columns) for number, columns in told.items() if columns}


_Named = Iterable[tuple[int, Iterable[str]]]


def _by_events(numbers: Sequence[int]) -> _Named:
    events = Event.objects.filter(subject_kind="unit", subject_id__in=numbers)
    return events.values_list("subject_id", "after")


def _by_requests(numbers: Sequence[int]) -> _Named:
    accepted = ChangeRequest.objects.filter(unit__in=numbers, state=ChangeState.ACCEPTED)
    return accepted.values_list("unit_id", "changes")


def _by_assessments(numbers: Sequence[int]) -> _Named:
    handed_in = (AssessmentState.HANDED_IN, AssessmentState.CHECKED)
    assessed = Assessment.objects.filter(unit__in=numbers, state__in=handed_in).order_by()
    return ((number, READINESS) for number in assessed.values_list("unit_id", flat=True).distinct())


def branch_below(unit_list: UnitList | None) -> frozenset[int] | None:
    """Return the offices whose units a list may change; none: all."""
    if unit_list is None or unit_list.office is None:
        return None
    return frozenset(Office.objects.below(unit_list.office).values_list("pk", flat=True))


def seating_of(units: pl.DataFrame, upload: Upload) -> Seating:
    """Return where units of an upload belong; a branch's list fills that branch alone."""
    return Seating(
        units, country=upload.country, limit=_limit(upload.unit_list), is_demo=upload.is_demo
    )


def keep_new(units: pl.DataFrame, upload: Upload, seating: Seating) -> list[int]:
    """Keep units (with what they are known by) that a list names for the first time."""
    numbered = insert_units(
        seating.seated(units.drop(_KNOWN)),
        {"upload": upload, "country": upload.country, "is_demo": upload.is_demo},
    )
    insert_frame(
        ListedUnit,
        units.select(*_KNOWN, "line").with_columns(numbered["unit_id"]),
        unit_list_id=upload.unit_list_id,
        upload_id=upload.pk,
        is_demo=upload.is_demo,
    )
    return numbered["unit_id"].to_list()


def keep_changes(
    rows: pl.DataFrame,
    changes: Sequence[Mapping[str, object]],
    places: Sequence[tuple[int, int | None]],
    unit_list: UnitList | None,
) -> None:
    """
    Write what changed of units, and how and from where their list knows them now.

    ``rows``: listed, unit_id, identity, words, told, line; for each, ``changes`` by column and
    ``places``: the upload that tells of it, and the one from which it is gone.
    """
    told = rows.select("listed", *_KNOWN, "line").iter_rows()
    update_rows(
        ListedUnit,
        "id",
        ("identity", "words", "told", "line", "upload_id", "gone_in_id"),
        ((*row, *place) for row, place in zip(told, places, strict=True)),
    )
    by_columns: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for number, change in zip(rows["unit_id"], changes, strict=True):
        if change:
            by_columns.setdefault(tuple(change), []).append((number, *change.values()))
    for columns, values in by_columns.items():
        update_rows(Unit, "unit_id", columns, values)
    _search_anew([number for some in by_columns.values() for number, *_ in some])
    moved = [
        number
        for columns, some in by_columns.items()
        if set(columns) & set(PLACE)
        for number, *_ in some
    ]
    _seat_anew(moved, unit_list)


def mark_gone(places: Iterable[tuple[int, int | None]]) -> None:
    """Say of listed units from which edition they are gone, or (None) that they are there."""
    update_rows(ListedUnit, "id", ("gone_in_id",), places)


def _seat_anew(numbers: list[Any], unit_list: UnitList | None) -> None:
    """Lay units into the office of the place and union that they tell now."""
    if not numbers or unit_list is None:
        return
    rows: list[tuple[Any, ...]] = []
    for at in range(0, len(numbers), _ASKED):
        some = Unit.objects.filter(unit_id__in=numbers[at : at + _ASKED]).order_by()
        rows += some.values_list("unit_id", *PLACE)
    schema = {"unit_id": pl.Int64, **dict.fromkeys(PLACE, pl.String)}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    seating = Seating(
        table, country=unit_list.country, limit=_limit(unit_list), is_demo=unit_list.is_demo
    )
    seated = seating.seated(table).select("unit_id", "office_id")
    update_rows(Unit, "unit_id", ("office_id",), seated.iter_rows())


def _limit(unit_list: UnitList | None) -> Office | None:
    return unit_list.office if unit_list is not None else None


def _search_anew(numbers: list[Any]) -> None:
    for at in range(0, len(numbers), _ASKED):
        some = Unit.objects.filter(unit_id__in=numbers[at : at + _ASKED])
        told = some.order_by().only("unit_id", *SEARCHED, *SORTED.values())
        keys = [(unit.pk, *map(keys_of(unit).get, KEYS)) for unit in told]
        update_rows(Unit, "unit_id", KEYS, keys)
