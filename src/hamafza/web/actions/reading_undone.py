"""Taking a reading back: what it brought goes again, as long as nobody has built on it."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import ProtectedError

from hamafza.registry.recognising import IDENTITY, TOLD, WORDS
from hamafza.runs.editions import (
    ASIDE,
    CHANGED,
    MARKS,
    NEW,
    RIGHT,
    UNREAD,
    ChangeSet,
    Step,
    change_set_in,
)
from hamafza.web.actions import runs
from hamafza.web.actions.edition_settling import folder_of
from hamafza.web.actions.events import record
from hamafza.web.exchange.bad_rows import right_undone
from hamafza.web.exchange.listed import keep_changes, mark_gone, units_now
from hamafza.web.exchange.told_facts import forget_facts, undo_moves
from hamafza.web.records.bad_rows import BadRow, RowState, UnreadCell
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run
from hamafza.web.records.unit_lists import ListedUnit, UnitList
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

_TOGETHER = 500


def undo_steps(upload: Upload, run: Run) -> int:
    """
    Take back the steps of a reading that was cancelled, the last first; return units that stay.

    A unit stays that somebody has verified, joined, asked for or otherwise spoken of since.
    """
    upload.refresh_from_db()
    change_set = change_set_in(folder_of(upload), upload.change_set)
    stay = 0
    if change_set is not None:
        steps = change_set.steps()[: upload.stored]
        for number in range(len(steps) - 1, -1, -1):
            stay += _undo(upload, run, change_set, number, steps[number])
    _undone(upload, run, stay)
    return stay


@transaction.atomic
def _undo(upload: Upload, run: Run, change_set: ChangeSet, number: int, step: Step) -> int:
    runs.is_held(run, lock=True)
    rows, stay = change_set.rows(step), 0
    if step.table == NEW:
        stay = _forget(upload, rows)
    elif step.table == CHANGED:
        undo_moves(rows, change_set.beside(rows), upload)
        _restore(rows, upload.unit_list)
    elif step.table == MARKS:
        mark_gone(rows.select("listed", "gone_in").iter_rows())
    elif step.table == ASIDE:
        lines = rows["line"].to_list()
        bad = BadRow.objects.filter(
            upload=upload, state=RowState.OPEN, line__range=(min(lines), max(lines))
        )
        bad._raw_delete(bad.db)
    elif step.table == RIGHT:
        right_undone(rows)
    elif step.table == UNREAD:
        lines = rows["line"].to_list()
        cells = UnreadCell.objects.filter(upload=upload, line__range=(min(lines), max(lines)))
        cells._raw_delete(cells.db)
    Upload.objects.filter(pk=upload.pk).update(stored=number)
    return stay


@transaction.atomic
def _undone(upload: Upload, run: Run, stay: int) -> None:
    kept = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    kept.change_set, kept.stored = "", 0
    kept.save(update_fields=["change_set", "stored"])
    record(actor=run.actor, verb="take-back-reading", subject=kept, after={"stay": stay})


def _forget(upload: Upload, rows: pl.DataFrame) -> int:
    lines = rows["line"].to_list()
    ours = ListedUnit.objects.filter(
        upload=upload, unit__upload=upload, line__range=(min(lines), max(lines))
    )
    numbers = list(ours.values_list("unit_id", flat=True))
    spoken = Event.objects.filter(subject_kind="unit", subject_id__in=numbers)
    held = set(spoken.values_list("subject_id", flat=True))
    free = [number for number in numbers if number not in held]
    stay = len(held)
    for at in range(0, len(free), _TOGETHER):
        some = free[at : at + _TOGETHER]
        if not _removed(some):
            stay += sum(not _removed([number]) for number in some)
    return stay


def _removed(numbers: list[int]) -> bool:
    try:
        with transaction.atomic():
            forget_facts(numbers)
            ListedUnit.objects.filter(unit__in=numbers).delete()
            Unit.objects.filter(pk__in=numbers).delete()
    except ProtectedError:
        return False
    return True


def _restore(rows: pl.DataFrame, unit_list: UnitList | None) -> None:
    """Put back what stood there, where it is still what the file told."""
    now = units_now(rows["unit_id"].to_list())
    back = [
        {
            column: before
            for column, (before, after) in json.loads(changes).items()
            if now[number][column] == after
        }
        for number, changes in rows.select("unit_id", "changes").iter_rows()
    ]
    was: list[Mapping[str, Any]] = [json.loads(text) for text in rows["was"]]
    known = rows.select("listed", "unit_id").with_columns(
        pl.Series(IDENTITY, [each[IDENTITY] for each in was], dtype=pl.String),
        pl.Series(WORDS, [each[WORDS] for each in was], dtype=pl.Int64),
        pl.Series(TOLD, [each[TOLD] for each in was], dtype=pl.Int64),
        pl.Series("line", [each["line"] for each in was], dtype=pl.Int64),
    )
    places = [(each["upload"], each["gone_in"]) for each in was]
    keep_changes(known, back, places, unit_list)
