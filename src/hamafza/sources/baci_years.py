"""
CEPII's BACI by subheading: a zip with one CSV a year and two code tables, or a bare CSV.

Columns t, i, j, k, v, q: year, exporter, importer, HS6, thousand current USD, metric tons. One
year has some eleven million rows, so rows go into numbers at once and never lie as text in memory.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.baci import USD_PER_UNIT, edition_of, known_countries
from hamafza.sources.dropped import Reason, Tally
from hamafza.sources.geography import world
from hamafza.sources.hs_steps import hs_codes, judge_editions
from hamafza.sources.trade_files import Columns, Text, is_zip, parsed, pieces, reading, texts_in
from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeEditionNotTold,
    TradeEditionsMixed,
    TradeYearsMissing,
    TradeYearTwice,
    TradeZipWithoutYears,
)
from hamafza.sources.trade_years import YearParts, whole_years
from hamafza.store.files import existing
from hamafza.store.resources import shipped
from hamafza.vocabulary.tables.trade_sets import BASIS

COLUMNS = ("t", "i", "j", "k", "v")
_KINDS: dict[str, pl.DataType] = {
    "t": pl.Int32(), "i": pl.Int32(), "j": pl.Int32(), "k": pl.Int32(), "v": pl.Float64(),
    "q": pl.Float32(),
}  # fmt: skip
_YEAR = re.compile(r"_Y(\d{4})_", re.IGNORECASE)
_COUNTRIES = re.compile(r"country_codes.*\.csv$", re.IGNORECASE)
_PRODUCTS = re.compile(r"product_codes.*\.csv$", re.IGNORECASE)
_NOWHERE = 255
_NO_CODE, _NOT_SPECIFIED = 65535, 65534
_MOST_NUMBER, _MOST_CODE = 1000, 1_000_000

Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint16], NDArray[np.float64],
               NDArray[np.float32]]  # fmt: skip

_N = TypeVar("_N", np.uint8, np.uint16)


@dataclass
class BaciYears:
    """What a file holds before it is read: its tables by year, edition and country numbers."""

    file: str
    edition: str
    tables: dict[int, Text]
    """By year; of a bare file one table under 0."""
    countries: dict[int, str]

    def years(self) -> list[int]:
        """Return the years that the names tell."""
        return sorted(year for year in self.tables if year)


@dataclass
class _Reader:
    """Turns pieces into numbers and counts what is left out."""

    edition: str
    countries: dict[int, str]
    wanted: frozenset[int] | None
    tally: Tally
    found: dict[int, list[Arrays]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = list(world().countries)
        self.codes = sorted(hs_codes(self.edition))
        place = world().position
        self.place = np.full(_MOST_NUMBER, _NOWHERE, np.uint8)
        for number, iso3 in self.countries.items():
            if 0 <= number < _MOST_NUMBER:
                self.place[number] = place[iso3]
        self.code = np.full(_MOST_CODE, _NO_CODE, np.uint16)
        self.code[[int(code) for code in self.codes]] = np.arange(len(self.codes))
        self.code[990_000:] = _NOT_SPECIFIED
        self.met = np.zeros(_MOST_CODE, bool)

    def take(self, rows: pl.DataFrame, year_of_file: int) -> None:
        """Take a piece."""
        if self.wanted is not None and not year_of_file:
            is_wanted = pl.col("t").is_in(list(self.wanted)) | pl.col("t").is_null()
            rows = rows.filter(is_wanted)
        t = rows["t"].fill_null(-1).to_numpy()
        exporter = _looked_up(self.place, rows["i"], _NOWHERE)
        importer = _looked_up(self.place, rows["j"], _NOWHERE)
        hs6 = _looked_up(self.code, rows["k"], _NO_CODE)
        self.met[rows["k"].drop_nulls().to_numpy() % _MOST_CODE] = True
        value = rows["v"].fill_null(np.nan).to_numpy() * USD_PER_UNIT
        self.tally.rows_read += len(t)
        self.tally.value_read += float(np.nansum(value, where=np.isfinite(value)))
        good = self._without_faults(rows, t, year_of_file, exporter, importer, hs6, value)
        quantity = rows["q"].fill_null(np.nan).to_numpy()
        for year in np.unique(t[good]).tolist():
            at = good if (t == year).all() else good & (t == year)
            part = exporter[at], importer[at], hs6[at], value[at], quantity[at]
            self.tally.keep(len(part[0]), float(part[3].sum()))
            self.found.setdefault(year, []).append(part)

    def _without_faults(
        self, rows: pl.DataFrame, t: NDArray[np.int32], year: int, exporter: NDArray[np.uint8],
        importer: NDArray[np.uint8], hs6: NDArray[np.uint16], value: NDArray[np.float64],
    ) -> NDArray[np.bool_]:  # fmt: skip
        """Return which rows are kept; each other counts under its first reason."""
        good = np.ones(len(t), bool)
        unknown = (exporter == _NOWHERE) | (importer == _NOWHERE)
        for reason, faults in (
            (Reason.VALUE, ~np.isfinite(value)),
            (Reason.NEGATIVE, value < 0),
            (Reason.YEAR, t < 0),
            (Reason.OTHER_YEAR, (t != year) & bool(year)),
            (Reason.COUNTRY, unknown),
            (Reason.SAME, exporter == importer),
            (Reason.UNSPECIFIED, hs6 == _NOT_SPECIFIED),
            (Reason.CODE, rows["k"].is_null().to_numpy()),
            (Reason.EDITION, hs6 == _NO_CODE),
        ):
            bad = good & faults
            if bad.any():
                self._drop(rows, bad, reason, np.nan_to_num(value, nan=0, posinf=0, neginf=0))
                good &= ~bad
        return good

    def _drop(
        self, rows: pl.DataFrame, bad: NDArray[np.bool_], reason: Reason, value: NDArray[np.float64]
    ) -> None:
        i, j, k = rows.row(int(np.argmax(bad)))[1:4]
        code = "" if k is None else f"{k:06d}"
        self.tally.drop(reason, int(bad.sum()), float(value[bad].sum()), f"{i}/{j}/{code}")
        if reason == Reason.COUNTRY:
            self._count_unknown(rows, bad, value)

    def _count_unknown(
        self, rows: pl.DataFrame, bad: NDArray[np.bool_], value: NDArray[np.float64]
    ) -> None:
        for column in ("i", "j"):
            numbers = rows[column].fill_null(-1).to_numpy()[bad]
            for number in np.unique(numbers).tolist():
                if not 0 <= number < _MOST_NUMBER or self.place[number] == _NOWHERE:
                    lost = float(value[bad][numbers == number].sum())
                    told = self.tally.unknown_countries
                    told[str(number)] = told.get(str(number), 0.0) + lost

    def tell_codes(self) -> None:
        """Tell the tally which subheadings were met."""
        met = {f"{code:06d}" for code in np.flatnonzero(self.met[:990_000]).tolist()}
        self.tally.codes.setdefault(self.edition, set()).update(met)

    def frame(self, year: int) -> pl.DataFrame:
        """Return a year's rows as Flows6 has them, let go here."""
        parts = self.found.pop(year)
        exporter, importer, hs6, value, quantity = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        parts.clear()
        countries, codes = pl.Enum(self.names), pl.Enum(self.codes)
        frame = pl.DataFrame(
            {
                "exporter": _named(exporter, countries),
                "importer": _named(importer, countries),
                "hs6": _named(hs6, codes),
                "value_usd": value,
                "quantity_t": pl.Series(quantity, nan_to_null=True),
            }
        )
        return _once(frame).select(
            pl.lit(year, pl.Int16).alias("year"),
            "exporter",
            "importer",
            "hs6",
            "value_usd",
            "quantity_t",
            pl.lit("reconciled", BASIS).alias("basis"),
            pl.lit(0.0, pl.Float32).alias("split_share"),
        )


def open_baci(path: Path, edition: str | None = None, countries: Path | None = None) -> BaciYears:
    """Look into a file; refuse what is no BACI, two editions in one zip, and one year twice."""
    texts = texts_in(path)
    if not is_zip(path):
        told = edition or edition_of(path)
        if told == "unknown":
            raise TradeEditionNotTold(file=path.name)
        return BaciYears(path.name, told, {0: texts[0]}, _numbers(countries, None))
    tables: dict[int, Text] = {}
    for text in texts:
        year = _YEAR.search(text.name)
        if year is None or not text.name.lower().endswith(".csv"):
            continue
        if int(year[1]) in tables:
            raise TradeYearTwice(file=path.name, year=year[1])
        tables[int(year[1])] = text
    if not tables:
        raise TradeZipWithoutYears(file=path.name)
    told = _edition(texts, edition, path.name)
    own = next((text for text in texts if _COUNTRIES.search(text.name)), None)
    return BaciYears(path.name, told, tables, _numbers(countries, own))


def read_years(
    baci: BaciYears, years: Sequence[int] | None, tally: Tally, params: ImportParams
) -> Iterator[YearParts]:
    """
    Yield each year's rows as Flows6, one year in memory at a time where each has its own table.

    Refuses years asked for that are not there, and a year missing between the first and the last.
    """
    wanted = None if years is None else frozenset(years)
    if not baci.years():
        reader = _Reader(baci.edition, baci.countries, wanted, tally)
        _read(baci.tables[0], reader, 0)
        judge_editions(tally, baci.file, params)
        tally.judge(baci.file, params)
        for year in whole_years(reader.found, years, baci.file):
            yield YearParts(year, [(baci.edition, reader.frame(year))])
        return
    for year in whole_years(baci.years(), years, baci.file):
        reader = _Reader(baci.edition, baci.countries, wanted, tally)
        _read(baci.tables[year], reader, year)
        if year not in reader.found:
            tally.judge(baci.file, params)
            raise TradeYearsMissing(file=baci.file, missing=str(year))
        yield YearParts(year, [(baci.edition, reader.frame(year))])


def _read(text: Text, reader: _Reader, year: int) -> None:
    for columns, lines in pieces(text):
        columns.demand(COLUMNS, text.name)
        reader.take(_rows(columns, lines), year)
    reader.tell_codes()


def _rows(columns: Columns, lines: bytes) -> pl.DataFrame:
    """Return the six columns of a piece; CEPII fills numbers with blanks on their left."""
    has_quantity = "q" in columns.headings
    kinds = _KINDS if has_quantity else {name: _KINDS[name] for name in COLUMNS}
    rows = parsed(columns, lines.translate(None, b" \r"), kinds)
    return rows if has_quantity else rows.with_columns(pl.lit(None, pl.Float32).alias("q"))


def _looked_up(table: NDArray[_N], numbers: pl.Series, nothing: int) -> NDArray[_N]:
    """Return the table's entry for each number; ``nothing`` where it has none."""
    at = numbers.fill_null(-1).to_numpy()
    within = (at >= 0) & (at < len(table))
    return np.where(within, table[np.where(within, at, 0)], table.dtype.type(nothing))


def _named(places: NDArray[np.uint16], names: pl.Enum) -> pl.Series:
    return pl.Series(places.astype(np.uint32)).cat.to(names)


def _once(frame: pl.DataFrame) -> pl.DataFrame:
    """Sort by exporter, importer and code, and sum rows that two numbers of a country brought."""
    exporter, importer, code = (
        pl.col(name).to_physical().cast(pl.Int64) for name in ("exporter", "importer", "hs6")
    )
    key = (exporter * _MOST_NUMBER + importer) * 10_000 + code
    if not frame.select(key.is_sorted()).item():
        frame = frame.sort(key)
    if not frame.select((key.diff() == 0).any()).item():
        return frame
    told = pl.col("quantity_t")
    return frame.group_by("exporter", "importer", "hs6", maintain_order=True).agg(
        pl.col("value_usd").sum(),
        pl.when(told.is_not_null().any()).then(told.sum()).alias("quantity_t"),
    )


def _edition(texts: Sequence[Text], edition: str | None, file: str) -> str:
    """Return the one edition that the tables' names tell."""
    tables = [text for text in texts if _YEAR.search(text.name) or _PRODUCTS.search(text.name)]
    told = {edition_of(Path(text.name)) for text in tables} - {"unknown"}
    if edition is not None:
        told.add(edition)
    if len(told) > 1:
        raise TradeEditionsMixed(file=file, editions=", ".join(sorted(told)))
    if not told:
        raise TradeEditionNotTold(file=file)
    return told.pop()


def _numbers(path: Path | None, own: Text | None) -> dict[int, str]:
    """Return ISO alpha-3 by BACI's number: from a file, else the zip's own table, else ours."""
    if path is None and own is not None:
        with reading(own.file), own.open() as stream:
            content, name = stream.read(), own.name
    else:
        source = existing(path) if path is not None else shipped("trade", "baci_country_codes.csv")
        content, name = source.read_bytes(), source.name
    try:
        table = pl.read_csv(content, infer_schema=False, encoding="utf8-lossy")
        return {number: iso3 for number, iso3 in known_countries(table).iter_rows()}
    except pl.exceptions.PolarsError as failure:
        wanted = "country_code, country_iso3"
        raise TradeColumnsMissing(file=name, missing=wanted, found="-") from failure
