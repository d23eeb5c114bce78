"""Days for the demo: what was done in a minute is told over the weeks it would have taken."""

from datetime import datetime, timedelta

from django.utils import timezone

from hamafza.web.records.deals import Deal, Offer
from hamafza.web.records.events import Event
from hamafza.web.records.settlement import Payout


def time_passes(deal: Deal) -> None:
    """Let the time for offers be over."""
    Deal.objects.filter(pk=deal.pk).update(offers_close_at=timezone.now() - timedelta(minutes=1))


def spread(deal: Deal, days_ago: dict[str, int]) -> None:
    """
    Date the deal's history back: each state by its days ago, other events with the state before.

    Only demo rows are touched; real history cannot be rewritten.
    """
    if not deal.is_demo:
        raise ValueError("only the demo's history may be dated")
    when = timezone.now() - timedelta(days=days_ago["enquired"])
    Deal.objects.filter(pk=deal.pk).update(created_at=when)
    told = {}
    for event in Event.objects.filter(subject_kind="deal", subject_id=deal.pk).order_by("id"):
        told[event.pk] = when = _day_of(event, days_ago, when)
    Event.objects.tell_demo_anew(told)
    if "offers-closed" in days_ago:
        closed = timezone.now() - timedelta(days=days_ago["offers-closed"])
        noon = closed.replace(hour=8, minute=30, second=0)  # noon in Tehran
        Deal.objects.filter(pk=deal.pk).update(offers_close_at=noon)
        Offer.objects.filter(line__deal=deal).update(given_at=noon - timedelta(days=1))
    if "settled" in days_ago:
        paid = timezone.now() - timedelta(days=days_ago["settled"])
        Payout.objects.filter(deal=deal, state="paid").update(paid_at=paid, due_on=paid.date())


def _day_of(event: Event, days_ago: dict[str, int], before: datetime) -> datetime:
    state = event.after.get("state")
    if state in days_ago:
        return timezone.now() - timedelta(days=days_ago[state])
    return before + timedelta(minutes=5)
