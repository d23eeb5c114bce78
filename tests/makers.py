"""Things made for tests: tables of units by the handful or by the thousand."""

import numpy as np
import polars as pl

from hamafza.vocabulary.codes import public_id
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units

TOWNS = {"کرمان": (30.28, 57.08), "یزد": (31.9, 54.37), "اصفهان": (32.65, 51.67)}
HEADINGS = ("6302", "6913", "5701")


def units_frame(count: int, seed: int = 1) -> pl.DataFrame:
    """Return ``count`` makers around three towns, each of one of three headings."""
    chance = np.random.default_rng(seed)
    names = list(TOWNS)
    towns = [names[place] for place in chance.integers(0, len(names), count)]
    headings = [HEADINGS[place] for place in chance.integers(0, len(HEADINGS), count)]
    numbers = range(1, count + 1)
    return checked(
        Units,
        pl.DataFrame(
            {
                "unit_id": numbers,
                "public_id": [public_id(number) for number in numbers],
                "line": [number + 1 for number in numbers],
                "kind": "maker",
                "name": [f"کارگاه {number}" for number in numbers],
                "goods_text": "رومیزی پته‌دوزی",
                "union": "اتحادیه صنایع دستی",
                "trade": None,
                "hs4": headings,
                "hs6": [f"{heading}10" for heading in headings],
                "hs_probability": chance.random(count),
                "hs_reason": None,
                "service_code": None,
                "family": headings,
                "province": towns,
                "city": towns,
                "lat_deg": [
                    TOWNS[town][0] + step
                    for town, step in zip(towns, _steps(chance, count), strict=True)
                ],
                "lon_deg": [
                    TOWNS[town][1] + step
                    for town, step in zip(towns, _steps(chance, count), strict=True)
                ],
                "place_basis": "point",
                "capacity": chance.uniform(0.1, 0.6, count),
                "capacity_basis": "synthetic",
                "monthly_units": chance.uniform(10, 200, count),
                "readiness": chance.random(count),
                "readiness_basis": "synthetic",
                "weight": chance.uniform(0.5, 2.0, count),
                "workers": chance.integers(1, 12, count),
                "home_based": chance.random(count) < 0.2,
                "women_owned": None,
                "phone": None,
                "licence": None,
                "address": None,
            },
            schema_overrides={name: column.dtype for name, column in Units.columns().items()},
        ),
    )


def _steps(chance: np.random.Generator, count: int) -> np.ndarray:
    return chance.normal(0, 0.08, count)
