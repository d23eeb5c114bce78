"""The first sheet of an XLSX workbook as rows of text."""

from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from hamafza.sources.registry_refusals import FileEmpty, NoRecords, SpreadsheetBroken

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"


def is_spreadsheet(path: Path) -> bool:
    """Say whether the file is a workbook, by its first bytes or else by its name."""
    with path.open("rb") as stream:
        first = stream.read(4)
    return first in (_ZIP, _OLD) or path.suffix.lower() in _ENDINGS


def sheet_rows(path: Path) -> Iterator[list[str]]:
    """
    Return every row of the first sheet that has any, from row 1, blank rows too.

    Numbers come as Excel shows a general cell: 12.0 is "12". A workbook of no bytes, or one
    that does not open, is refused.
    """
    if path.stat().st_size == 0:
        raise FileEmpty(file=path.name)
    frame = _first_sheet(path)
    plain = pl.all().fill_null("").str.replace(r"^(-?\d+)\.0$", "$1").str.replace(" 00:00:00$", "")
    texts = frame.with_columns(plain)
    yield from (list(row) for row in texts.iter_rows())


def _first_sheet(path: Path) -> pl.DataFrame:
    try:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            frame = sheet.to_polars()
            if frame.height:
                return frame
    except fastexcel.FastExcelError as failure:
        raise SpreadsheetBroken(file=path.name) from failure
    raise NoRecords(file=path.name)
