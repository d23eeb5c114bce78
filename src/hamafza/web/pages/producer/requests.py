"""Requests to the workshop: an order that waits for a sealed offer, on a phone."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hamafza.orders.lifecycle import DealState
from hamafza.web.access import seen_by
from hamafza.web.actions import offers as act
from hamafza.web.exchange.orders import free_capacity
from hamafza.web.pages.consortium.deal_facts import measure, place
from hamafza.web.pages.consortium.deal_forms import SumField, WholeField, minor
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import DealLine, Offer


class OfferForm(forms.Form):
    """Quantity, price and days; what a local trader pays is the member's own to tell or not."""

    quantity = WholeField(label=gettext_lazy("How many can you make?"))
    price = SumField(label=gettext_lazy("Price of one"), min_value=1)
    days = WholeField(
        label=gettext_lazy("How many days does it take?"),
        help_text=gettext_lazy("From the day your share is firm."),
        max_value=730,
    )
    alone = SumField(
        label=gettext_lazy("What does a local trader pay you for one?"),
        help_text=gettext_lazy("If you like; only you see it again, beside what comes of this."),
        required=False,
    )

    def __init__(self, *args, line: DealLine, free: int | None, **options):
        super().__init__(*args, **options)
        self.line, self.free = line, free

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if self.free is not None and quantity > self.free:
            raise forms.ValidationError(
                _("Your free capacity is less. Write a smaller number, or correct your file.")
            )
        return quantity

    def clean_days(self):
        days, most = self.cleaned_data["days"], self.line.deal.most_days
        if most is not None and days > most:
            raise forms.ValidationError(
                _("The buyer waits less. Write fewer days, or make the number smaller.")
            )
        return days


def asked(user: User, number: int) -> bool:
    """A producer sees the orders of the consortium the unit is an accepted member of."""
    return _lines(user).filter(pk=number).exists()


@seen_by(Role.PRODUCER)
def requests(request):
    """Orders that wait for an offer, and those answered already."""
    lines = list(_lines(request.user).filter(deal__state=DealState.OFFERS_OPEN))
    given = {offer.line_id: offer for offer in Offer.objects.filter(unit=request.user.unit)}
    for line in lines:
        line.mine = given.get(line.pk)
        line.measure_word, line.place = measure(line), place(line.deal)
    return render(request, "producer/requests.html", {"lines": lines, "unit": request.user.unit})


@seen_by(Role.PRODUCER, scope=asked)
def offer(request, number: int):
    """One request with its form; the offer may be changed until the time is over."""
    line = get_object_or_404(DealLine.objects.select_related("deal__consortium"), pk=number)
    unit = request.user.unit
    mine = Offer.objects.filter(line=line, unit=unit).first()
    free = free_capacity(unit, line)
    form = OfferForm(request.POST or None, line=line, free=free, initial=_initial(mine))
    if request.method == "POST" and form.is_valid():
        _give(request.user, line, form.cleaned_data)
        messages.success(
            request, _("Your offer is sealed. You can change it until the time is over.")
        )
        return redirect("producer:requests")
    facts = {
        "line": line,
        "deal": line.deal,
        "measure": measure(line),
        "place": place(line.deal),
        "form": form,
        "mine": mine,
        "free": free,
        "is_open": _is_open(line),
    }
    return render(request, "producer/offer.html", facts)


@seen_by(Role.PRODUCER, scope=asked)
@require_POST
def not_this_time(request, number: int):
    """Say no for this order."""
    line = get_object_or_404(DealLine, pk=number)
    act.pass_this_time(actor=request.user, line=line, unit=request.user.unit)
    return redirect("producer:requests")


def _give(user: User, line: DealLine, told: dict) -> None:
    currency = line.deal.settlement_currency
    assert user.unit is not None  # a producer's account is about a unit, as the database requires
    act.give_offer(
        actor=user,
        line=line,
        unit=user.unit,
        quantity=told["quantity"],
        price_minor=minor(told["price"], currency),
        days=told["days"],
        alone_minor=minor(told["alone"], currency) if told["alone"] else None,
    )


def _initial(mine: Offer | None) -> dict:
    if mine is None:
        return {}
    return {"quantity": mine.quantity, "price": mine.price_minor, "days": mine.days,
            "alone": mine.alone_minor}  # fmt: skip


def _is_open(line: DealLine) -> bool:
    closes = line.deal.offers_close_at
    is_open = line.deal.state == DealState.OFFERS_OPEN
    return is_open and closes is not None and timezone.now() < closes


def _lines(user: User):
    return DealLine.objects.select_related("deal__consortium").filter(
        deal__consortium__members__unit=user.unit_id,
        deal__consortium__members__state="accepted",
        deal__rule__has_key="bylaws_version",
    )


urlpatterns = [
    path("requests/", requests, name="requests"),
    path("requests/<int:number>/", offer, name="request"),
    path("requests/<int:number>/not-this-time/", not_this_time, name="not_this_time"),
]
