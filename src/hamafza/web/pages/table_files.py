"""What a page shows, handed over as CSV or XLSX: the same rows under the same headings."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from hamafza.web.pages.sheet_cells import harmless_table

FORMS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_over(
    form: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """Return the table as a file; a form that we do not write is as good as not there."""
    if form not in FORMS:
        raise Http404
    if form == "csv":
        # Joined here and now: a row says its words in the language of the request.
        text = "".join(harmless_table(_texts(headings, rows)))
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.xlsx"
        is_persian = (get_language() or "fa").startswith("fa")
        _write_sheet(file, headings, rows, right_to_left=is_persian)
        # The folder goes; who reads holds the file open, and it goes with the last byte.
        return FileResponse(
            file.open("rb"), as_attachment=True, filename=file.name, content_type=XLSX
        )


def _texts(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[list[str]]:
    yield list(headings)
    for row in rows:
        yield ["" if cell is None else str(cell) for cell in row]


def _write_sheet(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, right_to_left: bool
) -> None:
    """Write an XLSX file; every text stays text, whatever it begins with."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 18)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        line = 0
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, ["" if cell is None else cell for cell in row])
        sheet.autofilter(0, 0, line, len(headings) - 1)
