"""Facts of a unit in the office: told, changed, confirmed and ended by its officers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import consents
from hamafza.web.actions import facts as act
from hamafza.web.actions.units import may_speak_for
from hamafza.web.factwords import CONSENT_WAYS, SECTIONS
from hamafza.web.pages.office import units
from hamafza.web.pages.paper_files import paper_answer
from hamafza.web.pages.unit_facts import (
    ConsentForm,
    EndForm,
    HowForm,
    SeenForm,
    consent_rows,
    fact_or_404,
    form_of,
    told,
)
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.consents import Consent
from hamafza.web.records.units import Unit

TELLERS = (*OFFICE, *BRANCH)


def within_reach(user: User, number: int, **_rest: object) -> bool:
    """Officers tell of the units they may speak for."""
    unit = Unit.objects.filter(pk=number).first()
    return unit is not None and units.within_reach(user, number) and may_speak_for(user, unit)


def paper_within_reach(user: User, number: int, **_rest: object) -> bool:
    """Who sees the unit sees its certificates."""
    return units.within_reach(user, number)


@seen_by(*TELLERS, scope=within_reach)
def new(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Tell a fact."""
    return _form(request, get_object_or_404(Unit, pk=number), kind, None)


@seen_by(*TELLERS, scope=within_reach)
def change(request: HttpRequest, number: int, kind: str, fact: int) -> HttpResponse:
    """Set a fact right, or end it."""
    unit = get_object_or_404(Unit, pk=number)
    return _form(request, unit, kind, fact_or_404(kind, fact, unit))


@seen_by(*TELLERS, scope=within_reach)
@require_POST
def end(request: HttpRequest, number: int, kind: str, fact: int) -> HttpResponse:
    """Say that a fact holds no more."""
    unit = get_object_or_404(Unit, pk=number)
    form = EndForm(request.POST)
    if form.is_valid():
        act.end_fact(actor=request.user, fact=fact_or_404(kind, fact, unit), **form.cleaned_data)
        messages.success(request, _("It is ended; that it stood here stays known."))
    return redirect("office:unit", number)


@seen_by(*TELLERS, scope=within_reach)
@require_POST
def confirm(request: HttpRequest, number: int, fact: int) -> HttpResponse:
    """Confirm the monthly figures of a good."""
    unit = get_object_or_404(Unit, pk=number)
    good = fact_or_404("good", fact, unit)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return redirect("office:unit", number)
    act.confirm_good(actor=request.user, fact=good, seen=form.cleaned_data["seen"])
    messages.success(request, _("The figures are confirmed; they count where work is shared."))
    return redirect("office:unit", number)


@seen_by(*units.READERS, scope=paper_within_reach)
def paper(request: HttpRequest, number: int, fact: int) -> HttpResponse:
    """Hand out the paper of a certificate."""
    kept = fact_or_404("certificate", fact, get_object_or_404(Unit, pk=number))
    return paper_answer(kept.file.name, kept.file_name)


@seen_by(*TELLERS, scope=within_reach)
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """Show to what a unit has agreed; write down that it agrees to one use."""
    unit = get_object_or_404(Unit, pk=number)
    if request.method == "POST":
        form = ConsentForm(request.POST)
        if form.is_valid():
            consents.give_consent(actor=request.user, unit=unit, **form.cleaned_data)
            messages.success(request, _("The consent is written down."))
        return redirect("office:unit_consents", number)
    facts = {
        "unit": unit,
        "rows": consent_rows(act.records_of(unit)),
        "ways": list(CONSENT_WAYS.items())[:2],
        "give": reverse("office:unit_consents", args=[number]),
        "withdraw": "office:withdraw_consent",
    }
    return render(request, "unit_facts/consents.html", facts)


@seen_by(*TELLERS, scope=within_reach)
@require_POST
def withdraw(request: HttpRequest, number: int, consent: int) -> HttpResponse:
    """Write down that a unit agrees no more."""
    unit = get_object_or_404(Unit, pk=number)
    kept = get_object_or_404(Consent.objects.living(), pk=consent, unit__in=act.records_of(unit))
    form = HowForm(request.POST)
    if form.is_valid():
        consents.withdraw_consent(actor=request.user, consent=kept, how=form.cleaned_data["how"])
        messages.success(request, _("The consent is withdrawn; it holds from now on."))
    return redirect("office:unit_consents", number)


def _form(request: HttpRequest, unit: Unit, kind: str, fact: object) -> HttpResponse:
    form = form_of(request, kind, unit, fact, is_owner=False)
    if told(request, form, fact):
        messages.success(request, _("It is written down."))
        return redirect("office:unit", unit.pk)
    arguments = [unit.pk, kind, fact.pk] if fact is not None else []
    facts = {
        "unit": unit,
        "form": form,
        "fact": fact,
        "title": SECTIONS[kind],
        "home": reverse("office:units"),
        "home_word": _("Units"),
        "back": reverse("office:unit", args=[unit.pk]),
        "end": reverse("office:end_unit_fact", args=arguments) if arguments else "",
        "end_form": EndForm(initial={"seen": fact.version}) if fact is not None else None,
    }
    return render(request, "unit_facts/form.html", facts)


urlpatterns = [
    path("units/<int:number>/facts/<slug:kind>/new/", new, name="new_unit_fact"),
    path("units/<int:number>/facts/<slug:kind>/<int:fact>/", change, name="unit_fact"),
    path("units/<int:number>/facts/<slug:kind>/<int:fact>/end/", end, name="end_unit_fact"),
    path("units/<int:number>/goods/<int:fact>/confirm/", confirm, name="confirm_good"),
    path("units/<int:number>/certificates/<int:fact>/paper/", paper, name="unit_paper"),
    path("units/<int:number>/consents/", consent, name="unit_consents"),
    path("units/<int:number>/consents/<int:consent>/withdraw/", withdraw, name="withdraw_consent"),
]
