"""Lines of requirements for tests, entered as Parviz does."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from hamafza.markets.requirements import Subject
from hamafza.web.actions import requirements as act
from hamafza.web.records.requirements import RequirementLine
from tests.people import Cast

_NUMBERS = count(1)


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def make_line(cast: Cast, **changed) -> RequirementLine:
    """Return a line on papers of table linen in Oman that waits for review; each is another."""
    number = next(_NUMBERS)
    told = {
        "actor": cast.parviz,
        "code": "630259",
        "market": "OMN",
        "subject": Subject.PAPERS,
        "text_fa": f"سند {number}",
        "text_en": f"Paper {number}",
        "source": "A gazette",
        "told_on": days_ago(10),
    }
    return act.enter_line(**told | changed)


def shown_line(cast: Cast, **changed) -> RequirementLine:
    """Return a line that Mina has reviewed and shown."""
    return act.show_line(actor=cast.mina, line=make_line(cast, **changed))
