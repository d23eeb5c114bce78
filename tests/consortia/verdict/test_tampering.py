"""What practice needs and cuts, written to files: they hold, and whatever is changed is found."""

import json
from dataclasses import replace

import polars as pl
import pytest

from hamafza.consortia.params import (
    Basket,
    BasketLine,
    Equity,
    Floor,
    FormationParams,
)
from hamafza.consortia.verdict.bound import bounds_of
from hamafza.consortia.verdict.case import Case, Cuts
from hamafza.consortia.verdict.exact import best_possible
from hamafza.consortia.verdict.judge import case_of
from hamafza.consortia.verdict.refusals import CertificateDoesNotHold
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_verdict import judged, verify_formation
from hamafza.runs.standing import standing_of
from hamafza.store.tables import write_parquet
from hamafza.web.sentences import sentence
from tests.consortia.reference import towns

CORE = FormationParams(max_size=12, lead_readiness=0.4, fixed_cost=1.0, reach_km=60.0)
PRACTICE = replace(
    CORE,
    leads_needed=2,
    member_share_ceiling=0.6,
    move_charge=0.2,
    dissolve_charge=0.5,
    equity=Equity(home_based=1.3, province={"قم": 1.2}),
    floors=(Floor("province", 0.97, "قم"), Floor("home_based", 0.5)),
    baskets=(Basket("خوان", (BasketLine("a", 1), BasketLine("b", 1))),),
)


def units_of_practice():
    goods, care = towns(90, seed=2), towns(40, seed=3)
    at = pl.col("unit_id")
    goods = goods.with_columns(
        family=pl.when(at % 3 == 0).then(pl.lit("a")).otherwise(pl.lit("b")),
        scope=pl.lit("reach"),
        shares=pl.when(at % 8 == 0).then(2).otherwise(1),
        owner=pl.when(at % 11 == 0).then(pl.lit("یک دست")),
    )
    care = care.with_columns(
        unit_id=at + 1000, family=pl.lit("care"), scope=pl.lit("province"), shares=pl.lit(1),
        owner=pl.lit(None, pl.String),
    )  # fmt: skip
    province = pl.when(at % 2 == 0).then(pl.lit("قم")).otherwise(pl.lit("یزد"))
    return pl.concat([goods, care]).with_columns(province=province, home_based=at % 5 == 0)


@pytest.fixture(scope="module")
def practised(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practised")
    units = units_of_practice()
    write_parquet(units, folder / "units.parquet")
    before = folder / "before"
    form_consortia(units, CORE, Effort(iterations=15), processes=1, out_dir=before)
    kept = folder / "kept.txt"
    kept.write_text("1\n2\n")
    standing = standing_of(before, units, PRACTICE, kept)
    result = form_consortia(
        units, PRACTICE, Effort(iterations=25), processes=1, out_dir=folder / "out",
        standing=standing,
    )  # fmt: skip
    return folder, result


@pytest.fixture
def copy(practised, tmp_path):
    for path in (practised[0] / "out").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return practised[0] / "units.parquet", tmp_path


def change(folder, table, *columns):
    path = folder / f"{table}.parquet"
    pl.read_parquet(path).with_columns(*columns).write_parquet(path)


def drop_row(folder, table):
    path = folder / f"{table}.parquet"
    pl.read_parquet(path).tail(-1).write_parquet(path)


def rerecord(folder, *keys, value):
    record = json.loads((folder / "run.json").read_text())
    place = record
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    (folder / "run.json").write_text(json.dumps(record))


def test_what_practice_needs_holds_and_every_table_is_there(copy):
    units, folder = copy
    findings, figures = verify_formation(units, folder, processes=1)
    assert findings == []
    record = json.loads((folder / "run.json").read_text())
    assert figures["value"] == pytest.approx(record["value"])
    assert record["standing"]["standing"] > 2
    assert record["standing"]["kept"] > 0
    assert pl.read_parquet(folder / "floors.parquet")["price"].max() > 0
    assert pl.read_parquet(folder / "members.parquet")["share"].min() == 0.5
    kinds = dict(pl.read_parquet(folder / "certificate.parquet").select("family", "kind").rows())
    assert set(kinds) == {"خوان", "care"}


FIRST = pl.int_range(pl.len()) == 0
TAMPERINGS = {
    "a floor's price lowered": lambda f: change(f, "floors", pl.col("price") * 0.9),
    "a floor's price negative": lambda f: change(f, "floors", -pl.col("price") - 1.0),
    "a floor asks less": lambda f: change(f, "floors", pl.col("asked_units") * 0.5),
    "a floor served more": lambda f: change(f, "floors", pl.col("served_units") + 1.0),
    "a floor rests on more": lambda f: change(f, "floors", pl.col("least_units") + 1.0),
    "a floor of another class": lambda f: change(
        f, "floors", pl.col("value").replace("قم", "یزد")
    ),
    "a floor left out": lambda f: drop_row(f, "floors"),
    "the floors lost": lambda f: (f / "floors.parquet").unlink(),
    "a standing member forgotten": lambda f: drop_row(f, "standing"),
    "another home": lambda f: change(f, "standing", pl.col("home").reverse()),
    "nobody kept": lambda f: change(f, "standing", pl.lit(value=False).alias("kept")),
    "everybody kept": lambda f: change(f, "standing", pl.lit(value=True).alias("kept")),
    "the standing lost": lambda f: (f / "standing.parquet").unlink(),
    "a column of standing lost": lambda f: pl.read_parquet(f / "standing.parquet").drop("home")
    .write_parquet(f / "standing.parquet"),
    "a share raised": lambda f: change(
        f, "members", pl.when(FIRST).then(0.75).otherwise("share").alias("share")
    ),
    "a service by prices": lambda f: change(
        f, "certificate",
        pl.when(pl.col("family") == "care").then(pl.lit("prices")).otherwise("kind").alias("kind"),
    ),
    "goods by counting": lambda f: change(
        f, "certificate",
        pl.when(pl.col("family") == "خوان").then(pl.lit("pooled")).otherwise("kind").alias("kind"),
    ),
    "cuts that are not there": lambda f: change(
        f, "certificate",
        pl.when(pl.col("family") == "خوان").then(pl.lit("cuts")).otherwise("kind").alias("kind"),
    ),
    "a service's bound lowered": lambda f: change(
        f, "certificate",
        pl.when(pl.col("family") == "care").then(pl.col("bound") * 0.99).otherwise("bound"),
    ),
    "the record's moves": lambda f: rerecord(f, "standing", "moved", value=0),
    "the record's standing": lambda f: rerecord(f, "standing", value=None),
    "the record's weight": lambda f: rerecord(f, "weight", value=1.0),
    "the charge for moving": lambda f: rerecord(f, "parameters", "move_charge", value=0.1),
    "the ceiling": lambda f: rerecord(f, "parameters", "member_share_ceiling", value=0.1),
    "the leads needed": lambda f: rerecord(f, "parameters", "leads_needed", value=5),
    "the equity": lambda f: rerecord(f, "parameters", "equity", "home_based", value=1.0),
    "the floors asked": lambda f: rerecord(f, "parameters", "floors", value=[]),
    "the baskets": lambda f: rerecord(f, "parameters", "baskets", value=[]),
    "the baskets garbled": lambda f: rerecord(f, "parameters", "baskets", value="none"),
    "ways by road": lambda f: rerecord(f, "parameters", "by_road", value=True),
}  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_with_practice_is_found(copy, tampering):
    units, folder = copy
    TAMPERINGS[tampering](folder)
    findings, _ = verify_formation(units, folder, processes=1)
    assert findings != []


RULES_BROKEN = {
    "leads_needed": {"leads_needed": 9},
    "member_share_ceiling": {"member_share_ceiling": 0.05},
    "member_share_ceiling of related members": {"member_share_ceiling": 0.3},
    "line": {"baskets": [{"name": "خوان", "lines": [
        {"family": "a", "least": 11}, {"family": "b", "least": 1}]}]},
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES_BROKEN)
def test_a_rule_of_practice_that_is_broken_is_named(copy, rule):
    """Tables whose fingerprints are gone, so that only the rules themselves can tell."""
    units, folder = copy
    for name in ("consortia", "members", "prices", "certificate", "floors", "standing"):
        change(folder, name)
    for name, value in RULES_BROKEN[rule].items():
        rerecord(folder, "parameters", name, value=value)
    words = {"leads_needed": "able to lead", "line": "line 1"}
    wanted = words.get(rule, "member_share_ceiling")
    assert any(wanted in finding for finding in verify_formation(units, folder, processes=1)[0])


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A formation whose bound rests on a cut: the largest town's units, and their true bound."""
    folder = tmp_path_factory.mktemp("cut")
    units = towns(120, seed=6)
    result = form_consortia(units, CORE, Effort(iterations=60), processes=1, out_dir=folder / "out")
    write_parquet(units, folder / "units.parquet")
    inside = units.filter(pl.col("lat_deg") > units["lat_deg"].median())["unit_id"]
    least, price = 7, 0.01
    parameters = result.record["parameters"]
    case = case_of(units.join(result.prices, on="unit_id"), parameters)
    of = pl.Series(case.unit_id).is_in(inside.implode()).to_numpy()
    told = Cuts(of - 1, *map(pl.Series.to_numpy, (pl.Series([least]), pl.Series([price]),
                                                  pl.Series([len(inside) // least]))))  # fmt: skip
    bound = bounds_of(replace(case, cuts=told)).cuts.tight
    out = folder / "out"
    cuts = {"cut_id": [1], "family": ["family 0"], "least": [least], "price": [price]}
    write_parquet(pl.DataFrame(cuts), out / "cuts.parquet")
    held = pl.DataFrame({"cut_id": [1] * len(inside), "unit_id": inside})
    write_parquet(held, out / "cut_units.parquet")
    for name in ("districts", "district_units"):
        (out / f"{name}.parquet").unlink(missing_ok=True)
    change(out, "certificate", pl.lit("cuts").alias("kind"), pl.lit(bound).alias("bound"))
    value, weight = result.record["value"], result.record["weight"]
    rerecord(out, "bound", value=bound)
    rerecord(out, "families_exact", value=0)
    rerecord(out, "gap_share", value=(bound - value) / bound)
    rerecord(out, "loss_gap_share", value=(bound - value) / (weight - value))
    return folder


def test_a_bound_by_cuts_holds(cut):
    findings, figures = verify_formation(cut / "units.parquet", cut / "out", processes=1)
    assert findings == []
    assert figures["bound"] != pytest.approx(figures["bound_prices"], rel=1e-7)


CUT_TAMPERINGS = {
    "a cut's price lowered": lambda f: change(f, "cuts", pl.col("price") * 0.5),
    "a cut's price raised": lambda f: change(f, "cuts", pl.col("price") + 50.0),
    "a cut's price negative": lambda f: change(f, "cuts", -pl.col("price")),
    "a cut's price no number": lambda f: change(f, "cuts", pl.lit(float("nan")).alias("price")),
    "a cut that asks too few": lambda f: change(f, "cuts", pl.lit(6).alias("least")),
    "a cut of another family": lambda f: change(f, "cuts", pl.lit("other").alias("family")),
    "a cut twice": lambda f: pl.concat([pl.read_parquet(f / "cuts.parquet")] * 2)
    .write_parquet(f / "cuts.parquet"),
    "a unit in two cuts": lambda f: pl.concat([pl.read_parquet(f / "cut_units.parquet")] * 2)
    .write_parquet(f / "cut_units.parquet"),
    "a stranger in a cut": lambda f: change(f, "cut_units", pl.col("unit_id") + 7777),
    "units of no cut": lambda f: change(f, "cut_units", pl.lit(2).alias("cut_id")),
    "fewer units in a cut": lambda f: pl.read_parquet(f / "cut_units.parquet").head(8)
    .write_parquet(f / "cut_units.parquet"),
    "the cuts lost": lambda f: (f / "cuts.parquet").unlink(),
    "the cuts' units lost": lambda f: (f / "cut_units.parquet").unlink(),
    "both lost": lambda f: [(f / f"{n}.parquet").unlink() for n in ("cuts", "cut_units")],
    "the bound lowered": lambda f: change(f, "certificate", pl.col("bound") * (1 - 1e-6)),
}  # fmt: skip


@pytest.mark.parametrize("tampering", CUT_TAMPERINGS)
def test_tampering_with_cuts_is_found(cut, tmp_path, tampering):
    for path in (cut / "out").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    CUT_TAMPERINGS[tampering](tmp_path)
    assert verify_formation(cut / "units.parquet", tmp_path, processes=1)[0] != []


def test_a_run_is_judged_before_anything_is_written(practised):
    _, result = practised
    units = units_of_practice()
    figures = judged(units, result, processes=1)
    assert figures["value"] == pytest.approx(result.record["value"])
    false = replace(result, record=result.record | {"value": result.record["value"] + 0.1})
    with pytest.raises(CertificateDoesNotHold) as refused:
        judged(units, false, processes=1)
    assert refused.value.facts["count"] >= 1
    assert sentence(refused.value, "fa").endswith(".")


def test_a_proof_that_better_groupings_refute_is_found_though_the_value_meets_it():
    """A case of two units: the best is both together, and a claim of one alone is no proof."""
    import numpy as np

    one = np.ones(2)
    rules = {
        "min_size": 1, "max_size": 2, "reach_km": 9.0, "min_capacity": 0.0, "lead_readiness": 0.0,
        "distance_cost_per_km": 0.0, "fixed_cost": 0.5,
    }  # fmt: skip
    case = Case(35 * one, 51 * one, one, one, one, 0.7 * one, rules)
    assert best_possible(case, 0.5, bounds_of(case)) == pytest.approx(1.5)
