"""Plain tables of growth and tariffs laid in the order of the flows."""

import numpy as np
import polars as pl

from hamafza.markets.flat.tables import growth_from, tariffs_from

COUNTRIES, GOODS = ("IRN", "OMN", "QAT"), ("570110", "570190", "630260")
COLUMNS = ("importer", "exporter", "hs", "year", "rate_percent")
WHOLE = slice(0, 3)


def table(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def test_the_latest_year_counts_and_a_subheading_before_its_heading():
    rows = table(
        ("OMN", "", "5701", 2022, 20.0), ("OMN", "", "5701", 2019, 90.0),
        ("OMN", "", "570190", 2020, 5.0), ("XXX", "", "5701", 2022, 7.0),
    )  # fmt: skip
    found = tariffs_from(rows, COUNTRIES, GOODS)
    assert found.tariffs.mfn.tolist() == [[0, 0, 0], [0.2, 0.05, 0], [0, 0, 0]]
    assert found.known_share == 2 / 9


def test_a_partners_rate_holds_for_it_alone():
    rows = table(
        ("OMN", None, "570110", 2022, 20.0), ("OMN", "IRN", "5701", 2022, 0.0),
        ("QAT", "OMN", "630260", 2022, 3.0), ("OMN", "ZZZ", "570110", 2022, 9.0),
    )  # fmt: skip
    tariffs = tariffs_from(rows, COUNTRIES, GOODS).tariffs
    assert tariffs.faced(0, WHOLE).tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert tariffs.faced(2, WHOLE).tolist() == [[0, 0, 0], [0.2, 0, 0], [0, 0, 0]]
    assert tariffs.faced(1, WHOLE).tolist() == [[0, 0, 0], [0.2, 0, 0], [0, 0, 0.03]]


def test_a_table_without_a_row_of_use_taxes_nothing():
    found = tariffs_from(table(("OMN", "", "5701", 2022, 20.0)).clear(), COUNTRIES, GOODS)
    assert not found.tariffs.mfn.any() and found.known_share == 0


def test_growth_is_the_ratio_of_five_years_and_1_where_a_year_lacks():
    rows = pl.DataFrame(
        [("IRN", 2023, 100.0, 50.0), ("IRN", 2028, 120.0, 55.0), ("OMN", 2023, 9.0, 9.0),
         ("QAT", 2023, 10.0, None), ("QAT", 2028, 11.0, 1.0)],
        schema=["iso3", "year", "gdp_usd", "population"], orient="row",
    )  # fmt: skip
    found = growth_from(rows, COUNTRIES, 2023)
    np.testing.assert_allclose(found.growth.gdp, [1.2, 1, 1])
    np.testing.assert_allclose(found.growth.population, [1.1, 1, 1])
    assert found.unknown == ("OMN", "QAT")
