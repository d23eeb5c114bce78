"""The one question that is asked back when the words do not decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hamafza.goods.evidence import Evidence
from hamafza.goods.phrase import Phrase

MOST_ANSWERS = 5
"""Answers on one screen of a phone."""


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
    """Return the question whose answer would decide; ``nearest`` are the likeliest headings."""
    main = phrase.main
    if phrase.service:
        return Question(QuestionKind.SERVICE, phrase.service[0], ())
    if evidence.options:
        kind = QuestionKind(evidence.subject[0])
        return Question(kind, evidence.open_words, _answers(evidence))
    if not nearest:
        return Question(QuestionKind.NOTHING, "", ())
    words = main.articles[0][0] if main.articles else " ".join(main.unknown)
    return Question(QuestionKind.NEAREST, words, tuple(nearest[:MOST_ANSWERS]))


def _answers(evidence: Evidence) -> tuple[Answer, ...]:
    return tuple(
        Answer(option.label_fa, option.label_en, option.code) for option in evidence.options
    )[:MOST_ANSWERS]
