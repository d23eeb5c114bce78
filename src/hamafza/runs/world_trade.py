"""Flows of world size out of a Parquet file: by subheading or heading, countries by their codes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.flows import FlatFlows, chunks_of
from hamafza.markets.geography import Geography
from hamafza.markets.refusals import TradeFileNotSound
from hamafza.sources.geography import world
from hamafza.store.tables import read_metadata, read_parquet
from hamafza.vocabulary.provenance import Provenance

GOODS = ("hs6", "hs4")
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

    @property
    def countries(self) -> tuple[str, ...]:
        return self.geography.countries


def has_subheadings(path: Path) -> bool:
    """Return whether the file tells flows by subheading."""
    return "hs6" in read_parquet_columns(path)


def read_parquet_columns(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns; refuse what is none."""
    read_metadata(path)
    return list(pl.read_parquet_schema(path))


def world_trade(path: Path) -> WorldTrade:
    """Read a file of flows; refuse one with unknown countries, a cell twice or unsound values."""
    path = Path(path)
    names = read_parquet_columns(path)
    goods = next((name for name in GOODS if name in names), GOODS[0])
    frame = read_parquet(path, ["exporter", "importer", goods, "value_usd"])
    if frame.is_empty():
        raise TradeFileNotSound(file=str(path), problem="it has no rows")
    if "year" in names and frame["year"].n_unique() > 1:
        raise TradeFileNotSound(file=str(path), problem="it holds more than one year")
    countries, rows = _numbered(frame, goods)
    unknown = sorted(set(countries) - set(world().position))
    if unknown:
        raise TradeFileNotSound(file=str(path), problem=f"unknown countries {', '.join(unknown)}")
    told = read_metadata(path)
    products = tuple(rows.products)
    _judge(rows.frame, path)
    flows = FlatFlows(
        np.arange(len(countries), dtype=np.int32),
        np.arange(len(products), dtype=np.int32),
        chunks_of(rows.frame),
    )
    return WorldTrade(
        flows, goods, products, world().among(countries), told.get("year", "unknown"),
        told.get("hs_edition", "unknown"), told.get("source", path.name),
        Provenance(told.get("provenance", Provenance.REAL)),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Rows:
    frame: pl.DataFrame
    """i, j, k, v: places and value, sorted."""
    products: list[str]


def _numbered(frame: pl.DataFrame, goods: str) -> tuple[list[str], _Rows]:
    """Return the countries in use, and rows by their places; texts are looked at once a code."""
    pair = [frame[name] for name in ("exporter", "importer")]
    countries = sorted({str(name) for each in pair for name in each.unique().drop_nulls()})
    products = sorted(str(code) for code in frame[goods].unique().drop_nulls())
    country, product = pl.Enum(countries), pl.Enum(products)
    rows = frame.select(
        pl.col("exporter").cast(country).to_physical().cast(pl.Int16).alias("i"),
        pl.col("importer").cast(country).to_physical().cast(pl.Int16).alias("j"),
        pl.col(goods).cast(product).to_physical().cast(pl.Int32).alias("k"),
        pl.col("value_usd").cast(pl.Float64).alias("v"),
    )
    packed = (pl.col("i").cast(pl.Int64) * 1000 + pl.col("j")) * 100_000 + pl.col("k")
    if not rows.select(packed.is_sorted()).item():
        rows = rows.sort(packed)
    return countries, _Rows(rows, products)


def _judge(rows: pl.DataFrame, path: Path) -> None:
    value = pl.col("v")
    bad = value.is_null() | ~value.is_finite() | (value < 0) | pl.any_horizontal(pl.all().is_null())
    if rows.select(bad.any()).item():
        raise TradeFileNotSound(file=str(path), problem=_UNSOUND)
    same = pl.all_horizontal(pl.col("i", "j", "k").diff() == 0)
    if rows.select(same.any()).item():
        raise TradeFileNotSound(file=str(path), problem="a cell comes twice")
