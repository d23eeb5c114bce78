"""Flows of world size out of a Parquet file: by subheading or heading, countries by their codes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.flows import FlatFlows, chunks_of
from hamafza.markets.flat.quality import Qualities, Quality, cell_quality
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
    """One year's flows, USD, with the names of what their numbers stand for."""

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


def world_trade(path: Path) -> WorldTrade:
    """Read a file of flows; refuse one with unknown countries, a cell twice or unsound values."""
    path = Path(path)
    names = columns_of(path)
    goods = next((name for name in GOODS if name in names), GOODS[0])
    frame = read_parquet(path, ["exporter", "importer", goods, "value_usd"])
    if frame.is_empty():
        raise TradeFileNotSound(file=str(path), problem="it has no rows")
    if "year" in names and frame["year"].n_unique() > 1:
        raise TradeFileNotSound(file=str(path), problem="it holds more than one year")
    countries = _codes(frame["exporter"], frame["importer"])
    products = _codes(frame[goods])
    unknown = sorted(set(countries) - set(world().position))
    if unknown:
        raise TradeFileNotSound(file=str(path), problem=f"unknown countries {', '.join(unknown)}")
    rows = _numbered(frame, goods, countries, products)
    _judge(rows, path)
    told = read_metadata(path)
    return WorldTrade(
        FlatFlows(
            np.arange(len(countries), dtype=np.int32),
            np.arange(len(products), dtype=np.int32),
            chunks_of(rows.select("i", "j", "k", "v")),
        ),
        goods,
        tuple(products),
        world().among(countries),
        told.get("year", "unknown"),
        told.get("hs_edition", "unknown"),
        told.get("source", path.name),
        Provenance(told.get("provenance", Provenance.REAL)),
        _reports(rows, len(countries)),
        rows.filter(pl.col("basis") != _BOTH).select("i", "j", "k"),
    )


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
