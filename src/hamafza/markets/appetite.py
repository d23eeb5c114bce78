"""
How much more, or less, of a heading a country buys than of its section as a whole.

No table says it, so it is inferred: a country strong in a heading buys less of it abroad; and
where exporters whose baskets are heavy in a heading sell a country more of the section than
gravity expects, that country is likely to want the heading. The second is an ecological
regression solved by Richardson-Lucy rounds (Richardson 1972, Lucy 1974), stopped early and
held by a prior, because it has more unknowns than records.
"""

from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import over
from hamafza.markets.parameters import ReconstructionParams


def own_supply_appetite(exports_usd: Matrix, power: float) -> Matrix:
    """Return (1 + RCA)^-power for each country and heading; RCA is Balassa's of all exports."""
    basket = over(exports_usd, exports_usd.sum(axis=1, keepdims=True))
    world = exports_usd.sum(axis=0) / max(float(exports_usd.sum()), 1e-300)
    advantage: Matrix = (1 + over(basket, world[None, :])) ** -power
    return advantage


def sharpened(
    appetite: Matrix,
    supply_usd: Matrix,
    pairs_usd: Matrix,
    expected_usd: Matrix,
    params: ReconstructionParams,
) -> Matrix:
    """
    Return the appetite (importer by heading) after the rounds of ecological regression.

    ``supply_usd`` is exporter by heading, ``pairs_usd`` the section's trade at the level of
    supply, ``expected_usd`` what gravity expects of the pairs.
    """
    prior = params.appetite_prior_usd
    for _ in range(params.appetite_rounds):
        rate = over(supply_usd, expected_usd @ appetite)
        surprise = over(pairs_usd, expected_usd * (rate @ appetite.T))
        found = (expected_usd * surprise).T @ rate
        thought = expected_usd.T @ rate
        appetite = appetite * over(found * appetite + prior, thought * appetite + prior)
    return appetite
