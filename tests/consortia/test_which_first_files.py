"""The command `consortia first` on files: budgets, reasons, what stands in the way, bad input."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from hamafza.cli.consortia import app
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences import sentence

GROUPS = (
    # number, family, province, size, value: one group a row; units number 100 * number + 1 ...
    (1, "6302", "کرمان", 4, 12.0),
    (2, "6302", "کرمان", 4, 10.0),
    (3, "6302", "یزد", 4, 9.0),
    (4, "6302", "یزد", 4, 8.0),
    (5, "5701", "قم", 4, 7.0),
    (6, "5701", None, 4, 6.0),
)
PARAMS = '[costs]\ncurrency = "USD"\ngroup = 10\nmember = 0.25\ngroups_per_promoter = 2\n'
COST_MINOR = 1100


@pytest.fixture
def house(tmp_path):
    rows = [
        {"unit_id": 100 * number + at, "readiness": 0.5, "province": province,
         "home_based": at == 1, "women_owned": None, "market_usd": {"5701": 1e6}.get(family)}
        for number, family, province, size, _ in GROUPS for at in range(1, size + 1)
    ]  # fmt: skip
    units = pl.DataFrame(rows, schema_overrides={"women_owned": pl.Boolean})
    units.write_parquet(tmp_path / "units.parquet")
    pl.DataFrame(
        {
            "consortium_id": [row[0] for row in GROUPS],
            "family": [row[1] for row in GROUPS],
            "lead_unit_id": [100 * row[0] + 1 for row in GROUPS],
            "size": [row[3] for row in GROUPS],
            "capacity": [3.0] * len(GROUPS),
            "value": [row[4] for row in GROUPS],
        }
    ).write_parquet(tmp_path / "consortia.parquet")
    members = units.select("unit_id", consortium_id=pl.col("unit_id") // 100, share=1.0)
    members.write_parquet(tmp_path / "members.parquet")
    (tmp_path / "P.toml").write_text(PARAMS)
    return tmp_path


def asked(house, count=6, budget=None, *more):
    arguments = ["first", str(house / "units.parquet"), str(house), "--count", str(count)]
    arguments += ["--params", str(house / "P.toml"), "--out", str(house / "F.parquet"), *more]
    if budget is not None:
        name, text = budget
        (house / name).write_text(text)
        arguments += ["--budget", str(house / name)]
    done = CliRunner().invoke(app, arguments, catch_exceptions=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def answer(house, count=6, budget=None, *more):
    told = json.loads(asked(house, count, budget, "--json", *more))
    return {row["consortium_id"] for row in told["first"]}, {
        row["consortium_id"]: {each["key"]: each["facts"] for each in row["why_not"]}
        for row in told["next"]
    }, told  # fmt: skip


CSV = "province,money,promoters\nكرمان,15,\nیزد,,0.5\n*,100,\n"  # an Arabic kaf in Kerman
TOML = """
[national]
money = 100
[province."كرمان"]
money = 15
[province."یزد"]
promoters = 0.5
"""


@pytest.mark.parametrize("budget", [("B.csv", CSV), ("B.toml", TOML)])
def test_a_budget_by_province_says_who_is_first_and_what_keeps_the_others_out(house, budget):
    first, others, told = answer(house, 6, budget)
    assert first == {1, 3}
    assert others == {
        2: {"province-money": {"province": "کرمان", "cost_minor": COST_MINOR, "currency": "USD",
                               "province_money_left_minor": 400}},
        4: {"province-promoters": {"province": "یزد", "province_places_left": 0}},
        5: {"province-not-funded": {"province": "قم"}},
        6: {"province-unknown": {}},
    }  # fmt: skip
    figures = told["figures"]
    assert (figures["chosen"], figures["cost_minor"]) == (2, 2 * COST_MINOR)
    assert figures["score"] == pytest.approx(figures["bound"])


def test_the_nations_purse_and_the_count_end_the_list(house):
    first, others, _ = answer(house, 6, ("B.csv", "province,money,promoters\n,40,1.5\n"))
    assert len(first) == 3
    assert {frozenset(why) for why in others.values()} == {
        frozenset({"national-money", "national-promoters"})
    }
    first, others, told = answer(house, 2)
    least = min(row["score"] for row in told["first"])
    assert all(why["count-reached"]["least_chosen_score"] == least for why in others.values())
    assert [row["rank"] for row in told["first"]] == [1, 2]


def test_reasons_carry_the_facts_their_sentences_need(house):
    _, _, told = answer(house, 6)
    best = {row["consortium_id"]: row for row in told["first"]}
    assert best[1]["reasons"][0] == {
        "key": "value", "facts": {"value": 12.0, "cost_minor": COST_MINOR, "currency": "USD"}
    }  # fmt: skip
    assert best[5]["market_usd"] == 1e6
    assert best[1]["market_usd"] is None
    assert best[1]["inclusion_share"] == 0.25


def test_stability_takes_part_when_it_is_given(house):
    overlaps = pl.DataFrame({"consortium_id": [1, 2, 3, 4, 5, 6], "overlap": [0.0] * 5 + [1.0]})
    overlaps.write_parquet(house / "S.parquet")
    (house / "P.toml").write_text(PARAMS + "[weights]\nvalue = 0.1\nstability = 10\n")
    first, _, told = answer(house, 1, None, "--stability", str(house / "S.parquet"))
    assert first == {6}
    assert told["first"][0]["reasons"][0] == {"key": "stability", "facts": {"overlap": 1.0}}


def test_the_table_and_its_record_are_written(house):
    asked(house, 3, None, "--next", "1")
    table = pl.read_parquet(house / "F.parquet")
    assert table["chosen"].to_list() == [True] * 3 + [False]
    record = json.loads((house / "F.json").read_text())
    assert record["parameters"]["costs"]["currency"] == "USD"
    assert {"units", "consortia", "members", "params"} <= set(record["inputs"])
    assert record["figures"]["groups"] == len(GROUPS)


def test_people_read_a_table_and_hear_of_provinces_without_groups(house):
    told = asked(house, 3, ("B.csv", "province,money,promoters\nکرمان,100,\nتهران,100,\n"))
    assert "2 of 6 groups" in told
    assert "province-not-funded" in told
    assert "No group is led from: تهران." in told


def copied(path):
    other = path.with_name("copy.parquet")
    other.write_bytes(path.read_bytes())
    return str(other)


def spoil_units(house, alter):
    frame = pl.read_parquet(house / "units.parquet")
    alter(frame).write_parquet(house / "units.parquet")


BAD = {
    "a count of none": (lambda h: (0,), "count must lie between 1 and"),
    "a currency of its own": (
        lambda h: (3, ("B.toml", 'currency = "IRR"\n[national]\nmoney = 5\n')),
        "counts money in IRR and the costs are in USD",
    ),
    "a province twice": (
        lambda h: (3, ("B.csv", "province,money,promoters\nکرمان,1,\nكرمان,2,\n")),
        "more than once",
    ),
    "money below zero": (
        lambda h: (3, ("B.toml", "[national]\nmoney = -5\n")),
        "-5 in",
    ),
    "money that is none": (
        lambda h: (3, ("B.csv", "province,money,promoters\n*,much,\n")),
        "much",
    ),
    "a key unknown": (lambda h: (3, ("B.toml", "[national]\ncash = 5\n")), "cash"),
    "no TOML": (lambda h: (3, ("B.toml", "[[[")), "B.toml"),
    "a column missing": (
        lambda h: spoil_units(h, lambda u: u.drop("readiness")) or (3,),
        "lacks the columns readiness",
    ),
    "a column of another kind": (
        lambda h: spoil_units(h, lambda u: u.with_columns(province=pl.lit(3))) or (3,),
        "Column province must hold text",
    ),
    "units of another run": (
        lambda h: spoil_units(h, lambda u: u.filter(pl.col("unit_id") != 103)) or (3,),
        "unit 103 among them",
    ),
    "a run without groups": (
        lambda h: pl.read_parquet(h / "consortia.parquet").clear().write_parquet(
            h / "consortia.parquet") or (3,),
        "proposed no consortium",
    ),
    "weights that are none": (
        lambda h: (h / "P.toml").write_text("[weights]\nvalue = -1\n") and (3,),
        "value must be a finite number",
    ),
    "costs of nothing": (
        lambda h: (h / "P.toml").write_text("[costs]\ngroup = 0\nmember = 0\n") and (3,),
        "group and member must not both cost nothing",
    ),
    "a stability of other columns": (
        lambda h: (3, None, "--stability", copied(h / "members.parquet")),
        "overlap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_answered_with_a_sentence(house, case):
    spoil, wanted = BAD[case]
    arguments = spoil(house)
    with pytest.raises(Refusal) as refused:
        asked(house, *arguments)
    assert wanted in sentence(refused.value)
    assert sentence(refused.value, "fa")
