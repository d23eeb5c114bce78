"""The queue of each officer: claims, changes and readiness to check, the oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from hamafza.registry.readiness_life import AssessmentState
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import changes, claim_review
from hamafza.web.actions.reach import about_units_within
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.readiness import Assessment
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH)
CLAIM, CHANGE, READINESS = "claim", "change", "readiness"
PAGE = 30
MOST_SHOWN = 300
"""Of each kind: nobody turns further before the oldest are decided."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits; ``with_whom`` is another officer who has it."""

    kind: str
    since: datetime
    unit: Unit
    url: str
    with_whom: str = ""
    is_late: bool = False


@seen_by(*READERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this officer."""
    kind = request.GET.get("kind", "")
    rows = sorted(_waiting(request.user, kind), key=lambda one: one.since)
    page = Paginator(rows, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    counts = counts_of(request.user)
    facts = {"page": page, "counts": counts, "kind": kind, "whole": sum(counts.values())}
    return render(request, "desk/queue.html", facts)


@seen_by(*READERS)
def next_one(request: HttpRequest) -> HttpResponse:
    """Go to the oldest that nobody else has, or back to the empty queue."""
    free = [one for one in _waiting(request.user, "") if not one.with_whom]
    oldest = min(free, key=lambda one: one.since, default=None)
    return redirect(oldest.url if oldest else "office:queue")


def counts_of(user: User) -> dict[str, int]:
    """Return how many of each kind wait."""
    return {
        CLAIM: claim_review.waiting(user).count(),
        CHANGE: changes.waiting(user).count(),
        READINESS: _assessments(user).count(),
    }


def _waiting(user: User, kind: str) -> Iterator[Waiting]:
    if kind in ("", CLAIM):
        for claim in claim_review.waiting(user)[:MOST_SHOWN]:
            since = claim.asked_at or claim.created_at
            url = reverse("office:claim", args=[claim.pk])
            yield Waiting(CLAIM, since, claim.unit, url, is_late=_is_late(since))
    if kind in ("", CHANGE):
        for change in changes.waiting(user)[:MOST_SHOWN]:
            other = change.taken_by if change.taken_by_id != user.pk else None
            yield Waiting(
                CHANGE,
                change.created_at,
                change.unit,
                reverse("office:change", args=[change.pk]),
                with_whom=other.get_full_name() if other else "",
                is_late=_is_late(change.created_at),
            )
    if kind in ("", READINESS):
        for one in _assessments(user)[:MOST_SHOWN]:
            since = one.handed_in_at or one.created_at
            url = reverse("office:assessment", args=[one.pk])
            yield Waiting(READINESS, since, one.unit, url, is_late=_is_late(since))


def _assessments(user: User):
    """Return what waits for a check by this officer: not what the officer helped to fill in."""
    rows = Assessment.objects.filter(state=AssessmentState.HANDED_IN)
    rows = about_units_within(rows, user)
    rows = rows.exclude(helped_by=user).exclude(begun_by=user)
    return rows.select_related("unit").order_by("handed_in_at", "pk")


def _is_late(since: datetime) -> bool:
    return since < timezone.now() - timedelta(days=changes.params().most_days)


urlpatterns = [
    path("queue/", queue, name="queue"),
    path("queue/next/", next_one, name="next_in_queue"),
]
