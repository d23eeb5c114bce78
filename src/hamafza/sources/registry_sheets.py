"""The sheets of an XLSX workbook as rows of text."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from hamafza.sources.registry_refusals import (
    FileEmpty,
    NoRecords,
    SpreadsheetBroken,
    SpreadsheetSwells,
)
from hamafza.sources.sheet_beginning import beginning

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
MOST_UNPACKED_BYTES = 3 << 30  # a full sheet of a million rows is some 2 GB of XML
MOST_SWELLING = 100  # times its packed size; sheets written by programs come to some 20
ALWAYS_READ_BYTES = 64 << 20
_PIECE = 20_000
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"


def is_spreadsheet(path: Path) -> bool:
    """Say whether the file is a workbook, by its first bytes or else by its name."""
    with path.open("rb") as stream:
        first = stream.read(4)
    return first in (_ZIP, _OLD) or path.suffix.lower() in _ENDINGS


def sheets(path: Path, first: int | None = None) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """
    Return the sheets that have rows: the name (the first one's is not told) and every row.

    Read the rows of one before the next is asked for. Rows come from row 1, blank ones too.
    Numbers come as Excel shows a general cell: 12.0 is "12". A workbook of no bytes, or one
    that does not open, is refused. Whoever needs no more than the ``first`` rows is spared the
    rest of a large workbook; whoever reads on is given it.
    """
    written = _written(path)
    yield "", _first_sheet(path, first, written)
    for name, frame in written:
        yield name, _texts(frame)


def _first_sheet(
    path: Path, first: int | None, written: Iterator[tuple[str, pl.DataFrame]]
) -> Iterator[list[str]]:
    if path.stat().st_size == 0:
        raise FileEmpty(file=path.name)
    _check_does_not_swell(path)
    given = 0
    if first is not None and (begun := _first_rows(path, first)) is not None:
        given = begun.height
        yield from _texts(begun)
    yield from _texts(next(written)[1].slice(given))


def _texts(frame: pl.DataFrame) -> Iterator[list[str]]:
    plain = pl.all().fill_null("").str.replace(r"^(-?\d+)\.0$", "$1").str.replace(" 00:00:00$", "")
    for piece in frame.iter_slices(_PIECE):
        yield from map(list, piece.select(plain).iter_rows())


def _first_rows(path: Path, rows: int) -> pl.DataFrame | None:
    """Return the beginning of the first sheet; None where it is small, or blank for so long."""
    small = beginning(path, rows)
    if small is None:
        return None
    try:
        frame = _sheet(fastexcel.read_excel(small), 0)
    except fastexcel.FastExcelError:
        return None
    return frame if frame.height else None


def _check_does_not_swell(path: Path) -> None:
    """Refuse by the sizes that the archive itself tells, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as book:
            unpacked = sum(part.file_size for part in book.infolist())
    except zipfile.BadZipFile:
        return  # an older format, or broken: its reader says so
    swells = unpacked > ALWAYS_READ_BYTES and unpacked > MOST_SWELLING * path.stat().st_size
    if swells or unpacked > MOST_UNPACKED_BYTES:
        raise SpreadsheetSwells(file=path.name, unpacked_mb=unpacked >> 20)


def _written(path: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give name and cells of the sheets that have any; refuse a workbook of blank ones."""
    is_blank = True
    try:
        book = fastexcel.read_excel(path)
        for place, name in enumerate(book.sheet_names):
            frame = _sheet(book, place)
            if frame.height:
                is_blank = False
                yield name, frame
    except fastexcel.FastExcelError as failure:
        raise SpreadsheetBroken(file=path.name) from failure
    if is_blank:
        raise NoRecords(file=path.name)


def _sheet(book: fastexcel.ExcelReader, place: int) -> pl.DataFrame:
    return book.load_sheet(place, header_row=None, skip_rows=0, dtypes="string").to_polars()
