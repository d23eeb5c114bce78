"""Public numbers betray slips, dates are read in two calendars, money never becomes a float."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.codes import is_hs4, is_hs6, public_id, public_id_is_valid, public_ids
from hamafza.vocabulary.dates import gregorian, jalali, parse_date
from hamafza.vocabulary.money import Money


@given(st.integers(0, 10**8), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_caught(number, place, by):
    good = public_id(number)
    digits = list(good[3:-2])
    digits[place] = str((int(digits[place]) + by) % 10)
    assert not public_id_is_valid(f"HM-{''.join(digits)}-{good[-1]}")


@given(st.integers(0, 10**8), st.integers(0, 5))
def test_two_neighbouring_digits_exchanged_are_caught(number, place):
    good = public_id(number)
    digits = list(good[3:-2])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    changed = f"HM-{''.join(digits)}-{good[-1]}"
    assert changed == good or not public_id_is_valid(changed)


@given(st.integers(0, 10**9))
def test_a_public_number_is_valid(number):
    assert public_id_is_valid(public_id(number))


def test_codes_are_text_with_their_zeros():
    assert is_hs4("0802")
    assert not is_hs4("802")
    assert is_hs6("630259")
    assert not is_hs6("000000")


@given(st.dates(date(1900, 1, 1), date(2099, 1, 1)))
def test_a_day_goes_to_the_jalali_calendar_and_back(day):
    assert gregorian(*jalali(day)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1403/05/02", date(2024, 7, 23)),
        ("۱۴۰۳-۵-۲", date(2024, 7, 23)),
        ("2024-07-23", date(2024, 7, 23)),
        ("23.7.2024", date(2024, 7, 23)),
        ("1403/13/02", None),
        ("1403/12/31", None),
        ("tomorrow", None),
        ("03/05/02", None),
    ],
)
def test_dates_are_read_as_people_write_them(text, day):
    assert parse_date(text) == day


def test_money_of_two_currencies_does_not_add():
    with pytest.raises(ValueError, match="do not add"):
        Money(1, "USD") + Money(1, "IRR")


def test_money_is_not_made_from_a_float():
    with pytest.raises(TypeError):
        Money.from_decimal(1.5, "USD")  # type: ignore[arg-type]


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "IRR", "OMR"]))
def test_money_goes_to_decimal_and_back(minor, currency):
    money = Money(minor, currency)
    assert Money.from_decimal(money.as_decimal(), currency) == money


def test_half_a_cent_goes_to_the_even_one():
    assert Money.from_decimal(Decimal("0.125"), "USD").minor == 12


@given(st.lists(st.integers(0, 10**13)))
def test_public_numbers_in_bulk_are_those_of_each(numbers):
    told = public_ids(pl.Series(numbers, dtype=pl.Int64))
    assert told.to_list() == list(map(public_id, numbers))
