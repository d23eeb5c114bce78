"""The rules of practice: every formation obeys them, and no other grouping beats its bound."""

from dataclasses import fields, replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.params import Basket, BasketLine, Equity, Floor, FormationParams
from hamafza.consortia.refusals import KeptCannotStand
from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.judge import Tables
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_verdict import judgement_on
from hamafza.runs.standing import standing_of
from tests.consortia.practice import best_value, problems
from tests.consortia.reference import towns

QUICK = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
RULES = FormationParams(lead_readiness=0.4, fixed_cost=1.0, max_size=12)


def formed(units, params, iterations=25, processes=1, standing=None):
    """Form, and have the judge look at it."""
    result = form_consortia(
        units, params, Effort(iterations=iterations), processes=processes, standing=standing
    )
    tables = Tables(**{each.name: getattr(result, each.name, None) for each in fields(Tables)})
    asked = asked_of(result.record["parameters"])
    judgement = judgement_on(units_at_the_door(units), asked, tables, result.record, processes=1)
    assert judgement.findings == []
    return result


def lines_told(units):
    return units.with_columns(product_line=pl.col("family"))


@QUICK
@given(problems())
def test_no_grouping_beats_the_bound_and_no_rule_is_broken(problem):
    units, params = problem
    result = formed(units, params)
    families = [units] if params.baskets else units.partition_by("family")
    best = sum(best_value(lines_told(family), params) for family in families)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9


@QUICK
@given(problems(with_kept=True))
def test_what_must_be_kept_is_kept_or_refused(problem):
    units, params = problem
    try:
        result = formed(units, params)
    except KeptCannotStand:
        return
    if result.record.get("standing", {}).get("kept", 0) < units.filter("kept")["home"].n_unique():
        return  # what cannot be kept is left aside; the reference knows only what must be
    families = [units] if params.baskets else units.partition_by("family")
    best = sum(best_value(lines_told(family), params) for family in families)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9


def test_few_members_move_when_moving_is_charged(tmp_path):
    units = towns(300, seed=4)
    form_consortia(units, RULES, Effort(iterations=40), processes=1, out_dir=tmp_path)
    stays = units.filter(pl.col("unit_id") % 17 != 0)
    joins = towns(12, seed=9).with_columns(unit_id=pl.col("unit_id") + 1000)
    today = pl.concat([stays, joins])
    moved = {}
    for charge in (0.0, 0.5):
        params = replace(RULES, move_charge=charge, dissolve_charge=2 * charge)
        standing = standing_of(tmp_path, today, params)
        moved[charge] = formed(today, params, standing=standing, iterations=40).record["standing"]
    assert moved[0.5]["moved"] < moved[0.0]["moved"]
    charge = 0.5 * moved[0.5]["moved"] + 1.0 * moved[0.5]["dissolved"]
    assert moved[0.5]["charge"] == pytest.approx(charge)


def test_an_able_member_inherits_and_a_group_without_one_is_dissolved(tmp_path):
    units = towns(200, seed=4)
    first = form_consortia(units, RULES, Effort(iterations=30), processes=1, out_dir=tmp_path)
    gone = first.consortia["lead_unit_id"].head(2).to_list()
    mates = first.members.filter(pl.col("consortium_id") == 2)["unit_id"].to_list()
    dull = pl.when(pl.col("unit_id").is_in(mates)).then(0.0).otherwise("readiness")
    today = units.filter(~pl.col("unit_id").is_in(gone)).with_columns(readiness=dull)
    found = standing_of(tmp_path, today, RULES)
    able = dict(today.select("unit_id", "readiness").iter_rows())
    assert (found.heirs, found.without_heir) == (1, 1)
    assert all(able[home] >= RULES.lead_readiness for home in found.standing["home"])
    assert not set(found.standing["unit_id"]) & set(mates)


def test_kept_consortia_stay_together(tmp_path):
    units = towns(200, seed=4)
    first = form_consortia(units, RULES, Effort(iterations=30), processes=1, out_dir=tmp_path)
    (tmp_path / "keep.txt").write_text("1\n3\n")
    dearer = replace(RULES, fixed_cost=6.0, distance_cost_per_km=0.05)
    standing = standing_of(tmp_path, units, dearer, tmp_path / "keep.txt")
    again = formed(units, dearer, standing=standing)
    assert again.record["standing"]["kept"] == 2
    now = dict(again.members.select("unit_id", "consortium_id").iter_rows())
    for group in (1, 3):
        mates = first.members.filter(pl.col("consortium_id") == group)["unit_id"]
        assert len({now[unit] for unit in mates}) == 1


def test_a_shared_unit_stands_in_several_consortia_and_in_none_twice():
    units = towns(160, seed=6).with_columns(shares=pl.when(pl.col("unit_id") % 4 == 0).then(3))
    result = formed(units, RULES, iterations=40)
    counts = result.members.group_by("unit_id").len().filter(pl.col("len") > 1)
    assert len(counts) > 3
    assert set((counts["unit_id"] % 4).to_list()) == {0}


BOTH = Basket("both", (BasketLine("family 0", 4), BasketLine("family 1", 4)))


@pytest.mark.parametrize(
    "params",
    [
        replace(RULES, member_share_ceiling=0.3),
        replace(RULES, leads_needed=2),
        replace(RULES, baskets=(BOTH,)),
    ],
)
def test_strict_rules_leave_good_consortia(params):
    units = towns(240, seed=6, families=2)
    plain = formed(units, replace(RULES, baskets=params.baskets) if params.baskets else RULES)
    strict = formed(units, params)
    assert strict.record["value"] > 0.7 * plain.record["value"] > 0


def service(scope, **rules):
    units = towns(150, seed=8).with_columns(
        scope=pl.lit(scope),
        province=pl.when(pl.col("unit_id") % 2 == 0).then(pl.lit("یزد")).otherwise(pl.lit("قم")),
    )
    return units, formed(units, replace(RULES, min_capacity=0.8, **rules))


@pytest.mark.parametrize("scope", ["province", "country"])
@pytest.mark.parametrize("rules", [{}, {"leads_needed": 2}, {"member_share_ceiling": 0.5}])
def test_a_service_is_grouped_without_distance_and_close_to_its_ceiling(scope, rules):
    units, result = service(scope, **rules)
    assert result.record["gap_share"] < 0.02
    where = units.select("unit_id", "province")
    groups = result.members.join(where, on="unit_id").group_by("consortium_id")
    assert groups.agg(pl.col("province").n_unique())["province"].max() == (
        1 if scope == "province" else 2
    )


@QUICK
@given(problems())
def test_no_grouping_of_a_service_beats_its_ceiling(problem):
    units, params = problem
    params = replace(params, baskets=(), reach_km=30000.0, distance_cost_per_km=0.0)
    units = units.with_columns(scope=pl.lit("country"), family=pl.lit("service:1"))
    result = formed(units, params)
    best = best_value(lines_told(units), params)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9


def test_equity_raises_weights_and_floors_bring_units_in():
    units = towns(240, seed=7).with_columns(
        home_based=pl.col("weight") < 0.4, women_owned=pl.lit(value=None, dtype=pl.Boolean)
    )
    plain = formed(units, RULES)
    home = set(units.filter("home_based")["unit_id"])
    before = len(home & set(plain.members["unit_id"]))
    asked = min(1.0, (before + 12) / len(home))
    floored = formed(units, replace(RULES, floors=(Floor("home_based", asked),)), iterations=60)
    told = floored.record["floors"][0]
    after = len(home & set(floored.members["unit_id"]))
    assert told["served_units"] == after > before
    assert told["met"] == (after >= told["asked_units"])
    raised = formed(units, replace(RULES, equity=Equity(home_based=3.0)))
    assert raised.record["weight"] == pytest.approx(
        units["weight"].sum() + 2 * units.filter("home_based")["weight"].sum()
    )


def test_ways_by_road_are_never_shorter_and_the_judge_finds_the_same():
    units = towns(120, seed=5)
    straight, road = formed(units, RULES), formed(units, replace(RULES, by_road=True))
    assert road.record["value"] < straight.record["value"]
    assert road.record["bound"] < straight.record["bound"]


def test_practice_gives_the_same_for_one_process_and_two(tmp_path):
    units = towns(240, seed=7, families=3).with_columns(
        province=pl.lit("قم"), shares=pl.when(pl.col("unit_id") % 9 == 0).then(2).otherwise(1)
    )
    form_consortia(units, RULES, Effort(iterations=20), processes=1, out_dir=tmp_path)
    params = replace(RULES, leads_needed=2, move_charge=0.2, floors=(Floor("province", 0.9, "قم"),))
    standing = standing_of(tmp_path, units, params)
    one, two = (formed(units, params, 20, count, standing) for count in (1, 2))
    for table in ("members", "prices", "certificate", "floors"):
        assert getattr(one, table).equals(getattr(two, table))


@QUICK
@given(problems(most_units=4))
def test_no_sharing_out_beats_the_bound(problem):
    units, params = problem
    params = replace(params, baskets=())
    units = units.with_columns(
        family=pl.lit("6302"), home=pl.lit(None, pl.Int64), shares=1 + pl.col("unit_id") % 2
    )
    result = formed(units, params)
    best = best_value(in_parts(units), params)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9


def in_parts(units):
    """One row a part; a unit leads with its first part only."""
    parts = units.with_columns(part=pl.int_ranges(0, "shares")).explode("part")
    return parts.with_columns(
        pl.col("capacity") / pl.col("shares"),
        pl.col("weight") / pl.col("shares"),
        readiness=pl.when(pl.col("part") == 0).then("readiness").otherwise(-1.0),
    )
