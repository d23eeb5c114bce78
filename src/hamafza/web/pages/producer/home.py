"""The producer's home: what is asked of the workshop, its last share and why, its money."""

from django.shortcuts import render
from django.urls import path

from hamafza.orders.lifecycle import DealState
from hamafza.web.access import seen_by
from hamafza.web.pages.consortium.deal_facts import dressed, measure, place
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import DealLine
from hamafza.web.records.units import Unit


@seen_by(Role.PRODUCER)
def home(request):
    """One workshop, most urgent first: a request, a share to answer, money to come."""
    unit = request.user.unit
    share = unit.allotments.select_related("line__deal__consortium").order_by("-id").first()
    facts = {
        "unit": unit,
        "goods": unit.confirmations.filter(is_current=True).first(),
        "memberships": unit.memberships.select_related("consortium").exclude(state="left"),
        "asked": _asked(unit),
        "share": dressed(share) if share else None,
        "share_measure": measure(share.line) if share else "",
        "payout": unit.payouts.select_related("deal").order_by("-id").first(),
    }
    return render(request, "home/producer.html", facts)


def _asked(unit: Unit) -> list[DealLine]:
    """Orders of the workshop's consortium that wait for its offer."""
    lines = DealLine.objects.select_related("deal__consortium").filter(
        deal__state=DealState.OFFERS_OPEN,
        deal__consortium__members__unit=unit,
        deal__consortium__members__state="accepted",
    )
    waiting = list(lines.exclude(offers__unit=unit))
    for line in waiting:
        line.measure_word, line.place = measure(line), place(line.deal)
    return waiting


urlpatterns = [path("", home, name="home")]
