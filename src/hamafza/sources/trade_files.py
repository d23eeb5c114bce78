"""Large tables as text, read piece by piece: bare, packed with gzip, or members of a zip."""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

import polars as pl

from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeFileCutOff,
    TradeFileEmpty,
    TradeTextNotRead,
    TradeZipBroken,
)
from hamafza.store.files import existing

PIECE_BYTES = 32 << 20
_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t|"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


@dataclass(frozen=True)
class Text:
    """A table as text: ``name`` is what it is called, ``open`` gives its bytes."""

    file: str
    name: str
    open: Callable[[], IO[bytes]]


def is_zip(path: Path) -> bool:
    """Say whether a file begins as a zip does; a truncated one still does."""
    with existing(path).open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04" or path.suffix.lower() == ".zip"


def texts_in(path: Path) -> list[Text]:
    """Return the members of a zip, or the file itself; refuse a broken zip and an empty file."""
    if existing(path).stat().st_size == 0:
        raise TradeFileEmpty(file=path.name)
    if not is_zip(path):
        name = path.name.removesuffix(".gz")
        return [Text(path.name, name, partial(_bare, path))]
    with reading(path.name), zipfile.ZipFile(path) as packed_files:
        members = [member for member in packed_files.infolist() if not member.is_dir()]
    return [Text(path.name, Path(each.filename).name, _member(path, each)) for each in members]


def _bare(path: Path) -> IO[bytes]:
    if path.suffix.lower() != ".gz":
        return path.open("rb")
    return cast(IO[bytes], gzip.open(path, "rb"))  # noqa: SIM115 - the reader closes it


def _member(path: Path, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(member)


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Turn the ways in which packed files are broken into a refusal."""
    try:
        yield
    except _BROKEN as failure:
        problem = " ".join(str(failure).split())[:100] or type(failure).__name__
        raise TradeZipBroken(file=file, part=problem) from failure


@dataclass(frozen=True)
class Columns:
    """What a table's first line says: all headings in order, and the mark between cells."""

    headings: tuple[str, ...]
    delimiter: str

    def demand(self, wanted: Sequence[str], file: str) -> None:
        """Refuse a table without the columns."""
        missing = [name for name in wanted if name not in self.headings]
        if missing:
            found = ", ".join(name for name in self.headings if name)[:200] or "-"
            raise TradeColumnsMissing(file=file, missing=", ".join(missing), found=found)


def pieces(text: Text, size: int = PIECE_BYTES) -> Iterator[tuple[Columns, bytes]]:
    """
    Yield the headings with whole lines of so many bytes, without blanks beside the cells' text.

    The next bytes are unpacked in a thread of their own meanwhile. Refuses text of no bytes, text
    that is not in UTF-8 or ASCII, and a last line cut off.
    """
    rest, columns = b"", None
    with reading(text.file), text.open() as stream, closing(_read_ahead(stream, size)) as blocks:
        for block in blocks:
            rest += block
            cut = rest.rfind(b"\n") + 1
            if not cut:
                continue
            lines, rest = rest[:cut], rest[cut:]
            if columns is None:
                columns, lines = _columns(lines, text)
            if lines:
                yield columns, lines
    if columns is None:
        columns, rest = _columns(rest + b"\n", text)
    if rest.strip():
        mark = columns.delimiter.encode()
        if rest.count(mark) + 1 < len(columns.headings) and b'"' not in rest:
            raise TradeFileCutOff(file=text.name, line=rest[:60].decode(errors="replace"))
        yield columns, rest + b"\n"


def _read_ahead(stream: IO[bytes], size: int) -> Generator[bytes, None, None]:
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(stream.read, size)
        while block := coming.result():
            coming = worker.submit(stream.read, size)
            yield block


def _columns(lines: bytes, text: Text) -> tuple[Columns, bytes]:
    first, _, rest = lines.removeprefix(_MARK).partition(b"\n")
    if first.startswith(_WIDE) or b"\x00" in first:
        raise TradeTextNotRead(file=text.name)
    try:
        heading = first.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError as failure:
        raise TradeTextNotRead(file=text.name) from failure
    if not heading.strip():
        raise TradeFileEmpty(file=text.name)
    delimiter = max(_DELIMITERS, key=heading.count)
    cells = next(csv.reader([heading], delimiter=delimiter))
    return Columns(tuple(cell.strip() for cell in cells), delimiter), rest


def parsed(columns: Columns, lines: bytes, kinds: dict[str, pl.DataType]) -> pl.DataFrame:
    """
    Return the columns of ``kinds`` from a piece; what is no number becomes null.

    A piece in which all is sound is read at once as numbers; one that is not, as text first.
    """
    try:
        return _read(columns, lines, kinds)
    except pl.exceptions.PolarsError:
        texts = _read(columns, lines, dict.fromkeys(kinds, pl.String()), is_ragged=True)
        told = (pl.col(name).str.strip_chars() for name in kinds)
        return texts.select(
            each.cast(kind, strict=False) if kind != pl.String else each
            for each, kind in zip(told, kinds.values(), strict=True)
        )


def _read(
    columns: Columns, lines: bytes, kinds: dict[str, pl.DataType], *, is_ragged: bool = False
) -> pl.DataFrame:
    places = [columns.headings.index(name) for name in kinds]
    order = sorted(range(len(places)), key=places.__getitem__)
    names = list(kinds)
    frame = pl.read_csv(
        lines,
        has_header=False,
        separator=columns.delimiter,
        columns=[places[at] for at in order],
        schema={f"c{at}": pl.String() for at in range(len(columns.headings))}
        | {f"c{place}": kinds[name] for place, name in zip(places, names, strict=True)},
        null_values=["NA"],
        truncate_ragged_lines=is_ragged,
        extra_columns="ignore" if is_ragged else "raise",
        encoding="utf8-lossy" if is_ragged else "utf8",
    )
    return frame.select(
        pl.col(f"c{place}").alias(name) for place, name in zip(places, names, strict=True)
    )
