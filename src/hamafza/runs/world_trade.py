"""Flows of world size out of a Parquet file: by subheading or heading, countries by their codes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.flows import FlatFlows, chunks_of
from hamafza.markets.flat.quality import Qualities, Quality, cell_quality
from hamafza.markets.flat.years import mean_of_years
from hamafza.markets.geography import Geography, Mask, Matrix
from hamafza.markets.refusals import TradeFileNotSound
from hamafza.sources.geography import world
from hamafza.store.tables import read_metadata, read_parquet
from hamafza.vocabulary.provenance import Provenance

GOODS = ("hs6", "hs4")
_BASES = ("reconciled", "direct", "mirror")
_BOTH = _BASES[0]
_UNSOUND = "a value is missing, negative or no number"


@dataclass(frozen=True, eq=False)
class WorldTrade:
    """A year's flows, or several years' mean, USD, with the names of what their numbers mean."""

    flows: FlatFlows
    goods: str
    """hs6 or hs4: which codes the products are."""
    products: tuple[str, ...]
    geography: Geography
    year: str
    edition: str
    source: str
    provenance: Provenance
    reports: Mask
    """By country: whether any row rests on its own record; all, where the file does not say."""
    mirrored: pl.DataFrame
    """Rows (i, j, k, places) that rest on one side's record; none, where it does not say."""
    silent: tuple[str, ...] = ()
    """Of several years: countries without exports in one of them."""

    @property
    def countries(self) -> tuple[str, ...]:
        return self.geography.countries

    def exports_usd(self) -> Matrix:
        """Return exporter by product."""
        shape = len(self.countries), len(self.products)
        total = np.zeros(shape[0] * shape[1])
        for chunk in self.flows.chunks:
            cell = chunk.exporter.astype(np.int64) * shape[1] + chunk.product
            total += np.bincount(cell, weights=chunk.value, minlength=len(total))
        return total.reshape(shape)

    def quality(self, exporter: int) -> Qualities:
        """Return importer by product: what the exporter's cells rest on."""
        shape = len(self.countries), len(self.products)
        laid_out = np.full(shape, self.provenance != Provenance.REAL)
        quality = cell_quality(exporter, self.reports, laid_out)
        own = self.mirrored.filter(pl.col("i") == exporter)
        cell = own["j"].to_numpy(), own["k"].to_numpy()
        quality[cell] = np.maximum(quality[cell], np.int8(Quality.MIRROR))
        return quality


def columns_of(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns; refuse a file that is none."""
    read_metadata(path)
    return list(pl.read_parquet_schema(path))


def world_trade(path: Path, *more: Path) -> WorldTrade:
    """
    Read a file of flows, or the mean of several years' files.

    Refuse one with unknown countries, a cell twice or unsound values.
    """
    paths = [Path(path), *map(Path, more)]
    goods = next((name for name in GOODS if name in columns_of(paths[0])), GOODS[0])
    frames = [_frame(each, goods) for each in paths]
    countries = _codes(*(frame[side] for frame in frames for side in ("exporter", "importer")))
    products = _codes(*(frame[goods] for frame in frames))
    unknown = sorted(set(countries) - set(world().position))
    if unknown:
        raise TradeFileNotSound(file=str(path), problem=f"unknown countries {', '.join(unknown)}")
    rows = []
    while frames:  # each year's texts go as its numbers come: five years of world size are large
        rows.append(_numbered(frames.pop(0), goods, countries, products))
    for each, numbered in zip(paths, rows, strict=True):
        _judge(numbered, each)
    told = read_metadata(paths[-1])
    flows, silent = _mean([_flows(each, countries, products) for each in rows])
    return WorldTrade(
        flows,
        goods,
        tuple(products),
        world().among(countries),
        ", ".join(read_metadata(each).get("year", "unknown") for each in paths),
        told.get("hs_edition", "unknown"),
        told.get("source", paths[-1].name),
        Provenance(told.get("provenance", Provenance.REAL)),
        np.any([_reports(each, len(countries)) for each in rows], axis=0),
        pl.concat(each.filter(pl.col("basis") != _BOTH).select("i", "j", "k") for each in rows),
        tuple(countries[at] for at in silent),
    )


def _frame(path: Path, goods: str) -> pl.DataFrame:
    """Return the columns that are read; refuse a file without rows or with several years."""
    names = columns_of(path)
    frame = read_parquet(path, ["exporter", "importer", goods, "value_usd"])
    if frame.is_empty():
        raise TradeFileNotSound(file=str(path), problem="it has no rows")
    if "year" in names and frame["year"].n_unique() > 1:
        raise TradeFileNotSound(file=str(path), problem="it holds more than one year")
    wanted = ("exporter", "importer", goods, "value_usd", "basis")
    return frame.select(name for name in wanted if name in names)


def _flows(rows: pl.DataFrame, countries: list[str], products: list[str]) -> FlatFlows:
    return FlatFlows(
        np.arange(len(countries), dtype=np.int32),
        np.arange(len(products), dtype=np.int32),
        chunks_of(rows.select("i", "j", "k", "v")),
    )


def _mean(years: list[FlatFlows]) -> tuple[FlatFlows, list[int]]:
    """Return the mean of the years, and the places of countries that fell silent in one."""
    if len(years) == 1:
        return years[0], []
    mean = mean_of_years(dict(enumerate(years)), range(len(years)))
    return mean.flows, [int(at) for at in np.flatnonzero(mean.silent.any(axis=1))]


def _codes(*columns: pl.Series) -> list[str]:
    """Return the codes in use, in order; texts are looked at once a code."""
    return sorted({str(code) for each in columns for code in each.unique().drop_nulls()})


def _numbered(
    frame: pl.DataFrame, goods: str, countries: list[str], products: list[str]
) -> pl.DataFrame:
    """Return rows by places (i, j, k), with v and basis, sorted."""
    country, product = pl.Enum(countries), pl.Enum(products)
    basis = pl.col("basis").cast(pl.String) if "basis" in frame.columns else pl.lit(_BOTH)
    rows = frame.select(
        pl.col("exporter").cast(country).to_physical().cast(pl.Int16).alias("i"),
        pl.col("importer").cast(country).to_physical().cast(pl.Int16).alias("j"),
        pl.col(goods).cast(product).to_physical().cast(pl.Int32).alias("k"),
        pl.col("value_usd").cast(pl.Float64).alias("v"),
        basis.cast(pl.Enum(_BASES), strict=False).fill_null(_BOTH).alias("basis"),
    )
    packed = (pl.col("i").cast(pl.Int64) * 1000 + pl.col("j")) * 100_000 + pl.col("k")
    return rows if rows.select(packed.is_sorted()).item() else rows.sort(packed)


def _reports(rows: pl.DataFrame, countries: int) -> Mask:
    """Return which countries' own records are behind any row."""
    pairs = rows.select("i", "j", "basis").unique()
    reports = np.zeros(countries, dtype=bool)
    for side, own in (("i", "direct"), ("j", "mirror")):
        told = pairs.filter(pl.col("basis").is_in([_BOTH, own]))
        reports[told[side].unique().to_numpy()] = True
    return reports


def _judge(rows: pl.DataFrame, path: Path) -> None:
    value = pl.col("v")
    bad = value.is_null() | ~value.is_finite() | (value < 0) | pl.any_horizontal(pl.all().is_null())
    if rows.select(bad.any()).item():
        raise TradeFileNotSound(file=str(path), problem=_UNSOUND)
    same = pl.all_horizontal(pl.col("i", "j", "k").diff() == 0)
    if rows.select(same.any()).item():
        raise TradeFileNotSound(file=str(path), problem="a cell comes twice")
