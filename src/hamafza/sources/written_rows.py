"""Small tables that people write by hand: CSV with a heading, read cell by cell with its line."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hamafza.store.files import read_text
from hamafza.store.refusals import FileNotReadable
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits

# Beyond this a whole number does not fit the 64-bit columns of the tables, sums included.
_LARGEST = 10**15
_YES, _NO = {"1", "true", "yes", "y"}, {"0", "false", "no", "n", ""}


class TableLacksColumns(Refusal):
    code = "table-lacks-columns"


class TableWithoutRows(Refusal):
    code = "table-without-rows"


class CellNotRead(Refusal):
    code = "cell-not-read"


@dataclass(frozen=True)
class Row:
    """One row; ``line`` is what a spreadsheet shows, the heading being line 1."""

    file: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return the cell without outer blanks, empty when there is no such column."""
        return self.cells.get(column, "").strip()

    def whole(self, column: str, least: int = 0) -> int:
        """Return a whole number in digits of any script, thousands marks allowed."""
        number = self._number(column, "a whole number")
        if number != number.to_integral_value() or not least <= number <= _LARGEST:
            raise self.refused(column, f"a whole number from {least} on")
        return int(number)

    def decimal(self, column: str, least: Decimal = Decimal(0)) -> Decimal:
        """Return an exact number."""
        number = self._number(column, "a number")
        if not least <= number <= _LARGEST:
            raise self.refused(column, f"a number from {least} on")
        return number

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes; empty says no."""
        told = self.text(column).lower()
        if told not in _YES | _NO:
            raise self.refused(column, "yes or no")
        return told in _YES

    def one_of(self, column: str, known: Sequence[str]) -> str:
        """Return one of the known words."""
        told = self.text(column).lower()
        if told not in known:
            raise self.refused(column, f"one of {', '.join(known)}")
        return told

    def _number(self, column: str, wanted: str) -> Decimal:
        told = latin_digits(self.text(column)).replace("٫", ".").replace("٬", "")
        try:
            number = Decimal(told.replace(",", ""))
        except InvalidOperation:
            raise self.refused(column, wanted) from None
        if not number.is_finite():
            raise self.refused(column, wanted)
        return number

    def refused(self, column: str, wanted: str) -> CellNotRead:
        """Return the refusal that names file, line, column and cell."""
        cell = self.text(column)[:60]
        return CellNotRead(file=self.file, line=self.line, column=column, cell=cell, wanted=wanted)


def read_rows(
    path: Path, required: Sequence[str], also: Mapping[str, str] | None = None
) -> list[Row]:
    """
    Return the rows of a CSV that has the required columns; blank lines are no rows.

    ``also`` maps another heading to the one that is meant.
    """
    try:
        lines = list(csv.reader(io.StringIO(read_text(path))))
    except csv.Error as failure:
        raise FileNotReadable(file=str(path), wanted="CSV") from failure
    heading = [_heading(cell) for cell in (lines[0] if lines else [])]
    heading = [
        meant if (meant := (also or {}).get(name, name)) not in heading else name
        for name in heading
    ]
    missing = [name for name in required if name not in heading]
    if missing:
        raise TableLacksColumns(file=str(path), columns=", ".join(missing))
    rows = [
        Row(str(path), number, dict(zip(heading, cells, strict=False)))
        for number, cells in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise TableWithoutRows(file=str(path))
    return rows


def _heading(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")
