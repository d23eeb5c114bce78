"""What a promoter may decide about consortia, and how hard the search works."""

import math
from dataclasses import dataclass, field, fields
from typing import Any

FLOOR_CLASSES = ("province", "home_based", "women_owned")
MOST_LINES = 3


@dataclass(frozen=True)
class Equity:
    """Factors by which the weight of a class of units is multiplied; a unit's factors multiply."""

    home_based: float = 1.0
    women_owned: float = 1.0
    province: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a factor that is none."""
        told = {"home_based": self.home_based, "women_owned": self.women_owned}
        told |= {f"province {name}": factor for name, factor in self.province.items()}
        for name, factor in told.items():
            if not (math.isfinite(factor) and factor >= 0):
                raise ValueError(f"{name} must be a finite factor, not negative")

    @property
    def is_plain(self) -> bool:
        """Whether nobody's weight is changed."""
        return self.home_based == self.women_owned == 1.0 and not self.province


@dataclass(frozen=True)
class Floor:
    """At least ``least_share`` of the units whose ``by`` is ``value`` are to be served."""

    by: str
    least_share: float
    value: Any = True
    """The province's name, or whether the flag is set."""

    def __post_init__(self) -> None:
        """Refuse a class that there is not, and a share that is none."""
        if self.by not in FLOOR_CLASSES:
            raise ValueError(f"by must be one of {', '.join(FLOOR_CLASSES)}")
        kind = str if self.by == "province" else bool
        if not isinstance(self.value, kind):
            raise ValueError(f"value must be {'a name' if kind is str else 'true or false'}")
        if not 0 < self.least_share <= 1:
            raise ValueError("least_share must be above 0 and at most 1")


@dataclass(frozen=True)
class BasketLine:
    """A product line of a basket, and the fewest members of it in each consortium."""

    family: str
    least: int = 1

    def __post_init__(self) -> None:
        """Refuse a number of members below none."""
        if self.least < 0:
            raise ValueError("least must not be negative")


@dataclass(frozen=True)
class Basket:
    """Product lines that sell together and form consortia together, under one name."""

    name: str
    lines: tuple[BasketLine, ...]

    def __post_init__(self) -> None:
        """Refuse a basket of one line, of many, or of one line twice."""
        if not self.name:
            raise ValueError("name must not be empty")
        if not 2 <= len(self.lines) <= MOST_LINES:
            raise ValueError(f"lines must be two or {MOST_LINES}")
        if len({line.family for line in self.lines}) < len(self.lines):
            raise ValueError("lines must each be another family")


@dataclass(frozen=True)
class FormationParams:
    """
    The rules of a consortium; the letters are those of ``docs/algorithms/formation.md``.

    Capacity is in minimum export shipments; weight, ``fixed_cost`` and charges in the unit of
    ``weight``. The first seven are the core; what follows is switched off by default.
    """

    min_size: int = 5  # L
    max_size: int = 30  # U
    reach_km: float = 100.0  # R
    min_capacity: float = 1.0  # Q_min
    lead_readiness: float = 0.58  # tau
    distance_cost_per_km: float = 0.01  # c
    fixed_cost: float = 3.0  # f
    leads_needed: int = 1
    """Members able to lead, so that a lead who leaves has a successor; 1 or 2."""
    member_share_ceiling: float = 1.0
    """Most of a consortium's capacity that one member, or related members together, may hold."""
    move_charge: float = 0.0
    """For each member of a standing consortium that ends in another one or in none."""
    dissolve_charge: float = 0.0
    """For each standing consortium that its lead no longer leads."""
    by_road: bool = False
    """Kilometres over the road graph instead of the great circle."""
    equity: Equity = field(default_factory=Equity)
    floors: tuple[Floor, ...] = ()
    baskets: tuple[Basket, ...] = ()

    def __post_init__(self) -> None:
        """Refuse, naming the parameter first, what no consortium could fulfil."""
        for each in fields(self):
            value = getattr(self, each.name)
            if not isinstance(value, int | float):
                continue
            if not math.isfinite(value):
                raise ValueError(f"{each.name} must be a finite number")
            if value < 0:
                raise ValueError(f"{each.name} must not be negative")
        if self.min_size < 1:
            raise ValueError("min_size must be at least 1")
        if self.max_size < self.min_size:
            raise ValueError(f"max_size must not be below min_size, which is {self.min_size}")
        if self.lead_readiness > 1:
            raise ValueError("lead_readiness must be a share from 0 to 1")
        self._refuse_company_that_cannot_be()
        self._refuse_twice()

    def _refuse_company_that_cannot_be(self) -> None:
        if self.leads_needed not in (1, 2):
            raise ValueError("leads_needed must be 1 or 2")
        if self.leads_needed > self.max_size:
            raise ValueError(f"leads_needed must not be above max_size, which is {self.max_size}")
        if not 1.0 / self.max_size <= self.member_share_ceiling <= 1:
            raise ValueError("member_share_ceiling must lie between 1/max_size and 1")
        for basket in self.baskets:
            if sum(line.least for line in basket.lines) > self.max_size:
                raise ValueError(f"baskets ask more members of {basket.name!r} than max_size")

    def _refuse_twice(self) -> None:
        floors = [(floor.by, floor.value) for floor in self.floors]
        if len(set(floors)) < len(floors):
            raise ValueError("floors must each be of another class")
        names = [basket.name for basket in self.baskets]
        lines = [line.family for basket in self.baskets for line in basket.lines]
        if len(set(names)) < len(names):
            raise ValueError("baskets must each have another name")
        if len(set(lines)) < len(lines):
            raise ValueError("baskets must not share a line")


CORE_RULES = tuple(each.name for each in fields(FormationParams))[:7]
"""The seven parameters that every run has."""


@dataclass(frozen=True)
class SolverParams:
    """How the search spends its effort; none of these changes what is right."""

    price_step: float = 0.05
    """First step of the prices, in mean weights; it decays to nothing."""
    moves_per_consortium: float = 0.2
    """Neighbourhood moves for each consortium and each iteration of the prices."""
    least_moves: float = 2.0
    """Moves for each iteration in a family of few consortia, where they cost next to nothing."""
    dual_time_share: float = 0.3
    """Part of a family's time that goes to the prices when time is the limit."""
    exact_most_units: int = 1500
    """Larger families are not searched to the end, whatever parts they fall into."""
    exact_most_part_units: int = 700
    """Nor are larger parts."""
    exact_most_pairs: int = 1500
    """Parts of a family with at most this many (member, lead) pairs are searched to the end."""
    exact_most_pairs_timed: int = 4500
    """The same where a watch ends the attempt."""
    exact_most_nodes: int = 100
    """Branch-and-bound nodes after which an exact attempt without a watch is given up."""
    most_branches: int = 0
    """Branches by prices of a part that full search leaves open, where no watch ends them."""

    district_leads: int = 15
    """Units able to lead in a district, about, whose consortia are searched together."""
    district_most_pairs: int = 20000
    """Districts with more pairs are not searched, where a watch ends the search."""
    district_seconds: float = 1.0
    """Of a watch, the most for the search of one district."""

    def __post_init__(self) -> None:
        """Refuse what would leave the search without work or without end."""
        for each in fields(self):
            value = getattr(self, each.name)
            if not math.isfinite(value) or value < 0:
                raise ValueError(f"{each.name} must be a finite number, not negative")
        if not 0 < self.dual_time_share < 1:
            raise ValueError("dual_time_share must lie between 0 and 1")
