from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.consortia.brand import (
    LICENCE_LIFE,
    LabelQuotaExceeded,
    Licence,
    LicenceNotValid,
    LicenceState,
    Verdict,
    issue_labels,
    label_serial,
    read_serial,
    verdict,
)

TODAY = date(2026, 11, 24)
LICENCE = Licence(12, LicenceState.VALID, date(2026, 1, 1), date(2027, 12, 31), labels_issued=36)
numbers = st.tuples(st.integers(0, 999_999), st.integers(0, 99_999_999))


def test_a_label_of_a_valid_licence_answers_valid():
    assert verdict(LICENCE, 36, TODAY) is Verdict.VALID


@pytest.mark.parametrize(
    "changed",
    [
        {"state": LicenceState.SUSPENDED},
        {"state": LicenceState.WITHDRAWN},
        {"valid_until": date(2026, 11, 23)},
        {"valid_from": date(2026, 11, 25)},
    ],
)
def test_a_licence_that_no_longer_vouches_answers_suspended(changed):
    assert verdict(replace(LICENCE, **changed), 36, TODAY) is Verdict.SUSPENDED


@pytest.mark.parametrize(("licence", "label"), [(None, 1), (LICENCE, 37), (LICENCE, 0)])
def test_a_label_nobody_issued_is_unknown(licence, label):
    assert verdict(licence, label, TODAY) is Verdict.UNKNOWN


def test_labels_never_exceed_the_accepted_pieces():
    assert issue_labels(LICENCE, 4, 40, TODAY) == range(37, 41)
    with pytest.raises(LabelQuotaExceeded) as refused:
        issue_labels(LICENCE, 5, 40, TODAY)
    assert refused.value.facts["left"] == 4


def test_a_suspended_licence_gets_no_labels():
    with pytest.raises(LicenceNotValid):
        issue_labels(replace(LICENCE, state=LicenceState.SUSPENDED), 1, 99, TODAY)


def test_a_withdrawn_licence_never_returns():
    assert LICENCE_LIFE.is_over(LicenceState.WITHDRAWN)


@given(numbers)
def test_a_serial_is_read_back_as_it_was_written(pair):
    assert read_serial(label_serial(*pair)) == pair
    assert read_serial(f" {label_serial(*pair).lower()} ") == pair


@given(numbers, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_sign_shows(pair, place, wrong):
    serial = label_serial(*pair)
    if serial[place].isdigit() and serial[place] != wrong and place < 15:
        assert read_serial(serial[:place] + wrong + serial[place + 1 :]) is None


@given(numbers, st.integers(0, 13))
def test_two_neighbours_exchanged_show(pair, place):
    serial = label_serial(*pair)
    one, other = serial[place], serial[place + 1]
    if one.isdigit() and other.isdigit() and one != other:
        assert read_serial(serial[:place] + other + one + serial[place + 2 :]) is None
