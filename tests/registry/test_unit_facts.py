"""Papers with an end, on the days around it; dates and years that cannot be."""

from datetime import date, timedelta

import pytest

from hamafza.registry.unit_facts import (
    LICENCE_LIFE,
    Alarms,
    DatesOutOfOrder,
    DateStillToCome,
    LicenceState,
    Limits,
    Standing,
    YearNotPossible,
    check_dates,
    check_year,
    standing,
)
from hamafza.store.parameters import load
from hamafza.vocabulary.life import StepNotPermitted

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("days", "stands"),
    [
        (-1, Standing.ENDED),
        (0, Standing.LAST_DAY),
        (1, Standing.ENDS_SOON),
        (90, Standing.ENDS_SOON),
        (91, Standing.HOLDS),
    ],
)
def test_a_paper_holds_on_its_last_day_and_not_on_the_next(days, stands):
    assert standing(TODAY + timedelta(days=days), TODAY, Alarms(90)) is stands


def test_a_paper_without_an_end_never_alarms():
    assert standing(None, TODAY, Alarms()) is Standing.NO_END


def test_the_shipped_parameters_are_read():
    assert load(Alarms, "unit_facts", section="alarms") == Alarms()
    assert load(Limits, "unit_facts", section="limits") == Limits()


def test_dates_that_cannot_be_are_refused():
    with pytest.raises(DatesOutOfOrder):
        check_dates(date(2025, 2, 1), date(2025, 1, 31), TODAY)
    with pytest.raises(DateStillToCome):
        check_dates(TODAY + timedelta(days=1), None, TODAY)
    check_dates(TODAY, TODAY, TODAY)
    check_dates(None, date(2020, 1, 1), TODAY)


@pytest.mark.parametrize("year", [1949, 2027, 1403])
def test_a_year_that_cannot_be_is_refused(year):
    with pytest.raises(YearNotPossible):
        check_year(year, TODAY, Limits())


def test_a_revoked_licence_does_not_come_back():
    assert LICENCE_LIFE.step(LicenceState.SUSPENDED, LicenceState.VALID) == "valid"
    with pytest.raises(StepNotPermitted):
        LICENCE_LIFE.step(LicenceState.REVOKED, LicenceState.VALID)
