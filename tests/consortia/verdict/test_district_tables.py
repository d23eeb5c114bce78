"""The tables of districts, through files: they hold, and each fault has a sentence of its own."""

import json
from dataclasses import replace

import polars as pl
import pytest

from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.certificate import judge_family
from hamafza.consortia.verdict.judge import claims_of
from hamafza.runs.formation_tables import METADATA_KEY, rules_digest
from hamafza.runs.formation_verdict import verify_formation
from hamafza.store.tables import write_parquet
from tests.consortia.verdict.dividing import certified

ID, FAMILY, BOUND, PRICE = (pl.col(name) for name in ("district_id", "family", "bound", "price"))
FIRST = pl.int_range(pl.len()) == 0
NAN = pl.lit(float("nan"))
UNREAD = "there are none of it to be read"


@pytest.fixture(scope="module")
def told():
    return certified()


@pytest.fixture
def folder(told, tmp_path):
    metadata = {METADATA_KEY: rules_digest(told.record["parameters"])}
    write_parquet(told.units, tmp_path / "units.parquet")
    for name in (
        "consortia", "members", "prices", "certificate", "districts", "district_units",
    ):  # fmt: skip
        write_parquet(getattr(told.tables, name), tmp_path / f"{name}.parquet", metadata)
    (tmp_path / "run.json").write_text(json.dumps(told.record))
    return tmp_path


def found_in(folder):
    return verify_formation(folder / "units.parquet", folder, processes=1)[0]


def test_a_certificate_by_districts_holds_as_it_lies_in_files(folder):
    assert found_in(folder) == []


@pytest.mark.parametrize("name", ["districts", "district_units"])
def test_a_table_of_the_two_that_is_lost_is_missed(folder, name):
    (folder / f"{name}.parquet").unlink()
    first, second = found_in(folder)
    assert f"{name}.parquet is missing" in first
    assert UNREAD in second


def test_both_tables_lost_leave_a_family_without_districts(folder):
    for name in ("districts", "district_units"):
        (folder / f"{name}.parquet").unlink()
    (found,) = found_in(folder)
    assert UNREAD in found


def one_more(**columns):
    """Return a change that adds a row like the first, but for these columns."""
    return lambda f: pl.concat([f, f.head(1).with_columns(
        pl.lit(value, f.schema[name]).alias(name) for name, value in columns.items())])  # fmt: skip


FAULTS = {
    "a district twice": ("districts", one_more(), "names a district more than once"),
    "a district of no family": (
        "districts", one_more(district_id=77, family=None), "names a family that there is not"),
    "a district of another family": (
        "districts", lambda f: f.with_columns(family=pl.when(FIRST).then(pl.lit("other"))
                                              .otherwise("family")),
        "names family 'other', whose certificate is not by districts"),
    "a bound no number": ("districts", lambda f: f.with_columns(bound=NAN),
                          "holds a bound that is no number"),
    "an infinite bound": ("districts", lambda f: f.with_columns(bound=pl.lit(float("inf"))),
                          "holds a bound that is no number"),
    "a district without units": (
        "districts", one_more(district_id=77), "names a district without units"),
    "districts not named": ("districts", lambda f: f.tail(2),
                            "names a district that districts.parquet does not"),
    "no districts": ("districts", lambda f: f.head(0),
                     "names a district that districts.parquet does not"),
    "a unit twice": ("district_units", one_more(), "puts a unit into more than one district"),
    "a unit left out": ("district_units", lambda f: f.tail(-1), "leaves out 1 units of family"),
    "no unit at all": ("district_units", lambda f: f.head(0), "leaves out 120 units of family"),
    "a stranger": ("district_units", one_more(unit_id=7777),
                   "names a unit that is not in the units file"),
    "a unit of another family": (
        "district_units", one_more(unit_id=1001),
        "puts a unit into a district of another family"),
    "a unit of a family by prices": (
        "district_units", one_more(unit_id=1001),
        "names a unit whose family's certificate is not by districts"),
    "a price negative": ("district_units", lambda f: f.with_columns(price=PRICE - 1e-3),
                         "holds a price that is negative or no number"),
    "a price no number": ("district_units", lambda f: f.with_columns(price=NAN),
                          "holds a price that is negative or no number"),
    "no price": ("district_units", lambda f: f.with_columns(price=pl.lit(None, pl.Float64)),
                 "holds a price that is negative or no number"),
}  # fmt: skip


def with_another_family(told):
    """Return the units and tables with two units more, of a family that rests on its prices."""
    more = told.units.head(2).with_columns(unit_id=pl.Series([1001, 1002]), family=pl.lit("other"))
    ids = more.select("unit_id")
    row = {"family": ["other"], "kind": ["prices"], "bound": [0.0]}
    tables = replace(
        told.tables,
        prices=pl.concat([told.tables.prices, ids.with_columns(price=pl.lit(0.0))]),
        certificate=pl.concat([told.tables.certificate, pl.DataFrame(row)]),
    )
    return pl.concat([told.units, more]), tables


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_tables_is_found_and_nothing_is_searched(told, fault):
    name, change, words = FAULTS[fault]
    units, tables = with_another_family(told)
    tables = replace(tables, **{name: change(getattr(tables, name))})
    wrong, claims = claims_of(units, asked_of(told.record["parameters"]), tables)
    assert any(words in each for each in wrong)
    found = {claim.family: judge_family(claim).findings for claim in claims}
    assert found["other"] == []
    (only,) = found["family 0"]
    assert UNREAD in only


def test_without_a_fault_the_other_family_changes_nothing(told):
    units, tables = with_another_family(told)
    wrong, claims = claims_of(units, asked_of(told.record["parameters"]), tables)
    assert wrong == []
    assert [judge_family(claim).findings for claim in claims] == [[], []]


def test_districts_of_a_family_whose_certificate_is_of_another_kind_are_found(told):
    tables = replace(told.tables, certificate=told.tables.certificate.with_columns(
        kind=pl.lit("prices")))  # fmt: skip
    wrong, _ = claims_of(told.units, asked_of(told.record["parameters"]), tables)
    assert any("whose certificate is not by districts" in each for each in wrong)
    assert any("names a unit whose family's certificate is not" in each for each in wrong)


TAMPERINGS = {
    "a bound lowered": ("districts", {"bound": BOUND * 0.99}),
    "a bound below zero": ("districts", {"bound": -BOUND}),
    "bounds forgotten": ("districts", {"bound": pl.lit(None, pl.Float64)}),
    "prices raised": ("district_units", {"price": PRICE + 0.1}),
    "prices lowered": ("district_units", {"price": PRICE * 0.5}),
    "a border moved": ("district_units", {"district_id": ID.sort()}),
    "all in one": ("district_units", {"district_id": pl.lit(4)}),
    "the family's bound lowered": ("certificate", {"bound": BOUND * (1 - 1e-6)}),
    "another kind": ("certificate", {"kind": pl.lit("exact")}),
    "the old kind": ("certificate", {"kind": pl.lit("parts")}),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_with_districts_is_found(folder, tampering):
    name, columns = TAMPERINGS[tampering]
    path = folder / f"{name}.parquet"
    pl.read_parquet(path).with_columns(**columns).write_parquet(path)
    assert found_in(folder) != []
