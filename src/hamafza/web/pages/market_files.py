"""
What a page of markets shows as a file that a reader takes along: CSV, or XLSX in two sheets.

A CSV is for programs: its columns have the same names in both languages. A sheet is for people:
heads in the reader's words, Persian from right to left, and beside the table a sheet that says
the year, the source, the method and the weights.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from hamafza.runs.market_ranks import Ranked
from hamafza.runs.markets import Told
from hamafza.web.pages.market_choice import Choice, language
from hamafza.web.pages.market_names import names_of
from hamafza.web.pages.market_qualities import QUALITIES
from hamafza.web.pages.sheet_cells import harmless

FORMS = ("csv", "xlsx")
COLUMNS = (
    "importer", "name_en", "name_fa", "hs4", "phase", "neighbour", "potential_usd", "actual_usd",
    "gap_usd", "supply", "demand", "ease", "imports_usd", "distance_factor", "distance_km",
    "prospect", "distance_basis", "basis", "quality",
)  # fmt: skip
"""Of the table that a reader takes away; figures in USD are those of the shipped weights."""
PLACES = ("place", "shipped_place", "score")
NAMES = ("goods_en", "goods_fa")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DECIMALS = {
    "supply": "0.000000",
    "ease": "0.00",
    "distance_factor": "0.00",
    "prospect": "0.00",
    "score": "0.0",
}


def ranked_file(
    form: str, name: str, rows: Iterable[Ranked], about: Mapping[str, object]
) -> HttpResponse:
    """Hand over markets of a product or goods of a market in the order that the page shows."""
    told = QUALITIES if form == "xlsx" else {}
    table = [
        (
            *(getattr(row.facts, column) for column in COLUMNS[:-1]),
            told.get(row.facts.quality, row.facts.quality),
            *names_of(row.facts.hs4),
            *(getattr(row, column) for column in PLACES),
        )
        for row in rows
    ]
    return file_of(form, name, (*COLUMNS, *NAMES, *PLACES), table, about)


def about(page: Told, choice: Choice) -> dict[str, object]:
    """Return what a file says of its own figures."""
    return {
        "exporter": choice.exporter,
        **grounds_told(page),
        "weights": " ".join(f"{key}={each:g}" for key, each in choice.moved_weights().items())
        or "shipped",
        "neighbours_first": not choice.together,
    }


def grounds_told(page: Told) -> dict[str, object]:
    """Return what the figures of a page rest on."""
    return {
        "variant": page.variant,
        "year": page.year,
        "defaults": page.defaults,
        "source": page.source,
        "set": page.set,
    }


def file_of(
    form: str,
    name: str,
    columns: Sequence[str],
    table: Sequence[Sequence[Any]],
    about: Mapping[str, object],
) -> HttpResponse:
    """Hand a table over as ``name``.csv or .xlsx; another form is as good as not there."""
    if form not in FORMS:
        raise Http404
    make = _csv if form == "csv" else _sheet
    answer = make(columns, table, about)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _csv(
    columns: Sequence[str], table: Sequence[Sequence[Any]], about: Mapping[str, object]
) -> HttpResponse:
    text = io.StringIO()
    text.write("\ufeff")
    lines = csv.writer(text)
    lines.writerow((*columns, *about))
    ground = [_safe(each) for each in about.values()]
    for row in table:
        lines.writerow([*(_safe(cell) for cell in row), *ground])
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")


def _sheet(
    columns: Sequence[str], table: Sequence[Sequence[Any]], about: Mapping[str, object]
) -> HttpResponse:
    """Write the book; every text stays text, whatever it begins with."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    heads = words()
    with xlsxwriter.Workbook(held, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Table"))
        rest = book.add_worksheet(_("About these figures"))
        for each in (sheet, rest):
            if language() == "fa":
                each.right_to_left()
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            kind = _DECIMALS.get(column, "#,##0")
            sheet.set_column(at, at, 18, book.add_format({"num_format": kind}))
        sheet.write_row(0, 0, [heads.get(column, column) for column in columns], bold)
        for line, row in enumerate(table, 1):
            sheet.write_row(line, 0, [_cell(cell) for cell in row])
        sheet.autofilter(0, 0, len(table), len(columns) - 1)
        rest.set_column(0, 0, 28)
        rest.set_column(1, 1, 90)
        for line, (key, told) in enumerate(about.items()):
            rest.write(line, 0, heads.get(key, key), bold)
            rest.write(line, 1, _cell(told))
    return HttpResponse(held.getvalue(), content_type=_XLSX)


def words() -> dict[str, str]:
    """Return the heads of a sheet in the reader's language."""
    return {
        "importer": _("Market, code"), "name_en": _("Market in English"),
        "name_fa": _("Market in Persian"), "hs4": _("Heading"), "goods_en": _("Goods in English"),
        "goods_fa": _("Goods in Persian"), "phase": _("Phase (1 neighbours now, 2 later)"),
        "neighbour": _("Neighbour by land or sea"), "potential_usd": _("Potential, USD a year"),
        "actual_usd": _("Bought from us, USD a year"), "gap_usd": _("Room left, USD a year"),
        "supply": _("Supply, share of the world's exports"),
        "demand": _("Demand with nearness, USD a year"), "ease": _("Ease of trade"),
        "imports_usd": _("Bought from all the world, USD a year"),
        "distance_factor": _("Nearness"), "prospect": _("Growth and tariffs inside demand"),
        "distance_km": _("Distance, km"),
        "distance_basis": _("Distance rests on"), "basis": _("Trade of the two rests on"),
        "quality": _("Record of the two countries' trade"), "place": _("Rank"),
        "shipped_place": _("Place with the shipped weights"), "score": _("Score, 100 is the best"),
        "exporter": _("Exporter"), "variant": _("Variant"), "year": _("Year"),
        "defaults": _("Where no table was at hand"), "source": _("Source"),
        "set": _("Set of trade"),
        "weights": _("Weights"), "neighbours_first": _("Neighbours first"),
        "figure": _("Figure"), "source_of_figure": _("Source"), "unit_public_id": _("Number"),
    }  # fmt: skip


def _cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    return cell if isinstance(cell, int | float) else str("" if cell is None else cell)


def _safe(cell: Any) -> Any:
    return harmless(str(cell)) if isinstance(cell, str) else cell
