"""The potential of services equals what a hand reckons on six flows of three countries."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from hamafza.markets.neighbours import LAND, Neighbours
from hamafza.markets.service_parameters import ServiceLines, ServiceParams
from hamafza.markets.services import (
    group_of_line,
    ranked_services,
    service_factors,
    service_potential,
    service_totals,
)
from hamafza.sources.geography import world
from hamafza.vocabulary.provenance import Provenance
from tests.markets.service_tables import FLOWS

COUNTRIES = ("DEU", "IRN", "IRQ")
PLAIN = ServiceParams(variant="itc2016")
NEAR = Neighbours("IRN", {"IRQ": LAND}, Provenance.REAL)


def flows(changed=None):
    return pl.DataFrame(
        [
            (exporter, importer, group, float(value), "reported")
            for (exporter, importer), values in (FLOWS | (changed or {})).items()
            for group, value in values.items()
        ],
        schema=["exporter", "importer", "group", "value_usd", "quality"],
        orient="row",
    )


def potential(table, params=PLAIN, expected=(0.0, 0.0, 0.0)):
    totals = service_totals(table, world().among(COUNTRIES))
    found = service_factors(totals, 1, np.array(expected), params)
    own = table.filter(pl.col("exporter") == "IRN").drop("exporter")
    return service_potential(totals, "IRN", found, own, NEAR)


def cell(table, importer, group):
    rows = table.filter((pl.col("importer") == importer) & (pl.col("group") == group))
    return rows.row(0, named=True)


# Exports: Iran SB 50, SD 40; Iraq 50, 80; Germany 25, 40; the world 125, 160: shares 0.4 and 0.25.
# Imports: Iraq SB 60, SD 35; Germany 40, 50. Hypothetical: Iraq 0.4*60 + 0.25*35 = 32.75, Germany
# 0.4*40 + 0.25*50 = 28.5. Traded: 50 and 40. Ease 50/32.75 and 40/28.5.
@pytest.mark.parametrize(
    ("importer", "group", "supply", "demand", "ease", "expects", "gap"),
    [
        ("IRQ", "SB", 0.4, 60, 1.526717557, 36.641221374, 0.0),
        ("IRQ", "SD", 0.25, 35, 1.526717557, 13.358778626, 3.358778626),
        ("DEU", "SB", 0.4, 40, 1.403508772, 22.456140351, 12.456140351),
        ("DEU", "SD", 0.25, 50, 1.403508772, 17.543859649, 0.0),
    ],
)
def test_the_golden_numbers(importer, group, supply, demand, ease, expects, gap):
    row = cell(potential(flows()), importer, group)
    assert (row["supply"], row["demand"]) == pytest.approx((supply, demand))
    assert row["ease"] == pytest.approx(ease, abs=1e-9)
    assert row["potential_usd"] == pytest.approx(expects, abs=1e-9)
    assert row["gap_usd"] == pytest.approx(gap, abs=1e-9)


def test_without_gravity_a_pairs_potentials_sum_to_what_it_trades():
    sums = dict(potential(flows()).group_by("importer").agg(pl.col("potential_usd").sum()).rows())
    assert sums == pytest.approx({"IRQ": 50.0, "DEU": 40.0})


def test_gravity_is_one_part_beside_four_of_record():
    params = replace(PLAIN, variant="gravity-ease", gravity_share=0.2)
    row = cell(potential(flows(), params, (100.0, 0.0, 60.0)), "IRQ", "SD")
    assert row["ease"] == pytest.approx((0.8 * 50 + 0.2 * 60) / 32.75)
    assert row["ease_basis"] == "recorded"


def test_a_pair_that_never_traded_is_found_by_gravity_and_says_so():
    silent = flows({("IRN", "DEU"): {"SB": 0, "SD": 0}}).filter(pl.col("value_usd") > 0)
    nothing = potential(silent)
    assert "DEU" not in set(nothing["importer"])
    params = replace(PLAIN, variant="gravity-ease", gravity_share=0.2)
    row = cell(potential(silent, params, (12.0, 0.0, 60.0)), "DEU", "SB")
    # Shares 40/115 and 10/130; German imports 30 and 20: hypothetical 10.4347826 + 1.5384615.
    assert row["ease"] == pytest.approx(0.2 * 12 / (40 / 115 * 30 + 10 / 130 * 20))
    assert (row["ease_basis"], row["quality"]) == ("gravity", "no-record")
    assert row["actual_usd"] == 0 < row["gap_usd"]


def test_all_trade_twice_as_large_makes_potentials_twice_as_large():
    double = flows().with_columns(pl.col("value_usd") * 2)
    one, two = potential(flows()), potential(double)
    assert two["potential_usd"].to_list() == pytest.approx([2 * x for x in one["potential_usd"]])


def test_a_country_is_no_market_of_its_own_services():
    assert "IRN" not in set(potential(flows())["importer"])


def test_neighbours_come_first_and_small_and_closed_markets_not_at_all():
    table = potential(flows())
    told = ranked_services(table, (), 15.0).select("importer", "group").rows()
    assert told == [("IRQ", "SB"), ("DEU", "SB"), ("DEU", "SD")]
    assert set(ranked_services(table, ("DEU",), 0.0)["importer"]) == {"IRQ"}


def test_the_first_group_whose_words_stand_in_a_line_counts():
    lines = ServiceLines(("SB", "SC"), {"SB": ("تعمیر",), "SC": ("باربری",)})
    assert group_of_line(("اتحادیه تعمیرکاران", "باربری"), lines.order, lines.words) == "SB"
    assert group_of_line(("نانوایی",), lines.order, lines.words) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"variant": "calibrated"}, {"gravity_share": 1.5}, {"years": 0},
     {"smallest_potential_usd": -1.0}],
)  # fmt: skip
def test_parameters_out_of_bounds_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ServiceParams(**wrong)
