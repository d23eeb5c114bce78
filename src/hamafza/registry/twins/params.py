"""What twins are weighed by; sources in ``parameters/twins.toml``."""

from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class Agreement:
    """
    How often twins agree, nearly agree or differ in an attribute, where both tell it.

    ``near`` of strangers too; how often strangers agree is counted, value by value.
    """

    same: float
    near: float = 0.0
    near_of_strangers: float = 0.0

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 0 <= getattr(self, each.name) < 1:
                raise ValueError(f"{each.name} must lie between 0 and 1")
        if self.same <= 0 or self.same + self.near >= 1:
            raise ValueError("same must be above 0, and some twins must differ")


@dataclass(frozen=True)
class TwinParams:
    """Agreements by attribute, what makes a candidate, and when a pair counts."""

    phone: Agreement
    licence: Agreement
    name: Agreement
    goods: Agreement
    trade: Agreement
    city: Agreement
    workers: Agreement
    made: Agreement
    """Monthly output in the measure of the file."""
    place: Agreement
    common_words: tuple[str, ...] = field(default=())
    """Left out of names: what one clerk writes before a name and another does not."""
    twin_share: float = 0.02
    """Units that have a twin, before anything is known of them."""
    most_alike: int = 60
    """A value that more units share joins nobody: the telephone of a union, a common name."""
    most_alike_by_word: int = 25
    automatic: float = 0.999
    review: float = 0.2
    """Probabilities from which a pair is joined by itself, or shown to an officer."""
    most_together: int = 6
    """More records than this are never joined by themselves."""

    def __post_init__(self) -> None:
        if not 0 < self.review <= self.automatic <= 1:
            raise ValueError("review must lie between 0 and automatic")
        if not 0 < self.twin_share < 1:
            raise ValueError("twin_share must lie between 0 and 1")
        for name in ("most_alike", "most_alike_by_word", "most_together"):
            if getattr(self, name) < 2:
                raise ValueError(f"{name} must be 2 or more")


ATTRIBUTES = ("phone", "licence", "name", "goods", "trade", "city", "workers", "made", "place")
"""In the order in which evidence is shown."""
