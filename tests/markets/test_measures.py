"""Concentration and survival against their published check values and the plain answer."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.concentration import (
    concentration,
    diversification,
    gini,
    herfindahl,
    herfindahl_normalised,
    shannon,
    theil,
)
from hamafza.markets.survival import kaplan_meier, spells

X = np.array([50.0, 30, 15, 5, 0])
# Freireich et al. 1963, weeks of remission under 6-MP; 0 marks the censored.
WEEKS = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
ENDED = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
LASTING = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_check_values_of_concentration():
    assert herfindahl(X) == pytest.approx(0.365)
    assert 1 / herfindahl(X) == pytest.approx(2.739726, abs=1e-6)
    assert herfindahl_normalised(X) == pytest.approx(0.20625)
    assert concentration(X) == pytest.approx(0.2839047811, abs=1e-10)
    assert theil(X).extensive == pytest.approx(0.2231435513, abs=1e-10)
    assert theil(X).intensive == pytest.approx(0.2441743181, abs=1e-10)
    assert theil(X).total == pytest.approx(0.4673178694, abs=1e-10)
    assert gini(X) == pytest.approx(0.5)
    assert shannon(X) == pytest.approx(1.1421200430, abs=1e-10)
    assert diversification(X, np.full(5, 20.0)) == pytest.approx(0.4)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=20).filter(any))
@settings(max_examples=60, deadline=None)
def test_theil_is_the_plain_sum_and_entropys_complement(numbers):
    values = np.array(numbers, dtype=float)
    mean, count = values.mean(), len(values)
    plain = sum(v / mean * math.log(v / mean) for v in values if v > 0) / count
    assert theil(values).total == pytest.approx(plain, abs=1e-9)
    assert theil(values).total == pytest.approx(math.log(count) - shannon(values), abs=1e-9)


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=20), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_concentration_lies_between_0_and_1_and_knows_no_unit(numbers, times):
    values = np.array(numbers, dtype=float)
    for index in (herfindahl, herfindahl_normalised, concentration, gini):
        assert -1e-12 <= index(values) <= 1
        assert index(values * times) == pytest.approx(index(values))


def test_nothing_sold_has_no_concentration():
    with pytest.raises(ValueError):
        herfindahl(np.zeros(3))


def test_kaplan_meier_on_freireichs_patients():
    found = kaplan_meier(WEEKS, ENDED)
    got = dict(zip(found.years.tolist(), np.round(found.survival, 4).tolist(), strict=True))
    assert got == LASTING
    assert found.after(5) == 1 and round(found.after(8), 4) == 0.8067
    assert found.median_years == 23


@given(st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_kaplan_meier_is_the_plain_product(rows):
    years = np.array([length for length, _ in rows])
    ended = np.array([end for _, end in rows])
    found, lasting = kaplan_meier(years, ended), 1.0
    for length in range(1, 9):
        at_risk = sum(each >= length for each in years)
        ends = sum(each == length and end for each, end in rows)
        lasting *= 1 - ends / at_risk if at_risk else 1
        assert found.after(length) == pytest.approx(lasting)


def of_years(*years: int) -> pl.DataFrame:
    rows = [{"exporter": "IRN", "importer": "OMN", "product": "570110", "year": y} for y in years]
    return pl.DataFrame(rows)


def test_spells_break_at_gaps_unless_bridged():
    flows = of_years(2011, 2012, 2014, 2017, 2018)
    found = spells(flows, 2010, 2018)
    assert found.select("began", "years", "ended").rows() == [
        (2011, 2, True), (2014, 1, True), (2017, 2, False),
    ]  # fmt: skip
    bridged = spells(flows, 2010, 2018, bridge=1)
    assert bridged.select("began", "years", "ended").rows() == [(2011, 4, True), (2017, 2, False)]


def test_a_spell_older_than_the_table_is_left_out():
    assert spells(of_years(2010, 2011), 2010, 2018).is_empty()


def test_a_gap_that_may_yet_be_bridged_is_no_end():
    assert spells(of_years(2016, 2017), 2010, 2018, bridge=1)["ended"].to_list() == [False]


def test_flows_of_other_markets_do_not_lengthen_a_spell():
    other = of_years(2013).with_columns(importer=pl.lit("QAT"))
    found = spells(pl.concat([of_years(2012), other]), 2010, 2018)
    assert found["years"].to_list() == [1, 1]
