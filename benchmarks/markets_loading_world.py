"""
A synthetic year of trade as CEPII publishes BACI: a zip with one CSV and two code tables.

The law is a gravity of countries times comparative advantage: sizes, demands and goods are
lognormal, advantage is a product of six hidden traits, and a pair trades a good where a noisy sum
of logarithms passes the threshold that leaves the wanted number of rows. Nothing in it is real.
"""

import zipfile
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.sources.geography import world
from hamafza.sources.hs_steps import hs_codes
from hamafza.store.resources import shipped, shipped_csv

COUNTRIES, GOODS, ROWS = 226, 5000, 11_000_000
_SEED = 7
_TRAITS = 6

Floats = NDArray[np.float32]


class World:
    """The hidden facts of which every good's flows are drawn."""

    def __init__(self, countries: int = COUNTRIES, goods: int = GOODS) -> None:
        draw = self.draw = np.random.default_rng(_SEED)
        size = np.exp(draw.normal(0, 2.2, countries))
        demand = size * np.exp(draw.normal(0, 0.6, countries))
        place = draw.uniform(0, 1, (countries, 2)) * np.array([360, 120])
        apart = place[:, None] - place[None]
        km = np.hypot(apart[..., 0], apart[..., 1]) * 50 + 150
        pairs = size[:, None] * demand[None] / km**1.1
        pairs *= np.exp(draw.normal(0, 0.8, (countries, countries)))
        np.fill_diagonal(pairs, 1e-300)
        traits = draw.normal(0, 1, (countries, _TRAITS)), draw.normal(0, 1, (goods, _TRAITS))
        advantage = 1.2 * (traits[0] @ traits[1].T) / np.sqrt(_TRAITS)
        advantage += draw.normal(0, 1.2, (countries, goods))
        self.log_pairs: Floats = np.log(pairs).astype(np.float32)
        self.log_supply: Floats = (advantage + draw.normal(0, 1.5, goods)).astype(np.float32)
        self.log_demand: Floats = draw.normal(0, 0.9, (countries, goods)).astype(np.float32)

    def good(self, k: int) -> Floats:
        """Return the logarithm of every pair's wish to trade a good."""
        noise = self.draw.standard_normal(self.log_pairs.shape, np.float32)
        wish: Floats = self.log_pairs + self.log_supply[:, k, None] + self.log_demand[:, k] + noise
        return wish

    def threshold(self, rows: int) -> float:
        """Return where the wish must stand, from four hundred goods."""
        goods = self.log_supply.shape[1]
        chosen = self.draw.choice(goods, min(400, goods), replace=False)
        sample = np.concatenate([self.good(int(k)).ravel() for k in chosen])
        return float(np.quantile(sample, 1 - rows / (self.log_pairs.size * goods)))


def rows_of(year: int, rows: int = ROWS, countries: int = COUNTRIES) -> pl.DataFrame:
    """Return t, i, j, k, v, q as the files have them, sorted by exporter, importer and good."""
    hidden = World(countries)
    threshold = hidden.threshold(rows)
    found = [_flows(hidden.good(k), k, threshold) for k in range(GOODS)]
    i, j, k, v = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((k, j, i))
    tons = v * np.exp(hidden.draw.normal(0, 1, len(v)))
    is_told = hidden.draw.uniform(size=len(v)) > 0.03
    codes, numbers = sorted(hs_codes("2017"))[:GOODS], _numbers()
    return pl.DataFrame(
        {
            "t": pl.repeat(year, len(v), eager=True),
            "i": numbers.gather(i[order]),
            "j": numbers.gather(j[order]),
            "k": pl.Series(codes).gather(k[order]),
            "v": v[order],
            "q": pl.Series(np.where(is_told, tons, np.nan)[order], nan_to_null=True),
        }
    )


def write_zip(path: Path, rows: pl.DataFrame, edition: str = "17", release: str = "202401b") -> int:
    """Write the zip of one year; return the bytes of its CSV before packing."""
    year = int(rows["t"][0])
    table = path.with_suffix(".csv")
    three = pl.col("q").round(3).cast(pl.String).fill_null("NA").str.pad_start(12)
    rows.with_columns(three).write_csv(table, float_precision=3)
    goods = pl.DataFrame({"code": rows["k"].unique().sort()}).with_columns(
        description=pl.lit("Goods")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.write(table, f"BACI_HS{edition}_Y{year}_V{release}.csv")
        packed.write(shipped("trade", "baci_country_codes.csv"), f"country_codes_V{release}.csv")
        packed.writestr(f"product_codes_HS{edition}_V{release}.csv", goods.write_csv())
    unpacked = table.stat().st_size
    table.unlink()
    return unpacked


def _numbers() -> pl.Series:
    """Return BACI's numbers of countries that still are, one for each."""
    table = shipped_csv("trade", "baci_country_codes.csv").filter(
        pl.col("country_iso3").is_in(list(world().position))
    )
    one = table.unique("country_iso3", keep="last", maintain_order=True)
    return one["country_code"].cast(pl.Int64).sort()


def _flows(
    wish: Floats, k: int, threshold: float
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16], NDArray[np.float64]]:
    i, j = np.nonzero(wish > threshold)
    value = np.exp((wish[i, j].astype(np.float64) - threshold) * 1.35 - 2.0)
    return (
        i.astype(np.int16),
        j.astype(np.int16),
        np.full(len(i), k, np.int16),
        np.round(value + 0.001, 3),
    )
