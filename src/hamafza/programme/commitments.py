"""
What the memorandum promised, who owns each promise and by when.

The text of the memorandum (Trade Promotion Organization of Iran and Iran Chamber of Guilds,
August 2025, Mehr News 6562747) is known from the press alone; the wording, owners and dates
here are the programme's own reading, and say so on the page.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal


class EvidenceMissing(Refusal):
    """A promise is kept when something shows it."""

    code = "commitment-evidence-missing"


class CommitmentState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


COMMITMENT_LIFE = Life(
    "commitment",
    CommitmentState.OPEN,
    {
        CommitmentState.OPEN: frozenset({CommitmentState.KEPT, CommitmentState.DROPPED}),
        CommitmentState.KEPT: frozenset({CommitmentState.OPEN}),
        CommitmentState.DROPPED: frozenset({CommitmentState.OPEN}),
    },
)


class Standing(StrEnum):
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    ON_TIME = "on-time"
    OVERDUE = "overdue"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Commitment:
    number: int
    due_on: date
    state: CommitmentState = CommitmentState.OPEN
    kept_on: date | None = None


def standing(commitment: Commitment, today: date) -> Standing:
    """Return how a commitment stands on a day."""
    if commitment.state is CommitmentState.DROPPED:
        return Standing.DROPPED
    if commitment.state is CommitmentState.KEPT:
        kept_on = commitment.kept_on or today
        return Standing.KEPT_LATE if kept_on > commitment.due_on else Standing.KEPT
    return Standing.OVERDUE if today > commitment.due_on else Standing.ON_TIME
