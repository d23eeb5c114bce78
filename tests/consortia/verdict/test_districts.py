"""A bound by districts is never below the truth, and whatever is claimed falsely is found."""

import math
from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamafza.consortia.params import FormationParams
from hamafza.consortia.verdict.bound import bounds_of
from hamafza.consortia.verdict.case import Districts
from hamafza.consortia.verdict.certificate import judge_family
from hamafza.consortia.verdict.districts import most_of_district, range_by_districts
from hamafza.consortia.verdict.exact import best_possible
from hamafza.consortia.verdict.judge import Claim, case_of
from tests.consortia import practice
from tests.consortia.reference import best_value, small_problems, towns
from tests.consortia.verdict.dividing import certified, grouping_of

QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
PRICES = [0.0, 0.3, 0.9, 1.5, 3.5]


def drawn(data, count, choices):
    return np.array([data.draw(st.sampled_from(choices)) for _ in range(count)])


def divided(data, units, params):
    """Return the case under any prices, any districts, and any prices there, in its order."""
    count = len(units)
    case = case_of(units.with_columns(price=drawn(data, count, PRICES)), asdict(params))
    of = np.unique(drawn(data, count, [0, 1, 2]), return_inverse=True)[1].ravel()
    price = drawn(data, count, PRICES)
    return case, Districts(
        of,
        price,
        np.arange(of.max() + 1) + 1,
        np.full(of.max() + 1, np.nan),
        np.zeros(of.max() + 1, bool),
    )


def searched(case, districts):
    """Return the districts with the judge's own bounds."""
    owns = [np.flatnonzero(districts.of == at) for at in range(len(districts.bound))]
    bounds = [most_of_district(case, districts.price, own, 0.0) for own in owns]
    return replace(districts, bound=np.array(bounds))


def brought(units, params, case, districts, district):
    """Return by trial of all groupings what leads of one district can bring, less prices."""
    at = np.argsort(case.unit_id)
    of, price = pl.Series(districts.of[at]), pl.Series(districts.price[at])
    return best_value(
        units.sort("unit_id").with_columns(
            weight=pl.col("weight") - price,
            readiness=pl.when(of == district).then("readiness").otherwise(-1.0),
        ),
        params,
    )


@QUICK
@given(small_problems(), st.data())
def test_a_bound_of_a_district_is_never_below_what_its_leads_can_bring(problem, data):
    case, districts = divided(data, *problem)
    for district in range(len(districts.bound)):
        most = brought(*problem, case, districts, district)
        own = np.flatnonzero(districts.of == district)
        for value in (0.0, most):
            assert most_of_district(case, districts.price, own, value) >= most - 1e-6


@QUICK
@given(practice.problems(), st.data())
def test_no_bound_by_districts_is_below_the_best_grouping_under_any_rules(problem, data):
    units, params = problem
    assume(params.baskets or units["family"].n_unique() == 1)
    units = units.with_columns(product_line=pl.col("family"))
    best = practice.best_value(units, params)
    assume(math.isfinite(best))
    case, districts = divided(data, units, params)
    some = searched(case, districts)
    for told in (some, replace(some, bound=np.where(districts.of.max() > 0, np.nan, some.bound))):
        truth = range_by_districts(case, told)
        assert truth.tight >= best - 1e-6
        assert truth.loose >= truth.tight - 1e-9


@QUICK
@given(small_problems(), st.data())
def test_a_search_repeated_holds_and_a_bound_below_the_truth_is_found(problem, data):
    case, districts = divided(data, *problem)
    nobody = grouping_of(case, [])
    true = searched(case, districts)
    assert findings(case, nobody, true, "by districts, above") == []
    for district in range(len(true.bound)):
        false = true.bound.copy()
        false[district] = brought(*problem, case, districts, district) * 0.99 - 1e-4
        found = findings(case, nobody, replace(true, bound=false))
        (told,) = [each for each in found if "a search of who leads gives" in each]
        assert f"of district {district + 1};" in told


def findings(case, grouping, districts, but=None, bound=None):
    """Return what is found of a family of these districts, sentences with ``but`` left out."""
    bound = range_by_districts(case, districts).tight if bound is None else bound
    claim = Claim("6302", "districts", bound, case, grouping, districts)
    return [told for told in judge_family(claim).findings if but is None or but not in told]


@pytest.fixture(scope="module")
def claim():
    return certified().claim


def test_one_district_without_prices_is_a_search_of_who_leads():
    units = towns(30, seed=5).with_columns(price=(pl.col("weight") - 0.45).clip(0.0))
    case = case_of(units, asdict(FormationParams(max_size=9, lead_readiness=0.4)))
    bounds, everybody = bounds_of(case), np.arange(30)
    expected = best_possible(case, 0.0, bounds, whole=False)
    assert 0.0 < expected < bounds.prices.tight * (1 - 1e-3)
    assert most_of_district(case, 0.0 * case.price, everybody, 0.0) == pytest.approx(expected)


def test_bounds_that_are_searched_again_hold(claim):
    assert np.isfinite(claim.districts.bound).all()
    assert len(claim.districts.bound) == 3
    assert claim.bound < bounds_of(claim.case).prices.tight * (1 - 1e-4)
    assert judge_family(claim).findings == []


@pytest.mark.parametrize("district", [0, 1, 2])
def test_a_bound_one_percent_lower_is_found(claim, district):
    bound = claim.districts.bound * np.where(np.arange(3) == district, 0.99, 1.0)
    (found,) = findings(claim.case, claim.grouping, replace(claim.districts, bound=bound))
    assert f"of district {claim.districts.district_id[district]}; a search" in found


@pytest.mark.parametrize("null", [[0], [1, 2], [0, 1, 2]])
def test_a_district_not_searched_rests_on_its_leads_values(claim, null):
    bound = claim.districts.bound.copy()
    bound[null] = np.nan
    told = replace(claim.districts, bound=bound)
    case = replace(claim.case, price=told.price)
    plain = bounds_of(case)
    leads = np.isin(told.of[plain.leads], null)
    rest = float(np.maximum(0.0, plain.lead_values[leads]).sum())
    expected = float(told.price.sum() + np.nansum(bound)) + rest
    assert range_by_districts(claim.case, told).tight == pytest.approx(expected, rel=1e-12)
    but = "that its prices give without them"  # prices of searches are no good without them
    assert findings(claim.case, claim.grouping, told, but) == []
    (found,) = findings(claim.case, claim.grouping, told, but, bound=expected * (1 - 1e-6))
    assert "its districts give" in found


def test_a_bound_lower_or_higher_than_districts_or_prices_give_is_found(claim):
    loose = bounds_of(claim.case).prices.loose
    for bound, words in ((claim.bound * (1 - 1e-6), "its districts give"),
                         (claim.bound * (1 + 1e-5), "of its districts")):  # fmt: skip
        (found,) = judge_family(replace(claim, bound=bound)).findings
        assert words in found
    worse = replace(claim.districts, bound=claim.districts.bound + loose)
    (found,) = findings(claim.case, claim.grouping, worse)
    assert "by districts, above the" in found


@pytest.mark.parametrize("rule", ["kept", "shares"])
def test_families_of_which_no_such_certificate_is_known(claim, rule):
    count = len(claim.case.lat)
    home = np.where(np.arange(count) == claim.grouping.lead[0], claim.grouping.lead[0], -1)
    odd = {"kept": {"home": home, "kept": home >= 0}, "shares": {"shares": np.full(count, 2)}}
    case = replace(claim.case, **odd[rule])
    found = judge_family(replace(claim, case=case)).findings
    assert sum("no certificate by districts is known" in each for each in found) == 1
    assert not any("its districts" in each for each in found)


def test_a_service_has_no_districts(claim):
    case = replace(claim.case, scope="country")
    found = judge_family(replace(claim, case=case)).findings
    assert any("certificate of kind 'districts'" in each for each in found)


def test_a_family_that_none_can_be_read_of_is_said_to_have_none(claim):
    (found,) = judge_family(replace(claim, districts=None)).findings
    assert "there are none of it" in found


def test_standing_consortia_keep_their_bonuses_in_districts():
    """A lead and its members stand today: the value in hand has their bonuses, the bound too."""
    rules = FormationParams(
        min_size=2, max_size=3, min_capacity=0.0, lead_readiness=0.0, move_charge=1.0,
        dissolve_charge=2.0, fixed_cost=1.0,
    )  # fmt: skip
    units = pl.DataFrame(
        {
            "unit_id": [1, 2, 3], "family": ["6302"] * 3, "lat_deg": [35.0] * 3,
            "lon_deg": [51.0] * 3, "capacity": [1.0] * 3, "readiness": [0.5] * 3,
            "weight": [1.0] * 3, "home": [1, 1, None], "price": [0.2] * 3,
        }
    )  # fmt: skip
    case = case_of(units, asdict(rules))
    told = grouping_of(case, [[0, 1, 2]])
    one = Districts(
        np.zeros(3, np.int64), np.full(3, 0.1), np.array([5]), np.array([np.nan]), np.zeros(1, bool)
    )
    exact = replace(one, bound=np.array([3 * 0.9 + 2 * 1.0 + 2.0 - 1.0]))
    assert findings(case, told, exact) == []
    assert range_by_districts(case, exact).tight == pytest.approx(2.0)
    assert findings(case, told, replace(exact, bound=exact.bound - 0.1)) != []
