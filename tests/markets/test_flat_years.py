"""Years averaged, and what a cell rests on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.markets.flat.flows import FlatFlows, FlowsNotSound, flat_flows
from hamafza.markets.flat.quality import Quality, cell_quality, pair_quality
from hamafza.markets.flat.years import mean_of_years

COUNTRIES = np.arange(4)


def year(rows: list[tuple[int, int, int, float]]) -> FlatFlows:
    i, j, k, v = (np.array(column) for column in zip(*rows, strict=True))
    return flat_flows(i, j, k, v.astype(float), COUNTRIES)


def cells(flows: FlatFlows) -> dict[tuple[int, int, int], float]:
    (rows,) = flows.chunks
    columns = (rows.exporter, rows.importer, rows.product, rows.value)
    return {(int(i), int(j), int(k)): v for i, j, k, v in zip(*columns, strict=True)}


def test_a_cell_that_one_year_lacks_counts_as_nothing_in_it():
    mean = mean_of_years({2020: year([(0, 1, 5, 10)]), 2021: year([(0, 1, 7, 4)])}, [2020, 2021])
    assert cells(mean.flows) == {(0, 1, 5): 5, (0, 1, 7): 2}
    assert mean.flows.products.tolist() == [5, 7]


def test_a_missing_year_is_told_and_not_divided_by():
    found = mean_of_years(
        {2020: year([(0, 1, 5, 10)]), 2022: year([(0, 1, 5, 20)])}, range(2019, 2024)
    )
    assert cells(found.flows) == {(0, 1, 5): 15}
    assert found.years == (2020, 2022) and found.missing == (2019, 2021, 2023)


def test_a_country_that_fell_silent_for_a_year_is_told():
    found = mean_of_years({1: year([(0, 1, 5, 1), (2, 1, 5, 1)]), 2: year([(0, 1, 5, 1)])}, [1, 2])
    assert np.argwhere(found.silent).tolist() == [[2, 1]]


def test_no_year_at_all_is_a_fault():
    with pytest.raises(FlowsNotSound):
        mean_of_years({2020: year([(0, 1, 5, 10)])}, [2021])


_ROW = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 6), st.integers(1, 99))


@given(st.lists(st.lists(_ROW, min_size=1, max_size=30), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_mean_is_the_plain_mean(years):
    plain: dict[tuple[int, int, int], float] = {}
    for rows in years:
        for i, j, k, v in rows:
            plain[i, j, k] = plain.get((i, j, k), 0) + v
    by_year = {at: year(rows) for at, rows in enumerate(years)}
    found = cells(mean_of_years(by_year, list(by_year)).flows)
    assert list(found) == sorted(plain)
    for cell, value in plain.items():
        assert found[cell] == pytest.approx(value / len(years))


def test_the_worse_report_of_a_pair_is_its_quality():
    quality = pair_quality(np.array([True, False, False]))
    assert quality[0, 0] == Quality.REPORTED and quality[0, 1] == Quality.MIRROR
    assert quality[1, 2] == Quality.MISSING_REPORTER


def test_a_reconstructed_cell_says_so_whoever_reports():
    laid_out = np.array([[False, False], [True, False]])
    quality = cell_quality(0, np.array([True, True]), laid_out)
    assert quality.tolist() == [[0, 0], [Quality.RECONSTRUCTED, 0]]
