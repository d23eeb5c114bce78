"""What twins are weighed by; sources in ``parameters/twins.toml``."""

from dataclasses import dataclass, field, fields

from hamafza.registry.twins.believing import Belief


@dataclass(frozen=True)
class Agreement:
    """
    How often twins agree, nearly agree or differ in an attribute, where both tell it.

    ``near`` and ``part`` of strangers too; how often strangers agree is counted, value by value.
    """

    same: float
    near: float = 0.0
    near_of_strangers: float = 0.0
    part: float = 0.0
    part_of_strangers: float = 0.0

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 0 <= getattr(self, each.name) < 1:
                raise ValueError(f"{each.name} must lie between 0 and 1")
        if self.same <= 0 or self.same + self.near + self.part >= 1:
            raise ValueError("same must be above 0, and some twins must differ")
        if (self.part > 0) != (self.part_of_strangers > 0):
            raise ValueError("part must be told of twins and of strangers")


@dataclass(frozen=True)
class Likeness:
    """
    Two units that are like each other and are not one.

    ``share`` of units have such another; the others say how often the two agree, where strangers
    would only by chance; 0 is as strangers do.
    """

    share: float
    phone: float = 0.0
    name: float = 0.0
    trade: float = 0.0
    city: float = 0.0
    address: float = 0.0
    place: float = 0.0
    owner: float = 0.0

    def __post_init__(self) -> None:
        for each in fields(self):
            if not 0 <= getattr(self, each.name) < 1:
                raise ValueError(f"{each.name} must lie between 0 and 1")
        if self.share <= 0:
            raise ValueError("share must be above 0")

    def agreeing(self) -> list[tuple[str, float]]:
        """Return the attributes in which the two agree more than strangers, and how often."""
        told = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return [(name, often) for name, often in told if name != "share" and often > 0]


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
    address: Agreement
    owner: Agreement
    """Whether a woman owns it."""
    couple: Likeness
    double_licence: Likeness
    second_workshop: Likeness
    """Of one person, in one trade and by one name."""
    namesake: Likeness
    belief: Belief
    common_words: tuple[str, ...] = field(default=())
    """Left out of names: what one clerk writes before a name and another does not."""
    twin_share: float = 0.02
    """Units that have a twin, before anything is known of them."""
    most_alike: int = 60
    """A value that more units share joins nobody: the telephone of a union, a common name."""
    most_alike_by_word: int = 25
    automatic: float = 0.875
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


LIKENESSES = ("couple", "double_licence", "second_workshop", "namesake")
