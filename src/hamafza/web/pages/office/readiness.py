"""Readiness in the office: filled in beside the unit, checked answer by answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.registry.readiness_life import AssessmentState
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import readiness as act
from hamafza.web.actions import readiness_check as checking
from hamafza.web.actions.reach import about_units_within, counting, units_within
from hamafza.web.pages import readiness_facts as shown
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from hamafza.web.records.units import Unit

READERS = (*OFFICE, *BRANCH)
LONGEST = 400


def unit_within(user: User, number: int, **_more: object) -> bool:
    """An officer helps the units of the own office."""
    return units_within(user).filter(pk=number).exists()


def assessment_within(user: User, number: int) -> bool:
    """An officer checks those of the own office."""
    return about_units_within(Assessment.objects.filter(pk=number), user).exists()


def certificate_within(user: User, number: int) -> bool:
    """An officer withdraws those of the own office."""
    return about_units_within(ReadinessCertificate.objects.filter(pk=number), user).exists()


@seen_by(*READERS, scope=unit_within)
def unit(request: HttpRequest, number: int) -> HttpResponse:
    """Where a unit stands; an officer may fill in with the owner, and that is on the record."""
    return render(request, "readiness/own.html", shown.overview(_unit(number)))


@seen_by(*READERS, scope=unit_within)
@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin with the owner, or go on."""
    made = act.begin(actor=request.user, unit=_unit(number))
    first = shown.overview(made.unit)["first"]
    return redirect("office:unit_readiness_section", made.unit_id, first)


@seen_by(*READERS, scope=unit_within)
def section(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """One screen, filled in beside the owner."""
    kept = counting(_unit(number))
    going, found = act.under_way(kept), shown.section_of(kept, key)
    if found is None:
        raise Http404
    if going is None or not going.may_be_filled:
        return redirect("office:unit_readiness", kept.pk)
    facts = shown.section_facts(going, found)
    if request.method == "POST":
        shown.keep_section(request, going, found)
        after = facts["after"]
        onward = reverse("office:unit_readiness", args=[kept.pk])
        if after:
            onward = reverse("office:unit_readiness_section", args=[kept.pk, after])
        return shown.after_section(request, onward)
    return render(request, "readiness/section.html", facts)


@seen_by(*READERS, scope=unit_within)
@require_POST
def hand_in(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in what was filled in together."""
    going = act.under_way(counting(_unit(number)))
    if going is not None:
        shown.hand_in(request, going)
    return redirect("office:unit_readiness", number)


@seen_by(*READERS, scope=assessment_within)
def assessment(request: HttpRequest, number: int) -> HttpResponse:
    """Check an assessment, or read what was found."""
    rows = Assessment.objects.select_related("unit", "helped_by", "checked_by")
    kept = get_object_or_404(rows, pk=number)
    if request.method == "POST":
        _decide(request, kept)
        return redirect("office:next_in_queue")
    facts = {
        "assessment": kept,
        "unit": kept.unit,
        "sections": _questions(kept),
        "result": act.reckoned(kept),
        "wanted": act.questionnaire().certificate_share,
        "waits": kept.state == AssessmentState.HANDED_IN,
        "is_own_help": request.user.pk in (kept.helped_by_id, kept.begun_by_id),
        "certificate": ReadinessCertificate.objects.filter(assessment=kept).first(),
    }
    return render(request, "readiness/check.html", facts)


@seen_by(*READERS, scope=certificate_within)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a certificate."""
    paper = get_object_or_404(ReadinessCertificate, pk=number)
    why = request.POST.get("why", "")[:LONGEST]
    checking.withdraw(actor=request.user, certificate=paper, why=why)
    messages.success(request, _("The certificate is withdrawn; whoever checks its number is told."))
    return redirect("office:assessment", paper.assessment_id)


def _decide(request: HttpRequest, kept: Assessment) -> None:
    why = request.POST.get("why", "").strip()[:LONGEST]
    if request.POST.get("say") == "back":
        checking.send_back(actor=request.user, assessment=kept, why=why)
        messages.success(request, _("Sent back to the unit, with your reason."))
        return
    keys = [question.key for question in act.questionnaire().questions]
    checking.check(
        actor=request.user,
        assessment=kept,
        findings={key: request.POST.get(f"found-{key}", "") for key in keys},
        reasons={key: request.POST.get(f"reason-{key}", "")[:LONGEST] for key in keys},
        why=why,
    )
    paper = ReadinessCertificate.objects.filter(assessment=kept).first()
    if paper is not None:
        messages.success(request, _("Checked. Certificate %(number)s.") % {"number": paper.number})
    else:
        messages.success(request, _("Checked. It is not enough for a certificate yet."))


def _questions(kept: Assessment) -> list[dict[str, Any]]:
    """Return the sections with each question's answer, finding and reason."""
    number = 0
    told = []
    for one in act.questionnaire().sections_of(kept.unit.kind):
        rows = []
        for question in one.asked_of(kept.unit.kind):
            number += 1
            given = kept.answers.get(question.key, "")
            found = kept.findings.get(question.key, given)
            rows.append(
                {
                    "number": number,
                    "question": question,
                    "given": question.option(given),
                    "found": question.option(found),
                    "differs": found != given,
                    "note": kept.notes.get(question.key, ""),
                    "reason": kept.reasons.get(question.key, ""),
                }
            )
        told.append({"section": one, "rows": rows})
    return told


def _unit(number: int) -> Unit:
    return get_object_or_404(Unit, pk=number)


urlpatterns = [
    path("units/<int:number>/readiness/", unit, name="unit_readiness"),
    path("units/<int:number>/readiness/begin/", begin, name="begin_unit_readiness"),
    path("units/<int:number>/readiness/hand-in/", hand_in, name="hand_in_unit_readiness"),
    path("units/<int:number>/readiness/section/<slug:key>/", section,
         name="unit_readiness_section"),
    path("readiness/<int:number>/", assessment, name="assessment"),
    path("readiness/certificate/<int:number>/withdraw/", withdraw,
         name="withdraw_readiness"),
]  # fmt: skip
