"""People of a unit in the office: written down, set right, parted; a code is opened by a click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import seen_by
from hamafza.web.actions import people as act
from hamafza.web.actions.facts import records_of
from hamafza.web.factwords import SECTIONS
from hamafza.web.pages.fact_forms import PersonForm
from hamafza.web.pages.office.unit_facts import TELLERS, within_reach
from hamafza.web.pages.unit_facts import EndForm
from hamafza.web.records.people import UnitPerson
from hamafza.web.records.units import Unit
from hamafza.web.sentences import sentence


@seen_by(*TELLERS, scope=within_reach)
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Write a person down."""
    return _form(request, get_object_or_404(Unit, pk=number), None)


@seen_by(*TELLERS, scope=within_reach)
def change(request: HttpRequest, number: int, tie: int) -> HttpResponse:
    """Set a person right, tell the code, or end what they are to the unit."""
    unit = get_object_or_404(Unit, pk=number)
    return _form(request, unit, _tie(unit, tie))


@seen_by(*TELLERS, scope=within_reach)
@require_POST
def end(request: HttpRequest, number: int, tie: int) -> HttpResponse:
    """Say that a person is no more what they were to the unit."""
    unit = get_object_or_404(Unit, pk=number)
    form = EndForm(request.POST)
    if form.is_valid():
        act.end_person(actor=request.user, tie=_tie(unit, tie), **form.cleaned_data)
        messages.success(request, _("It is ended; that it stood here stays known."))
    return redirect("office:unit", number)


@seen_by(*TELLERS, scope=within_reach)
@require_POST
def code(request: HttpRequest, number: int, tie: int) -> HttpResponse:
    """Show a person's national code once; that it was read is written down."""
    unit = get_object_or_404(Unit, pk=number)
    kept = _tie(unit, tie)
    why = request.POST.get("why", "").strip()[:300]
    if not why:
        messages.warning(request, _("Say why you need it; that is written down with your name."))
        return redirect("office:person", number, tie)
    opened = act.read_code(actor=request.user, tie=kept, why=why)
    return _page(request, unit, kept, _filled(kept), opened=opened, was_asked=True)


def _form(request: HttpRequest, unit: Unit, tie: UnitPerson | None) -> HttpResponse:
    form = PersonForm(request.POST) if request.method == "POST" else _filled(tie)
    if tie is not None:
        del form.fields["part"]
    if request.method == "POST" and form.is_valid() and _kept(request, form, unit, tie):
        messages.success(request, _("It is written down."))
        return redirect("office:unit", unit.pk)
    return _page(request, unit, tie, form)


def _kept(request: HttpRequest, form: PersonForm, unit: Unit, tie: UnitPerson | None) -> bool:
    said = dict(form.cleaned_data)
    seen = said.pop("seen") or 0
    try:
        if tie is None:
            act.add_person(actor=request.user, unit=unit, **said)
        else:
            act.correct_person(actor=request.user, tie=tie, seen=seen, **said)
    except Refusal as refusal:
        form.add_error(None, sentence(refusal, get_language() or "en"))
        return False
    return True


def _filled(tie: UnitPerson | None) -> PersonForm:
    if tie is None:
        return PersonForm()
    person = tie.person
    seen = {"name": person.name, "gender": person.gender, "seen": person.version}
    return PersonForm(initial=seen)


def _page(
    request: HttpRequest,
    unit: Unit,
    tie: UnitPerson | None,
    form: PersonForm,
    **more: object,
) -> HttpResponse:
    if tie is not None:
        form.fields.pop("part", None)
    arguments = [unit.pk, tie.pk] if tie is not None else []
    facts = {
        "unit": unit,
        "tie": tie,
        "form": form,
        "title": SECTIONS["person"],
        "home": reverse("office:units"),
        "home_word": _("Units"),
        "back": reverse("office:unit", args=[unit.pk]),
        "end": reverse("office:end_person", args=arguments) if arguments else "",
        "end_form": EndForm(initial={"seen": tie.version}) if tie is not None else None,
        "code_url": reverse("office:person_code", args=arguments) if arguments else "",
    }
    return render(request, "unit_facts/form.html", facts | more)


def _tie(unit: Unit, number: int) -> UnitPerson:
    ties = UnitPerson.objects.living().filter(unit__in=records_of(unit)).select_related("person")
    return get_object_or_404(ties, pk=number)


urlpatterns = [
    path("units/<int:number>/people/new/", new, name="new_person"),
    path("units/<int:number>/people/<int:tie>/", change, name="person"),
    path("units/<int:number>/people/<int:tie>/end/", end, name="end_person"),
    path("units/<int:number>/people/<int:tie>/code/", code, name="person_code"),
]
