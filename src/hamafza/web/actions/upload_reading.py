"""
The reading of an upload in the background: settled whole, then kept step by step.

Each step and the count of steps are kept in one transaction, under the worker's lease: a worker
that is killed anywhere leaves a number of whole steps, and the next goes on behind them.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from hamafza.registry.columns import FIELDS, ColumnMapping
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
from hamafza.vocabulary.progress import Cancelled, Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import runs
from hamafza.web.actions.edition_settling import folder_of, keep_changed, settled
from hamafza.web.actions.events import record
from hamafza.web.actions.reading_undone import undo_steps
from hamafza.web.exchange.bad_rows import keep_bad_rows, keep_right
from hamafza.web.exchange.listed import keep_new, mark_gone, seating_of
from hamafza.web.exchange.offices import Seating
from hamafza.web.exchange.secret_cells import keep_unread
from hamafza.web.exchange.told_facts import keep_facts
from hamafza.web.exchange.told_people import opens
from hamafza.web.exchange.units import keyed
from hamafza.web.records import filling
from hamafza.web.records.bad_rows import BadRow, RowState, UnreadCell
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.unit_lists import UnitList
from hamafza.web.records.uploads import Upload

READING = "reading"
RECEIVED, MAPPED, IMPORTED = "received", "mapped", "imported"


class AlreadyRead(Refusal):
    code = "upload-already-read"


class BeingRead(Refusal):
    code = "upload-being-read"


@runs.carries_out(READING)
def read_upload(
    run: Run, *, report: Report, stop: Callable[[int], bool], upload: int
) -> dict[str, object]:
    """
    Read the file and keep what it changes in its list; go on where a killed attempt stopped.

    A reading that is cancelled is taken back; one that another has replaced does nothing.
    """
    kept = Upload.objects.select_related("unit_list").get(pk=upload)
    _check_not_replaced(kept, run)
    if kept.state != IMPORTED:
        try:
            change_set = _change_set(kept, run, report)
            _keep(kept, run, change_set, report)
        except Cancelled:
            if runs.is_held(run):  # else another worker has it, and goes on
                undo_steps(kept, run)
                filling.bring_up_to_date()
            raise
        _finish(run, kept, change_set)
    figures = {name: value for name, value in kept.counts.items() if isinstance(value, int)}
    return {"figures": figures, "upload": kept.pk}


def make_resting_indexes() -> None:
    """Make what a reading that failed for good left unmade; nothing while any is going on."""
    going_on = (RunState.RUNNING, RunState.WAITING)
    if not Run.objects.filter(kind=READING, state__in=going_on).exists():
        filling.bring_up_to_date()


def file_of(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return Path(settings.MEDIA_ROOT) / str(upload.file.name)


def mapping_of(upload: Upload) -> ColumnMapping:
    """
    Return what the person confirmed, and nothing that is guessed beside it.

    A constant that says nothing keeps the reading from guessing a field whose column the person
    left unread.
    """
    told = upload.mapping["columns"]
    columns = {name: tuple(named) for name, named in told.items()}
    said = dict(upload.mapping.get("constants", {}))
    unread: dict[str, Any] = {name: None for name in FIELDS if name not in columns}
    return ColumnMapping(columns, unread | said)


def _change_set(upload: Upload, run: Run, report: Report) -> ChangeSet:
    known = change_set_in(folder_of(upload), upload.change_set)
    if known is not None and opens(known.sealed()):
        return known
    fresh = settled(upload, file_of(upload), mapping_of(upload), report)
    _settle(upload, run, fresh.digest)
    return fresh


@transaction.atomic
def _settle(upload: Upload, run: Run, digest: str) -> None:
    """Write down what is to be changed; steps of a set that was lost count as kept before."""
    _hold(run)
    if upload.change_set:
        rows = BadRow.objects.filter(upload=upload, state=RowState.OPEN)
        rows._raw_delete(rows.db)
        cells = UnreadCell.objects.filter(upload=upload)
        cells._raw_delete(cells.db)
    upload.change_set, upload.stored = digest, 0
    upload.save(update_fields=["change_set", "stored"])


def _keep(upload: Upload, run: Run, change_set: ChangeSet, report: Report) -> None:
    steps = change_set.steps()
    total = sum(step.end - step.start for step in steps)
    done = sum(step.end - step.start for step in steps[: upload.stored])
    seating = seating_of(change_set.tables[NEW], upload)
    if not upload.stored:
        filling.begin(change_set.tables[NEW].height)
    coming = _prepared(change_set, steps[upload.stored :])
    for number in range(upload.stored, len(steps)):
        report("keeping", done, total)
        _keep_step(upload, run, number, next(coming), seating)
        done += steps[number].end - steps[number].start
    report("keeping", total, total)
    filling.bring_up_to_date(report=lambda done, of: report("indexing", done, of))


class _Rows(NamedTuple):
    """The rows of a step, and the facts that are told beside their units."""

    table: str
    rows: pl.DataFrame
    beside: pl.DataFrame


def _prepared(change_set: ChangeSet, steps: Sequence[Step]) -> Iterator[_Rows]:
    """Yield the rows of the steps; the keys of the next are made while the database works."""
    ahead = iter(steps)
    with ThreadPoolExecutor(1) as beside:
        coming = deque(beside.submit(_rows, change_set, step) for step in islice(ahead, 1))
        while coming:
            rows = coming.popleft().result()
            coming.extend(beside.submit(_rows, change_set, step) for step in islice(ahead, 1))
            yield rows


def _rows(change_set: ChangeSet, step: Step) -> _Rows:
    rows = change_set.rows(step)
    if step.table not in (NEW, CHANGED):
        return _Rows(step.table, rows, rows.clear())
    return _Rows(step.table, keyed(rows) if step.table == NEW else rows, change_set.beside(rows))


@transaction.atomic
def _keep_step(upload: Upload, run: Run, number: int, step: _Rows, seating: Seating) -> None:
    """Keep one step, if it is the next one and this worker still has the run."""
    _hold(run)
    stored = Upload.objects.select_for_update(no_key=True).values_list("stored", flat=True)
    if stored.get(pk=upload.pk) != number:
        raise Cancelled
    table, rows, beside = step
    if table == NEW:
        numbers = keep_new(rows, upload, seating)
        keep_facts(beside, dict(zip(rows["line"], numbers, strict=True)), upload)
    elif table == CHANGED:
        keep_changed(rows, beside, upload)
    elif table == UNREAD:
        keep_unread(rows, upload)
    elif table == MARKS:
        told = rows.select("listed", "is_gone").iter_rows()
        mark_gone((listed, upload.pk if is_gone else None) for listed, is_gone in told)
    elif table == ASIDE:
        keep_bad_rows(rows, upload)
    elif table == RIGHT:
        keep_right(rows, upload, run.actor)
    Upload.objects.filter(pk=upload.pk).update(stored=number + 1)
    upload.stored = number + 1


@transaction.atomic
def _finish(run: Run, upload: Upload, change_set: ChangeSet) -> None:
    """Write the reading down as one event, with the digests of the file and of what it changed."""
    _hold(run)
    counts = dict(change_set.facts)
    bad_headings = counts.pop("bad_headings")
    kept = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    kept.state, kept.counts = IMPORTED, counts
    kept.mapping |= {"bad_headings": bad_headings}
    kept.save()
    if kept.unit_list_id is not None and kept.is_whole:
        earlier = BadRow.objects.filter(upload__unit_list=kept.unit_list_id, state=RowState.OPEN)
        earlier = earlier.filter(upload__lt=kept.pk)
        earlier.update(state=RowState.REPLACED, replaced_by=kept)
    digests = {"registry": kept.sha256, "changes": change_set.digest}
    after = counts | {"sha256": digests, "list": kept.unit_list, "whole": kept.is_whole}
    record(actor=run.actor, verb="import-units", subject=kept, after=after)
    upload.state, upload.counts = kept.state, kept.counts


def _hold(run: Run) -> None:
    """Lock the run for this transaction; a worker that lost it changes nothing."""
    if not runs.is_held(run, lock=True):
        raise Cancelled


def _check_not_replaced(upload: Upload, run: Run) -> None:
    """Refuse a reading begun again after another took its place, or while the list is read."""
    if upload.run_id != run.pk or read_elsewhere(upload).filter(state=IMPORTED).exists():
        raise AlreadyRead(file=upload.file_name)
    if upload.unit_list is not None and being_read(upload.unit_list, but=upload):
        raise BeingRead(file=upload.file_name)


def being_read(unit_list: UnitList, but: Upload) -> Upload | None:
    """Return another file that is being read into the list, or was left half read."""
    others = unit_list.uploads.exclude(pk=but.pk).exclude(state=IMPORTED)
    half = others.filter(stored__gt=0).first()
    waiting = (RunState.RUNNING, RunState.WAITING)
    return half or others.filter(run__state__in=waiting).exclude(run=but.run_id).first()


def read_elsewhere(upload: Upload) -> QuerySet[Upload]:
    """Return the uploads of the same bytes that are for another list, or for none."""
    same = Upload.objects.filter(sha256=upload.sha256, country=upload.country)
    elsewhere = Q(unit_list=None) | ~Q(unit_list=upload.unit_list_id)
    return same.exclude(pk=upload.pk).filter(elsewhere)
