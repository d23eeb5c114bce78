"""What is wrong in a written plan is found by the judge, whoever wrote it."""

from dataclasses import asdict, replace

import polars as pl
import pytest

from hamafza.markets.plan.verdict.judge import judge
from tests.markets.plan_worlds import PARAMS, drawn
from tests.markets.test_market_plan import planned


@pytest.fixture(scope="module")
def sound():
    answer, tables, _ = planned(*drawn(2, groups=10))
    return tables, {"value_cents": answer.value, "bound_cents": answer.bound}


def found(tables, claims, **changed):
    return " | ".join(judge(replace(tables, **changed), asdict(PARAMS), claims).findings)


def test_a_sound_plan_has_no_findings(sound):
    assert found(*sound) == ""


def test_a_plan_in_which_nothing_can_be_sent_is_sound_and_brings_nothing():
    closed = replace(PARAMS, market_share=0.0)
    answer, _tables, verdict = planned(*drawn(2, groups=10), params=closed)
    assert verdict.findings == ()
    assert answer.value == verdict.value_cents == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (pl.col("units") * 50, "above its capacity"),
        (pl.lit(1, pl.Int64), "below its lot"),
        (pl.col("units") * 50, "above its room"),
    ],
)
def test_units_that_break_a_rule_are_found(sound, change, told):
    tables, claims = sound
    plan = tables.plan.with_columns(units=change)
    assert told in found(tables, claims, plan=plan)


def test_a_flow_of_nobody_twice_or_of_another_good_is_found(sound):
    tables, claims = sound
    plan = tables.plan
    assert "no such flow" in found(tables, claims, plan=plan.with_columns(group_id=pl.lit(999)))
    assert "told twice" in found(tables, claims, plan=pl.concat([plan, plan.head(1)]))
    other = plan.with_columns(hs4=pl.lit("9999"))
    assert "another good" in found(tables, claims, plan=other)
    worth = plan.with_columns(pl.col("value_usd_cents") + 1)
    assert "is not its units'" in found(tables, claims, plan=worth)


def test_a_value_or_bound_that_flatters_is_found(sound):
    tables, claims = sound
    better = claims | {"value_cents": claims["value_cents"] * 1.0001}
    assert "value_cents" in found(tables, better)
    tighter = claims | {"bound_cents": claims["bound_cents"] * 0.9999}
    assert "bound_cents" in found(tables, tighter)


def test_prices_that_prove_less_or_nothing_are_found(sound):
    tables, claims = sound
    assert tables.prices.height > 0
    assert "bound_cents" in found(tables, claims, prices=tables.prices.clear())
    dear = tables.prices.with_columns(price_share=pl.lit(-0.1))
    assert "is none" in found(tables, claims, prices=dear)


def test_a_shared_ceiling_that_is_broken_is_found(sound):
    tables, claims = sound
    tight = asdict(replace(PARAMS, market_share=0.001))
    findings = judge(tables, tight, claims).findings
    assert any("the ceiling market" in each for each in findings)
