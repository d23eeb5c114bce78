"""The formation problem of one family: who could form consortia with whom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.places import great_circle_km

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOBODY = -1
"""Stands where a unit has no home, no owner, or no second share."""
BY_REACH = "reach"


@dataclass(frozen=True)
class RoadKm:
    """
    Kilometres by road among the units of a problem.

    ``node`` is each unit's place of entry, an index of ``between``; ``access_km`` the way to it;
    ``between`` (m, m) the ways among the places, infinite beyond any reach.
    """

    node: Ints
    access_km: Floats
    between: NDArray[np.float32]

    def km(self, one: Ints, other: Ints, straight_km: Floats) -> Floats:
        """
        Return the ways, never shorter than straight ones; units of one node go straight.

        For between them the graph knows no road: both ways to a node that neither needs would
        send neighbours on a detour.
        """
        first, second = self.node[one], self.node[other]
        way = self.access_km[one] + self.between[first, second].astype(np.float64)
        way = way + self.access_km[other]
        return np.where(first == second, straight_km, np.maximum(way, straight_km))


@dataclass(frozen=True)
class FamilyProblem:
    """
    Units of one family (or basket, or service of a province); all arrays have one length.

    They stand in ascending order of ``unit_id``. A unit shared out among k consortia stands k
    times, each part with a k-th of its capacity and weight.
    """

    family: str
    """What certificates call it; several problems may share it (a service's provinces)."""
    name: str
    """Its own name, from which its lots are drawn."""
    unit_id: Ints
    lat_deg: Floats
    lon_deg: Floats
    capacity: Floats
    readiness: Floats
    """Minus one for the further parts of a shared unit: it leads with the first part only."""
    weight: Floats
    """After equity factors and with what a floor adds."""
    raised: Floats
    """The part of ``weight`` that a floor adds; no part of any value."""
    share: Floats
    """Part of the unit that stands here: 1, or 1/k."""
    line: Ints
    """Product line in a basket, 0 to K-1; 0 everywhere where there is but one."""
    line_least: tuple[int, ...]
    """Fewest members of each line in a consortium, K numbers."""
    owner: Ints
    """Related units carry one code, NOBODY for the unrelated."""
    twin: Ints
    """Parts of one unit carry its first part's position, NOBODY for the undivided."""
    home: Ints
    """Position of the lead of the standing consortium, NOBODY for none."""
    kept: Flags
    """Whether the unit stays with its home whatever it costs; a kept home is kept itself."""
    scope: str = BY_REACH
    roads: RoadKm | None = None

    def __len__(self) -> int:
        return len(self.unit_id)

    @property
    def is_service(self) -> bool:
        """Whether distance does not matter."""
        return self.scope != BY_REACH

    def way_km(self, one: Ints, other: Ints) -> Floats:
        """Return kilometres between units at two lists of positions: zero for a service."""
        if self.is_service:
            return np.zeros(len(one))
        straight = great_circle_km(
            self.lat_deg[one], self.lon_deg[one], self.lat_deg[other], self.lon_deg[other]
        )
        return straight if self.roads is None else self.roads.km(one, other, straight)
