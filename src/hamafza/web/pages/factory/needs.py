"""A factory's needs: post one, see who could make it and why, ask them."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.parts.embedded import by_unit
from hamafza.parts.life import MatchState, NeedState
from hamafza.vocabulary.money import Money
from hamafza.web import pictures
from hamafza.web.access import seen_by
from hamafza.web.actions import parts as act
from hamafza.web.exchange.parts import share_of
from hamafza.web.pages.consortium.deal_forms import WholeField, plain_digits
from hamafza.web.partwords import MATCH_STATES, NEED_STATES
from hamafza.web.placenames import city_name
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.parts import Need, NeedMatch
from hamafza.web.shown_units import Shown, shown


class CodeField(forms.CharField):
    """A tariff code in digits of any script, with or without its dot."""

    def to_python(self, value):
        return plain_digits(super().to_python(value)).replace(".", "").replace(" ", "")


class NeedForm(forms.Form):
    """What is needed each month; the place is the factory's own."""

    text = forms.CharField(
        label=gettext_lazy("What do you need?"),
        help_text=gettext_lazy("The part, its process and material, in your words."),
        max_length=300,
    )
    quantity = WholeField(label=gettext_lazy("Pieces a month"), max_value=10**9)
    code = CodeField(
        label=gettext_lazy("Tariff code"),
        help_text=gettext_lazy("Four or six digits, if you know it: the search is then sharper."),
        required=False,
        max_length=12,
    )
    material = forms.CharField(label=gettext_lazy("Material"), required=False, max_length=120)
    tolerance = forms.CharField(label=gettext_lazy("Tolerance"), required=False, max_length=120)
    reach_km = WholeField(
        label=gettext_lazy("How far may the workshops be, km?"), required=False, max_value=3000
    )
    share_percent = forms.DecimalField(
        label=gettext_lazy("Share of this part in the value of what you export, percent"),
        help_text=gettext_lazy("If you know it; it is counted apart, as embedded export."),
        required=False,
        min_value=0,
        max_value=100,
    )


def own(user: User, number: int) -> bool:
    """Say whether a need is of the reader's factory."""
    return Need.objects.filter(pk=number, factory=user.factory).exists()


@seen_by(Role.FACTORY)
def needs(request):
    """Every need of the factory."""
    found = request.user.factory.needs.prefetch_related("matches")
    rows = [{"need": need, "state": NEED_STATES[NeedState(need.state)]} for need in found]
    return render(request, "parts/needs.html", {"rows": rows, "factory": request.user.factory})


@seen_by(Role.FACTORY)
def new_need(request):
    """Post a need; the workshops able to meet it are found at once."""
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        percent = said.pop("share_percent")
        share = None if percent is None else percent / 100
        need = act.post_need(
            actor=request.user, factory=request.user.factory, embedded_share=share, **said
        )
        return redirect("factory:need", need.pk)
    return render(request, "parts/new.html", {"form": form})


@seen_by(Role.FACTORY, scope=own)
def need(request, number: int):
    """One need: the workshops with their reasons, the joint bid, and their answers."""
    kept = get_object_or_404(Need.objects.select_related("factory"), pk=number)
    rows = _rows(kept)
    bid = [row for row in rows if row["share"]]
    facts = {
        "need": kept,
        "state": NEED_STATES[NeedState(kept.state)],
        "rows": rows,
        "bid": bid,
        "others": [row for row in rows if not row["share"]],
        "covered": sum(row["share"] for row in bid),
        "can_ask": any(row["match"].state == MatchState.PROPOSED for row in bid)
        and kept.state != NeedState.CLOSED,
        "is_open": kept.state != NeedState.CLOSED,
        "embedded": act.embedded(kept),
        "picture": _picture(kept, rows),
    }
    _tell_embedded(bid, facts["embedded"])
    facts["missing"] = max(kept.quantity - facts["covered"], 0)
    return render(request, "parts/need.html", facts)


@seen_by(Role.FACTORY, scope=own)
@require_POST
def ask(request, number: int):
    """Ask the workshops of the joint bid, or one by one."""
    unit = request.POST.get("unit", "")
    count = act.ask_workshops(
        actor=request.user,
        need=get_object_or_404(Need, pk=number),
        units=[int(unit)] if unit.isdecimal() else None,
    )
    told = ngettext("One workshop was asked.", "The workshops were asked.", count)
    messages.success(request, told)
    return redirect("factory:need", number)


@seen_by(Role.FACTORY, scope=own)
@require_POST
def close(request, number: int):
    """Close a need."""
    act.close_need(actor=request.user, need=get_object_or_404(Need, pk=number))
    messages.success(request, _("The need is closed."))
    return redirect("factory:needs")


def _rows(kept: Need) -> list[dict]:
    """Return the workshops; who is willing has said yes to this factory, and is named to it."""
    matches = list(kept.matches.select_related("unit"))
    willing = {match.unit_id for match in matches if match.state == MatchState.WILLING}
    told = shown((match.unit for match in matches), named=willing)
    return [_row(match, told[match.unit_id]) for match in matches]


def _tell_embedded(bid: list[dict], whole: Money | None) -> None:
    """Tell beside each workshop of the joint bid its part of what the part carries abroad."""
    if whole is not None and bid:
        for row, own in zip(bid, by_unit(whole, [row["share"] for row in bid]), strict=True):
            row["embedded"] = own


def _row(match: NeedMatch, told: Shown) -> dict:
    kind, word = MATCH_STATES[MatchState(match.state)]
    return {
        "match": match,
        "unit": match.unit,
        "told": told,
        "share": share_of(match),
        "kind": kind,
        "word": word,
        "is_willing": match.state == MatchState.WILLING,
        "is_new": match.state == MatchState.PROPOSED,
    }


def _picture(kept: Need, rows: list[dict]):
    language = get_language() or "fa"
    home = kept.factory
    lead = pictures.Place(home.lat_deg, home.lon_deg, city_name(home.city, language))
    others = [
        row["told"].dot for row in rows if row["share"] or not any(each["share"] for each in rows)
    ]
    title = _("Map of the factory and the workshops that could make the part")
    return pictures.consortium(home.country, title, lead, others)


urlpatterns = [
    path("needs/", needs, name="needs"),
    path("needs/new/", new_need, name="new_need"),
    path("needs/<int:number>/", need, name="need"),
    path("needs/<int:number>/ask/", ask, name="ask_workshops"),
    path("needs/<int:number>/close/", close, name="close_need"),
]
