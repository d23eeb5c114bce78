"""A unit is known again by number, licence, or name and town; never one unit for two rows."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hamafza.registry.changes import FOLLOWS, MAY_CHANGE, moved
from hamafza.registry.columns import FIELDS
from hamafza.registry.params import Recognition
from hamafza.registry.recognising import IDENTITY, TOLD, WORDS, recognised, with_identity
from hamafza.vocabulary.tables.units import Units

KEYS = {IDENTITY: pl.String, WORDS: pl.Int64, TOLD: pl.Int64}


def rows(*told):
    return pl.DataFrame(
        [(at, *row) for at, row in enumerate(told, start=2)], schema={"line": pl.Int64, **KEYS},
        orient="row",
    )  # fmt: skip


def listed(*told):
    return rows(*told).rename({"line": "listed"})


def seen(clean, known, aside=None):
    found = recognised(clean, rows() if aside is None else aside, known)
    told = [(row["listed"], row["is_same"]) for row in found.rows.iter_rows(named=True)]
    return told, found.gone["listed"].to_list()


def test_the_same_rows_in_another_order_are_the_same():
    first = [("licence:1", 11, 101), ("licence:2", 12, 102), ("", 13, 103)]
    told, gone = seen(rows(*reversed(first)), listed(*first))
    assert told == [(4, True), (3, True), (2, True)]
    assert gone == []


def test_another_licence_under_one_name_is_another_unit():
    told, gone = seen(rows(("licence:9", 11, 109)), listed(("licence:1", 11, 101)))
    assert (told, gone) == ([(None, False)], [2])


def test_a_unit_that_got_its_licence_is_known_by_its_name():
    told, gone = seen(rows(("licence:9", 11, 109)), listed(("", 11, 101)))
    assert (told, gone) == ([(2, False)], [])


def test_two_without_number_under_one_name_are_not_taken_for_each_other():
    told, gone = seen(rows(("", 11, 105), ("", 11, 106)), listed(("", 11, 101), ("", 11, 102)))
    assert told == [(None, False), (None, False)]
    assert gone == [2, 3]


def test_a_row_set_aside_keeps_its_unit_from_being_gone():
    aside = rows(("licence:1", 11, 0))
    told, gone = seen(rows(), listed(("licence:1", 11, 101)), aside)
    assert (told, gone) == ([], [])


def test_zeros_that_excel_took_make_no_other_licence_and_placeholders_none():
    cells = {"own_id": [None, None, None, "A-7"], "licence": ["0012345", "12345", "000", "55555"],
             "name": ["x"] * 4, "province": ["p"] * 4, "city": ["c"] * 4,
             "province_found": [None] * 4, "city_found": ["C"] * 4}  # fmt: skip
    told = with_identity(pl.DataFrame(cells), Recognition())
    assert told[IDENTITY].to_list() == ["licence:12345", "licence:12345", "", "own:a7"]
    assert told[WORDS].n_unique() == 1


few = st.tuples(st.sampled_from(["", "licence:1", "licence:2"]), st.integers(1, 3),
                st.integers(1, 4))  # fmt: skip


@given(st.lists(few, max_size=8), st.lists(few, max_size=8), st.lists(few, max_size=3))
def test_every_row_and_every_unit_is_told_of_once(now, before, bad):
    clean, known = rows(*now), listed(*before)
    aside = rows(*bad).with_columns(pl.col("line") + 100)
    found = recognised(clean, aside, known)
    assert found.rows["line"].to_list() == clean["line"].to_list()
    taken = found.rows["listed"].drop_nulls().to_list()
    gone = found.gone["listed"].to_list()
    assert len(taken) == len(set(taken))
    assert not set(taken) & set(gone)
    assert set(taken) | set(gone) <= set(known["listed"].to_list())
    again = recognised(clean, rows(), clean.rename({"line": "listed"}))
    assert again.rows["is_same"].all()
    assert again.gone.is_empty()


def test_what_follows_a_field_are_columns_of_units():
    assert set(FOLLOWS) <= set(FIELDS)
    assert set(MAY_CHANGE) <= set(Units.column_names())


def test_a_code_that_a_person_confirmed_keeps_its_family():
    before = dict.fromkeys(MAY_CHANGE, "old")
    after = dict.fromkeys(MAY_CHANGE, "new")
    changes, stay = moved(["goods_text"], before, after, frozenset({"hs6"}))
    assert changes == dict.fromkeys(["goods_text", "capacity", "capacity_basis", "weight"], "new")
    assert stay == ["hs6"]
    assert moved(["phone"], before, after, frozenset()) == ({"phone": "new"}, [])
