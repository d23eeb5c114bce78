"""
One case of ``benchmarks.markets`` in a process of its own: ``-m benchmarks.markets_alone CASE``.

Prints JSON: the best and the middle of five warm turns, files in the page cache, and what came out.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks import trade_sql, trade_world
from benchmarks.trade_world import COUNTRY, FLOWS, PAIR, PRODUCTS, TARIFF
from hamafza.markets.complexity import complexity
from hamafza.markets.flat.facts import Elasticities, Facts, FlatTariffs, no_special_rates
from hamafza.markets.flat.flows import FlatFlows, chunks_of
from hamafza.markets.flat.one import one_potential
from hamafza.markets.flat.whole import whole_potential
from hamafza.markets.gravity import fit_gravity
from hamafza.markets.parameters import ComplexityParams, PotentialParams
from hamafza.markets.variants import Growth
from hamafza.store.fanout import cores

Figures = dict[str, Any]
EXPORTER = 58  # the place of the exporter with most live cells but a few: 741,665
NUMBER = 3 * (EXPORTER + 1) + 1
TURNS = 5
UNFILTERED = ComplexityParams(smallest_country_usd=0, smallest_population=0, smallest_product_usd=0)
HS4 = 1_240


def numbers() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the world's country and product numbers."""
    products = pl.read_parquet(TARIFF, columns=["k"])["k"].head(PRODUCTS)
    countries = pl.read_parquet(COUNTRY)["id"]
    return countries.to_numpy().astype(np.int32), products.to_numpy().astype(np.int32)


def facts() -> Facts:
    """Return growth, tariffs, elasticities and distances of the world."""
    country, pair, tariff = (pl.read_parquet(path) for path in (COUNTRY, PAIR, TARIFF))
    n = country.height
    rate, income = (tariff[name].to_numpy().astype(float).reshape(n, -1) for name in ("mfn", "e"))
    log_km, preference = (pair[name].to_numpy().reshape(n, n).copy() for name in ("logd", "pref"))
    return Facts(
        log_km,
        Growth(country["g"].to_numpy(), country["n"].to_numpy()),
        FlatTariffs(rate, preference, no_special_rates(n)),
        Elasticities(income=income),
    )


def expected(told: Facts) -> Facts:
    """Return the facts with what gravity, fitted on distance alone, expects of each pair."""
    countries, _ = numbers()
    traded = pl.read_parquet(FLOWS).group_by("i", "j").agg(pl.col("v").sum())
    row, column = (np.searchsorted(countries, traded[name].to_numpy()) for name in ("i", "j"))
    pairs = np.zeros_like(told.log_km)
    pairs[row, column] = traded["v"].to_numpy()
    active = (pairs.sum(axis=1) > 0)[:, None] & (pairs.sum(axis=0) > 0)[None, :]
    fitted = fit_gravity(pairs, told.log_km[:, :, None], active)
    return replace(told, expected_usd=fitted.expected_usd)


def read(countries: NDArray[np.int32], products: NDArray[np.int32]) -> FlatFlows:
    """Read the four columns."""
    return FlatFlows(countries, products, chunks_of(pl.read_parquet(FLOWS)))


def one(variant: str) -> Callable[[], Figures]:
    known, told = numbers(), expected(facts()) if variant == "gravity-ease" else facts()
    params = PotentialParams(variant=variant)
    return lambda: dict(one_potential(read(*known), EXPORTER, told, params, cores()).sums)


def everyone(variant: str, best: int = 0) -> Callable[[], Figures]:
    known, told = numbers(), expected(facts()) if variant == "gravity-ease" else facts()
    params = PotentialParams(variant=variant)
    return lambda: dict(whole_potential(read(*known), told, params, cores(), best).sums)


def scan_polars() -> Figures:
    pl.scan_parquet(FLOWS).select(pl.col("i", "j", "k", "v").sum()).collect()
    return {}


def duck(query: str, names: tuple[str, ...] = ()) -> Callable[[], Figures]:
    door = duckdb.connect()
    door.execute(f"set threads = {cores()}")

    def turn() -> Figures:
        row: tuple[Any, ...] = ()
        for statement in query.split(";\n"):
            found = door.execute(statement).fetchone()
            row = found if found is not None else row
        return dict(zip(names, row, strict=False))

    return turn


def table(headings: int) -> NDArray[np.float64]:
    """Return country by product of the world's exports; fewer headings sum products."""
    countries, products = numbers()
    summed = pl.read_parquet(FLOWS).group_by("i", "k").agg(pl.col("v").sum())
    row = np.searchsorted(countries, summed["i"].to_numpy())
    place = np.searchsorted(products, summed["k"].to_numpy())
    if headings != PRODUCTS:
        place = (place + 1) * headings // (PRODUCTS + 1)
    out = np.zeros((len(countries), headings))
    np.add.at(out, (row, place), summed["v"].to_numpy())
    return out


def complex_(headings: int) -> Callable[[], Figures]:
    exports = table(headings)

    def turn() -> Figures:
        found = complexity(exports, UNFILTERED, threads=cores())
        return {"countries": len(found.eci), "products": len(found.pci)}

    return turn


CASES: dict[str, Callable[[], Callable[[], Figures]]] = {
    "scan-polars": lambda: scan_polars,
    "scan-duckdb": lambda: duck(trade_sql.SCAN),
    "one-itc2016": lambda: one("itc2016"),
    "one-calibrated": lambda: one("calibrated"),
    "one-gravity-ease": lambda: one("gravity-ease"),
    "one-duckdb": lambda: duck(trade_sql.one(NUMBER), ("cells", "potential", "actual", "gap")),
    "one-polars": lambda: lambda: trade_sql.one_polars(NUMBER),
    "all-itc2016": lambda: everyone("itc2016"),
    "all-gravity-ease": lambda: everyone("gravity-ease"),
    "all-best": lambda: everyone("itc2016", best=10),
    "all-duckdb": lambda: duck(trade_sql.ALL, ("cells", "potential")),
    "complexity-hs4": lambda: complex_(HS4),
    "complexity-hs6": lambda: complex_(PRODUCTS),
}


def main(case: str) -> None:
    """Run the case's turns, the first, which compiles and fills caches, told apart."""
    trade_world.world()
    turn, took, figures = CASES[case](), [], {}
    for _ in range(TURNS + 1):
        began = time.perf_counter()
        figures = turn()
        took.append(time.perf_counter() - began)
    told = {
        "wall_s": round(min(took[1:]), 3),
        "middle_s": round(statistics.median(took[1:]), 3),
        "first_s": round(took[0], 2),
    }
    print(json.dumps(told | {name: round(value, 4) for name, value in figures.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
