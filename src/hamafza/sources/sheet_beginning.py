"""
The beginning of a large XLSX workbook, as a small workbook of its own.

The reader of workbooks takes a sheet in whole, however few rows are asked for. So its XML is cut
behind the first rows, and the table of shared texts behind the last that these rows name; the same
reader then meets the same cells.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

LARGE_BYTES = 4 << 20
"""Of one part, unpacked: below it a workbook is read whole in a moment."""
_MOST_OTHER_BYTES = 4 << 20  # styles and the like; pictures are not read
_CHUNK = 1 << 20
_LONGEST_TAG = 64
_SHEET = re.compile(r"(^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_TEXTS = re.compile(r"(^|/)sharedstrings\.xml$", re.IGNORECASE)
_ROW_ENDS = re.compile(rb"</(?:[\w.-]+:)?row\s*>|<(?:[\w.-]+:)?row\b[^<>]*/>")
_TEXT_ENDS = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)(worksheet|sst)\b")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b([^<>]*)>\s*<(?:[\w.-]+:)?v\b[^<>]*>\s*(\d+)\s*<")
_IS_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")


def beginning(path: Path, rows: int) -> bytes | None:
    """Return a workbook of the first rows of each sheet; None where nothing large is cut off."""
    try:
        with zipfile.ZipFile(path) as book:
            return _cut(book, rows)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError):
        return None  # an older format, locked or broken: the reader of the whole says so


def _cut(book: zipfile.ZipFile, rows: int) -> bytes | None:
    parts = book.infolist()
    if not any(_SHEET.search(part.filename) and part.file_size > LARGE_BYTES for part in parts):
        return None
    sheets = {
        part.filename: _until(book, part, _ROW_ENDS, rows, b"</%ssheetData></%sworksheet>")
        for part in parts
        if _SHEET.search(part.filename)
    }
    texts = 1 + max((_last_text(sheet) for sheet in sheets.values()), default=-1)
    small = BytesIO()
    with zipfile.ZipFile(small, "w") as kept:
        for part in parts:
            name = part.filename
            if name in sheets:
                kept.writestr(name, sheets[name])
            elif _TEXTS.search(name):
                kept.writestr(name, _until(book, part, _TEXT_ENDS, texts, b"</%ssst>"))
            elif part.file_size <= _MOST_OTHER_BYTES:
                kept.writestr(name, book.read(part))
    return small.getvalue()


def _until(
    book: zipfile.ZipFile, part: zipfile.ZipInfo, ends: re.Pattern[bytes], count: int, close: bytes
) -> bytes:
    """Return a part up to so many elements, closed again; whole where it has no more."""
    held = bytearray()
    seen = behind = 0
    for chunk in _chunks(book, part):
        begins = max(behind, len(held) - _LONGEST_TAG)
        held += chunk
        for end in ends.finditer(held, begins):
            seen, behind = seen + 1, end.end()
            if seen >= count:
                return _closed(bytes(held[:behind]), close)
    return bytes(held)


def _chunks(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _closed(xml: bytes, close: bytes) -> bytes:
    root = _ROOT.search(xml)
    if root is None:
        raise ValueError("no sheet and no table of texts")
    return xml + close.replace(b"%s", root[1])


def _last_text(sheet: bytes) -> int:
    """Return the place of the last shared text that the cells name."""
    shared = (int(told[2]) for told in _CELL.finditer(sheet) if _IS_SHARED.search(told[1]))
    return max(shared, default=-1)
