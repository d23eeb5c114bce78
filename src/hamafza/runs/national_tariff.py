"""A country's national tariff: its file checked and put in place of the one before, and read."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from hamafza.goods.national import NationalLine, sorted_rows
from hamafza.goods.refusals import CountryNotThree, NationalTariffUnusable
from hamafza.runs.classifying import classifier
from hamafza.runs.goods_files import column_of
from hamafza.runs.goods_tables import HS_EDITION
from hamafza.store.files import keep_apart
from hamafza.store.records import RunRecord, Stopwatch, file_sha256
from hamafza.store.tables import read_parquet, write_csv_bom, write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.national import NationalTariff

_FIRST_ROW = 2
LEAST_KEPT_SHARE = 0.5
"""A file of which fewer rows are lines is of another layout or edition: the old one stays."""


@dataclass(frozen=True)
class NationalLines:
    """The lines below one subheading, with where they are from."""

    lines: tuple[NationalLine, ...]
    source: str
    dated: date


def load_national(
    path: Path, folder: Path, *, country: str, source: str, dated: date, rejects: Path
) -> tuple[int, int]:
    """
    Put a file (columns ``code`` and ``name``) in place of the country's lines.

    Return lines kept and rows left out; these stand in ``rejects`` with their reasons, by the
    number that a spreadsheet shows (headings are row 1). The old table
    stays where fewer than half of the rows are lines of the current edition.
    """
    watch = Stopwatch()
    keep_apart(path, rejects)
    target = _place(folder, country)
    kept, dropped = sorted_rows(
        column_of(path, "code").to_list(), column_of(path, "name").to_list(), classifier().codes.at6
    )
    write_csv_bom(dropped.with_columns(pl.col("row") + _FIRST_ROW), rejects)
    if len(kept) < LEAST_KEPT_SHARE * (len(kept) + len(dropped)):
        raise NationalTariffUnusable(
            file=str(path), rows=len(kept) + len(dropped), kept=len(kept), edition=HS_EDITION,
            rejects=str(rejects),
        )  # fmt: skip
    table = kept.with_columns(
        edition=pl.lit(HS_EDITION), source=pl.lit(source), dated=pl.lit(dated)
    )
    write_parquet(checked(NationalTariff, table.sort("code")), target)
    record = RunRecord(
        kind="national-tariff",
        parameters={"country": country, "source": source, "dated": dated.isoformat()},
        inputs={path.name: file_sha256(path)},
        outputs={target.name: file_sha256(target)},
        figures={"lines": len(kept), "left_out": len(dropped)},
    )
    watch.close(record).write(target.with_suffix(".run.json"))
    return len(kept), len(dropped)


def national_lines(folder: Path, country: str, hs6: str) -> NationalLines | None:
    """Return the country's lines below a subheading; nothing where it has given none."""
    path = _place(folder, country)
    if not hs6 or not path.is_file():
        return None
    below = _read(path, path.stat().st_mtime_ns).filter(pl.col("hs6") == hs6)
    if below.is_empty():
        return None
    lines = tuple(NationalLine(code, name) for code, name in below["code", "name"].iter_rows())
    return NationalLines(lines, below["source"][0], below["dated"][0])


@lru_cache(maxsize=8)
def _read(path: Path, written_ns: int) -> pl.DataFrame:
    del written_ns  # part of the key: a table that was replaced is read again
    return read_parquet(path, NationalTariff.column_names())


def _place(folder: Path, country: str) -> Path:
    if len(country) != 3 or not (country.isascii() and country.isalpha()):
        raise CountryNotThree(country=country)
    return folder / "goods" / f"national-{country.upper()}.parquet"
