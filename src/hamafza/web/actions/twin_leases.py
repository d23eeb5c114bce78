"""Which officer looks at which pair: two at one queue do not meet the same question."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hamafza.web.records.accounts import User
from hamafza.web.records.twins import TwinPair

LEASE = timedelta(minutes=3)
"""
How long a shown pair is kept from others: long enough to read it twice, or to ask by telephone;
short enough that a closed browser keeps nobody from it. Judgement, November 2026.
"""
ASKED_AT_ONCE = 20


@transaction.atomic
def lease_next(*, actor: User, waiting: QuerySet[TwinPair]) -> TwinPair | None:
    """
    Return the first waiting pair that no other officer looks at, kept for this one for a while.

    Whoever comes later to one pair at the same moment gets the next. None if all are looked at.
    """
    now = timezone.now()
    free = waiting.filter(_free_for(actor, now)).order_by("-probability", "id")
    while numbers := list(free.values_list("pk", flat=True)[:ASKED_AT_ONCE]):
        pair = _first_kept(actor, numbers)
        if pair is not None:
            mine = TwinPair.objects.filter(shown_to=actor).exclude(pk=pair)
            mine.update(shown_to=None, shown_until=None)
            return waiting.get(pk=pair)
    return None


def looked_at_by(pair: TwinPair, actor: User) -> User | None:
    """Return the other officer before whom a pair lies just now."""
    if pair.shown_until is None or pair.shown_until <= timezone.now():
        return None
    return None if pair.shown_to_id == actor.pk else pair.shown_to


def _first_kept(actor: User, numbers: Sequence[int]) -> int | None:
    """Take the first that is still free: one statement each, so that only one officer can."""
    for number in numbers:
        now = timezone.now()
        free = TwinPair.objects.filter(_free_for(actor, now), pk=number)
        if free.update(shown_to=actor, shown_until=now + LEASE):
            return number
    return None


def _free_for(actor: User, now: object) -> Q:
    return Q(shown_to=None) | Q(shown_to=actor) | Q(shown_until__lte=now)
