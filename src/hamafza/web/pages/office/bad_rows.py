"""A row that was set aside: which of its cells are meant, as they were written, and corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.runs.fault_words import reasons
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import seen_by
from hamafza.web.actions.bad_rows import correct_row, leave_out_row
from hamafza.web.exchange.secret_cells import cells_now
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.pages.office.upload_reach import READERS, within_reach
from hamafza.web.records.accounts import User
from hamafza.web.records.bad_rows import BadRow, RowState
from hamafza.web.records.uploads import Upload
from hamafza.web.sentences import sentence

QUOTED = {
    "name-missing": ("name", "owner", "owner_family"),
    "goods-missing": ("goods_text",),
    "text-too-long": ("name", "goods_text"),
    "kind-unknown": ("kind", "activity_class"),
    "other-country": ("country",),
    "closed": ("state",),
    "province-unknown": ("province",),
    "city-missing": ("city", "county"),
    "city-unknown": ("city", "county"),
    "city-not-in-province": ("province", "city", "county"),
    "coordinates-wrong": ("lat_deg", "lon_deg"),
    "capacity-not-a-number": ("monthly_units",),
    "capacity-negative": ("monthly_units",),
    "capacity-absurd": ("monthly_units",),
    "workers-wrong": ("workers",),
    "licence-date-wrong": ("licence_date",),
    "readiness-wrong": ("readiness",),
    "measure-unknown": ("measure",),
    "digits-lost": ("licence", "own_id"),
    "row-too-long": (),
    "quote-not-closed": (),
}
"""Fault code -> the fields whose cells it is about."""
_NAMES = ("name", "owner", "owner_family")


@dataclass(frozen=True)
class Cell:
    """One cell of a row set aside, as a field of a form."""

    name: str
    heading: str
    meaning: str
    text: str
    is_meant: bool
    """A fault is about it."""


def bad_row(row: BadRow, mapping: Mapping[str, Any], language: str) -> dict[str, object]:
    """Return a row as its line, reasons, name, and the cells meant, by heading."""
    columns = mapping.get("columns", {})
    told = dict(zip(mapping.get("headings", []), cells_now(row), strict=False))
    named = next((columns[name][0] for name in _NAMES if columns.get(name)), "")
    meant = [heading for heading in _meant(row.codes, columns) if heading != named]
    return {
        "line": row.line,
        "reasons": reasons(row.codes, language),
        "name": told.get(named, ""),
        "cells": [(heading, told.get(heading, "")) for heading in meant],
    }


def cells_of(row: BadRow, mapping: Mapping[str, Any]) -> list[Cell]:
    """Return all cells of a row, those meant by a fault first, then those that are read."""
    columns = mapping.get("columns", {})
    taken = {heading: name for name, named in columns.items() for heading in named}
    meant = set(_meant(row.codes, columns))
    headings = mapping.get("headings", [])
    cells = [
        Cell(f"c{at}", heading, str(MEANINGS.get(taken.get(heading, ""), "")), text,
             heading in meant)
        for at, (heading, text) in enumerate(zip(headings, cells_now(row), strict=False))
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: (not cell.is_meant, not cell.meaning))


def _meant(codes: str, columns: Mapping[str, list[str]]) -> list[str]:
    told = [code for code in codes.split(";") if code]
    fields = dict.fromkeys(name for code in told for name in QUOTED.get(code, ()))
    return list(dict.fromkeys(heading for name in fields for heading in columns.get(name, ())))


def row_within_reach(user: User, number: int, line: int) -> bool:
    """Who sees a file sees the rows of it that were set aside."""
    return within_reach(user, number) and BadRow.objects.filter(upload=number, line=line).exists()


@seen_by(*READERS, scope=row_within_reach)
def correct(request, number: int, line: int):
    """Show one row set aside with its cells to be corrected; take what is put in them."""
    rows = BadRow.objects.select_related("upload", "unit")
    row = get_object_or_404(rows, upload=number, line=line)
    refusal = ""
    if request.method == "POST":
        try:
            row = _decided(request, row)
        except Refusal as refused:
            refusal = sentence(refused, get_language() or "en")
        if not refusal and row.state != RowState.OPEN:
            messages.success(request, _("The row is put away; here is the next."))
            return _next(row)
        if not refusal:
            messages.warning(request, _("The row still has a fault; what you typed is kept."))
    facts = {
        "row": row,
        "upload": row.upload,
        "is_open": row.state == RowState.OPEN,
        "reasons": reasons(row.codes, get_language() or "en"),
        "cells": cells_of(row, row.upload.mapping),
        "refusal": refusal,
        "left": _open(row.upload).count(),
    }
    return render(request, "office/bad_row.html", facts, status=409 if refusal else 200)


def _decided(request, row: BadRow) -> BadRow:
    if "leave-out" in request.POST:
        return leave_out_row(actor=request.user, row=row, why=request.POST.get("why", ""))
    return correct_row(actor=request.user, row=row, cells=_typed(request, row))


def _typed(request, row: BadRow) -> list[str]:
    """Return the cells as they stand in the form; one it does not hold stays as it was."""
    return [request.POST.get(f"c{at}", text) for at, text in enumerate(cells_now(row))]


def _next(row: BadRow):
    after = _open(row.upload).filter(line__gt=row.line).first() or _open(row.upload).first()
    if after is None:
        return redirect("office:upload", row.upload_id)
    return redirect("office:bad_row", row.upload_id, after.line)


def _open(upload: Upload):
    return BadRow.objects.filter(upload=upload, state=RowState.OPEN).order_by("line")


urlpatterns = [path("uploads/<int:number>/rows/<int:line>/", correct, name="bad_row")]
