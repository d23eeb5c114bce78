"""
Generated units for the formation's benches: towns of a country and their families of goods.

The law: town sizes are Pareto beside fifty real cities, family sizes Zipf with a cut-off, the
largest a tenth of all units and none below fifty. Each family favours one to eight provinces;
the largest is national. A quarter of the units lie outside towns. Capacity is log-normal around
a fifteenth of a minimum shipment, readiness Beta(2, 3), weight the capacity in means.
600,000 units have 220 families; other totals have 220 times the square root of their part of
600,000, so that the largest family and the number of families grow together. Totals below 10,000
are for trying out: there the second family takes what the law cannot place.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NATION = 600_000
NATIONAL_FAMILIES = 220
TOWNS = 400
SMALLEST_FAMILY = 50
KM_PER_DEGREE = 111.2
RURAL_SHARE, RURAL_SPREAD_KM = 0.25, 18.0
PROVINCES = 31
# Latitude, longitude, people in thousands; capitals of provinces first. This project's own list,
# approximate: enough for a benchmark and for nothing else.
CITIES = np.array([
    (35.70, 51.40, 9000), (36.30, 59.60, 3100), (32.65, 51.67, 2000), (35.83, 50.98, 1700),
    (29.60, 52.53, 1600), (38.08, 46.29, 1600), (34.64, 50.88, 1200), (31.32, 48.67, 1200),
    (34.31, 47.07, 950), (37.55, 45.07, 750), (37.28, 49.58, 700), (29.50, 60.86, 600),
    (34.80, 48.52, 560), (30.28, 57.08, 540), (31.90, 54.36, 530), (38.25, 48.29, 530),
    (27.18, 56.28, 530), (34.09, 49.69, 520), (36.68, 48.48, 430), (35.31, 46.99, 410),
    (36.27, 50.00, 400), (33.49, 48.36, 370), (36.84, 54.43, 350), (36.56, 53.06, 310),
    (32.33, 50.86, 190), (28.97, 50.84, 220), (32.87, 59.22, 200), (37.47, 57.33, 200),
    (33.64, 46.42, 190), (35.57, 53.39, 185), (30.67, 51.59, 130), (33.98, 51.44, 300),
    (32.38, 48.40, 260), (30.34, 48.30, 230), (36.21, 58.80, 260), (35.66, 51.05, 500),
    (35.55, 51.24, 400), (36.47, 52.35, 250), (36.55, 52.68, 230), (30.40, 55.99, 160),
    (28.94, 53.65, 140), (37.47, 49.46, 130), (38.43, 45.77, 80), (37.39, 46.24, 170),
    (38.55, 44.95, 120), (36.25, 46.27, 180), (33.90, 48.75, 260), (25.29, 60.64, 110),
    (31.03, 61.50, 140), (29.09, 58.36, 110),
])  # fmt: skip
NARROWING = 0.84  # cosine of 33 degrees north: a degree of longitude in degrees of latitude
COLUMNS = ("lat_deg", "lon_deg", "capacity", "readiness", "weight")


@dataclass(frozen=True)
class Towns:
    """Places, their people in thousands, and the province each lies in."""

    lat_deg: Floats
    lon_deg: Floats
    people: Floats
    province: Ints


@dataclass(frozen=True)
class Registry:
    """The units as the formation reads them, and what is needed to draw more of their kind."""

    units: pl.DataFrame
    towns: Towns
    pulls: list[Floats]
    """For each family, the share of its units that each town is expected to have."""


def registry(count: int, seed: int = 1) -> Registry:
    """Return ``count`` units (about: no family is below fifty) by the law above."""
    chance = np.random.default_rng(seed)
    towns = _towns(chance)
    parts, pulls = [], []
    for at, size in enumerate(family_sizes(count)):
        pulls.append(_pull(at, towns, chance))
        parts.append(_drawn(at, int(size), towns, pulls[-1], chance))
    drawn = pl.concat(parts)
    mean = drawn["capacity"].to_numpy().mean()
    return Registry(_weighed(drawn, mean, 1), towns, pulls)


def units(count: int, seed: int = 1) -> pl.DataFrame:
    """Return the units of ``registry`` alone."""
    return registry(count, seed).units


def joiners(of: Registry, count: int, seed: int) -> pl.DataFrame:
    """Return ``count`` further units by the same law, in the families and towns that are there."""
    chance = np.random.default_rng([seed, 1])
    sizes = of.units.group_by("family").len().sort("family")["len"].to_numpy()
    more = chance.multinomial(count, sizes / sizes.sum())
    drawn = [
        _drawn(at, int(size), of.towns, of.pulls[at], chance)
        for at, size in enumerate(more)
        if size
    ]
    mean = of.units["capacity"].to_numpy().mean()
    return _weighed(pl.concat(drawn), mean, 1 + of.units["unit_id"].to_numpy().max())


def fingerprint(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of the arrays: family as int32, then five of float64, little-endian."""
    digest = hashlib.sha256(frame["family"].cast(pl.Int32).to_numpy().astype("<i4").tobytes())
    for name in COLUMNS:
        digest.update(frame[name].to_numpy().astype("<f8").tobytes())
    return digest.hexdigest()


def family_sizes(count: int) -> Ints:
    """Return the size of each family: Zipf with the exponent that makes the sizes add up."""
    families = max(2, round(NATIONAL_FAMILIES * (count / NATION) ** 0.5))
    rank = np.arange(1, families + 1)
    flat, steep = 0.1, 2.5
    for _ in range(60):
        exponent = (flat + steep) / 2
        sizes = _zipf(rank, count // 10, exponent)
        flat, steep = (exponent, steep) if sizes.sum() > count else (flat, exponent)
    whole: Ints = sizes.astype(np.int64)
    whole[1] += count - whole.sum()
    return whole


def _zipf(rank: Ints, largest: int, exponent: float) -> Floats:
    fall = largest * rank ** (-exponent) * np.exp(-((rank / (len(rank) / 2)) ** 2))
    return np.maximum(SMALLEST_FAMILY, fall / np.exp(-((1 / (len(rank) / 2)) ** 2)))


def _towns(chance: np.random.Generator) -> Towns:
    lat, lon, people = CITIES.T
    capitals = CITIES[:PROVINCES]
    nearest = [
        np.argmin((capitals[:, 0] - a) ** 2 + ((capitals[:, 1] - b) * NARROWING) ** 2)
        for a, b, _ in CITIES[PROVINCES:]
    ]
    others = TOWNS - len(CITIES)
    draw = capitals[:, 2] ** 0.35
    near = chance.choice(PROVINCES, size=others, p=draw / np.sum(draw))
    return Towns(
        np.r_[lat, capitals[near, 0] + chance.normal(0, 0.65, others)],
        np.r_[lon, capitals[near, 1] + chance.normal(0, 0.75, others)],
        np.r_[people, np.minimum(150, 8 * (1 + chance.pareto(1.1, others)))],
        np.r_[np.arange(PROVINCES), nearest, near].astype(np.int64),
    )


def _pull(at: int, towns: Towns, chance: np.random.Generator) -> Floats:
    count = chance.integers(1, 9)
    favoured = chance.choice(PROVINCES, count, replace=False)
    favour = np.full(PROVINCES, 0.08)
    favour[favoured] += chance.exponential(1.5, count)
    if at == 0:
        favour[:] = 0.5 + chance.random(PROVINCES)
    pull = towns.people**0.85 * favour[towns.province] * chance.lognormal(0, 0.6, TOWNS)
    return np.asarray(pull / pull.sum())


def _drawn(
    at: int, size: int, towns: Towns, pull: Floats, chance: np.random.Generator
) -> pl.DataFrame:
    town = chance.choice(TOWNS, size, p=pull)
    rural = chance.random(size) < RURAL_SHARE
    spread_km = np.where(rural, RURAL_SPREAD_KM, 1.2 + 3.5 * np.sqrt(towns.people[town] / 1000.0))
    lat = towns.lat_deg[town] + chance.normal(0, 1, size) * spread_km / KM_PER_DEGREE
    degree_km = KM_PER_DEGREE * np.cos(np.radians(lat))
    return pl.DataFrame(
        {
            "family": [f"{at:04d}"] * size,
            "lat_deg": lat,
            "lon_deg": towns.lon_deg[town] + chance.normal(0, 1, size) * spread_km / degree_km,
            "capacity": chance.lognormal(np.log(1 / 15.0), 0.9, size),
            "readiness": chance.beta(2, 3, size),
        }
    )


def _weighed(drawn: pl.DataFrame, mean_capacity: float, first: int) -> pl.DataFrame:
    """Number the units and weigh them; numpy divides, Polars multiplies by the reciprocal."""
    return drawn.select(
        pl.int_range(first, first + len(drawn), dtype=pl.Int64).alias("unit_id"),
        "family",
        *COLUMNS[:-1],
        pl.Series("weight", drawn["capacity"].to_numpy() / mean_capacity),
    )
