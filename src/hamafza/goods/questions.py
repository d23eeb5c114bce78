"""The one question that is asked back when the words do not decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamafza.goods.evidence import Evidence
from hamafza.goods.phrase import Phrase

MOST_ANSWERS = 5
"""Answers on one screen of a phone."""
ENOUGH_ANSWERS = 3
"""With so many written by hand, none is added from the ranking."""


class QuestionKind(StrEnum):
    """Why a question is asked; the wording table has a sentence for each."""

    CRAFT = "craft"
    ARTICLE = "article"
    PART = "part"
    NEAREST = "nearest"
    SERVICE = "service"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Answer:
    """A target to tap: what it says in both languages and the code that follows from it."""

    label_fa: str
    label_en: str
    code: str


@dataclass(frozen=True)
class Question:
    """``words`` are the maker's own words that left the question open."""

    kind: QuestionKind
    words: str
    answers: tuple[Answer, ...]


def question_for(phrase: Phrase, evidence: Evidence, nearest: Sequence[Answer]) -> Question:
    """Return the question whose answer would decide; ``nearest`` are the likeliest codes."""
    main = phrase.main
    if phrase.service:
        return Question(QuestionKind.SERVICE, phrase.service[0], ())
    if evidence.options:
        kind = QuestionKind(evidence.subject[0])
        answers = _answers(evidence)
        more = nearest if len(answers) < ENOUGH_ANSWERS else ()
        return Question(kind, evidence.open_words, _distinct([*answers, *more]))
    if not nearest:
        return Question(QuestionKind.NOTHING, "", ())
    words = main.articles[0][0] if main.articles else " ".join(main.unknown)
    return Question(QuestionKind.NEAREST, words, _distinct(nearest))


def _answers(evidence: Evidence) -> list[Answer]:
    return [Answer(o.label_fa, o.label_en, o.code) for o in evidence.options]


def _distinct(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return what fits on a screen; of answers that read alike, or lead alike, the first."""
    kept: list[Answer] = []
    for answer in answers:
        if all(answer.label_fa != one.label_fa and answer.code != one.code for one in kept):
            kept.append(answer)
    return tuple(kept[:MOST_ANSWERS])
