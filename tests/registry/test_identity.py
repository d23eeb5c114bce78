"""Numbers that name people and accounts: one wrong sign is seen, spreadsheets' damage is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.registry.identity import (
    CodeRule,
    CountryHasNoRule,
    IbanLength,
    IbanRule,
    IbanWrong,
    Identity,
    NationalCodeLength,
    NationalCodeWrong,
    iban,
    national_code,
)
from hamafza.store.parameters import load
from tests.web.unit_facts.making import iban as made_iban
from tests.web.unit_facts.making import national_code as made_code

SHIPPED = load(Identity, "identity")
CODES = st.integers(10_000_000, 999_999_999).filter(lambda n: len(set(f"{n:09d}")) > 1)


@given(CODES)
def test_a_code_made_by_the_rule_is_taken(number):
    code = made_code(number)
    assert SHIPPED.national_code(code, "IRN") == code


@given(CODES, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_seen_unless_the_check_digit_cannot(number, place, by):
    """
    Modulo 11 sees every single wrong digit but one kind: a remainder of 10 and of 1 both give 1.
    """
    code = made_code(number)
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    rest = sum((10 - at) * int(digit) for at, digit in enumerate(wrong[:9])) % 11
    if (rest if rest < 2 else 11 - rest) == int(wrong[9]):
        assert {rest, sum((10 - at) * int(d) for at, d in enumerate(code[:9])) % 11} == {1, 10}
        return
    with pytest.raises((NationalCodeWrong, NationalCodeLength)):
        SHIPPED.national_code(wrong, "IRN")


def test_digits_of_any_script_and_lost_zeros_are_read():
    code = made_code(1_234_567)
    assert code.startswith("00")
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for written in (
        code,
        persian,
        code.lstrip("0"),
        f"{code[:3]}-{code[3:9]}-{code[9]}",
        f" {code}",
    ):
        assert SHIPPED.national_code(written, "IRN") == code


@pytest.mark.parametrize("text", ["", "12345", "12345678901", "۱۲۳۴۵۶۷۸۹الف", "0x12345678"])
def test_what_has_not_its_length_is_refused(text):
    with pytest.raises(NationalCodeLength):
        SHIPPED.national_code(text, "IRN")


@pytest.mark.parametrize("digit", "0123456789")
def test_one_digit_in_every_place_is_nobodys_code(digit):
    with pytest.raises(NationalCodeWrong):
        SHIPPED.national_code(digit * 10, "IRN")


def test_another_countrys_rule_is_a_parameter():
    """1 + 4 + 9 + 16 + 25 is 55, which leaves 6 of 7: the check digit of 12345."""
    rule = CodeRule(
        digits=6, weights=(1, 2, 3, 4, 5), modulus=7, remainder_stands=7, least_digits=6
    )
    assert national_code("123456", rule) == "123456"
    with pytest.raises(NationalCodeWrong):
        national_code("123455", rule)
    with pytest.raises(CountryHasNoRule):
        SHIPPED.national_code("123456", "BGD")
    with pytest.raises(ValueError, match="weights"):
        CodeRule(digits=6, weights=(1, 2))


@given(st.integers(0, 10**22 - 1))
def test_an_account_number_made_by_the_rule_is_taken(number):
    told = made_iban(number)
    grouped = " ".join(told[at : at + 4] for at in range(0, 26, 4))
    for written in (told, grouped, told.lower(), told[2:]):
        assert SHIPPED.iban(written, "IRN") == told


@given(st.integers(0, 10**22 - 1), st.integers(2, 25), st.integers(1, 9))
def test_one_wrong_digit_of_an_account_number_is_seen(number, place, by):
    told = made_iban(number)
    wrong = told[:place] + str((int(told[place]) + by) % 10) + told[place + 1 :]
    with pytest.raises(IbanWrong):
        SHIPPED.iban(wrong, "IRN")


@given(st.integers(0, 10**22 - 1), st.integers(4, 24))
def test_two_neighbours_exchanged_are_seen(number, place):
    told = made_iban(number)
    if told[place] != told[place + 1]:
        wrong = told[:place] + told[place + 1] + told[place] + told[place + 2 :]
        with pytest.raises(IbanWrong):
            SHIPPED.iban(wrong, "IRN")


@pytest.mark.parametrize("text", ["", "IR12", "DE89370400440532013000", "6037991234567890"])
def test_what_is_no_account_number_of_the_country_is_refused(text):
    with pytest.raises(IbanLength):
        SHIPPED.iban(text, "IRN")


def test_a_published_example_is_taken():
    """The example of ISO 13616 for Germany: the rule is not made from its own tests alone."""
    assert iban("DE89 3704 0044 0532 0130 00", IbanRule("DE", 22)) == "DE89370400440532013000"
