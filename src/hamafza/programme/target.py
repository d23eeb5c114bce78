"""How far the share stands from its target, on the proven line alone."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hamafza.programme.guild_share import GuildShare
from hamafza.vocabulary.provenance import Provenance


@dataclass(frozen=True)
class Target:
    """A share of 1 to be reached by the end of ``year``; who set it, and on what ground."""

    year: int
    share: Decimal
    provenance: str = Provenance.ASSUMED
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError("share is above 0 and at most 1")


def reached_share(share: GuildShare, target: Target) -> Fraction:
    """Return how much of the target the proven line has reached, 1 when all of it."""
    return min(share.line("proven").share / Fraction(target.share), Fraction(1))
