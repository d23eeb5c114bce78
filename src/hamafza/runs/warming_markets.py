"""Makes the machine code of the markets' engine over a toy world: no reader waits for it."""

import numpy as np

from hamafza.markets.complexity import complexity
from hamafza.markets.flat.facts import Facts, FlatTariffs, no_special_rates
from hamafza.markets.flat.flows import flat_flows
from hamafza.markets.flat.one import one_potential
from hamafza.markets.flat.whole import whole_potential
from hamafza.markets.flat.years import mean_of_years
from hamafza.markets.parameters import ComplexityParams, PotentialParams

COUNTRIES, PRODUCTS = 4, 16


def compile_markets() -> None:
    """Reckon every kind of answer once."""
    rng = np.random.default_rng(1)
    dense = rng.exponential(1, (COUNTRIES, COUNTRIES, PRODUCTS))
    i, j, k = np.nonzero(dense)
    flows = flat_flows(i, j, k, dense[i, j, k])
    mean_of_years({1: flows, 2: flows}, [1, 2])
    plain = Facts(np.ones((COUNTRIES, COUNTRIES)))
    ones = np.ones((COUNTRIES, PRODUCTS)), np.ones((COUNTRIES, COUNTRIES))
    taxed = Facts(plain.log_km, tariffs=FlatTariffs(*ones, no_special_rates(COUNTRIES)))
    for facts in (plain, taxed):
        for variant in ("itc2016", "gravity-ease"):
            params = PotentialParams(variant=variant)
            one_potential(flows, 0, facts, params)
            whole_potential(flows, facts, params, best=1)
    for exact in (0, PRODUCTS):
        params_of_all = ComplexityParams(
            smallest_country_usd=0, smallest_product_usd=0, exact_products=exact, continuous=True
        )
        complexity(dense.sum(axis=1), params_of_all)
