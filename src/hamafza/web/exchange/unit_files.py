"""
Found units as files that a person takes along: CSV, XLSX from right to left, Parquet.

What the list shows is what a file holds: no telephone, no licence and no person leaves by this
door. Rows are read some thousands at a time, so that 600,000 fit in little memory.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import xlsxwriter
from django.db.models import QuerySet

from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.tables.found_units import FoundUnits
from hamafza.web.exchange import Binding
from hamafza.web.records.finding import among, chunks
from hamafza.web.records.units import Unit

BINDINGS = (Binding(FoundUnits, Unit),)
COLUMNS: dict[str, Any] = {name: column.dtype for name, column in FoundUnits.columns().items()}
CHUNK = 5_000
MOST_ROWS_OF_A_SHEET = 100_000
"""A sheet of more takes longer to write than a reader waits; other files have no bound."""

Row = Sequence[Any]
Told = Callable[[str, Any], Any]
"""How a cell is said to the reader: column and value to what stands in the file."""


class SheetTooLong(Refusal):
    code = "sheet-too-long"


def rows(units: QuerySet[Unit], numbers: Sequence[int]) -> Iterator[Row]:
    """Yield the units of these numbers, in this order, as rows of ``COLUMNS``."""
    for chunk in chunks(numbers, CHUNK):
        read = among(units, chunk).order_by().values_list("pk", *COLUMNS)
        there = {row[0]: row[1:] for row in read}
        yield from (there[number] for number in chunk if number in there)


def csv_lines(found: Iterable[Row], headings: Sequence[str], told: Told) -> Iterator[str]:
    """Yield a CSV file some hundred rows at a time, its mark of UTF-8 first."""
    names = list(COLUMNS)
    lines = io.StringIO()
    writer = csv.writer(lines)
    lines.write("\ufeff")
    writer.writerow(headings)
    for place, row in enumerate(found, 1):
        writer.writerow([told(name, cell) for name, cell in zip(names, row, strict=True)])
        if place % 500 == 0:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue()


def write_sheet(
    path: Path, found: Iterable[Row], headings: Sequence[str], told: Told, *, right_to_left: bool
) -> None:
    """Write an XLSX file; every text stays text, whatever it begins with."""
    names = list(COLUMNS)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, 18)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        line = 0
        for line, row in enumerate(found, 1):
            cells = [told(name, cell) for name, cell in zip(names, row, strict=True)]
            sheet.write_row(line, 0, cells)
        sheet.autofilter(0, 0, line, len(names) - 1)


def write_parquet(path: Path, found: Iterable[Row]) -> None:
    """Write a Parquet file whose columns bear the names of the fields."""
    held: list[Row] = []
    schema = _table([]).schema
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for row in found:
            held.append(row)
            if len(held) == 20_000:
                writer.write_table(_table(held))
                held = []
        writer.write_table(_table(held))


def _table(held: list[Row]):
    return pl.DataFrame(held, schema=COLUMNS, orient="row").to_arrow()
