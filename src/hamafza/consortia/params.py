"""What a promoter may decide about consortia, and how hard the search works."""

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class FormationParams:
    """
    The rules of a consortium; the letters are those of ``docs/algorithms/formation.md``.

    Capacity is in minimum export shipments, weight and ``fixed_cost`` in the unit of ``weight``.
    """

    min_size: int = 5  # L
    max_size: int = 30  # U
    reach_km: float = 100.0  # R
    min_capacity: float = 1.0  # Q_min
    lead_readiness: float = 0.58  # tau
    distance_cost_per_km: float = 0.01  # c
    fixed_cost: float = 3.0  # f

    def __post_init__(self) -> None:
        """Refuse, naming the parameter first, what no consortium could fulfil."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not math.isfinite(value):
                raise ValueError(f"{field.name} must be a finite number")
            if value < 0:
                raise ValueError(f"{field.name} must not be negative")
        if self.min_size < 1:
            raise ValueError("min_size must be at least 1")
        if self.max_size < self.min_size:
            raise ValueError(f"max_size must not be below min_size, which is {self.min_size}")
        if self.lead_readiness > 1:
            raise ValueError("lead_readiness must be a share from 0 to 1")


@dataclass(frozen=True)
class SolverParams:
    """How the search spends its effort; none of these changes what is right."""

    price_step: float = 0.1
    """First step of the prices, in mean weights; it decays to nothing."""
    moves_per_consortium: float = 0.07
    """Neighbourhood moves for each consortium and each iteration of the prices."""
    least_moves: float = 2.0
    """Moves for each iteration in a family of few consortia, where they cost next to nothing."""
    dual_time_share: float = 0.45
    """Part of a family's time that goes to the prices when time is the limit."""
    exact_most_pairs: int = 1500
    """Families with at most this many (member, lead) pairs are tried exactly."""
    exact_most_nodes: int = 20
    """Branch-and-bound nodes after which an exact attempt is given up."""

    def __post_init__(self) -> None:
        """Refuse what would leave the search without work or without end."""
        for field in fields(self):
            value = getattr(self, field.name)
            if not math.isfinite(value) or value < 0:
                raise ValueError(f"{field.name} must be a finite number, not negative")
        if not 0 < self.dual_time_share < 1:
            raise ValueError("dual_time_share must lie between 0 and 1")
