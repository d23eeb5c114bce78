"""The estimator that fills missing pairs reproduces the published table to its third decimal."""

import numpy as np
import pytest

from hamafza.markets.gravity import fit_gravity
from tests.markets.log_of_gravity import ALL, TRADING, pairs


@pytest.mark.parametrize(("only_trading", "table"), [(False, ALL), (True, TRADING)])
def test_table_5_of_the_log_of_gravity(only_trading, table):
    traded, features, there = pairs()
    observed = there & (traded > 0) if only_trading else there
    assert observed.sum() == (9_613 if only_trading else 18_360)
    fitted = fit_gravity(traded, features, observed)
    slopes, errors = table
    assert tuple(np.round(fitted.slopes, 3)) == slopes
    assert tuple(np.round(fitted.errors, 3)) == errors


def test_what_is_expected_keeps_each_countrys_trade():
    traded, features, there = pairs()
    expected = fit_gravity(traded, features, there).expected_usd
    np.testing.assert_allclose(expected.sum(axis=1), traded.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(expected.sum(axis=0), traded.sum(axis=0), rtol=1e-6)


def test_a_country_that_sells_nothing_is_expected_to_sell_nothing():
    traded, features, there = pairs()
    silent = int(np.argmin(traded.sum(axis=1)))
    traded[silent] = 0
    assert fit_gravity(traded, features, there).expected_usd[silent].sum() == 0


def test_robust_errors_are_those_of_the_full_regression_on_a_small_world():
    """The plain answer: every effect a column of its own, the sandwich taken whole."""
    rng = np.random.default_rng(5)
    features = rng.normal(size=(6, 6, 2))
    traded = np.exp(features @ [0.4, -0.6] + rng.normal(size=(6, 6)) + 3)
    observed = ~np.eye(6, dtype=bool)
    fitted = fit_gravity(traded, features, observed)
    i, j = np.nonzero(observed)
    columns = [features[i, j], np.eye(6)[i], np.eye(6)[j][:, 1:]]
    x, mean = np.hstack(columns), fitted.expected_usd[i, j]
    bread = np.linalg.inv((x * mean[:, None]).T @ x)
    scores = x * (traded[i, j] - mean)[:, None]
    plain = np.sqrt(np.diag(bread @ scores.T @ scores @ bread))[:2]
    np.testing.assert_allclose(fitted.errors, plain, rtol=1e-4)
