"""Generated units for the formation's benchmark: towns of a country, families of goods."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

TOWNS = 400
PROVINCES = 31
RURAL_SHARE = 0.25
RURAL_JITTER_KM = 18.0
KM_PER_DEGREE = 111.2
SMALLEST_FAMILY = 50


@dataclass(frozen=True)
class Towns:
    """Places, their people in thousands, and the province each lies in."""

    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    people: NDArray[np.float64]
    province: NDArray[np.int64]


def units(count: int, families: int, seed: int = 1) -> pl.DataFrame:
    """
    Return units as the formation reads them, weights in mean units.

    Town sizes are Pareto, family sizes Zipf with the largest a tenth of all; each family favours
    a few provinces, the largest is national; a quarter of units lie outside towns. Capacity is
    log-normal around a fifteenth of a minimum shipment, readiness Beta(2, 3).
    """
    chance = np.random.default_rng(seed)
    towns = _towns(chance)
    sizes = _family_sizes(count, families)
    parts = [_family(at, int(size), towns, chance) for at, size in enumerate(sizes)]
    frame = pl.concat(parts)
    return frame.with_columns(
        unit_id=pl.int_range(1, len(frame) + 1, dtype=pl.Int64),
        weight=pl.col("capacity") / pl.col("capacity").mean(),
    )


def _towns(chance: np.random.Generator) -> Towns:
    capital_lat = chance.uniform(27.0, 38.5, PROVINCES)
    capital_lon = chance.uniform(45.5, 60.5, PROVINCES)
    capital_people = 150.0 * (1.0 + chance.pareto(1.0, PROVINCES))
    others = TOWNS - PROVINCES
    near = chance.choice(PROVINCES, others, p=_shares(capital_people**0.35))
    return Towns(
        np.concatenate([capital_lat, capital_lat[near] + chance.normal(0, 0.65, others)]),
        np.concatenate([capital_lon, capital_lon[near] + chance.normal(0, 0.75, others)]),
        np.minimum(
            9000, np.concatenate([capital_people, 8 * (1 + chance.pareto(1.1, others)).clip(0, 19)])
        ),
        np.concatenate([np.arange(PROVINCES), near]),
    )


def _family_sizes(count: int, families: int) -> NDArray[np.int64]:
    rank = np.arange(1, families + 1)
    wanted = _shares(rank**-0.9 * np.exp(-((rank / families * 2) ** 2))) * count
    sizes = np.maximum(min(SMALLEST_FAMILY, count // families), wanted).astype(np.int64)
    sizes[0] += count - sizes.sum()
    return sizes


def _family(at: int, size: int, towns: Towns, chance: np.random.Generator) -> pl.DataFrame:
    favour = np.full(PROVINCES, 0.08)
    chosen = chance.choice(PROVINCES, int(chance.integers(1, 9)), replace=False)
    favour[chosen] += chance.exponential(1.5, len(chosen))
    if at == 0:
        favour = 0.5 + chance.random(PROVINCES)
    pull = towns.people**0.85 * favour[towns.province] * chance.lognormal(0, 0.6, TOWNS)
    town = chance.choice(TOWNS, size, p=_shares(pull))
    rural = chance.random(size) < RURAL_SHARE
    spread = np.where(rural, RURAL_JITTER_KM, 1.2 + 3.5 * np.sqrt(towns.people[town] / 1000))
    lat = towns.lat_deg[town] + chance.normal(0, 1, size) * spread / KM_PER_DEGREE
    narrowing = KM_PER_DEGREE * np.cos(np.radians(lat))
    lon = towns.lon_deg[town] + chance.normal(0, 1, size) * spread / narrowing
    return pl.DataFrame(
        {
            "family": [f"{at + 1:04d}"] * size,
            "lat_deg": lat,
            "lon_deg": lon,
            "capacity": chance.lognormal(np.log(1 / 15), 0.9, size),
            "readiness": chance.beta(2, 3, size),
        }
    )


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(weights / weights.sum())
