"""Asking for goods: anybody may, and follows the deal by a secret link."""

import secrets
from functools import lru_cache

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from hamafza.orders.enquiry import Enquiry
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.store.resources import shipped_csv
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.actions import deals as act
from hamafza.web.dealwords import MEASURES
from hamafza.web.pages.consortium import deal_facts
from hamafza.web.pages.consortium.deal_forms import WholeField
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import Deal

_ACCEPTABLE = {DealState.DELIVERED}


@lru_cache(maxsize=2)
def countries(language: str) -> list[tuple[str, str]]:
    """Return code and name of each country, by name; every name is in the reader's language."""
    rows = shipped_csv("country", "countries.csv").rows(named=True)
    named = [(row["iso3"], row[f"name_{language}"] or row["name_en"]) for row in rows]
    return sorted(named, key=lambda item: item[1])


class EnquiryForm(forms.Form):
    """What is wanted, who asks, and where and with whom it ends."""

    kind = forms.ChoiceField(
        label=_("What do you look for?"),
        choices=[("goods", _("Goods")), ("service", _("A technical service"))],
        initial="goods",
        widget=forms.RadioSelect,
    )
    goods_text = forms.CharField(
        label=_("Describe it in your own words"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quantity = WholeField(label=_("Quantity"))
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(MEASURES.items()))
    max_days = WholeField(label=_("Longest you can wait, days"), required=False, max_value=730)
    buyer_name = forms.CharField(
        label=_("Your firm's legal name"),
        max_length=200,
        help_text=_("In Latin letters, as it is registered."),
    )
    country = forms.ChoiceField(label=_("Your country"))
    email = forms.EmailField(label=_("Your e-mail address"))
    destination_country = forms.ChoiceField(
        label=_("Final destination: country"),
        help_text=_("Where the goods stay, not a country they pass through."),
    )
    destination_place = forms.CharField(label=_("Final destination: town"), max_length=100)
    end_user = forms.CharField(
        label=_("End user"),
        max_length=200,
        help_text=_("Who uses or sells them in the end: your own shops, a named firm."),
    )
    end_use = forms.CharField(label=_("End use"), max_length=300, help_text=_("What for."))

    token = forms.CharField(
        required=False,
        max_length=60,
        widget=forms.HiddenInput,
        initial=lambda: secrets.token_urlsafe(24),
    )

    def __init__(self, *args, known_buyer: bool = False, **options):
        super().__init__(*args, **options)
        told = [("", "—"), *countries((get_language() or "fa")[:2])]
        for name in ("destination_country", "country"):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = told
        if known_buyer:
            for name in ("buyer_name", "country", "email"):
                del self.fields[name]

    def enquiry(self, buyer_name: str) -> Enquiry:
        told = self.cleaned_data
        return Enquiry(
            kind=DealKind(told["kind"]),
            goods_text=told["goods_text"],
            quantity=told["quantity"],
            unit=told["unit"],
            buyer_name=buyer_name,
            destination_country=told["destination_country"],
            destination_place=told["destination_place"],
            end_user=told["end_user"],
            end_use=told["end_use"],
            max_days=told["max_days"],
        )


@seen_by(PUBLIC)
def enquiry(request):
    """Ask for goods or a service; no account is needed."""
    is_buyer = request.user.is_authenticated and request.user.role == Role.BUYER
    form = EnquiryForm(request.POST or None, known_buyer=is_buyer)
    if request.method == "POST" and form.is_valid():
        return redirect("public:follow_deal", act.secret(_ask(request, form, is_buyer)))
    return render(request, "enquiry/ask.html", {"form": form})


@seen_by(PUBLIC)
@never_cache
def follow(request, secret: str):
    """Where a deal stands, for who has its link: no member's name, offer or share."""
    kept = act.by_secret(secret)
    if kept is None:
        raise Http404
    if request.method == "POST" and kept.state in _ACCEPTABLE:
        act.accept_delivery(actor=None, deal=kept)
        return redirect("public:follow_deal", secret)
    answer = render(request, "enquiry/follow.html", for_buyer(kept) | {"secret": secret})
    answer.headers["X-Robots-Tag"] = "noindex"  # the address itself is the key
    return answer


def for_buyer(deal: Deal) -> dict:
    """Return what the buyer sees of a deal: makers' names are withheld, origin never."""
    line = deal.lines.first()
    return {
        "deal": deal,
        "line": line,
        "measure": deal_facts.measure(line),
        "destination": deal_facts.place(deal),
        "origin": deal_facts.origin(deal),
        "state": deal_facts.state_word(deal),
        "stages": deal_facts.stages(deal),
        "quote": deal.quotes.order_by("-version").first(),
        "milestones": deal_facts.of(deal)["milestones"],
        "may_accept": deal.state in _ACCEPTABLE,
    }


def _ask(request, form: EnquiryForm, is_buyer: bool) -> Deal:
    told = form.cleaned_data
    if is_buyer:
        buyer, token = request.user.buyer, told["token"]
        asked = form.enquiry(buyer.name)
        return act.ask(actor=request.user, enquiry=asked, buyer=buyer, token=token)
    return act.ask(
        actor=request.user if request.user.is_authenticated else None,
        enquiry=form.enquiry(told["buyer_name"]),
        contact={"country": told["country"], "email": told["email"]},
        token=told["token"],
    )


urlpatterns = [
    path("ask/", enquiry, name="enquiry"),
    path("ask/<str:secret>/", follow, name="follow_deal"),
]
