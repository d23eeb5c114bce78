"""Tables as files: Parquet between stages, CSV for people with spreadsheets."""

import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from hamafza.store.files import existing, write_text, write_whole
from hamafza.store.refusals import FileNotReadable


def write_parquet(frame: pl.DataFrame, path: Path, metadata: dict[str, str] | None = None) -> None:
    """Write a table, whole or not at all, with text metadata kept in the file itself."""
    write_whole(
        Path(path),
        _heard(
            lambda fresh: frame.write_parquet(fresh, compression="zstd", metadata=metadata or {})
        ),
    )


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Read a table; refuse a file that is missing, is no Parquet or lacks the columns."""
    try:
        frame = pl.read_parquet(existing(Path(path)))
    except (pl.exceptions.PolarsError, OSError) as failure:
        raise FileNotReadable(file=str(path), wanted="Parquet") from failure
    missing = [name for name in columns or () if name not in frame.columns]
    if missing:
        raise FileNotReadable(file=str(path), wanted=f"columns {', '.join(missing)}")
    return frame


def read_metadata(path: Path) -> dict[str, str]:
    """Return the text metadata that ``write_parquet`` kept in the file."""
    try:
        return dict(pl.read_parquet_metadata(existing(Path(path))))
    except (pl.exceptions.PolarsError, OSError) as failure:
        raise FileNotReadable(file=str(path), wanted="Parquet") from failure


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write UTF-8 CSV without a byte order mark, for programs."""
    write_whole(Path(path), _heard(lambda fresh: frame.write_csv(fresh)))


def write_csv_parts(parts: Iterable[pl.DataFrame], path: Path) -> None:
    """Write tables of the same columns below each other into one CSV, whole or not at all."""

    def write(fresh: Path) -> None:
        with fresh.open("wb") as stream:
            for at, part in enumerate(parts):
                part.write_csv(stream, include_header=at == 0)

    write_whole(Path(path), _heard(write))


def write_csv_bom(frame: pl.DataFrame, path: Path) -> None:
    """Write UTF-8 CSV with a byte order mark: Excel shows Persian right only with it."""
    write_whole(Path(path), _heard(lambda fresh: frame.write_csv(fresh, include_bom=True)))


def write_json(content: object, path: Path) -> None:
    """Write JSON that people can read, Persian letters as they are."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
    write_text(Path(path), text)


def read_json(path: Path) -> object:
    """Read JSON; refuse a file that is missing or is none."""
    try:
        return json.loads(existing(Path(path)).read_text(encoding="utf-8"))
    except ValueError as failure:
        raise FileNotReadable(file=str(path), wanted="JSON") from failure


def _heard(write: Callable[[Path], None]) -> Callable[[Path], None]:
    """Let the system's own error through where Polars hides it in one of its own."""

    def writing(fresh: Path) -> None:
        try:
            write(fresh)
        except pl.exceptions.PolarsError as failure:
            told = re.search(r"\(os error (\d+)\)", str(failure))
            if told is None:
                raise
            number = int(told[1])
            raise OSError(number, os.strerror(number)) from failure

    return writing
