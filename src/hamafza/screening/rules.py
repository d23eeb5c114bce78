"""Judgements of screening: words that tell nothing, and where the bands lie."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """``parameters/screening.toml`` holds the shipped values and says where they come from."""

    block_score: float = 0.95
    review_score: float = 0.70
    max_age_days: int = 30
    clear_months: int = 12
    """A decision on a near match holds at most so long."""
    word_score: float = 0.75
    """Two words less alike than this do not meet."""
    common_share: float = 0.02
    """A word that more of the entries hold than this calls no candidate by itself."""
    candidates: int = 60
    weak_alias_factor: float = 0.9
    country_mismatch: float = 0.2
    cross_script_ceiling: float = 0.94
    """Persian leaves vowels out: a match across scripts is for a person to judge."""
    legal_forms: tuple[str, ...] = ()
    generic_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.review_score < self.block_score <= 1:
            raise ValueError("review_score must lie below block_score, both within 0 and 1")
        if self.max_age_days < 1:
            raise ValueError("max_age_days must be 1 or more")
