"""Registry files as people send them: CSV in any of four encodings, and XLSX."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from hamafza.sources.csv_rows import CsvRows
from hamafza.sources.registry_encoding import encoding_of
from hamafza.sources.registry_headings import Row, Score, headings_in
from hamafza.sources.registry_refusals import CellTooLong, NoRecords, TooManyColumns
from hamafza.sources.registry_sheets import is_spreadsheet, sheets
from hamafza.store.files import existing

LINE = "line"
MOST_COLUMNS = 400
MOST_CELL = 32_767  # letters that a cell of Excel can hold
PIECE = 50_000
_TITLES = 20  # rows of titles that may stand above the headings
_SAMPLE = 50_000  # letters in which the mark between the cells is looked for
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class RawRegistry:
    """
    Records of a file as text: all of them, or a piece.

    ``frame`` has ``line`` (the row a spreadsheet shows, the first row of the file is 1), then
    one text column for each heading, named ``c0``, ``c1`` ...; ``headings`` are their texts, each
    another. Blank rows are no records. ``surplus`` are, by line, the cells that stand behind the
    last heading; ``opened`` the lines of the text where a quotation mark was not closed.
    """

    headings: list[str]
    frame: pl.DataFrame
    surplus: dict[int, Row]
    encoding: str
    opened: dict[int, int] = field(default_factory=dict)
    sheet: str = ""
    """A further sheet of a workbook; its rows are numbered on behind those ``before`` it."""
    before: int = 0


def read_registry(path: Path, score: Score) -> RawRegistry:
    """Return the records; refuse what is empty, no text, too wide, or has no record."""
    pieces = list(registry_pieces(path, score))
    surplus: dict[int, Row] = {}
    opened: dict[int, int] = {}
    for piece in pieces:
        surplus |= piece.surplus
        opened |= piece.opened
    frame = pl.concat(piece.frame for piece in pieces)
    return RawRegistry(pieces[0].headings, frame, surplus, pieces[0].encoding, opened)


def registry_pieces(
    path: Path, score: Score, most: int = PIECE, unread: list[str] | None = None
) -> Iterator[RawRegistry]:
    """
    Give the records in pieces of so many rows, so that a large file never lies whole in memory.

    Refuses what ``read_registry`` refuses, before the first piece. Each piece has a record. Of a
    workbook the first sheet is read. Where ``unread`` is given, so are further sheets with the same
    headings, and the names of those with others are added to it.
    """
    path = existing(Path(path))
    if is_spreadsheet(path):
        yield from _of_workbook(path, score, most, unread)
        return
    encoding = encoding_of(path)
    delimiter = _delimiter(path, encoding)
    with path.open(encoding=encoding, newline="") as stream:
        csv.field_size_limit(max(MOST_CELL * 4, csv.field_size_limit()))
        try:
            yield from _gathered(CsvRows(stream, delimiter), score, encoding, path, most)
        except csv.Error as failure:
            raise CellTooLong(file=path.name, most=MOST_CELL) from failure


def _of_workbook(
    path: Path, score: Score, most: int, unread: list[str] | None
) -> Iterator[RawRegistry]:
    first = 2 * most + _TITLES if most < PIECE else None  # a piece, and whether more follows
    headings: list[str] = []
    others = [] if unread is None else unread
    before = 0
    for name, rows in sheets(path, first):
        counted = _Counted(rows)
        try:
            for piece in _gathered(counted, score, "xlsx", path, most):
                headings = headings or piece.headings
                if set(piece.headings) != set(headings):
                    others.append(name)
                    break
                yield _behind(piece, headings, name, before) if name else piece
        except NoRecords:  # a sheet of notes or of headings alone; the first is refused
            if not name:
                raise
        if unread is None:
            return
        before += counted.many


class _Counted:
    """Rows, and how many were given."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.many = rows, 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.many += 1
        return row


def _behind(piece: RawRegistry, headings: list[str], sheet: str, before: int) -> RawRegistry:
    """Return records of a further sheet under the headings of the first, numbered on."""
    columns = {
        f"c{at}": pl.col(f"c{piece.headings.index(each)}") for at, each in enumerate(headings)
    }
    return RawRegistry(
        headings,
        piece.frame.select(pl.col(LINE) + before, **columns),
        {line + before: row for line, row in piece.surplus.items()},
        piece.encoding,
        sheet=sheet,
        before=before,
    )


def _delimiter(path: Path, encoding: str) -> str:
    """Return the mark that the first lines hold most of; a comma where none is seen."""
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
    counts = {mark: sample.count(mark) for mark in _DELIMITERS}
    return max(counts, key=lambda mark: counts[mark])


def _gathered(
    rows: Iterator[Row], score: Score, encoding: str, path: Path, most: int
) -> Iterator[RawRegistry]:
    numbered = enumerate(rows, start=1)
    first = [(line, _bounded(row, path)) for line, row in islice(numbered, _TITLES)]
    written = [(line, row) for line, row in first if any(cell.strip() for cell in row)]
    if not written:
        raise NoRecords(file=path.name)
    headings, last = headings_in(written, score)
    if isinstance(rows, CsvRows):
        rows.width = len(headings)
    chunk = [(line, row) for line, row in first if line > last]
    chunk += islice(numbered, max(0, most - len(chunk)))
    has_records = False
    while chunk:
        surplus: dict[int, Row] = {}
        frame = _frame(headings, chunk, surplus)
        if frame.height:
            has_records = True
            yield RawRegistry(headings, frame, surplus, encoding, _opened(rows, chunk))
        chunk = list(islice(numbered, most))
    if not has_records:
        raise NoRecords(file=path.name)


def _opened(rows: Iterator[Row], chunk: list[tuple[int, Row]]) -> dict[int, int]:
    told = rows.opened if isinstance(rows, CsvRows) else {}
    return {line: told[line] for line, _ in chunk if line in told} if told else {}


def _frame(
    headings: list[str], rows: list[tuple[int, Row]], surplus: dict[int, Row]
) -> pl.DataFrame:
    width = len(headings)
    lines: list[int] = []
    kept: list[Row] = []
    for line, row in rows:
        if not any(cell and not cell.isspace() for cell in row):
            continue
        lines.append(line)
        if len(row) != width:
            if any(cell.strip() for cell in row[width:]):
                surplus[line] = row[width:MOST_COLUMNS]
            row = row[:width] + [""] * (width - len(row))
        kept.append(row)
    columns = zip(*kept, strict=True) if kept else [()] * width
    data = {f"c{at}": pl.Series(column, dtype=pl.String) for at, column in enumerate(columns)}
    return pl.DataFrame({LINE: pl.Series(lines, dtype=pl.Int64), **data})


def _bounded(row: Row, path: Path) -> Row:
    if len(row) > MOST_COLUMNS:
        raise TooManyColumns(file=path.name, found=len(row), most=MOST_COLUMNS)
    return row
