"""What a market asks of a product: the card of a code and a country, for everybody to read."""

from django import forms
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.markets.requirements import LineState
from hamafza.runs.requirements import is_known
from hamafza.sources.geography import country_names
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.goodsnames import code_name, language
from hamafza.web.own_country import own_country
from hamafza.web.pages.public.requirement_facts import card_of, finer_cards
from hamafza.web.pages.taken_along import file_of
from hamafza.web.pages.trade_fields import CodeField, CountryField
from hamafza.web.records.requirements import RequirementLine

CARDS_SHOWN = 60


class CardForm(forms.Form):
    code = CodeField(label=gettext_lazy("Tariff code"))
    market = CountryField(label=gettext_lazy("Market"))


@seen_by(PUBLIC)
def cards(request: HttpRequest) -> HttpResponse:
    """Ask for a code and a country; list the cards that have lines."""
    form = CardForm(request.GET if request.GET.get("code") else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        return redirect("public:requirements", told["market"], told["code"])
    shown = RequirementLine.objects.filter(state=LineState.SHOWN)
    counted = shown.order_by("market", "code").values("market", "code")
    listed = counted.annotate(lines=Count("pk"), newest=Max("told_on"))[:CARDS_SHOWN]
    rows = [
        row | {"goods": code_name(row["code"]), "country": _country(row["market"])}
        for row in listed
    ]
    facts = {"form": form, "cards": rows, "home": _country(own_country())}
    status = 422 if form.is_bound else 200
    return render(request, "requirements/cards.html", facts, status=status)


@seen_by(PUBLIC)
def card(request: HttpRequest, market: str, code: str) -> HttpResponse:
    """Show each subject with its lines, dates and sources, or say that it is unknown."""
    _there(market, code)
    sections, history = card_of(code, market)
    facts = {
        "code": code,
        "goods": code_name(code),
        "market": market,
        "country": _country(market),
        "home": _country(own_country()),
        "sections": sections,
        "known": sum(bool(section.lines) for section in sections),
        "history": history,
        "finer": finer_cards(code, market),
        "form": CardForm(initial={"code": code, "market": market}),
    }
    return render(request, "requirements/card.html", facts)


@seen_by(PUBLIC)
def table(request: HttpRequest, market: str, code: str) -> HttpResponseBase:
    """Give the card as CSV: every subject, the unknown ones too."""
    _there(market, code)
    sections, _history = card_of(code, market)
    headings = (
        _("Subject"), _("Tariff code"), _("Market"), _("State"), _("Text in Persian"),
        _("Text in English"), _("Percent of the value"), _("Source"), _("Link"),
        _("Day the source said so"), _("Check again by"), _("Synthetic data"),
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for section in sections:
        for told in section.lines:
            line = told.line
            rows.append(
                (section.word, line.code, market, _("old: check again") if told.is_old else "",
                 line.text_fa, line.text_en, line.duty_percent, line.source, line.source_url,
                 line.told_on, line.check_by, _("yes") if line.is_demo else _("no"))
            )  # fmt: skip
        if not section.lines:
            rows.append(
                (section.word, code, market, _("Unknown: nobody has entered it."), *[""] * 8)
            )
    return file_of("csv", f"requirements-{market}-{code}", headings, rows)


def _there(market: str, code: str) -> None:
    if market not in country_names() or not is_known(code):
        raise Http404


def _country(code: str) -> str:
    english, persian = country_names().get(code, (code, code))
    return persian if language() == "fa" else english


urlpatterns = [
    path("requirements/", cards, name="requirement_cards"),
    path("requirements/<str:market>/<str:code>/", card, name="requirements"),
    path("requirements/<str:market>/<str:code>/table.csv", table, name="requirements_table"),
]
