"""Who plays: one settled or shared demo order, its consortium, and one workshop among many."""

from dataclasses import dataclass

from django.db.models import Count, F, Min, Q

from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Deal, DealLine
from hamafza.web.records.units import Unit


@dataclass(frozen=True)
class Cast:
    """All are demo rows: the story never shows what a real person entered."""

    deal: Deal
    line: DealLine
    consortium: Consortium
    hero: Unit


def cast() -> Cast | None:
    """Return the demo order that came furthest, and the workshop of it that has an account."""
    deal = (
        Deal.objects.filter(is_demo=True, kind="goods", consortium__isnull=False)
        .annotate(
            paid=Count("payouts", distinct=True),
            shared=Count("lines__allotments", distinct=True),
        )
        .order_by("-paid", "-shared", "id")
        .select_related("consortium__lead_unit", "consortium__proposal__lead_unit", "buyer")
        .first()
    )
    line = deal.lines.first() if deal else None
    if deal is None or line is None:
        return None
    hero = _hero(deal, line)
    return Cast(deal, line, deal.consortium, hero) if hero else None


def _hero(deal: Deal, line: DealLine) -> Unit | None:
    """The workshop whose account was opened first, else the first that took part."""
    takes_part = Q(offers__line=line) | Q(allotments__line=line)
    units = Unit.objects.filter(takes_part, is_demo=True).distinct()
    return (
        units.exclude(pk=deal.consortium.lead_unit_id)
        .annotate(account=Min("people__id", filter=Q(people__role=Role.PRODUCER)))
        .order_by(F("account").asc(nulls_last=True), "unit_id")
        .first()
    )
