"""What pages of readiness show, to the unit and to an officer beside it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from hamafza.registry.readiness import Readiness, decimal_of
from hamafza.registry.readiness_params import Section
from hamafza.web.actions import readiness as act
from hamafza.web.actions.reach import counting
from hamafza.web.actions.readiness_check import certificate_of
from hamafza.web.records.readiness import Assessment
from hamafza.web.records.units import Unit

STEPS_SHOWN = 5


def overview(unit: Unit) -> dict[str, Any]:
    """Return where a unit stands: what is under way, what was found, what to do next."""
    counts = counting(unit)
    today = timezone.localdate()
    paper = certificate_of(counts, today)
    remind = timedelta(days=act.questionnaire().remind_days)
    going, checked = act.under_way(counts), act.last_checked(counts)
    shown = going or checked
    result = act.reckoned(shown) if shown else None
    return {
        "unit": counts,
        "going": going,
        "checked": checked,
        "shown": shown,
        "result": result,
        "sections": _sections(result, going) if result else [],
        "steps": _steps(result) if result and result.is_complete else [],
        "certificate": paper,
        "runs_out_soon": paper is not None and paper.valid_until - today <= remind,
        "wanted": act.questionnaire().certificate_share,
        "asked": sum(len(one.asked_of(counts.kind)) for one in _of(counts)),
        "first": _of(counts)[0].key,
    }


def section_of(unit: Unit, key: str) -> Section | None:
    """Return a section by its key, if a unit of this kind is asked it."""
    return next((one for one in _of(unit) if one.key == key), None)


def section_facts(assessment: Assessment, section: Section) -> dict[str, Any]:
    """Return one screen: the questions with what was answered so far, and where it lies."""
    keys = [one.key for one in _of(assessment.unit)]
    place = keys.index(section.key)
    rows = [
        {
            "question": question,
            "given": assessment.answers.get(question.key, ""),
            "note": assessment.notes.get(question.key, ""),
        }
        for question in section.asked_of(assessment.unit.kind)
    ]
    return {
        "assessment": assessment,
        "unit": assessment.unit,
        "section": section,
        "rows": rows,
        "number": place + 1,
        "of": len(keys),
        "before": keys[place - 1] if place else "",
        "after": keys[place + 1] if place + 1 < len(keys) else "",
        "longest": act.LONGEST_NOTE,
    }


def keep_section(request: HttpRequest, assessment: Assessment, section: Section) -> None:
    """Keep what stands in the form of one screen; an unanswered question stays unanswered."""
    asked = [question.key for question in section.asked_of(assessment.unit.kind)]
    answers = {key: request.POST[key] for key in asked if request.POST.get(key)}
    notes = {key: request.POST.get(f"note-{key}", "").strip() for key in asked}
    known = {key: text for key, text in notes.items() if text or key in assessment.notes}
    act.answer(
        actor=request.user,
        assessment=assessment,
        answers=answers,
        notes=known,
        helper_name=request.POST["helper"].strip() if "helper" in request.POST else None,
    )


def after_section(request: HttpRequest, onward: str) -> HttpResponse:
    """Answer a screen that was kept: nothing to the page that saves as it goes, else go on."""
    if request.htmx:
        return HttpResponse(status=204)
    return redirect(onward)


def hand_in(request: HttpRequest, assessment: Assessment) -> None:
    """Hand an assessment in and say what comes next."""
    act.hand_in(actor=request.user, assessment=assessment)
    messages.success(request, _("Handed in. An officer checks the answers; you are told here."))


def _of(unit: Unit) -> tuple[Section, ...]:
    return act.questionnaire().sections_of(unit.kind)


def _sections(result: Readiness, going: Assessment | None) -> list[dict[str, Any]]:
    return [
        {
            "section": one.section,
            "share": decimal_of(one.share),
            "size": f"{float(one.share):.3f}",
            "left": one.asked - one.answered,
            "may_fill": going is not None and going.may_be_filled,
        }
        for one in result.sections
    ]


def _steps(result: Readiness) -> list[dict[str, Any]]:
    """Return what to do next, marking what it takes to the certificate."""
    to_it = {one.question.key for one in result.steps_to(act.questionnaire().certificate_share)}
    most = max(STEPS_SHOWN, len(to_it))
    return [
        {
            "question": one.question,
            "gain": decimal_of(one.gain),
            "after": decimal_of(one.after),
            "leads_there": one.question.key in to_it,
        }
        for one in result.steps[:most]
    ]
