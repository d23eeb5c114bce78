"""
Economic complexity: what an economy's basket says of what it knows, and what lies next to it.

Hidalgo and Hausmann (2009) by the symmetric route: with M the country-product matrix, D_c and D_p
its margins and A = D_c^-1/2 M D_p^-1/2, the countries' index is D_c^-1/2 u_2, u_2 the second
eigenvector of A A', which is as small as there are countries. Signs and standardisation are those
of the Atlas of Economic Complexity; method, peers and check values: docs/algorithms/complexity.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from hamafza.markets.geography import Mask, Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import ComplexityParams
from hamafza.markets.product_space import nearness, of_space

Vector = NDArray[np.float64]
Places = NDArray[np.intp]
Space = NDArray[np.floating]


class NoComplexity(ValueError):
    """Fewer than two countries or products with an advantage are left: there is no second axis."""


@dataclass(frozen=True, eq=False)
class Complexity:
    """
    All measures over the countries and products that were kept, in the table's order.

    A country or product without any advantage has no index and is not kept either.
    """

    countries: Places
    """Places of the kept rows in the table that was given."""
    products: Places
    rca: Matrix
    presence: Matrix
    """M: 1 where the advantage is reached, or RCA / (1 + RCA) if continuous."""
    diversity: Vector
    ubiquity: Vector
    eci: Vector
    """Mean 0 and population standard deviation 1 over the kept countries."""
    pci: Vector
    """By the countries' mean and deviation, so that a country's index is the mean of its basket."""
    eigenvalues: Vector
    """The four largest of M-tilde, largest (1) first; near ones make the index unsteady."""
    proximity: Space
    """Product by product: the smaller conditional probability of being made together."""
    density: Space
    """Country by product: how much of what lies near a product the country makes, 0 to 1."""
    outlook_gain: Space
    """COG, country by product: what a new product would open, in units of the products' index."""
    outlook: Vector
    """COI by country: density of what is not made, weighted by its index."""


def complexity(
    exports_usd: Matrix,
    params: ComplexityParams,
    population: Vector | None = None,
    threads: int = 1,
) -> Complexity:
    """
    Return all measures of a table of exports, country by product.

    Up to ``params.exact_products`` products everything is reckoned in double precision; beyond,
    proximity, density and outlook in single (7 digits), the indices always in double.
    """
    countries, products = _kept(exports_usd, params, population)
    kept = exports_usd[np.ix_(countries, products)]
    rca = revealed_advantage(kept)
    presence = presence_of(rca, params)
    made, sold = presence.sum(axis=1) > 0, presence.sum(axis=0) > 0
    if not (made.all() and sold.all()):
        countries, products = countries[made], products[sold]
        rca, presence = rca[np.ix_(made, sold)], presence[np.ix_(made, sold)]
    if min(presence.shape) < 2:
        raise NoComplexity("fewer than two countries or products have an advantage")
    diversity, ubiquity = presence.sum(axis=1), presence.sum(axis=0)
    eci, pci, eigenvalues = _indices(presence, diversity, ubiquity)
    dtype = np.float64 if len(products) <= params.exact_products else np.float32
    proximity = nearness(presence.astype(dtype), ubiquity.astype(dtype), threads)
    density, gain = of_space(presence, proximity, pci)
    outlook = (density * (1 - presence)) @ pci
    return Complexity(
        countries, products, rca, presence, diversity, ubiquity, eci, pci, eigenvalues,
        proximity, density, gain, outlook,
    )  # fmt: skip


def revealed_advantage(exports_usd: Matrix) -> Matrix:
    """Return Balassa's index: a product's share of the country over its share of the world."""
    basket = over(exports_usd, exports_usd.sum(axis=1, keepdims=True))
    world = exports_usd.sum(axis=0) / exports_usd.sum()
    return over(basket, world[None, :])


def presence_of(rca: Matrix, params: ComplexityParams) -> Matrix:
    """Return M, binary or continuous."""
    if params.continuous:
        return np.asarray(rca / (1 + rca))
    return (rca >= params.advantage).astype(np.float64)


def _kept(
    exports_usd: Matrix, params: ComplexityParams, population: Vector | None
) -> tuple[Places, Places]:
    """Return the places that pass the filters; countries are filtered first."""
    sells = exports_usd.sum(axis=1)
    passes: Mask = (sells > 0) & (sells >= params.smallest_country_usd)
    if population is not None:
        passes &= population >= params.smallest_population
    traded = exports_usd[passes].sum(axis=0)
    wanted = (traded > 0) & (traded >= params.smallest_product_usd)
    return np.flatnonzero(passes), np.flatnonzero(wanted)


def _indices(
    presence: Matrix, diversity: Vector, ubiquity: Vector
) -> tuple[Vector, Vector, Vector]:
    a = presence / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)[None, :]
    with threadpool_limits(limits=1, user_api="blas"):
        # So small a matrix gains nothing by threads, and waits long for them on a busy machine.
        values, vectors = np.linalg.eigh(a @ a.T)
    raw = vectors[:, -2] / np.sqrt(diversity)
    if float((raw - raw.mean()) @ (diversity - diversity.mean())) < 0:
        raw = -raw  # who makes more kinds of things knows more
    products = (presence.T @ raw) / ubiquity
    of_countries = (presence @ products) / diversity
    mean, deviation = of_countries.mean(), of_countries.std()
    if not deviation > 0:
        raise NoComplexity("all countries have the same basket")
    return (of_countries - mean) / deviation, (products - mean) / deviation, values[:-5:-1]
