"""What holds for single units of a family: roads, product lines, hands, standing consortia."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import NOBODY, FamilyProblem
from hamafza.consortia.params import FormationParams
from hamafza.consortia.soundness import hands_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Ties(NamedTuple):
    """
    One value a unit, in leaf order; positions are those of the leaf order too.

    A consortium that stands today and must be kept is kept by worth: each member is worth twice
    ``keeping_worth`` more there, and the opening once. Every grouping that keeps it has that worth
    in full, so taking it from the bound again leaves a bound on all such groupings. The members'
    prices are ``keeping_worth``: no other lead wants them, and their own always takes them.
    """

    home: Ints
    loyalty: Floats
    """What the unit is worth more with its home."""
    held: Floats
    """Price of a unit that must stay, zero for all others."""
    guest_start: Ints
    guest: Ints
    """Units whose home is lead h, without h: ``guest[guest_start[h]:guest_start[h + 1]]``."""
    opening: Floats
    """Cost of a consortium led by the unit, less its own loyalty."""
    line: Ints
    line_least: Ints
    hand: Ints
    twin: Ints
    """Position of the first part of a shared unit, for all its parts; NOBODY for the others."""
    node: Ints
    """Nodes of the road graph; empty where ways are straight."""
    access_km: Floats
    between_km: NDArray[np.float32]


def ties_of(problem: FamilyProblem, params: FormationParams, order: Ints) -> Ties:
    """Return the ties of a family whose units stand in ``order``."""
    place = np.empty(len(order) + 1, np.int64)
    place[order] = np.arange(len(order))
    place[-1] = NOBODY
    home = place[problem.home[order]]
    has_home = home != NOBODY
    held = np.where(problem.kept[order], keeping_worth(problem, params), 0.0)
    stands = home == np.arange(len(home))
    spared = params.dissolve_charge + params.move_charge + 3.0 * held
    guests = np.flatnonzero(has_home & ~stands)
    guests = guests[np.argsort(home[guests], kind="stable")]
    roads = problem.roads
    return Ties(
        home=home,
        loyalty=np.where(has_home, params.move_charge + 2.0 * held, 0.0),
        held=held,
        guest_start=np.searchsorted(home[guests], np.arange(len(home) + 1)),
        guest=guests,
        opening=params.fixed_cost - np.where(stands, spared, 0.0),
        line=problem.line[order],
        line_least=np.array(problem.line_least, np.int64),
        hand=hands_of(problem)[order],
        twin=place[problem.twin[order]],
        node=np.empty(0, np.int64) if roads is None else roads.node[order],
        access_km=np.empty(0) if roads is None else roads.access_km[order],
        between_km=np.empty((0, 0), np.float32) if roads is None else roads.between,
    )


def keeping_worth(problem: FamilyProblem, params: FormationParams) -> float:
    """Return a worth that no change of a few consortia can outweigh."""
    if not problem.kept.any():
        return 0.0
    return 2.0 * (params.max_size * float(problem.weight.max()) + params.fixed_cost)


def standing_worth(problem: FamilyProblem, params: FormationParams) -> float:
    """Return what loyalty and standing are worth when nothing changes: no part of the value."""
    had = problem.home != NOBODY
    leads = len(np.unique(problem.home[had]))
    held = keeping_worth(problem, params)
    kept_leads = len(np.unique(problem.home[problem.kept]))
    return float(
        params.move_charge * had.sum()
        + params.dissolve_charge * leads
        + held * (2.0 * problem.kept.sum() + kept_leads)
    )


def is_strict(problem: FamilyProblem, params: FormationParams) -> bool:
    """Tell whether rules on single members may reject a consortium that is large enough."""
    return bool(
        params.leads_needed > 1
        or params.member_share_ceiling < 1.0
        or max(problem.line_least) > 0
        or np.any(problem.twin != NOBODY)
    )
