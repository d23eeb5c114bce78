"""What the lexicon and the rules say for codes, before any text is compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl

from hamafza.goods.lexicon import Term
from hamafza.goods.phrase import Phrase
from hamafza.goods.rules import Rule, Rules


class Clue(IntEnum):
    """A kind of evidence for a heading; each has its weight in the parameters."""

    RULE = 0
    HEAD = 1
    WHOLE = 2
    SECOND = 3
    ANSWER = 4
    EQUAL_TERM = 5
    CHAPTER = 6


@dataclass(frozen=True)
class Option:
    """One answer to a question; ``share`` is its part among the answers."""

    label_fa: str
    label_en: str
    code: str
    share: float


@dataclass
class Evidence:
    """
    Clues for codes of four or six digits (of two for CHAPTER), and what they rest on.

    RULE and HEAD count for the share of the words that are known. ``subject`` is the question
    that is open (a craft without an article, an article whose material is not told), as its kind
    and name, ``open_words`` the maker's words for it, ``options`` its answers;
    ``is_undecided`` says that no word of its own gives a code.
    """

    clues: list[tuple[str, Clue, float]] = field(default_factory=list)
    rule: Rule | None = None
    head: tuple[str, Term] | None = None
    subject: tuple[str, str] = ("", "")
    open_words: str = ""
    is_undecided: bool = False
    options: tuple[Option, ...] = ()


class Witness:
    """Collects the evidence of phrases from the rules and the tables of answers."""

    def __init__(self, rules: Rules, questions: pl.DataFrame) -> None:
        self._rules = rules
        self._options: dict[tuple[str, str], tuple[Option, ...]] = {}
        for (kind, subject), rows in questions.group_by("kind", "subject", maintain_order=True):
            self._options[str(kind), str(subject)] = tuple(_options(rows))

    def hear(self, phrase: Phrase) -> Evidence:
        """Return the evidence of a phrase; services and empty phrases have none."""
        evidence = Evidence()
        main = phrase.main
        if phrase.service:
            return evidence
        if main.articles and not main.is_led:
            self._head(phrase, evidence)
        elif main.crafts:
            evidence.is_undecided = True
            self._open(evidence, "craft", main.crafts[0])
        elif main.parts:
            evidence.is_undecided = True
            self._open(evidence, "part", main.parts[0])
        elif phrase.language == "fa":  # texts alone have met: too little to be sure of
            evidence.is_undecided = not main.articles
        for segment in phrase.segments:
            leading = segment is main and not segment.is_led
            later = segment.articles[1:] if leading else segment.articles
            evidence.clues += [c for _, t in later for c in _clue(t.hs6 or t.hs4, Clue.SECOND, 1.0)]
        return evidence

    def _head(self, phrase: Phrase, evidence: Evidence) -> None:
        """The head's senses share its weight; the first sense with a rule follows that rule."""
        segment = phrase.main
        words = segment.articles[0][0]
        senses = [term for spoken, term in segment.articles if spoken == words]
        covered = 1 - len(segment.unknown) / max(segment.words, 1)
        evidence.head = segment.articles[0]
        for term in senses:
            rule = self._rules.fitting(term.english, phrase.attributes)
            rule = rule or self._rules.fitting(term.english, phrase.attributes_of_all)
            evidence.rule = evidence.rule or rule
            code = rule.code if rule else term.hs6 or term.hs4
            share = covered / len(senses)
            evidence.clues += _clue(code[:2] or term.chapter, Clue.CHAPTER, share)
            evidence.clues += _clue(code, Clue.RULE if rule else Clue.HEAD, share)
            if not segment.unknown:
                evidence.clues += _clue(code, Clue.WHOLE, share)
        if evidence.rule is None:
            evidence.is_undecided = not any(term.hs4 for term in senses)
            kind = "part" if segment.articles[0][1].kind == "part" else "article"
            self._open(evidence, kind, (words, senses[0]))

    def _open(self, evidence: Evidence, kind: str, spoken: tuple[str, Term]) -> None:
        words, term = spoken
        evidence.subject, evidence.open_words = (kind, term.english), words
        evidence.options = self._options.get(evidence.subject, ())
        largest = max((option.share for option in evidence.options), default=1.0)
        for option in evidence.options:
            evidence.clues += _clue(option.code, Clue.ANSWER, option.share / largest)


def _clue(code: str, clue: Clue, value: float) -> Iterator[tuple[str, Clue, float]]:
    if code:
        yield code, clue, value


def _options(rows: pl.DataFrame) -> Iterator[Option]:
    total = sum(float(weight) for weight in rows["weight"])
    for row in rows.iter_rows(named=True):
        share = float(row["weight"]) / total
        yield Option(row["answer_fa"], row["answer_en"], row["code"], share)
