"""A plan as people meet it: commands, files, reasons in words, the reverse, the guild's part."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli import markets
from hamafza.markets.guild_part import GuildPartParams, PriceBand, guild_part
from hamafza.markets.plan.reasons import WHY, WHY_NOT, WHY_NOWHERE
from hamafza.markets.plan.refusals import (
    PlanEffortNotPossible,
    PlanMarketUnknown,
    PlanTableNotSound,
    PlanWithoutMarkets,
    PlanWorthTooLarge,
)
from hamafza.markets.plan.serving import LACKS, who_could_serve
from hamafza.runs.guild_part import ROOM as GUILD_ROOM
from hamafza.store.parameters import load
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.market_plan import PlanExplained, PlanShipments
from hamafza.web import market_plan_words as words
from tests.markets.plan_worlds import PARAMS, PLACES, drawn, potential, supply

GAPS = {("6302", "OMN"): 90_000.0, ("6302", "IRQ"): 30_000.0, ("6302", "DEU"): 200_000.0}


def call(*asked: str):
    return CliRunner().invoke(markets.app, list(asked), catch_exceptions=False)


def write(folder, goods, rooms):
    goods.write_parquet(folder / "s.parquet")
    rooms.write_parquet(folder / "p.parquet")
    return ["--supply", str(folder / "s.parquet"), "--potential", str(folder / "p.parquet")]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    rows = [("6302", 60, 10, 5_000, 0.3)] * 3 + [("6302", 5, 10, 5_000, 0.3)]
    files = write(folder, supply([*rows, ("0101", 90, 10, 5_000, 0.3)]), potential(GAPS))
    told = call("plan", *files, "--out", str(folder / "out"), "--iterations", "210", "--json")
    return folder, json.loads(told.stdout)


def test_a_plan_is_written_and_stands_before_the_judge(written):
    folder, figures = written
    plan = checked(PlanShipments, pl.read_parquet(folder / "out" / "plan.parquet"))
    assert plan["value_usd_cents"].sum() == round(100 * figures["sent_usd"])
    assert "Everything holds" in call("plan-verify", str(folder / "out")).stdout
    assert figures["judged_gap_share"] < 0.02


def test_a_plan_that_somebody_changed_does_not_hold(written, tmp_path):
    folder, _ = written
    for path in (folder / "out").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    plan = pl.read_parquet(tmp_path / "plan.parquet")
    more = plan.with_columns(pl.col("units") * 9, pl.col("value_usd_cents") * 9)
    more.write_parquet(tmp_path / "plan.parquet")
    told = call("plan-verify", str(tmp_path), "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["holds"] is False


def test_every_group_is_told_where_and_why_or_why_nowhere(written):
    rows = checked(PlanExplained, pl.read_parquet(written[0] / "out" / "explained.parquet"))
    assert set(rows["group_id"]) == {1, 2, 3, 4, 5}
    nowhere = dict(rows.filter(pl.col("kind") == "none").select("group_id", "reasons").iter_rows())
    assert nowhere == {4: "capacity-below-lot", 5: "no-potential"}
    sent = rows.filter(pl.col("kind") == "sent")
    plan = pl.read_parquet(written[0] / "out" / "plan.parquet")
    assert sent["units"].sum() == plan["units"].sum()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_reasons_are_sentences_in_both_languages(written, language):
    rows = pl.read_parquet(written[0] / "out" / "explained.parquet").to_dicts()
    said = [words.explanation(row, ("Oman", "عمان"), language) for row in rows]
    assert all("%(" not in each and each.endswith(".") for each in said)
    begin = "Oman, because " if language == "en" else "عمان، چون "
    assert any(each.startswith(begin) for each in said)


def test_no_reason_is_mute():
    assert set(words.CLAUSES) == set(WHY)
    assert set(words.NOT_THERE) == set(WHY_NOT)
    assert set(words.NOWHERE) == set(WHY_NOWHERE)
    assert set(words.LACKING) == set(LACKS)


def test_a_spreadsheet_does_as_well_and_people_read_sentences(tmp_path):
    goods, rooms = drawn(1, groups=6)
    files = write(tmp_path, goods, rooms)
    goods.write_csv(tmp_path / "s.csv")
    files[1] = str(tmp_path / "s.csv")
    shown = call("plan", *files, "--out", str(tmp_path / "o"), "--seconds", "1", "--language", "fa")
    assert "چون" in shown.stdout and "no other plan is worth more than" in shown.stdout


def test_what_cannot_be_planned_is_refused(tmp_path):
    goods, rooms = supply([("6302", 60, 10, 5_000, 0.3)]), potential(GAPS)
    out = ("--out", str(tmp_path / "o"))
    cases = {
        PlanTableNotSound: (goods.with_columns(lot_units=pl.lit(0)), rooms),
        PlanWorthTooLarge: (goods.with_columns(unit_usd_cents=pl.lit(10**12)), rooms),
        PlanWithoutMarkets: (goods.with_columns(hs4=pl.lit("0101")), rooms),
    }
    for refusal, tables in cases.items():
        with pytest.raises(refusal):
            call("plan", *write(tmp_path, *tables), *out)
    with pytest.raises(PlanEffortNotPossible):
        call("plan", *write(tmp_path, goods, rooms), *out, "--seconds", "0")
    assert not (tmp_path / "o").exists()


def test_who_could_serve_tells_what_each_lacks():
    rows = [
        ("6302", 60, 10, 5_000, 0.3), ("6302", 5, 10, 5_000, 0.3), ("6302", 90, 10, 5_000, 0.02),
        ("6302", 900, 900, 9_000, 0.3), ("6302", 30, 10, 5_000, 0.3),
    ]  # fmt: skip
    goods = supply(rows).with_columns(readiness=pl.Series([0.9, 0.9, 0.9, 0.9, 0.1]))
    market = potential({("6302", "OMN"): 90_000.0}).row(0, named=True)
    place = PLACES.filter(pl.col("importer") == "OMN")
    found = who_could_serve(goods, market, place, None, PARAMS)
    assert found["group_id"][0] == 1
    assert dict(found.select("group_id", "lacks").iter_rows()) == {
        1: "", 2: "capacity-below-lot", 3: "way-above-margin", 4: "lot-above-room", 5: "not-ready",
    }  # fmt: skip
    assert found["filled_share"][0] == pytest.approx(4 * 60 * 50 / 45_000)


def test_a_market_is_asked_for_by_command(tmp_path):
    supply([("5701", 60, 10, 5_000, 0.3)]).write_parquet(tmp_path / "s.parquet")
    asked = ("--supply", str(tmp_path / "s.parquet"), "--importer", "omn")
    told = json.loads(call("who-serves", *asked, "--hs4", "57.01", "--json").stdout)
    assert [row["group_id"] for row in told["servers"]] == [1]
    assert "OMN, heading 5701" in call("who-serves", *asked, "--hs4", "5701").stdout
    with pytest.raises(PlanMarketUnknown):
        call("who-serves", *asked, "--hs4", "0000")


CAPACITY = pl.DataFrame(
    {"hs4": ["5701", "5701", "6302"], "province": ["کرمان", "فارس", "کرمان"],
     "shipments_a_month": [3.0, 1.0, 50.0]}
)  # fmt: skip
EXPORTS = pl.DataFrame({"hs4": ["5701", "6302"], "exports_usd": [1_920_000.0, 1_000_000.0]})


def test_the_guilds_part_is_its_share_within_its_capacity():
    """4 shipments a month at 10,000 USD are a quarter of 1.92 million; 6302 is made beyond it."""
    rooms = potential(
        {("5701", "OMN"): 600_000.0, ("5701", "DEU"): 1_200_000.0, ("6302", "IRQ"): 30_000.0}
    )
    params = GuildPartParams(
        PriceBand(5_000, 10_000, 20_000),
        handmade=load(GuildPartParams, GUILD_ROOM, "guild_part").handmade,
    )
    parts, provinces = guild_part(rooms, CAPACITY, EXPORTS, params)
    carpets = parts.filter(pl.col("hs4") == "5701")
    assert carpets["share_usual"].to_list() == pytest.approx([0.25] * 2)
    assert carpets["part_usual_usd"].to_list() == pytest.approx([320_000.0, 160_000.0])
    assert carpets["part_low_usd"].sum() == pytest.approx(240_000.0)
    assert carpets["handmade_low_usd"].sum() == pytest.approx(0.9 * 240_000.0)
    linen = parts.filter(pl.col("hs4") == "6302")
    assert linen["part_usual_usd"].to_list() == pytest.approx([40_000.0])
    carpets_by = provinces.filter(pl.col("hs4") == "5701").select("province", "capacity_share")
    assert dict(carpets_by.iter_rows()) == {"کرمان": 0.75, "فارس": 0.25}
    assert provinces["part_usual_usd"].sum() == pytest.approx(parts["part_usual_usd"].sum())


def test_the_guilds_part_never_exceeds_potential_or_capacity_and_its_band_rises():
    for seed in range(20):
        goods, rooms = drawn(seed, headings=3)
        capacity = goods.select("hs4", "province", shipments_a_month=pl.col("lot_units") / 50)
        exports = goods.select(pl.col("hs4").unique()).with_columns(exports_usd=pl.lit(20_000.0))
        shares = exports.head(1).select(
            "hs4", share_low=pl.lit(0.1), share=pl.lit(0.2), share_high=pl.lit(0.5)
        )
        parts, _ = guild_part(rooms, capacity, exports, GuildPartParams(), shares)
        assert (parts["part_low_usd"] <= parts["part_usual_usd"] + 1e-6).all()
        assert (parts["part_usual_usd"] <= parts["part_high_usd"] + 1e-6).all()
        assert (parts["part_high_usd"] <= parts["potential_usd"]).all()
        sums = parts.group_by("hs4").agg(
            pl.col("part_high_usd").sum(), pl.col("capacity_high_usd").first()
        )
        assert (sums["part_high_usd"] <= sums["capacity_high_usd"] * (1 + 1e-9)).all()
        assert set(parts["share_basis"]) <= {"told", "capacity"}


def test_the_guilds_part_of_registered_units_by_command(tmp_path):
    units = pl.DataFrame(
        {"kind": ["maker", "maker", "service"], "hs4": ["5701", "6302", None],
         "family": ["5701", "6302", "service:1"], "province": ["کرمان"] * 3,
         "capacity": [2.0, 1.0, 0.0]}
    )  # fmt: skip
    units.write_parquet(tmp_path / "u.parquet")
    told = call(
        "guild-part", "--units", str(tmp_path / "u.parquet"), "--out", str(tmp_path), "--json"
    )
    figures = json.loads(told.stdout)
    assert figures["goods"] == 2
    assert 0 < figures["part_low_usd"] < figures["part_usual_usd"] < figures["part_high_usd"]


def test_consortia_become_a_supply_and_a_supply_a_plan(tmp_path):
    proposals = pl.DataFrame(
        {"consortium_id": [1, 2], "family": ["6302", "unclassified"], "lat_deg": [30.0, 31.0],
         "lon_deg": [57.0, 57.0], "capacity": [1.5, 2.0]}
    )  # fmt: skip
    proposals.write_parquet(tmp_path / "proposals.parquet")
    call("plan-supply", str(tmp_path / "proposals.parquet"), "--out", str(tmp_path / "s.parquet"))
    made = pl.read_parquet(tmp_path / "s.parquet")
    assert made["capacity_q1"].to_list() == [450]
    assert made["lot_units"].to_list() == [100]
    potential(GAPS).write_parquet(tmp_path / "p.parquet")
    files = ["--supply", str(tmp_path / "s.parquet"), "--potential", str(tmp_path / "p.parquet")]
    told = call("plan", *files, "--out", str(tmp_path / "o"), "--iterations", "205", "--json")
    assert json.loads(told.stdout)["groups_sending"] == 1
