"""
What a market asks of a product: the subjects of a card, the life of a line, what counts for a code.

A card is for one code (two, four or six digits) and one importing country. It holds what officers
have entered and other officers have reviewed; a subject nobody has entered is unknown, and is said
to be unknown.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal

_CODE = re.compile(r"(?!00)\d{2}(\d{2}){0,2}", re.ASCII)


class Subject(StrEnum):
    """What a card tells of, in the order it is shown."""

    TARIFF = "tariff"
    PAPERS = "papers"
    STANDARDS = "standards"
    LABELS = "labels"
    CONFORMITY = "conformity"
    SANITARY = "sanitary"
    ORIGIN = "origin"
    PAYMENT = "payment"


class LineState(StrEnum):
    ENTERED = "entered"
    """Waits for another officer; the public does not see it."""
    SHOWN = "shown"
    RETURNED = "returned"
    """Not right; a corrected line is entered anew."""
    REPLACED = "replaced"
    """A newer line stands in its place; it stays in the card's history."""
    WITHDRAWN = "withdrawn"


LINE_LIFE = Life(
    "requirement-line",
    LineState.ENTERED,
    {
        LineState.ENTERED: frozenset({LineState.SHOWN, LineState.RETURNED}),
        LineState.SHOWN: frozenset({LineState.REPLACED, LineState.WITHDRAWN}),
        LineState.RETURNED: frozenset(),
        LineState.REPLACED: frozenset(),
        LineState.WITHDRAWN: frozenset(),
    },
)
HISTORY = (LineState.REPLACED, LineState.WITHDRAWN)
"""States of a line that the public has seen once."""


class CheckDayNotLater(Refusal):
    """A line is to be looked at again after the day it tells of, not before it."""

    code = "requirement-check-day"


class DayToCome(Refusal):
    """A source of tomorrow tells nothing today."""

    code = "requirement-day-to-come"


@dataclass(frozen=True)
class RequirementRules:
    """How long a line holds before it is marked as old; see ``parameters/requirements.toml``."""

    check_after_days: int = 365
    """Days after its date on which a line is to be looked at again, unless the officer says so."""

    def __post_init__(self) -> None:
        if not 1 <= self.check_after_days <= 3650:
            raise ValueError("check_after_days must lie between 1 and 3650")


def is_code(code: str) -> bool:
    """Say whether a text has the shape of a chapter, heading or subheading."""
    return _CODE.fullmatch(code) is not None


def codes_for(code: str) -> tuple[str, ...]:
    """Return the codes whose lines count for this one: itself, then its heading and chapter."""
    return tuple(code[:length] for length in (6, 4, 2) if length <= len(code))


def is_old(check_by: date, today: date) -> bool:
    """Say whether a line is past the day it was to be looked at again."""
    return today > check_by


def checked_days(told_on: date, check_by: date, today: date) -> None:
    """Refuse a line dated in the future, or one to be checked before its own date."""
    if told_on > today:
        raise DayToCome()
    if check_by <= told_on:
        raise CheckDayNotLater()


def check_day(told_on: date, rules: RequirementRules) -> date:
    """Return the day a line is to be looked at again where the officer names none."""
    return told_on + timedelta(days=rules.check_after_days)
