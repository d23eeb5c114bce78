"""What a page of goods shows: words, reason, the one question, candidates to tap."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from hamafza.goods.questions import Question, QuestionKind
from hamafza.goods.refusals import NoCodeChosen
from hamafza.goods.uses import Use
from hamafza.goods.verdict import Candidate, Verdict
from hamafza.runs.classifying import classifier, wording
from hamafza.runs.goods_tables import uses
from hamafza.runs.national_tariff import national_lines
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
    shown = _Shown(reading, language, taken)
    answers = shown.answers(question, words)
    return {
        "said": words,
        "is_cut": len(text.strip()) > LONGEST,
        "asked": asked,
        "answers": answers,
        "candidates": shown.candidates(),
        "service": shown.service(),
        "confirmed": shown.confirmed(),
        "reason": wording().reason(verdict.reason, language),
        "is_known": bool(verdict.candidates or verdict.service_code),
        "purpose": _purpose(verdict, language),
        "direction": "rtl" if language == "fa" else "ltr",
    }


def _purpose(verdict: Verdict, language: str) -> str:
    """Return what the likeliest good is a part of, or a supply for; nothing for others."""
    if not verdict.candidates or verdict.question is not None:
        return ""
    purpose = uses().of(verdict.candidates[0].hs6)
    if purpose.use is Use.OTHER:
        return ""
    return wording().purpose(purpose, classifier().names, language)


def confirm_from(request, unit: Unit) -> GoodsConfirmation:
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
    value = SERVICE + last.service_code if last.service_code else last.hs6
    return {
        "confirmation": last,
        "name": _name(value, get_language() or "fa"),
        "national": national_lines(settings.HOME, unit.country, last.hs6),
    }


def taken_code(unit: Unit) -> str:
    """Return the form value that a person confirmed last; what a machine read is no choice."""
    last = unit.confirmations.filter(is_current=True).first()
    if last is None:
        return ""
    return SERVICE + last.service_code if last.service_code else last.hs6


class _Shown:
    """Makes the choices of one page: each code stands once, with the people who confirmed it."""

    def __init__(self, reading: Reading, language: str, taken: str) -> None:
        self._verdict, self._language, self._taken = reading.verdict, language, taken
        self._people = {_value(one): one.people for one in reading.confirmed}
        self._there: set[str] = set()

    def answers(self, question: Question | None, said: str) -> list[Choice]:
        """Return the answers of an open question."""
        if question is None:
            return []
        found = []
        for answer in question.answers:
            label = answer.label_fa if self._language == "fa" else answer.label_en
            is_kind = question.kind in (QuestionKind.ARTICLE, QuestionKind.NEAREST)
            follow = f"{said} {label}" if is_kind else f"{label}, {said}"
            found.append(self._choice(answer.code, label, follow=follow))
        return found

    def candidates(self) -> list[Choice]:
        """Return the best subheading of each of the likeliest headings, not shown above."""
        first: dict[str, Candidate] = {}
        for candidate in self._verdict.candidates:
            first.setdefault(candidate.hs4, candidate)
        return [
            self._choice(
                one.hs6,
                classifier().names.name(one.hs6, self._language),
                probability=one.probability,
                reason=wording().reason(one.reason, self._language),
            )
            for one in list(first.values())[:SHOWN]
            if one.hs6 not in self._there
        ]

    def service(self) -> Choice | None:
        code = self._verdict.service_code
        return (
            self._choice(SERVICE + code, wording().service(code, self._language)) if code else None
        )

    def confirmed(self) -> list[Choice]:
        """Return what people said of the same words and no other choice shows."""
        left = [value for value in self._people if value not in self._there]
        return [self._choice(value, _name(value, self._language)) for value in left[:SHOWN]]

    def _choice(self, value: str, label: str, **more: Any) -> Choice:
        self._there.add(value)
        code = "" if value.startswith(SERVICE) else value
        people, is_taken = self._people.get(value, 0), value == self._taken
        return Choice(value, label, code, people=people, is_taken=is_taken, **more)


def _value(one: Confirmed) -> str:
    return SERVICE + one.service_code if one.service_code else one.hs6


def _name(value: str, language: str) -> str:
    if value.startswith(SERVICE):
        return wording().service(value.removeprefix(SERVICE), language)
    return classifier().names.name(value, language)
