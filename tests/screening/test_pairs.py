"""Names that are the same are found, whichever script; different ones are not blocked."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.runs.screening import screening_rules
from hamafza.screening.listing import Entry, SanctionsList
from hamafza.screening.parties import Band, Party, Screen
from hamafza.screening.refusals import NameEmpty, NoCurrentList

RULES = screening_rules()
SAME = [
    ("شرکت بازرگانی النور", "Al Noor Trading Company"),
    ("شرکت بازرگانی نوین تجارت کاسپین", "Novin Tejarat Caspian Trading Co"),
    ("شرکت بازرگاني النور", "شرکت بازرگانی النور"),
    ("محمد رضایی", "Mohammad Rezaei"),
    ("محمدرضا کریمی", "Mohammad Reza Karimi"),
    ("محمدرضا کریمی", "محمد رضا کریمی"),
    ("حسین قاسمی", "Hossein Ghasemi"),
    ("حسین قاسمی", "Husein Qasemi"),
    ("عبدالله جوادی", "Abdollah Javadi"),
    ("صالح فاضلی", "Saleh Fazeli"),
    ("Zarrinkavir General Trading L.L.C.", "ZARRIN KAVIR TRADING CO"),
]
DIFFERENT = [
    ("شرکت بازرگانی پارس", "شرکت بازرگانی پارسا"),
    ("Caspian General Trading LLC", "Caspian Star General Trading LLC"),
    ("Pars Trading LLC", "Fars Trading LLC"),
    ("General Trading Company", "General Import Export Company"),
    ("Karimi Brothers", "Karami Brothers"),
]


def _screen(*names, **entry):
    one = Entry("E1", "entity", names, **entry)
    return Screen([SanctionsList("test", "1", None, (one,))], RULES)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_party_is_found_from_either_side(one, other):
    assert _screen(other).check(Party((one,))).band is not Band.CLEAR
    assert _screen(one).check(Party((other,))).band is not Band.CLEAR


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_parties_are_not_blocked(one, other):
    assert _screen(other).check(Party((one,))).band is not Band.BLOCK
    assert _screen(one).check(Party((other,))).band is not Band.BLOCK


def test_generic_words_alone_find_nobody():
    assert _screen("Shining Star General Trading").check(
        Party(("General Trading Company",))
    ).band is (Band.CLEAR)


LETTERS = string.ascii_letters + "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES, st.sampled_from([None, "IRN", "OMN"]))
def test_an_exact_name_always_blocks_whatever_else_is_said(name, other, country):
    screen = _screen(other, name, countries=("IRQ",))
    assert screen.check(Party((name,), country)).band is Band.BLOCK
    assert screen.check(Party((f"  {name.upper()}. ",), country)).band is Band.BLOCK


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_one_name_more_never_makes_a_party_cleaner(listed, one, other):
    order = [Band.CLEAR, Band.REVIEW, Band.BLOCK]
    screen = _screen(listed)
    alone = order.index(screen.check(Party((one,))).band)
    together = order.index(screen.check(Party((one, other))).band)
    assert together >= alone


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES)
def test_one_list_more_never_makes_a_party_cleaner(listed, party):
    order = [Band.CLEAR, Band.REVIEW, Band.BLOCK]
    first = SanctionsList("first", "1", None, (Entry("A", "entity", ("Nobody At All",)),))
    second = SanctionsList("second", "1", None, (Entry("B", "entity", (listed,)),))
    few = order.index(Screen([first], RULES).check(Party((party,))).band)
    many = order.index(Screen([first, second], RULES).check(Party((party,))).band)
    assert many >= few


def test_an_equal_identifier_blocks_under_any_name():
    screen = _screen("Some Body", identifiers=("OM-12 34567",))
    found = screen.check(Party(("Quite Another",), "IRN", ("om1234567",)))
    assert found.band is Band.BLOCK
    assert found.hits[0].grounds == ("identifier",)


def test_another_country_softens_a_near_match_to_review_and_never_to_clear():
    screen = _screen("Novin Tejarat Kavir", countries=("OMN",))
    assert screen.check(Party(("Novin Tejarat Kaveer",), "OMN")).band is not Band.CLEAR
    elsewhere = screen.check(Party(("Novin Tejarat Kaveer",), "IRQ"))
    assert elsewhere.band is Band.REVIEW
    assert "country-differs" in elsewhere.hits[0].grounds


def test_a_finding_says_which_words_met_and_which_list_version():
    found = _screen("Novin Tejarat Caspian Trading Co").check(
        Party(("شرکت بازرگانی نوین تجارت کاسپین",))
    )
    met = {(m.party_words, m.entry_words) for m in found.hits[0].meetings}
    assert ("نوین", "novin") in met
    assert found.lists == (("test", "1"),)
    assert "across-scripts" in found.hits[0].grounds


@pytest.mark.parametrize("name", ["", "  ", "!!!", "\u200c"])
def test_a_name_without_letters_is_refused(name):
    with pytest.raises(NameEmpty):
        _screen("Somebody").check(Party((name,)))


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_text_at_all_crashes_the_screen(text):
    screen = _screen("Qumran Shadow Logistics", "زرین‌کویر")
    try:
        screen.check(Party((text,)))
    except NameEmpty:
        assert not any(mark.isalnum() for mark in text)


def test_a_screen_without_a_list_is_refused():
    with pytest.raises(NoCurrentList):
        Screen([], RULES)
