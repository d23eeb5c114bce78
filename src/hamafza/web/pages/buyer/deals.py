"""The buyer's orders: one quote, one contact, where it stands."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.orders.lifecycle import DealState
from hamafza.web.access import seen_by
from hamafza.web.actions import deals as act
from hamafza.web.pages.consortium.deals import grouped
from hamafza.web.pages.public.enquiry import for_buyer
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Deal


def own(user: User, number: int) -> bool:
    """A buyer sees the own orders."""
    return Deal.objects.filter(pk=number, buyer=user.buyer_id).exists()


@seen_by(Role.BUYER)
def deals(request):
    """The buyer's orders by state."""
    groups = grouped(Deal.objects.filter(buyer=request.user.buyer))
    return render(request, "enquiry/list.html", {"groups": groups})


@seen_by(Role.BUYER, scope=own)
def deal(request, number: int):
    """One order, with the quote and the way it goes."""
    kept = get_object_or_404(Deal.objects.select_related("buyer", "consortium"), pk=number)
    return render(request, "enquiry/follow.html", for_buyer(kept))


@seen_by(Role.BUYER, scope=own)
@require_POST
def accept(request, number: int):
    """Accept what has arrived; a second click finds it accepted."""
    kept = get_object_or_404(Deal, pk=number)
    if kept.state == DealState.DELIVERED:
        act.accept_delivery(actor=request.user, deal=kept)
    return redirect("buyer:deal", number)


urlpatterns = [
    path("deals/", deals, name="deals"),
    path("deals/<int:number>/", deal, name="deal"),
    path("deals/<int:number>/accept/", accept, name="accept"),
]
