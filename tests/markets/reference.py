"""
The slow plain answer for potentials: exact fractions, one cell at a time, straight from formulas.

It shares no code with the stage. Three countries, two products; distances are chosen so that the
distance factor is a square root at worst.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

Cell = tuple[str, str, str]


@dataclass
class World:
    """Everything a potential reads, as dictionaries; ``flows`` by exporter, importer, product."""

    countries: list[str]
    products: list[str]
    flows: dict[Cell, Fraction]
    distance_km: Callable[[str, str], float]
    gdp: dict[str, Fraction]
    population: dict[str, Fraction]
    tariff: Callable[[str, str, str], Fraction]
    expected: dict[tuple[str, str], Fraction] = field(default_factory=dict)

    def sum(self, i: str | None = None, j: str | None = None, k: str | None = None) -> Fraction:
        return sum(
            (
                value
                for (a, b, c), value in self.flows.items()
                if i in (None, a) and j in (None, b) and k in (None, c)
            ),
            Fraction(0),
        )

    def mean_tariff(
        self, i: str | None = None, j: str | None = None, k: str | None = None
    ) -> Fraction:
        paid = sum(
            (
                value * self.tariff(a, b, c)
                for (a, b, c), value in self.flows.items()
                if i in (None, a) and j in (None, b) and k in (None, c)
            ),
            Fraction(0),
        )
        whole = self.sum(i, j, k)
        return paid / whole if whole else Fraction(0)


def toy() -> World:
    """The 3 x 3 x 2 check world."""
    tons = {
        "p": {"AB": 40, "AC": 10, "BA": 20, "BC": 30, "CA": 5, "CB": 20},
        "q": {"AB": 10, "AC": 30, "BA": 60, "BC": 20, "CA": 15, "CB": 25},
    }
    mfn = {"Ap": 10, "Bp": 5, "Cp": 20, "Aq": 0, "Bq": 15, "Cq": 8}
    preference = {"AB": Fraction(0), "BA": Fraction(1, 2)}
    km = {"AB": 500.0, "BC": 1000.0, "AC": 2000.0}
    return World(
        ["A", "B", "C"],
        ["p", "q"],
        {(p[0], p[1], k): Fraction(v) for k, by in tons.items() for p, v in by.items()},
        lambda i, j: km["".join(sorted((i, j)))],
        {"A": Fraction(110, 100), "B": Fraction(120, 100), "C": Fraction(105, 100)},
        {"A": Fraction(102, 100), "B": Fraction(105, 100), "C": Fraction(1)},
        lambda i, j, k: Fraction(mfn[j + k], 100) * preference.get(i + j, Fraction(1)),
        {("A", "B"): Fraction(60), ("A", "C"): Fraction(30), ("B", "A"): Fraction(55)}
        | {("B", "C"): Fraction(70), ("C", "A"): Fraction(45), ("C", "B"): Fraction(20)},
    )


def potential(world: World, variant: str, gravity: Fraction, balance: Fraction) -> dict[Cell, dict]:
    """Return supply, demand (with all its factors), ease and potential of every cell."""
    cells = {}
    for i in world.countries:
        for j in world.countries:
            if i == j:
                continue
            ease = _ease(world, i, j, variant, gravity, balance)
            for k in world.products:
                supply = _supply(world, i, k, variant, balance, grown=True)
                demand = _demand(world, i, j, k, variant, grown=True)
                cells[i, j, k] = {
                    "supply": supply,
                    "demand": demand,
                    "ease": ease,
                    "potential": supply * demand * ease,
                }
    return cells


def _supply(world: World, i: str, k: str, variant: str, power: Fraction, grown: bool) -> float:
    growth = world.gdp if grown else dict.fromkeys(world.countries, Fraction(1))
    whole = sum(world.sum(c, None, k) * growth[c] for c in world.countries)
    if not whole:
        return 0.0
    share = world.sum(i, None, k) * growth[i] / whole
    bought = world.sum(None, i, k)
    cut = min(Fraction(1), world.sum(i, None, k) / bought) if bought else Fraction(1)
    tariffs = (1 + world.mean_tariff(i, None, k)) / (1 + world.mean_tariff(None, None, k))
    return float(share * tariffs) * float(cut) ** float(power if variant == "gravity-ease" else 1)


def _demand(world: World, i: str, j: str, k: str, variant: str, grown: bool) -> float:
    bought = world.sum(None, j, k)
    if not bought:
        return 0.0
    if grown:
        bought *= world.gdp[j] / world.population[j] * world.population[j]
    tariffs = (1 + world.mean_tariff(None, j, k)) / (1 + world.tariff(i, j, k))
    return float(bought * tariffs) * _nearness(world, i, j, k, variant)


def _nearness(world: World, i: str, j: str, k: str, variant: str) -> float:
    usual = sum(
        float(world.flows.get((a, j, k), 0)) * math.log(world.distance_km(a, j))
        for a in world.countries
        if a != j
    ) / float(world.sum(None, j, k))
    farther = math.log(world.distance_km(i, j)) - usual
    return math.exp(-max(farther, 0.0) if variant == "gravity-ease" else -abs(farther))


def _ease(
    world: World, i: str, j: str, variant: str, gravity: Fraction, balance: Fraction
) -> float:
    traded = float(world.sum(i, j))
    if variant == "itc2016":
        hypothetical = float(
            sum(
                world.sum(i, None, k) / world.sum(None, None, k) * world.sum(None, j, k)
                for k in world.products
                if world.sum(None, None, k)
            )
        )
    else:
        hypothetical = sum(
            _supply(world, i, k, variant, balance, grown=False)
            * _demand(world, i, j, k, variant, grown=False)
            for k in world.products
        )
    if variant == "gravity-ease":
        traded = float(1 - gravity) * traded + float(gravity * world.expected[i, j])
    return traded / hypothetical if hypothetical else 0.0
