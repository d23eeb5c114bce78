"""What came of a file: who is new, changed and gone, and the rows that need help."""

from collections import Counter

from django.db.models import Count

from hamafza.runs.editions import first_changes
from hamafza.runs.fault_words import FAULT_WORDS, UNREAD_WORDS
from hamafza.web.actions.edition_settling import folder_of
from hamafza.web.pages.office.bad_rows import bad_row
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.pages.office.upload_changes import said_of
from hamafza.web.pages.office.upload_unread import unread_cells
from hamafza.web.records.bad_rows import BadRow, RowState
from hamafza.web.records.unit_lists import ListedUnit
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

SHOWN = 50


def outcome(upload: Upload, language: str) -> dict[str, object]:
    """Return what the page of a file that was read shows."""
    rows = BadRow.objects.filter(upload=upload)
    still = rows.filter(state=RowState.OPEN).order_by("line")
    states = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    gone = ListedUnit.objects.filter(gone_in=upload).select_related("unit").order_by("unit")
    return {
        "bad_rows": [bad_row(row, upload.mapping, language) for row in still[:SHOWN]],
        "open": states.get(RowState.OPEN, 0),
        "corrected": states.get(RowState.CORRECTED, 0),
        "left_out": states.get(RowState.LEFT_OUT, 0),
        "replaced": states.get(RowState.REPLACED, 0),
        "reasons": _reasons(still, language),
        "changes": _changes(upload),
        "gone": gone[:SHOWN],
        "unread": unread_cells(upload, language, SHOWN),
        "unread_reasons": _unread_reasons(upload.counts.get("unread", {}), language),
        "shown": SHOWN,
        "thrown_away": _thrown_away(upload.counts),
        "known_by": upload.counts.get("known_by", {}),
    }


def _thrown_away(counts: dict[str, int]) -> int:
    """Every row is a unit or set aside; whoever sees another number here has found a fault."""
    return counts.get("records", 0) - counts.get("clean", 0) - counts.get("rejected", 0)


def _reasons(rows, language: str) -> list[dict[str, object]]:
    """Count the open rows by the first of their faults, the most frequent first."""
    counted: Counter[str] = Counter()
    for codes, many in rows.order_by().values_list("codes").annotate(Count("pk")):
        counted[codes.split(";")[0]] += many
    at = 1 if language == "fa" else 0
    return [
        {"reason": FAULT_WORDS[code][at], "rows": many}
        for code, many in counted.most_common()
        if code in FAULT_WORDS
    ]


def _unread_reasons(counts: dict[str, int], language: str) -> list[dict[str, object]]:
    at = 1 if language == "fa" else 0
    many = Counter(counts).most_common()
    return [{"reason": UNREAD_WORDS[code][at], "cells": cells} for code, cells in many]


def _changes(upload: Upload) -> list[dict[str, object]]:
    """Return the first units that changed, with what stood there and what stands there now."""
    rows = first_changes(folder_of(upload), SHOWN)
    units = Unit.objects.in_bulk([row["unit_id"] for row in rows])
    return [
        {
            "unit": units[row["unit_id"]],
            "line": row["line"],
            "said": [(MEANINGS[name], before, after) for name, before, after in said_of(row)],
            "by_hand": [MEANINGS[column] for column in row["by_hand"] if column in MEANINGS],
        }
        for row in rows
        if row["unit_id"] in units
    ]
