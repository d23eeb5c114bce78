"""What there is to prove of a family, and with what."""

from collections.abc import Callable
from dataclasses import dataclass

from hamafza.consortia.family import FamilyProblem, Floats
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.solver.ceilings import LeadCeilings

LEAST_SECONDS = 0.05
"""With less than this left, no full search is begun."""

SecondsLeft = Callable[[], float] | None
"""Told by a watch; None where nodes are counted instead."""


@dataclass(frozen=True)
class Priced:
    """What prices prove: what each unit adds to the bound, and the leads' values under any."""

    adds: Floats
    ceilings: Callable[[], LeadCeilings]


@dataclass(frozen=True)
class ToProve:
    """A family, its rules, the effort allowed, and what its prices prove."""

    problem: FamilyProblem
    params: FormationParams
    solver: SolverParams
    seconds_left: SecondsLeft
    priced: Priced
