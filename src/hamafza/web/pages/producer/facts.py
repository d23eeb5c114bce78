"""The producer's own workshop: what is told of it, set right by herself where that is hers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import consents
from hamafza.web.actions import facts as act
from hamafza.web.actions.fact_kinds import KINDS
from hamafza.web.factwords import SECTIONS
from hamafza.web.pages.bank_accounts import accounts_page
from hamafza.web.pages.paper_files import paper_answer
from hamafza.web.pages.unit_facts import (
    ConsentForm,
    EndForm,
    capacity_of,
    consent_rows,
    fact_or_404,
    form_of,
    sections,
    told,
)
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consents import Consent
from hamafza.web.records.units import Unit


def own_kind(user: User, kind: str, **_rest: object) -> bool:
    """A producer tells the kinds that need no officer; the others are not there for her."""
    return kind in KINDS and KINDS[kind].own_word


def own_fact(user: User, kind: str, fact: int) -> bool:
    """Facts of other units are as good as not there."""
    if not own_kind(user, kind):
        return False
    rows = KINDS[kind].model._default_manager.filter(pk=fact, ended_at=None)
    return rows.filter(unit__in=act.records_of(user.unit)).exists()


def own_consent(user: User, consent: int) -> bool:
    """So are others' consents."""
    rows = Consent.objects.living().filter(pk=consent)
    return rows.filter(unit__in=act.records_of(user.unit)).exists()


@seen_by(Role.PRODUCER)
def facts(request: HttpRequest) -> HttpResponse:
    """Show all that is told of the workshop, whoever told it."""
    unit = _unit(request)
    return render(
        request,
        "unit_facts/own.html",
        {
            "unit": unit,
            "sections": sections(request.user, unit, shows_people=True, is_owner=True),
            "own": [name for name, kind in KINDS.items() if kind.own_word],
            "capacity": capacity_of(unit),
        },
    )


@seen_by(Role.PRODUCER, scope=own_kind)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell a fact."""
    return _form(request, kind, None)


@seen_by(Role.PRODUCER, scope=own_fact)
def change(request: HttpRequest, kind: str, fact: int) -> HttpResponse:
    """Set a fact right, or end it."""
    return _form(request, kind, fact_or_404(kind, fact, _unit(request)))


@seen_by(Role.PRODUCER, scope=own_fact)
@require_POST
def end(request: HttpRequest, kind: str, fact: int) -> HttpResponse:
    """Say that a fact holds no more."""
    kept = fact_or_404(kind, fact, _unit(request))
    form = EndForm(request.POST)
    if form.is_valid():
        act.end_fact(actor=request.user, fact=kept, **form.cleaned_data)
        messages.success(request, _("It is ended; that it stood here stays known."))
    return redirect("producer:facts")


@seen_by(Role.PRODUCER)
def paper(request: HttpRequest, fact: int) -> HttpResponse:
    """Hand out the paper of an own certificate."""
    kept = fact_or_404("certificate", fact, _unit(request))
    return paper_answer(kept.file.name, kept.file_name)


@seen_by(Role.PRODUCER)
def consent(request: HttpRequest) -> HttpResponse:
    """Show to what she has agreed; agree to one use."""
    unit = _unit(request)
    if request.method == "POST":
        form = ConsentForm(request.POST)
        if form.is_valid():
            use = form.cleaned_data["use"]
            consents.give_consent(actor=request.user, unit=unit, use=use)
            messages.success(
                request, _("Your consent is written down. You can withdraw it at any time.")
            )
        return redirect("producer:consents")
    told_of = {
        "unit": unit,
        "rows": consent_rows(act.records_of(unit)),
        "give": reverse("producer:consents"),
        "withdraw": "producer:withdraw_consent",
        "is_owner": True,
    }
    return render(request, "unit_facts/consents.html", told_of)


@seen_by(Role.PRODUCER, scope=own_consent)
@require_POST
def withdraw(request: HttpRequest, consent: int) -> HttpResponse:
    """Agree no more."""
    kept = get_object_or_404(
        Consent.objects.living(), pk=consent, unit__in=act.records_of(_unit(request))
    )
    consents.withdraw_consent(actor=request.user, consent=kept)
    messages.success(request, _("The consent is withdrawn; it holds from now on."))
    return redirect("producer:consents")


@seen_by(Role.PRODUCER)
def account(request: HttpRequest) -> HttpResponse:
    """Say where the workshop is paid."""
    return accounts_page(
        request,
        _unit(request),
        here=reverse("producer:account"),
        home=(reverse("producer:facts"), _("My workshop")),
    )


def _form(request: HttpRequest, kind: str, fact: object) -> HttpResponse:
    unit = _unit(request)
    form = form_of(request, kind, unit, fact, is_owner=True)
    if told(request, form, fact):
        messages.success(request, _("It is written down."))
        return redirect("producer:facts")
    arguments = [kind, fact.pk] if fact is not None else []
    told_of = {
        "unit": unit,
        "form": form,
        "fact": fact,
        "title": SECTIONS[kind],
        "home": reverse("producer:facts"),
        "home_word": _("My workshop"),
        "back": reverse("producer:facts"),
        "end": reverse("producer:end_fact", args=arguments) if arguments else "",
        "end_form": EndForm(initial={"seen": fact.version}) if fact is not None else None,
    }
    return render(request, "unit_facts/form.html", told_of)


def _unit(request: HttpRequest) -> Unit:
    """Return the record that stands for her unit: hers may have been joined to it."""
    return act.standing_of(request.user.unit)


urlpatterns = [
    path("workshop/", facts, name="facts"),
    path("workshop/<slug:kind>/new/", new, name="new_fact"),
    path("workshop/<slug:kind>/<int:fact>/", change, name="fact"),
    path("workshop/<slug:kind>/<int:fact>/end/", end, name="end_fact"),
    path("papers/<int:fact>/", paper, name="paper"),
    path("consents/", consent, name="consents"),
    path("consents/<int:consent>/withdraw/", withdraw, name="withdraw_consent"),
    path("account/", account, name="account"),
]
