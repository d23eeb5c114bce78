"""The questionnaire of export readiness; content and sources in ``parameters/readiness.toml``."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Option:
    """One answer that may be tapped, and what it counts."""

    key: str
    points: int
    name_fa: str
    name_en: str

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError("points are not negative")


@dataclass(frozen=True)
class Question:
    """
    One question with its answers; ``step`` is what to do so that the best of them is true.

    ``effort_days`` is what that usually takes. Without ``kinds`` every unit is asked. A
    certificate needs more than nothing in each question that ``is_must``.
    """

    key: str
    text_fa: str
    text_en: str
    help_fa: str
    help_en: str
    effort_days: int
    step_fa: str
    step_en: str
    options: tuple[Option, ...]
    kinds: tuple[str, ...] = ()
    is_must: bool = False

    def __post_init__(self) -> None:
        if self.effort_days < 1:
            raise ValueError(f"effort_days of {self.key} must be 1 or more")
        if len(self.options) < 2 or self.most == 0:
            raise ValueError(f"options of {self.key} are two or more, one with points")
        _once("options", (option.key for option in self.options))

    @property
    def most(self) -> int:
        """Return the points of the best answer."""
        return max(option.points for option in self.options)

    def option(self, key: str) -> Option | None:
        """Return an answer by its key."""
        return next((option for option in self.options if option.key == key), None)

    def asks(self, kind: str) -> bool:
        """Say whether a unit of this kind is asked."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Section:
    """Questions that stand on one screen; ``weight`` is the section's share of the whole."""

    key: str
    name_fa: str
    name_en: str
    weight: Decimal
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError(f"weight of {self.key} must be above 0")

    def asked_of(self, kind: str) -> tuple[Question, ...]:
        """Return the questions a unit of this kind is asked."""
        return tuple(question for question in self.questions if question.asks(kind))


@dataclass(frozen=True)
class Level:
    """A name for how far a unit has come, from a share of the points on."""

    key: str
    from_share: Decimal
    name_fa: str
    name_en: str


@dataclass(frozen=True)
class Questionnaire:
    """One version of the assessment; an answer is kept with the version it was given to."""

    version: str
    certificate_share: Decimal
    valid_months: int
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    remind_days: int = 60

    def __post_init__(self) -> None:
        if not 0 < self.certificate_share <= 1:
            raise ValueError("certificate_share is above 0 and at most 1")
        if self.valid_months < 1 or self.remind_days < 0:
            raise ValueError("valid_months is 1 or more, remind_days not negative")
        shares = [level.from_share for level in self.levels]
        if not shares or shares[0] != 0 or shares != sorted(set(shares)) or shares[-1] > 1:
            raise ValueError("levels begin at 0 and rise to 1 at most")
        _once("sections", (section.key for section in self.sections))
        _once("questions", (question.key for question in self.questions))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return all questions in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def sections_of(self, kind: str) -> tuple[Section, ...]:
        """Return the sections in which a unit of this kind is asked anything."""
        return tuple(section for section in self.sections if section.asked_of(kind))

    def level_of(self, share: Decimal) -> Level:
        """Return the highest level that a share of the points reaches."""
        return [level for level in self.levels if level.from_share <= share][-1]


def _once(what: str, keys: Iterable[str]) -> None:
    twice = [key for key, times in Counter(keys).items() if times > 1]
    if twice:
        raise ValueError(f"{what} have a key twice: {', '.join(twice)}")
