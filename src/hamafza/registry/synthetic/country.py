"""Where each trade is at home: cities by people, more of them in the trade's provinces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

_KM_PER_DEG = 111.195  # one degree of a great circle on the mean radius


@dataclass(frozen=True)
class Ground:
    """
    The tables a registry is drawn from.

    ``articles``: phrase_fa, trade, kind, hs4, hs6, measure, monthly_median, union_fa.
    ``trades``: trade, kind, label_fa, union_fa, share, provinces ("IR-10:5 IR-03:5"), nouns_fa,
    workers_median, women_share, home_share, coloured. ``cities``: name_fa, province_iso,
    lat, lon, population. ``provinces``: iso, name_fa. All texts, as files hold them.
    """

    articles: pl.DataFrame
    trades: pl.DataFrame
    cities: pl.DataFrame
    provinces: pl.DataFrame
    measures: Mapping[str, str]
    """Measure to the word that makers write for it."""
    colours: Sequence[str]


@dataclass(frozen=True)
class Towns:
    """Cities as arrays, in the order of the table."""

    name: NDArray[np.object_]
    province: NDArray[np.object_]
    iso: NDArray[np.object_]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    people: NDArray[np.float64]

    @classmethod
    def of(cls, ground: Ground) -> "Towns":
        """Return the cities that have a place; people unknown count as a village's."""
        named = ~pl.col("name_fa").str.contains(r"\d")  # parts of a city are no city
        cities = ground.cities.filter(pl.col("lat").is_not_null() & named).unique(
            ["name_fa", "province_iso"], keep="first", maintain_order=True
        )
        names = dict(ground.provinces.select("iso", "name_fa").iter_rows())
        people = cities["population"].cast(pl.Float64, strict=False).fill_null(3000.0)
        return cls(
            cities["name_fa"].to_numpy().astype(object),
            np.array([names[iso] for iso in cities["province_iso"]], dtype=object),
            cities["province_iso"].to_numpy().astype(object),
            cities["lat"].cast(pl.Float64).to_numpy(),
            cities["lon"].cast(pl.Float64).to_numpy(),
            people.to_numpy(),
        )


def chosen_towns(
    rng: np.random.Generator, towns: Towns, trade: Mapping[str, str], home_weight: float, count: int
) -> NDArray[np.int64]:
    """Return a town for each unit of one trade."""
    weights = towns.people**0.9  # a metropolis has fewer workshops a head
    for part in trade["provinces"].split():
        iso, strength = part.split(":")
        weights = np.where(towns.iso == iso, weights * (1 + home_weight * float(strength)), weights)
    # half of a trade's units at home stand in a few of its towns: crafts cluster
    weights = weights * rng.pareto(1.6, len(weights)).clip(0.05, 20)
    return rng.choice(len(weights), count, p=weights / weights.sum())


def scattered(
    rng: np.random.Generator, towns: Towns, at: NDArray[np.int64], km: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points around the towns' centres, normally spread by ``km``."""
    spread = rng.normal(0, km / _KM_PER_DEG, (2, len(at)))
    lat = towns.lat_deg[at] + spread[0]
    return lat, towns.lon_deg[at] + spread[1] / np.cos(np.radians(towns.lat_deg[at]))
