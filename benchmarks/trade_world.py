"""
A generated year of world trade as large as BACI: 235 countries, 5,000 products, 11 million flows.

`python -m benchmarks.trade_world` writes it to out/trade_world, prints the rows and their digest.

The law: heterogeneous gravity times comparative advantage. Sizes of countries and products are
log-normal, places uniform on a map, distances Euclidean; six latent traits of countries and
products make advantage; a flow exists where its noisy logarithm passes the threshold that leaves
about 12 million of the cells. Values are thousands to three decimals, rows sorted by exporter,
importer, product, as BACI sorts them. Seed 7; the order of draws is part of the law.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[Any]
COUNTRIES, PRODUCTS, CELLS = 235, 5_000, 12_030_000
SEED = 7
HERE = Path("out") / "trade_world"
FLOWS, COUNTRY, PAIR, TARIFF = (
    HERE / f"{name}.parquet" for name in ("flows", "country", "pair", "tariff")
)


@dataclass(frozen=True)
class Latent:
    """Logarithms that a flow is the sum of: of the pair, of both countries in a product."""

    pair: Array
    advantage: Array
    wants: Array
    product: Array

    def of(self, product: int, rng: np.random.Generator) -> Array:
        noise = rng.normal(0, 1.0, self.pair.shape).astype(np.float32)
        sold = self.pair + self.advantage[:, product][:, None]
        out: Array = sold + self.wants[:, product][None, :] + self.product[product] + noise
        return out


def world() -> Path:
    """Return the folder of the tables, made unless they are there."""
    if not all(path.exists() for path in (FLOWS, COUNTRY, PAIR, TARIFF)):
        make()
    return HERE


def make() -> None:
    """Write the four tables."""
    HERE.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    latent, km = _latent(rng)
    threshold = _threshold(latent, rng)
    numbers = (np.arange(1, COUNTRIES + 1) * 3 + 1).astype(np.int16)
    codes = np.sort(rng.choice(np.arange(10111, 970700), PRODUCTS, replace=False)).astype(np.int32)
    exporter, importer, product, value = _flows(latent, threshold, rng)
    rng.normal(0, 1, len(value))  # the law draws a quantity too; nothing here reads it
    flows = pl.DataFrame(
        {"i": numbers[exporter], "j": numbers[importer], "k": codes[product], "v": value}
    )
    flows.write_parquet(FLOWS, compression="zstd", row_group_size=1_000_000)
    _write_facts(rng, km, numbers, codes)


def digest() -> str:
    """Return the SHA-256 of the flows' four columns, one after the other."""
    frame = pl.read_parquet(FLOWS)
    hashed = hashlib.sha256()
    for name in ("i", "j", "k", "v"):
        hashed.update(np.ascontiguousarray(frame[name].to_numpy()).tobytes())
    return hashed.hexdigest()


def _latent(rng: np.random.Generator) -> tuple[Latent, Array]:
    size = np.exp(rng.normal(0, 2.2, COUNTRIES))
    demand = size * np.exp(rng.normal(0, 0.6, COUNTRIES))
    product = np.exp(rng.normal(0, 1.5, PRODUCTS))
    place = rng.uniform(0, 1, (COUNTRIES, 2)) * np.array([360, 120])
    apart = place[:, None, :] - place[None, :, :]
    km = np.hypot(apart[..., 0], apart[..., 1]) * 50 + 150
    traits = rng.normal(0, 1, (COUNTRIES, 6))
    needed = rng.normal(0, 1, (PRODUCTS, 6))
    own = rng.normal(0, 1.2, (COUNTRIES, PRODUCTS))
    advantage = np.exp(0.8 * (traits @ needed.T) / np.sqrt(6) * 1.5 + own)
    drawn = np.exp(rng.normal(0, 0.8, (COUNTRIES, COUNTRIES)))
    pair = size[:, None] * demand[None, :] / km**1.1 * drawn
    np.fill_diagonal(pair, 0)
    logs = [np.log(pair + 1e-300), np.log(advantage), np.log(product)]
    logs.append(np.log(np.exp(rng.normal(0, 0.9, (COUNTRIES, PRODUCTS)))))
    pairs, advantages, products, wants = (each.astype(np.float32) for each in logs)
    return Latent(pairs, advantages, wants, products), km


def _threshold(latent: Latent, rng: np.random.Generator) -> float:
    sample = [latent.of(int(k), rng).ravel() for k in rng.choice(PRODUCTS, 60, replace=False)]
    share = CELLS / (COUNTRIES * COUNTRIES * PRODUCTS)
    return float(np.quantile(np.concatenate(sample), 1 - share))


def _flows(
    latent: Latent, threshold: float, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    parts = []
    for k in range(PRODUCTS):
        strength = latent.of(k, rng)
        i, j = np.nonzero(strength > threshold)
        raw = np.exp((strength[i, j] - threshold) * 1.35 - 2.0)
        parts.append((i.astype(np.int16), j.astype(np.int16), np.full(len(i), k, np.int16), raw))
    i, j, k, raw = (np.concatenate(column) for column in zip(*parts, strict=True))
    value = np.round(raw.astype(np.float64) + 0.001, 3)
    order = np.lexsort((k, j, i))
    return i[order], j[order], k[order], value[order]


def _write_facts(rng: np.random.Generator, km: Array, numbers: Array, codes: Array) -> None:
    """Write tariffs and elasticities, preferences and distances, growth: drawn in this order."""
    rate = np.round(np.clip(rng.gamma(0.8, 7, (COUNTRIES, PRODUCTS)), 0, 80), 1) / 100
    favoured = rng.uniform(size=(COUNTRIES, COUNTRIES)) < 0.25
    preference = np.where(favoured, rng.choice([0, 0.5, 0.2], (COUNTRIES, COUNTRIES)), 1.0)
    gdp = 1 + rng.uniform(-0.02, 0.35, COUNTRIES)
    population = 1 + rng.uniform(-0.03, 0.15, COUNTRIES)
    pl.DataFrame({"id": numbers, "g": gdp, "n": population}).write_parquet(COUNTRY)
    j, k = (each.ravel() for each in np.meshgrid(numbers, codes, indexing="ij"))
    elasticity = np.round(rng.uniform(0.5, 1.5, COUNTRIES * PRODUCTS), 2).astype(np.float32)
    mfn = rate.ravel().astype(np.float32)
    pl.DataFrame({"j": j, "k": k, "mfn": mfn, "e": elasticity}).write_parquet(TARIFF)
    i, j = (each.ravel() for each in np.meshgrid(numbers, numbers, indexing="ij"))
    pair = {"i": i, "j": j, "logd": np.log(km).ravel(), "pref": preference.ravel()}
    pl.DataFrame(pair).write_parquet(PAIR)


if __name__ == "__main__":
    world()
    rows = pl.scan_parquet(FLOWS).select(pl.len(), pl.col("v").sum()).collect().row(0)
    print(f"{rows[0]:,} flows, {rows[1]:,.2f} thousand, SHA-256 {digest()}")
