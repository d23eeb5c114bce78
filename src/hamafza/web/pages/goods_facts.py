"""What a page of goods shows: words, reason, the one question, candidates to tap."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from hamafza.goods.questions import Question, QuestionKind
from hamafza.goods.refusals import NoCodeChosen
from hamafza.goods.verdict import Candidate
from hamafza.runs.classifying import classifier, wording
from hamafza.web.actions.goods import Confirmed, Reading, confirm_goods, read_goods
from hamafza.web.records.goods import GoodsConfirmation
from hamafza.web.records.units import Unit

LONGEST = 200
"""Characters of a phrase that a page reads; a longer one is cut and the page says so."""
SHOWN = 5
SERVICE = "service:"


@dataclass(frozen=True)
class Choice:
    """A target to tap; ``value`` is what the form sends: a code, or ``service:`` and a code."""

    value: str
    label: str
    code: str
    probability: float | None = None
    reason: str = ""
    people: int = 0
    is_taken: bool = False
    follow: str = ""
    """The words that stand after the answer, for a page where nobody can confirm."""


def facts_of(text: str, taken: str = "") -> dict[str, object]:
    """Return what is shown of a phrase; ``taken`` is the code confirmed so far."""
    words = text.strip()[:LONGEST]
    reading = read_goods(words)
    verdict, language = reading.verdict, get_language() or "fa"
    question = verdict.question
    asked = wording().asked(question, language) if question else ""
    answers = _answers(question, words, language, taken)
    return {
        "said": words,
        "is_cut": len(text.strip()) > LONGEST,
        "asked": asked,
        "answers": answers,
        "is_nearest": question is not None and question.kind is QuestionKind.NEAREST,
        "confirmed": _said_by_people(reading, language, taken),
        "candidates": _candidates(reading, language, taken),
        "reason": wording().reason(verdict.reason, language),
        "service": _service(verdict.service_code, language, taken),
        "is_known": bool(verdict.candidates or verdict.service_code),
        "written_in": verdict.language or language,
    }


def confirm_from(request: HttpRequest, unit: Unit) -> GoodsConfirmation:
    """Carry out the form of a goods page for this unit."""
    value = request.POST.get("code", "")
    if not value:
        raise NoCodeChosen()
    service = value.removeprefix(SERVICE) if value.startswith(SERVICE) else ""
    return confirm_goods(
        actor=request.user,
        unit=unit,
        text=request.POST.get("said", "")[:LONGEST],
        hs6="" if service else value,
        service_code=service,
        answer=request.POST.get("asked", ""),
    )


def current_of(unit: Unit) -> dict[str, object] | None:
    """Return what was confirmed for the unit last, with the name of the code."""
    last = unit.confirmations.filter(is_current=True).select_related("confirmed_by").first()
    if last is None:
        return None
    language = get_language() or "fa"
    name = (
        wording().service(last.service_code, language)
        if last.service_code
        else classifier().names.name(last.hs6, language)
    )
    return {"confirmation": last, "name": name}


def taken_code(unit: Unit) -> str:
    """Return the form value of what stands for the unit now."""
    if unit.service_code:
        return SERVICE + unit.service_code
    return unit.hs6 or ""


def _answers(question: Question | None, said: str, language: str, taken: str) -> list[Choice]:
    found = []
    for answer in question.answers if question else ():
        label = answer.label_fa if language == "fa" else answer.label_en
        follow = f"{label}, {said}" if question.kind != QuestionKind.ARTICLE else f"{said} {label}"
        is_taken = answer.code == taken
        found.append(Choice(answer.code, label, answer.code, is_taken=is_taken, follow=follow))
    return found


def _candidates(reading: Reading, language: str, taken: str) -> list[Choice]:
    """Return the best subheading of each of the likeliest headings."""
    first: dict[str, Candidate] = {}
    for candidate in reading.verdict.candidates:
        first.setdefault(candidate.hs4, candidate)
    return [
        Choice(
            one.hs6,
            classifier().names.name(one.hs6, language),
            one.hs6,
            one.probability,
            wording().reason(one.reason, language),
            is_taken=one.hs6 == taken,
        )
        for one in list(first.values())[:SHOWN]
    ]


def _said_by_people(reading: Reading, language: str, taken: str) -> list[Choice]:
    return [_of_people(one, language, taken) for one in _few(reading.confirmed)]


def _few(confirmed: Iterable[Confirmed]) -> list[Confirmed]:
    return list(confirmed)[:3]


def _of_people(one: Confirmed, language: str, taken: str) -> Choice:
    if one.service_code:
        value, name = SERVICE + one.service_code, wording().service(one.service_code, language)
    else:
        value, name = one.hs6, classifier().names.name(one.hs6, language)
    return Choice(value, name, one.hs6, people=one.people, is_taken=value == taken)


def _service(code: str, language: str, taken: str) -> Choice | None:
    if not code:
        return None
    value = SERVICE + code
    return Choice(value, wording().service(code, language), "", is_taken=value == taken)
