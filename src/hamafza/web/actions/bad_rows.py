"""Rows set aside: put right one by one in the browser, or left out with a reason."""

from collections.abc import Sequence

import polars as pl
from django.db import transaction
from django.utils import timezone

from hamafza.registry.columns import FIELDS
from hamafza.runs.editions import BESIDE, CHANGED, MARKS, NEW, UNREAD
from hamafza.runs.reading import judge_cells
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import keys
from hamafza.web.actions.edition_settling import changes_of, keep_changed
from hamafza.web.actions.events import record
from hamafza.web.actions.upload_reading import BeingRead, being_read, mapping_of
from hamafza.web.exchange.listed import keep_new, listed_table, mark_gone, seating_of
from hamafza.web.exchange.secret_cells import keep_unread, parted, plain_now, secret_places
from hamafza.web.exchange.told_facts import keep_facts
from hamafza.web.exchange.told_people import hide_codes
from hamafza.web.records.accounts import User
from hamafza.web.records.bad_rows import BadRow, RowState
from hamafza.web.records.unit_lists import UnitList
from hamafza.web.records.uploads import Upload


class RowDecided(Refusal):
    code = "bad-row-decided"


class CellsDiffer(Refusal):
    code = "bad-row-cells-differ"


class NoReason(Refusal):
    code = "bad-row-no-reason"


@transaction.atomic
def correct_row(*, actor: User, row: BadRow, cells: Sequence[str]) -> BadRow:
    """
    Take what a person puts in a row's cells: a clean one becomes a unit, or changes its own.

    One that still has a fault keeps what was typed, and says what is wrong with it now.
    """
    kept, upload = _locked(row)
    headings = upload.mapping["headings"]
    if len(cells) < len(headings):
        raise CellsDiffer(line=kept.line, cells=len(headings))
    places = secret_places(upload.mapping)
    if places:
        keys.ready()
    before: dict[str, object] = {"cells": plain_now(kept), "codes": kept.codes}
    told, fields = judge_cells(
        headings, cells[: len(headings)], kept.line, country=upload.country,
        mapping=mapping_of(upload), hide=hide_codes,
    )  # fmt: skip
    kept.corrected, kept.corrected_hidden = parted(cells, places)
    if told.rejects.height:
        kept.codes, kept.reasons = told.rejects["codes"][0], told.rejects["reasons"][0]
    else:
        listed = listed_table(upload.unit_list, like=told.clean)
        part = Upload(
            pk=upload.pk, unit_list=upload.unit_list, is_whole=False, file_name=upload.file_name,
            country=upload.country, is_demo=upload.is_demo, mapping=upload.mapping,
        )  # fmt: skip
        found = changes_of(part, told, listed, _weights(upload), lambda rows: _now(rows, fields))
        tables = found.tables
        kept.unit_id = _kept_unit(tables, upload, listed)
        keep_unread(tables[UNREAD], upload)
        kept.state, kept.decided_by, kept.decided_at = RowState.CORRECTED, actor, timezone.now()
    kept.save()
    after: dict[str, object] = {"cells": plain_now(kept), "state": kept.state, "unit": kept.unit_id}
    record(actor=actor, verb="correct-row", subject=kept, before=before, after=after)
    return kept


@transaction.atomic
def leave_out_row(*, actor: User, row: BadRow, why: str) -> BadRow:
    """Say that a row is no unit, and why; it stays with its file."""
    kept, _ = _locked(row)
    if not why.strip():
        raise NoReason(line=kept.line)
    kept.state, kept.why = RowState.LEFT_OUT, why.strip()[:400]
    kept.decided_by, kept.decided_at = actor, timezone.now()
    kept.save()
    after = {"state": RowState.LEFT_OUT.value}
    record(actor=actor, verb="leave-out-row", subject=kept, after=after, why=kept.why)
    return kept


def _locked(row: BadRow) -> tuple[BadRow, Upload]:
    """Return the row locked and still open, its list too: nobody else brings units into it."""
    upload = Upload.objects.get(pk=row.upload_id)
    if upload.unit_list_id is not None:
        unit_list = UnitList.objects.select_for_update(no_key=True).get(pk=upload.unit_list_id)
        other = being_read(unit_list, but=upload)
        if other is not None:
            raise BeingRead(file=other.file_name)
    kept = BadRow.objects.select_for_update(no_key=True).get(pk=row.pk)
    if kept.state != RowState.OPEN:
        raise RowDecided(line=kept.line)
    return kept, upload


def _now(rows: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    return rows.join(fields, on="line").select("listed", *FIELDS)


def _weights(upload: Upload) -> dict[str, tuple[int, float]]:
    told = upload.counts.get("weights", {})
    return {kind: (int(many), float(total)) for kind, (many, total) in told.items()}


def _kept_unit(tables: dict[str, pl.DataFrame], upload: Upload, listed: pl.DataFrame) -> int | None:
    if tables[NEW].height:
        number = keep_new(tables[NEW], upload, seating_of(tables[NEW], upload))[0]
        keep_facts(tables[BESIDE], {tables[NEW]["line"][0]: number}, upload)
        return number
    if tables[CHANGED].height:
        rows = tables[CHANGED]
        keep_changed(rows, tables[BESIDE], upload)
        return int(rows["unit_id"][0])
    back = tables[MARKS].filter(~pl.col("is_gone"))["listed"]
    mark_gone((number, None) for number in back)
    return int(listed["unit_id"][0]) if listed.height == 1 else None
