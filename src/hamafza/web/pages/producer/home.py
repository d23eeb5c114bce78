"""The producer's home: what is asked of the workshop, its shares, its money."""

from django.shortcuts import render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.records.accounts import Role


@seen_by(Role.PRODUCER)
def home(request):
    """One workshop: its goods, its consortium, its last shares and payouts."""
    unit = request.user.unit
    facts = {
        "unit": unit,
        "goods": unit.confirmations.filter(is_current=True).first(),
        "memberships": unit.memberships.select_related("consortium").exclude(state="left"),
        "allotments": unit.allotments.select_related("line__deal").order_by("-id")[:5],
        "payouts": unit.payouts.select_related("deal").order_by("-id")[:5],
    }
    return render(request, "home/producer.html", facts)


urlpatterns = [path("", home, name="home")]
