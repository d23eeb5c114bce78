"""Registry files as people send them: CSV in any of four encodings, and XLSX."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from hamafza.sources.registry_encoding import encoding_of
from hamafza.sources.registry_refusals import CellTooLong, NoRecords, TooManyColumns
from hamafza.sources.registry_sheets import is_spreadsheet, sheet_rows
from hamafza.store.files import existing

LINE = "line"
MOST_COLUMNS = 400
MOST_CELL = 32_767  # letters that a cell of Excel can hold
_CHUNK = 50_000
_TITLES = 20  # rows of titles that may stand above the headings
_DELIMITERS = ",;\t|"

Row = list[str]
Score = Callable[[Row], int]
"""How many headings of a row are known; the row that scores best heads the table."""


@dataclass(frozen=True)
class RawRegistry:
    """
    A file's records as text.

    ``frame`` has ``line`` (the row a spreadsheet shows, the first row of the file is 1), then
    one text column for each heading, named ``c0``, ``c1`` ...; ``headings`` are their texts.
    Blank rows are no records. ``surplus`` are, by line, the cells that stand behind the last
    heading.
    """

    headings: list[str]
    frame: pl.DataFrame
    surplus: dict[int, Row]
    encoding: str


def read_registry(path: Path, score: Score) -> RawRegistry:
    """Return the records; refuse what is empty, no text, too wide, or has no record."""
    path = existing(Path(path))
    if is_spreadsheet(path):
        return _gathered(sheet_rows(path), score, "xlsx", path)
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    with path.open(encoding=encoding, newline="") as stream:
        return _gathered(_csv_rows(stream, delimiter, path), score, encoding, path)


def _csv_rows(stream: Iterator[str], delimiter: str, path: Path) -> Iterator[Row]:
    csv.field_size_limit(max(MOST_CELL * 4, csv.field_size_limit()))
    try:
        yield from csv.reader(stream, delimiter=delimiter)
    except csv.Error as failure:
        raise CellTooLong(file=path.name, most=MOST_CELL) from failure


def _delimiter(path: Path, encoding: str) -> str:
    """Return the mark that the first lines hold most of; a comma where none is seen."""
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_CHUNK)
    counts = {mark: sample.count(mark) for mark in _DELIMITERS}
    return max(counts, key=lambda mark: counts[mark])


def _gathered(rows: Iterator[Row], score: Score, encoding: str, path: Path) -> RawRegistry:
    numbered = enumerate(rows, start=1)
    first = [(line, _bounded(row, path)) for line, row in islice(numbered, _TITLES)]
    written = [(line, row) for line, row in first if any(cell.strip() for cell in row)]
    if not written:
        raise NoRecords(file=path.name)
    best = max(range(len(written)), key=lambda at: (score(written[at][1]), -at))
    at = best if score(written[best][1]) > 1 else 0
    headings = _headings(written[at][1])
    below = [(line, row) for line, row in first if line > written[at][0]]
    return _framed(headings, below, numbered, encoding, path)


def _framed(
    headings: list[str],
    below: list[tuple[int, Row]],
    rest: Iterator[tuple[int, Row]],
    encoding: str,
    path: Path,
) -> RawRegistry:
    frames: list[pl.DataFrame] = []
    surplus: dict[int, Row] = {}
    chunk = below
    while chunk:
        frames.append(_frame(headings, chunk, surplus))
        chunk = list(islice(rest, _CHUNK))
    frame = pl.concat(frames) if frames else pl.DataFrame()
    if frame.is_empty():
        raise NoRecords(file=path.name)
    return RawRegistry(headings, frame, surplus, encoding)


def _frame(
    headings: list[str], rows: list[tuple[int, Row]], surplus: dict[int, Row]
) -> pl.DataFrame:
    width = len(headings)
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in headings]
    for line, row in rows:
        if not any(cell and not cell.isspace() for cell in row):
            continue
        lines.append(line)
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                surplus[line] = row[width:MOST_COLUMNS]
            row = row[:width]
        elif len(row) < width:
            row = row + [""] * (width - len(row))
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
    data = {f"c{at}": pl.Series(column, dtype=pl.String) for at, column in enumerate(columns)}
    return pl.DataFrame({LINE: pl.Series(lines, dtype=pl.Int64), **data})


def _bounded(row: Row, path: Path) -> Row:
    if len(row) > MOST_COLUMNS:
        raise TooManyColumns(file=path.name, found=len(row), most=MOST_COLUMNS)
    return row


def _headings(row: Row) -> list[str]:
    """Leave out empty headings at the end; they are cells somebody once touched."""
    last = max(at for at, cell in enumerate(row) if cell.strip())
    return [cell.strip() for cell in row[: last + 1]]
