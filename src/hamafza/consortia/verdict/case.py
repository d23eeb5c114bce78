"""One family as the judge sees it: its units with what the rules of practice say of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
REACH_SLACK_KM = 1e-6
FORGIVEN_SHARE = 1e-9
"""The bound forgives this share of the required capacity, so that no rounding can cut it."""
NONE = -1
BY_REACH = "reach"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class RoadTable:
    """Way by road of each unit to its node (n,), and between nodes (m, m), infinite if too far."""

    node: Ints
    access_km: Floats
    between_km: NDArray[np.float32]


@dataclass(frozen=True)
class Cuts:
    """Cuts of one family: ``of`` is each unit's cut or NONE (n,); the others have one a cut."""

    of: Ints
    least: Ints
    price: Floats
    most_groups: Ints
    """floor(units of the cut / least), a shared unit counted once for each of its shares."""


@dataclass(frozen=True)
class Branch:
    """
    At most ``count`` leads of a set open in a district, or at least one more if ``above``.

    ``leads`` are positions, ``price`` has one a unit; the root has no parent (None), and the
    others come after theirs.
    """

    parent: int | None
    leads: Ints
    count: int
    above: bool
    price: Floats


@dataclass(frozen=True)
class Districts:
    """Districts of one family: ``of`` and ``price`` have one a unit, the others one a district."""

    of: Ints
    price: Floats
    district_id: Ints
    bound: Floats
    """NaN where no search is claimed."""
    whole: Flags
    """Where the search that is claimed was of all members, not of who leads alone."""
    branches: Mapping[int, Sequence[Branch]] = field(default_factory=dict)
    """Of the districts, by their place, that rest on branches and not on a search."""


def _nothing() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Case:
    """
    One family (or basket, or service), sorted by latitude, and the rules; arrays of one length.

    A unit shared among k consortia is one row: capacity, weight, raise and price are those of
    one share. Arrays left empty take their default.
    """

    lat: Floats
    lon: Floats
    capacity: Floats
    readiness: Floats
    weight: Floats
    """With equity factors and with ``raised``."""
    price: Floats
    rules: dict[str, float]
    unit_id: Ints = field(default_factory=_nothing)
    raised: Floats = field(default_factory=lambda: np.empty(0))
    """The part of ``weight`` that floors add; no part of any value."""
    shares: Ints = field(default_factory=_nothing)
    line: Ints = field(default_factory=_nothing)
    """Product line of a basket, 0 to K-1."""
    line_least: tuple[int, ...] = (0,)
    hand: Ints = field(default_factory=_nothing)
    """Related units carry one code."""
    home: Ints = field(default_factory=_nothing)
    """Position of the lead of the standing consortium, or NONE."""
    kept: Flags = field(default_factory=lambda: np.empty(0, np.bool_))
    """Whether the unit must stay with its home."""
    scope: str = BY_REACH
    within: Ints = field(default_factory=_nothing)
    """Code of the province for services grouped by province; one code for all others."""
    roads: RoadTable | None = None
    cuts: Cuts | None = None

    def __post_init__(self) -> None:
        """Fill what was left empty."""
        count = len(self.lat)
        whole = np.arange(count)
        defaults = {
            "unit_id": whole, "raised": np.zeros(count), "shares": np.ones(count, np.int64),
            "line": np.zeros(count, np.int64), "hand": whole, "home": np.full(count, NONE),
            "kept": np.zeros(count, np.bool_), "within": np.zeros(count, np.int64),
        }  # fmt: skip
        for name, default in defaults.items():
            if len(getattr(self, name)) != count:
                object.__setattr__(self, name, default)

    @property
    def may_lead(self) -> Flags:
        """Tell who is able to lead."""
        return np.asarray(self.readiness >= self.rules["lead_readiness"])

    @property
    def is_service(self) -> bool:
        """Whether distance does not matter."""
        return self.scope != BY_REACH

    @property
    def leads_needed(self) -> int:
        return int(self.rules.get("leads_needed", 1))

    @property
    def constants(self) -> float:
        """What the bound takes off again, having given it to all who stay and lead on."""
        had = self.home != NONE
        standing = len(np.unique(self.home[had]))
        return float(
            self.rules.get("move_charge", 0.0) * had.sum()
            + self.rules.get("dissolve_charge", 0.0) * standing
        )

    def way_km(self, one: Ints, other: Ints) -> Floats:
        """Return kilometres between units at two lists of positions: zero for a service."""
        if self.is_service:
            return np.zeros(len(one))
        lat, lon = np.radians(self.lat), np.radians(self.lon)
        straight = haversine_km(lat[one], lon[one], lat[other], lon[other])
        if self.roads is None:
            return straight
        first, second = self.roads.node[one], self.roads.node[other]
        around = self.roads.access_km[one] + self.roads.access_km[other]
        around = around + self.roads.between_km[first, second].astype(np.float64)
        return np.where(first == second, straight, np.maximum(straight, around))


def haversine_km(lat: Floats | float, lon: Floats | float, lats: Floats, lons: Floats) -> Floats:
    """Return great-circle distances, angles in radians."""
    rise = np.sin(0.5 * (lats - lat)) ** 2
    turn = np.cos(lat) * np.cos(lats) * np.sin(0.5 * (lons - lon)) ** 2
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, rise + turn))))
