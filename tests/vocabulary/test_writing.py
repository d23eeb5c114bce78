"""Figures, sums and dates as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.dates import jalali
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import (
    day_in_words,
    digits,
    number,
    percent,
    sum_in_figures,
    toman_in_words,
)

WHOLE = st.integers(-(10**15), 10**15)


def read_back(shown: str) -> Decimal:
    plain = latin_digits(shown).replace("٬", "").replace(",", "").replace("٫", ".")
    return Decimal(plain.replace("\u2212", "-"))


@given(WHOLE, st.sampled_from(["fa", "en"]))
def test_a_written_whole_number_reads_back_as_itself(value, language):
    assert read_back(number(value, language)) == value


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["fa", "en"]))
def test_a_written_sum_reads_back_to_the_cent(value, language):
    assert read_back(number(value, language, 2)) == value


@given(st.text())
def test_putting_digits_into_persian_twice_changes_nothing_more(text):
    assert digits(digits(text, "fa"), "fa") == digits(text, "fa")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_persian_date_holds_its_jalali_day_and_year(day):
    year, _, number_of_day = jalali(day)
    words = latin_digits(day_in_words(day, "fa")).replace("\u00a0", " ").split()
    assert str(number_of_day) in words
    assert words[-1] == str(year)


def test_thousands_decimals_and_minus_follow_the_language():
    assert number(Decimal("-1234567.5"), "fa", 2) == "−۱٬۲۳۴٬۵۶۷٫۵۰"
    assert number(Decimal("-1234567.5"), "en", 2) == "−1,234,567.50"


def test_a_figure_that_rounds_to_nothing_has_no_minus():
    assert number(-0.001, "en") == "0"


def test_a_share_is_shown_in_per_cent():
    assert percent(Decimal("0.135"), "fa") == "۱۳٫۵٪"
    assert percent(0.135, "en") == "13.5%"


def test_a_sum_shows_all_digits_of_its_currency():
    assert sum_in_figures(Money(61286000000, "IRR"), "fa") == "۶۱٬۲۸۶٬۰۰۰٬۰۰۰"
    assert sum_in_figures(Money(2150, "EUR"), "en") == "21.50"
    assert sum_in_figures(Money(1500, "OMR"), "en") == "1.500"


def test_rials_are_said_once_more_in_toman():
    assert toman_in_words(Money(612_860_000, "IRR"), "fa") == "۶۱\u00a0میلیون\u00a0تومان"


def test_only_rials_are_said_in_toman():
    with pytest.raises(ValueError, match="rials"):
        toman_in_words(Money(1, "EUR"), "fa")


def test_the_year_is_left_out_when_it_is_this_one():
    day = date(2026, 11, 28)
    assert day_in_words(day, "fa", today=day) == "شنبه ۷\u00a0آذر"
    assert day_in_words(day, "fa") == "شنبه ۷\u00a0آذر ۱۴۰۵"
    assert day_in_words(day, "en") == "Saturday 28\u00a0November 2026"
