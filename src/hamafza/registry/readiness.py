"""
Export readiness: answers to points by section, a level, what is missing, and what to do next.

Points of a section are a share of the most a unit of its kind can have there; sections count by
weight. What is not answered counts nothing, so that an assessment half filled is a floor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from hamafza.registry.readiness_params import Level, Option, Question, Questionnaire, Section

_MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True)
class SectionPoints:
    """What a section came to; ``share`` is of 1."""

    section: Section
    points: int
    most: int
    answered: int
    asked: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.points, self.most)


@dataclass(frozen=True)
class Step:
    """
    Something to do: ``gain`` is what it adds to the whole, ``after`` what the whole is then.

    ``after`` counts all steps before this one as done.
    """

    question: Question
    now: Option | None
    gain: Fraction
    after: Fraction


@dataclass(frozen=True)
class Readiness:
    """What the answers come to."""

    sections: tuple[SectionPoints, ...]
    share: Fraction
    level: Level
    missing: tuple[Question, ...]
    """Not answered yet."""
    lacking: tuple[Question, ...]
    """Must be more than nothing for a certificate, and is not."""
    steps: tuple[Step, ...]
    """In the order of what a day of effort brings."""
    earns_certificate: bool

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def exact_share(self) -> Decimal:
        """Return the share as a decimal of six places."""
        return decimal_of(self.share)

    def steps_to(self, share: Decimal) -> tuple[Step, ...]:
        """Return the first steps that together reach a share; all of them if none do."""
        wanted: list[Step] = []
        for step in self.steps:
            if Fraction(share) <= self.share or (wanted and wanted[-1].after >= Fraction(share)):
                break
            wanted.append(step)
        return tuple(wanted)


def assess(questionnaire: Questionnaire, kind: str, answers: Mapping[str, str]) -> Readiness:
    """
    Return what answers (question key to option key) come to for a unit of a kind.

    Answers to questions that are not asked, or with an option that is not there, count nothing: a
    questionnaire may have changed since they were given.
    """
    sections = questionnaire.sections_of(kind)
    told = tuple(_points(section, kind, answers) for section in sections)
    whole = sum((Fraction(one.section.weight) for one in told), Fraction(0))
    share = sum((Fraction(one.section.weight) / whole * one.share for one in told), Fraction(0))
    asked = [question for section in sections for question in section.asked_of(kind)]
    missing = tuple(question for question in asked if _given(question, answers) is None)
    lacking = tuple(question for question in asked if _is_lacking(question, answers))
    enough = share >= Fraction(questionnaire.certificate_share)
    return Readiness(
        sections=told,
        share=share,
        level=questionnaire.level_of(decimal_of(share)),
        missing=missing,
        lacking=lacking,
        steps=_steps(told, whole, share, kind, answers),
        earns_certificate=enough and not lacking and not missing,
    )


def decimal_of(share: Fraction) -> Decimal:
    """Return a share as a decimal of six places."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(_MILLIONTH, rounding=ROUND_HALF_EVEN)


def _points(section: Section, kind: str, answers: Mapping[str, str]) -> SectionPoints:
    asked = section.asked_of(kind)
    given = [option for one in asked if (option := _given(one, answers)) is not None]
    return SectionPoints(
        section=section,
        points=sum(option.points for option in given),
        most=sum(question.most for question in asked),
        answered=len(given),
        asked=len(asked),
    )


def _given(question: Question, answers: Mapping[str, str]) -> Option | None:
    return question.option(answers.get(question.key, ""))


def _is_lacking(question: Question, answers: Mapping[str, str]) -> bool:
    option = _given(question, answers)
    return question.is_must and (option is None or option.points == 0)


def _steps(
    told: tuple[SectionPoints, ...],
    whole: Fraction,
    share: Fraction,
    kind: str,
    answers: Mapping[str, str],
) -> tuple[Step, ...]:
    found: list[tuple[Fraction, Question, Option | None]] = []
    for one in told:
        of_a_point = Fraction(one.section.weight) / whole / one.most
        for question in one.section.asked_of(kind):
            now = _given(question, answers)
            gain = of_a_point * (question.most - (now.points if now else 0))
            if gain:
                found.append((gain, question, now))
    found.sort(key=lambda each: -each[0] / each[1].effort_days)  # stable: ties in asked order
    steps, after = [], share
    for gain, question, now in found:
        after += gain
        steps.append(Step(question, now, gain, after))
    return tuple(steps)
