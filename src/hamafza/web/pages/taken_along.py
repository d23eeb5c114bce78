"""What a page shows as a file that a reader takes along: CSV, or XLSX in the reader's direction."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from hamafza.web.pages.sheet_cells import harmless_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")


def file_of(
    form: str, name: str, headings: Sequence[object], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """
    Hand rows over as ``name``.csv or .xlsx; another form is as good as not there.

    In a CSV every cell is a text made harmless; in a sheet figures stay figures and text stays
    text, whatever it begins with.
    """
    if form not in FORMS:
        raise Http404
    head = [str(word) for word in headings]
    if form == "csv":
        texts = chain([head], ([_text(cell) for cell in row] for row in rows))
        # Joined here and now: a row says its words in the language of the request.
        text = "".join(harmless_table(texts))
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.xlsx"
        _write_sheet(file, head, rows)
        # The folder goes; who reads holds the file open, and it goes with the last byte.
        return FileResponse(
            file.open("rb"), as_attachment=True, filename=file.name, content_type=XLSX
        )


def _write_sheet(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        if (get_language() or "fa").startswith("fa"):
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 20)
        sheet.write_row(0, 0, head, book.add_format({"bold": True}))
        line = 0
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, [_cell(cell) for cell in row])
        sheet.autofilter(0, 0, line, len(head) - 1)


def _cell(cell: Any) -> Any:
    is_figure = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return cell if is_figure else _text(cell)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
