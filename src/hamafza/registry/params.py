"""What the registry room judges by; each value has its source in ``parameters/registry.toml``."""

from dataclasses import dataclass, field

from hamafza.registry.identity import Identity


@dataclass(frozen=True)
class Limits:
    """What no workshop can be; a row beyond it is a slip of the pen."""

    most_monthly_units: float = 50_000_000
    most_workers: int = 2_000
    longest_text: int = 500

    def __post_init__(self) -> None:
        for name in ("most_monthly_units", "most_workers", "longest_text"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above zero")


@dataclass(frozen=True)
class Shipments:
    """
    The minimum export shipment of a good, in the units its makers count in.

    ``by_measure``: units of a shipment for each measure; ``by_heading`` and ``by_chapter``
    (``"57:piece"``) take precedence where goods of one measure differ in size.
    """

    by_measure: dict[str, float] = field(default_factory=dict)
    by_chapter: dict[str, float] = field(default_factory=dict)
    usual_measure: str = "piece"

    def __post_init__(self) -> None:
        sizes = [*self.by_measure.values(), *self.by_chapter.values()]
        if any(size <= 0 for size in sizes):
            raise ValueError("by_measure holds a shipment of nothing")
        if self.usual_measure not in self.by_measure:
            raise ValueError("usual_measure must be one of by_measure")


@dataclass(frozen=True)
class Assumed:
    """What is taken where a file tells nothing."""

    capacity_per_worker: float = 0.015
    capacity: float = 0.07
    readiness: float = 0.4
    readiness_licensed: float = 0.05
    readiness_per_doubling: float = 0.06
    readiness_most: float = 0.9
    least_probability: float = 0.2
    """A heading less probable than this puts a maker into no family."""

    def __post_init__(self) -> None:
        for name in ("readiness", "readiness_licensed", "readiness_most", "least_probability"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")
        for name in ("capacity_per_worker", "capacity", "readiness_per_doubling"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")


@dataclass(frozen=True)
class Words:
    """Texts a registry uses for a choice; compared by their keys."""

    kind: dict[str, tuple[str, ...]] = field(default_factory=dict)
    measure: dict[str, tuple[str, ...]] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    home_based: tuple[str, ...] = ()
    synthetic: tuple[str, ...] = ()
    province_prefixes: tuple[str, ...] = ()
    city_prefixes: tuple[str, ...] = ()
    gender: dict[str, tuple[str, ...]] = field(default_factory=dict)
    activity_class: dict[str, tuple[str, ...]] = field(default_factory=dict)
    handicraft: tuple[str, ...] = ()
    legal_person: tuple[str, ...] = ()
    """Words by which a name is a firm's, not a person's."""


@dataclass(frozen=True)
class Phones:
    """A country's telephones: so many digits behind the trunk prefix."""

    trunk: str = "0"
    digits: int = 10


@dataclass(frozen=True)
class Recognition:
    """By what a unit is known again in a newer file of its list; see ``registry.recognising``."""

    fewest_signs: int = 4
    """A licence of fewer letters and digits is a placeholder, such as 0 or 123."""
    known_share: float = 0.3
    """A file of whose first rows this share is in a list is taken for a newer file of it."""

    def __post_init__(self) -> None:
        if self.fewest_signs < 1:
            raise ValueError("fewest_signs must be at least 1")
        if not 0 < self.known_share <= 1:
            raise ValueError("known_share must lie between 0 and 1")


@dataclass(frozen=True)
class Facts:
    """What cells that tell of people and papers are held against."""

    most_licence_years: int = 30
    """A licence that ends later is a slip of the pen."""
    postal_digits: dict[str, int] = field(default_factory=dict)
    """By country; of others any postal code is taken."""

    def __post_init__(self) -> None:
        if self.most_licence_years < 1:
            raise ValueError("most_licence_years must be at least 1")


@dataclass(frozen=True)
class RegistryParams:
    """All of them."""

    limits: Limits
    shipments: Shipments
    assumed: Assumed
    words: Words
    headings: dict[str, tuple[str, ...]]
    phones: dict[str, Phones] = field(default_factory=dict)
    recognition: Recognition = field(default_factory=Recognition)
    facts: Facts = field(default_factory=Facts)
    identity: Identity = field(default_factory=Identity)
