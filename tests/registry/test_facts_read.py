"""Cells that tell of people and papers: read in every spelling, or reported with the row kept."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.registry.cells_read import addresses, codes_read, emails, pieces_of_work
from hamafza.registry.columns import FACT_FIELDS, FIELDS, ColumnMapping
from hamafza.registry.facts_read import facts_of, kinds_told
from hamafza.registry.identity import CodeRule, national_code
from hamafza.registry.recognising import told_by
from hamafza.runs.fault_words import UNREAD_WORDS
from hamafza.runs.reading import registry_params
from hamafza.vocabulary.refusals import Refusal

RULE = CodeRule(digits=10, weights=(10, 9, 8, 7, 6, 5, 4, 3, 2))
TODAY = date(2026, 12, 1)
KINDS = frozenset({"person", "licence", "workshop", "contact", "machine"})


def row_of(**told) -> pl.DataFrame:
    cells = {"line": 2, **dict.fromkeys(FIELDS), **told}
    schema = {"line": pl.Int64, **dict.fromkeys(FIELDS, pl.String)}
    return pl.DataFrame([cells], schema=schema)


def read(country="IRN", **told):
    found = facts_of(row_of(**told), KINDS, country, registry_params(), TODAY)
    return found.facts.row(0, named=True), dict(found.unread.select("field", "code").iter_rows())


codes = st.one_of(
    st.from_regex(r"\A[0-9۰-۹]{7,11}\Z"),
    st.integers(0, 10**9 - 1).map(lambda number: f"{number:09d}0"),
    st.text(alphabet="0123456789-_. ۱۲۳\u200c\u200f", min_size=1, max_size=16),
)


@given(codes)
def test_codes_in_bulk_are_codes_one_by_one(text):
    try:
        wanted = national_code(text, RULE)
    except Refusal:
        wanted = None
    read = pl.DataFrame({"code": [text]}).select(codes_read(pl.col("code"), RULE)).item()
    assert read == wanted


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("چرخ خیاطی، اتو", ["چرخ خیاطی", "اتو"]),
        ("چرخ خیاطی; اتو\nپرس", ["چرخ خیاطی", "اتو", "پرس"]),
        ("دستگاه برش و دوخت", ["دستگاه برش و دوخت"]),
        ("دستگاه برش و دستگاه دوخت", ["دستگاه برش", "دستگاه دوخت"]),
        ("چرخ خیاطی و ۲ اتو", ["چرخ خیاطی", "۲ اتو"]),
        ("اتو، -، اتو", ["اتو"]),
    ],
)
def test_machines_of_one_cell(cell, parts):
    frame = pl.DataFrame({"cell": [cell]})
    assert frame.select(pieces_of_work(pl.col("cell"))).item().to_list() == parts


def test_addresses_and_emails():
    frame = pl.DataFrame({"cell": ["a@b.ir; نه", "www.x.ir", "https://x.com/a?b=1", "x", "a b.ir"]})
    mails = frame.select(emails(pl.col("cell"))).to_series().to_list()
    assert mails == [["a@b.ir"], [], [], [], []]
    sites = frame.select(addresses(pl.col("cell"))).to_series().to_list()
    assert sites == [[], ["www.x.ir"], ["https://x.com/a?b=1"], [], []]


def test_what_is_sound_is_kept_beside_what_is_not():
    told, unread = read(
        owner=" مریم ", owner_family="پارسا", owner_code="۰۰۱۲", licence="۱۲۳۴۵",
        licence_date="1402/01/05", licence_expiry="1407/01/04", mobile="۰۹۱۳ ۱۲۳ ۴۵۶۷",
    )  # fmt: skip
    assert told["owner"] == "مریم پارسا"
    assert (told["number"], told["licence_kind"]) == ("12345", "business")
    assert (told["issued_on"], told["expires_on"]) == (date(2023, 3, 25), date(2028, 3, 23))
    assert told["mobile"] == ["09131234567"]
    assert unread == {"owner_code": "code-wrong"}


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        ({"owner": "شرکت پارسا"}, "owner", "owner-not-a-person"),
        ({"owner": "1234"}, "owner", "owner-name-wrong"),
        ({"owner": "الف" * 60}, "owner", "cell-too-long"),
        ({"owner_code": "0012345679"}, "owner_code", "code-without-name"),
        ({"owner": "مریم", "owner_code": "1.23E+09"}, "owner_code", "code-wrong"),
        ({"owner_gender": "شاید"}, "owner_gender", "gender-unknown"),
        ({"licence": "12345", "licence_expiry": "1407/13/01"}, "licence_expiry", "expiry-wrong"),
        ({"licence": "12345", "licence_expiry": "1499/01/01"}, "licence_expiry", "expiry-wrong"),
        (
            {"licence": "12345", "licence_date": "1402/01/05", "licence_expiry": "1402/01/04"},
            "licence_expiry",
            "ends-before-it-begins",
        ),
        ({"licence_expiry": "1407/01/01"}, "licence_expiry", "licence-without-number"),
        ({"issuer": "اتحادیه"}, "issuer", "licence-without-number"),
        ({"activity_class": "کذا"}, "activity_class", "class-unknown"),
        ({"postal_code": "12345"}, "postal_code", "postal-code-wrong"),
        ({"workers": "3", "workers_women": "4"}, "workers_women", "women-wrong"),
        ({"mobile": "09131234567، فردا"}, "mobile", "mobile-wrong"),
        ({"email": "بدون"}, "email", "email-wrong"),
        ({"website": "ندارد"}, "website", "website-wrong"),
    ],
)
def test_a_cell_that_says_nothing_usable_is_reported(told, field, code):
    assert read(**told)[1] == {field: code}
    assert code in UNREAD_WORDS


def test_a_country_without_a_rule_leaves_codes_unread():
    told, unread = read("BGD", owner="Rahima", owner_code="1234567890")
    assert (told["owner"], told["code"]) == ("Rahima", None)
    assert unread == {"owner_code": "code-without-rule"}


def test_marks_alone_tell_nothing_and_are_no_fault():
    told, unread = read(owner="-", owner_code="---", email=".", mobile="–", machines="؟")
    assert unread == {}
    assert (told["owner"], told["machines"]) == (None, None)


def test_a_file_tells_the_kinds_that_it_has_columns_for():
    assert kinds_told(ColumnMapping({"licence": ("a",), "phone": ("b",)})) == frozenset()
    assert kinds_told(ColumnMapping({"email": ("a",)}, {"owner": None})) == {"contact"}
    assert kinds_told(ColumnMapping({"owner": ("a",)})) == {"person", "licence"}


def test_the_print_of_a_row_notices_each_field_of_facts_and_is_as_before_without_them():
    plain = told_by(row_of(name="پته"))[0]
    prints = {told_by(row_of(name="پته", **{name: "x"}))[0] for name in FACT_FIELDS}
    assert len(prints | {plain}) == len(FACT_FIELDS) + 1
    old = "\x1f".join(["پته", *[""] * (len(FIELDS) - len(FACT_FIELDS) - 1)])
    from hashlib import blake2b

    digest = blake2b(old.encode(), digest_size=8).digest()
    assert plain == int.from_bytes(digest, "big", signed=True)
