"""What the classifier answers for one phrase."""

from dataclasses import dataclass
from enum import StrEnum

from hamafza.goods.questions import Question


class ReasonKind(StrEnum):
    """Which kind of evidence decided; the wording table has a sentence for each."""

    RULE = "rule"
    LEXICON = "lexicon"
    WORDS = "words"
    CRAFT = "craft"
    OPEN = "open"
    CHAPTER = "chapter"
    NEAR = "near"
    SERVICE = "service"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reason:
    """``words`` are the maker's words it rests on, ``matched`` the words or text they met."""

    kind: ReasonKind
    words: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Candidate:
    """A subheading; ``probability`` is its heading's, so it repeats among sisters."""

    hs4: str
    hs6: str
    probability: float
    probability_hs6: float
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """
    The answer for one phrase: candidates by rank, and a question if none is likelier than not.

    A service has a ``service_code`` and no candidates; words that say nothing have neither.
    """

    text: str
    language: str
    candidates: tuple[Candidate, ...]
    question: Question | None
    service_code: str
    reason: Reason
