"""What is sold: a heading asks questions, and the answers say whether an officer must look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Answer(StrEnum):
    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


class GoodsOutcome(StrEnum):
    OPEN = "open"
    """A question has no answer yet; nothing may leave."""
    OFFICER = "officer"
    """Something may be controlled: an officer decides, with a licence number or a refusal."""
    FREE = "free"


@dataclass(frozen=True)
class GoodsControl:
    """``always`` are answered in words, those of ``by_prefix`` with yes, no or unsure."""

    always: tuple[str, ...] = ("end-use", "end-user", "final-destination")
    by_prefix: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def questions(self, hs: str) -> tuple[str, ...]:
        """Return the keys of what must be answered for goods of this code, each once."""
        triggered = [
            question
            for prefix in sorted(self.by_prefix, key=len)
            if hs.startswith(prefix)
            for question in self.by_prefix[prefix]
        ]
        return tuple(dict.fromkeys([*self.always, *triggered]))


def outcome(control: GoodsControl, hs: str, answers: Mapping[str, str]) -> GoodsOutcome:
    """
    Return whether the goods may go on.

    A missing answer keeps it open, and one that is not a plain no calls the officer: nobody
    passes by leaving a question out.
    """
    asked = control.questions(hs)
    if any(not answers.get(question, "").strip() for question in asked):
        return GoodsOutcome.OPEN
    doubtful = [q for q in asked if q not in control.always and answers[q] != Answer.NO]
    return GoodsOutcome.OFFICER if doubtful else GoodsOutcome.FREE
