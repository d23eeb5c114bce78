"""Cells of a CSV that somebody else wrote, made safe for the spreadsheet that opens it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIGURE = re.compile(r"[+-]?[\d\s.,٬٫/()\-]+")


def harmless(cell: str) -> str:
    """
    Return the cell as it was, with an apostrophe before it if a spreadsheet would calculate it.

    Numbers and telephones (``-5``, ``+98 34 ...``) stay as they are.
    """
    is_formula = cell.lstrip(" ").startswith(_OPENS_A_FORMULA) and not _FIGURE.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def harmless_table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give rows as a CSV line by line with harmless cells, its mark of UTF-8 first."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()
