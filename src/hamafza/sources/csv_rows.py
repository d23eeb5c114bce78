"""
Rows of a CSV text, where a quotation mark that nobody closed spoils its own row alone.

A cell may hold line breaks between quotation marks. Where a mark is forgotten, a plain reader takes
all that follows into one cell. Here a row of several lines counts only if it is well formed and is
not better read as one row for each line; else its first line is a row as it stands, and reading
goes on with the next. Lines are read many at a time where each of them is a row, as nearly all are.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import islice

MOST_LINES_OF_A_ROW = 200
"""A cell with more line breaks than this is a mark forgotten, not an address."""
LINES_AT_ONCE = 2_000

Row = list[str]


class CsvRows(Iterator[Row]):
    """
    The rows of a text stream.

    ``opened`` holds, by the row's number from 1, the line of the text on which a mark was opened
    that nobody closed. ``width``, once the reader of the table knows it, helps to tell such rows.
    """

    def __init__(self, stream: Iterator[str], delimiter: str) -> None:
        self.opened: dict[int, int] = {}
        self.width: int | None = None
        self._stream = stream
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._plain_rows: deque[Row] = deque()
        self._fed: list[str] = []
        self._lines_before = 0
        self._rows = 0
        self._reader = self._fresh()

    def __next__(self) -> Row:
        if not self._again and not self._plain_rows:
            self._read_on()
        if self._plain_rows:
            self._rows += 1
            self._lines_before += 1
            return self._plain_rows.popleft()
        try:
            row = next(self._reader)
        except csv.Error:
            if len(self._fed) < 2:
                raise
            row = self._first_line_alone()
        else:
            # A row of several lines is doubtful, and one that the end of the text cut short.
            several = len(self._fed) > 1 or bool(row and _is_open(row))
            if several and not self._stands(row):
                row = self._first_line_alone()
        self._rows += 1
        self._lines_before += len(self._fed)
        self._fed.clear()
        return row

    def _read_on(self) -> None:
        """Read the next lines: as rows if each is one, else as lines to be looked at singly."""
        lines = list(islice(self._stream, LINES_AT_ONCE))
        try:
            rows = list(csv.reader(lines, delimiter=self._delimiter))
        except csv.Error:
            rows = []
        # As many rows as lines: none goes on in the next, but perhaps the last behind its end.
        if len(rows) == len(lines) and not (rows and rows[-1] and _is_open(rows[-1])):
            self._plain_rows.extend(rows)
        else:
            self._again.extend(lines)

    def _fresh(self) -> Iterator[Row]:
        return csv.reader(self._lines(), delimiter=self._delimiter)

    def _lines(self) -> Iterator[str]:
        while len(self._fed) < MOST_LINES_OF_A_ROW:
            line = self._again.popleft() if self._again else next(self._stream, None)
            if line is None:
                return
            self._fed.append(line)
            yield line

    def _stands(self, row: Row) -> bool:
        """Say whether several lines are one row as it was meant."""
        if self._strictly("".join(self._fed)) != [row]:
            return False
        if self.width is None or len(row) == self.width:
            return True
        written = max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
        return written <= self.width and any(
            len(self._plain(line)) != self.width for line in self._fed
        )

    def _first_line_alone(self) -> Row:
        first, *rest = self._fed
        self._again.extendleft(reversed(rest))
        self._fed = [first]
        self.opened[self._rows + 1] = self._lines_before + 1
        self._reader = self._fresh()
        return self._plain(first)

    def _plain(self, line: str) -> Row:
        """Return the cells of one line, its quotation marks as any letter."""
        cells = next(csv.reader([line], delimiter=self._delimiter, quoting=csv.QUOTE_NONE), [])
        return list(cells)

    def _strictly(self, text: str) -> list[Row] | None:
        try:
            source = io.StringIO(text, newline="")
            return list(csv.reader(source, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None


def _is_open(row: Row) -> bool:
    """Say whether the text ended before the last cell was closed."""
    return row[-1].endswith(("\n", "\r"))
