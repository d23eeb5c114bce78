"""Small worlds for the tests: the check world as arrays, and worlds that Hypothesis invents."""

from fractions import Fraction

import numpy as np
import polars as pl
from hypothesis import strategies as st

from hamafza.markets.geography import Geography
from hamafza.markets.totals import Totals, totals_of_flows
from hamafza.markets.variants import Growth, Tariffs
from tests.markets.reference import World

HEADINGS = {"p": "0101", "q": "0202", "r": "0303"}
CODES = {"A": "AAA", "B": "BBB", "C": "CCC", "D": "DDD"}


def geography(world: World) -> Geography:
    n = len(world.countries)
    km = np.ones((n, n))
    for a, i in enumerate(world.countries):
        for b, j in enumerate(world.countries):
            if i != j:
                km[a, b] = world.distance_km(i, j)
    none = np.zeros((n, n), dtype=bool)
    names = tuple(CODES[country] for country in world.countries)
    return Geography(names, km, none, none, none, none)


def flows(world: World) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "exporter": CODES[i],
                "importer": CODES[j],
                "hs4": HEADINGS[k],
                "value_usd": float(value),
            }
            for (i, j, k), value in world.flows.items()
        ]
    )


def totals(world: World) -> Totals:
    return totals_of_flows(flows(world), geography(world))


def growth(world: World) -> Growth:
    return Growth(
        np.array([float(world.gdp[c]) for c in world.countries]),
        np.array([float(world.population[c]) for c in world.countries]),
    )


def tariffs(world: World, exporter: str) -> Tariffs:
    products, countries = world.products, world.countries
    faced = [[float(world.tariff(exporter, j, k)) for k in products] for j in countries]
    mean = [[float(world.mean_tariff(None, j, k)) for k in products] for j in countries]
    return Tariffs(
        np.array(faced),
        np.array(mean),
        np.array([float(world.mean_tariff(exporter, None, k)) for k in products]),
        np.array([float(world.mean_tariff(None, None, k)) for k in products]),
    )


@st.composite
def worlds(draw: st.DrawFn, holes: bool = True) -> World:
    """Four countries and three products; with ``holes`` some flows are missing."""
    countries, products = ["A", "B", "C", "D"], ["p", "q", "r"]
    value = st.integers(0 if holes else 1, 500)
    found = {
        (i, j, k): Fraction(draw(value))
        for i in countries
        for j in countries
        for k in products
        if i != j
    }
    for k in products:  # every product is traded by somebody
        found["A", "B", k] += 1
    km = {
        frozenset((i, j)): float(draw(st.integers(100, 15_000)))
        for i in countries
        for j in countries
        if i < j
    }
    return World(
        countries,
        products,
        {cell: value for cell, value in found.items() if value},
        lambda i, j: km[frozenset((i, j))],
        dict.fromkeys(countries, Fraction(1)),
        dict.fromkeys(countries, Fraction(1)),
        lambda i, j, k: Fraction(0),
        {
            (i, j): Fraction(draw(st.integers(0, 300)))
            for i in countries
            for j in countries
            if i != j
        },
    )
