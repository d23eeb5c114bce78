"""What a market plan is judged by; each value has its source in ``parameters/market_plan.toml``."""

from dataclasses import dataclass, field

from hamafza.vocabulary.tables.market_plan import QUARTERS

MOST_MARKETS_AT_ONCE = 16
"""Of one group in one quarter, where it sends as widely as ``group_market_share`` asks."""


@dataclass(frozen=True)
class MarketPlanParams:
    """Shares are 0 to 1; tuples have one entry a quarter."""

    reach_share: float = 0.5
    """Of a market's unrealised potential, what all groups together may send in the first year."""
    ramp_share: tuple[float, ...] = (0.15, 0.4, 0.7, 1.0)
    """Of that, what may have been sent by the end of each quarter; the last is 1."""
    smallest_cap_usd: float = 2_000
    """A market whose room for a heading is smaller is left out for that heading."""
    knee_share: float = 0.6
    """Beyond this share of the room the market pays less."""
    knee_cost_share: float = 0.05
    """How much less, as a share of the value sent beyond the knee."""
    group_market_share: float = 0.5
    """Of a group's capacity of a quarter, the most it sends to one market, lots permitting."""
    market_share: float = 0.25
    """Of the whole programme's capacity of the year, the most that goes to one market."""
    together_share: float = 0.3
    """The same for markets of one risk, named in ``together``."""
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Markets that fall together: by name of the risk."""
    further_share: tuple[float, ...] = (0.2, 0.3, 0.4, 0.5)
    """Of the programme's capacity of each quarter, the most that goes further than neighbours."""
    further_timing: tuple[float, ...] = (0.7, 0.8, 0.9, 0.95)
    """What a dollar of gain in a further market counts in each quarter; a neighbour's counts 1."""
    margin_share: float = 0.25
    """Of the value, where a group does not tell its own."""
    open_least: float = 0.5
    """What a market counts that is served to its full potential; an untouched one counts 1."""
    ready_from: float = 0.5
    """A group less ready is shown what it lacks where it is asked who could serve a market."""
    way_fixed_share: float = 0.01
    """Cost of a way that no table tells, as a share of the value: this, and by road or by sea."""
    way_road_share_per_1000km: float = 0.06
    way_sea_share: float = 0.05
    """To the port, through two ports; then by distance."""
    way_sea_share_per_1000km: float = 0.0015

    def __post_init__(self) -> None:
        """Refuse, naming the key first, judgements by which nothing could be planned."""
        for name in ("knee_share", "market_share", "together_share", "margin_share", "open_least",
                     "ready_from"):  # fmt: skip
            _share(name, getattr(self, name))
        for name in ("ramp_share", "further_share", "further_timing"):
            _each_quarter(name, getattr(self, name))
        if list(self.ramp_share) != sorted(self.ramp_share) or self.ramp_share[-1] != 1:
            raise ValueError("ramp_share must not fall, and must end with 1")
        if not 0 < self.reach_share <= 1:
            raise ValueError("reach_share must lie above 0 and not above 1")
        least = 1 / MOST_MARKETS_AT_ONCE
        if not least <= self.group_market_share <= 1:
            raise ValueError(f"group_market_share must lie between {least} and 1")
        for name in (
            "smallest_cap_usd", "knee_cost_share", "way_fixed_share", "way_road_share_per_1000km",
            "way_sea_share", "way_sea_share_per_1000km",
        ):  # fmt: skip
            if not 0 <= getattr(self, name) < float("inf"):
                raise ValueError(f"{name} must not be negative")


def _each_quarter(name: str, values: tuple[float, ...]) -> None:
    if len(values) != QUARTERS:
        raise ValueError(f"{name} must have {QUARTERS} entries")
    for value in values:
        _share(name, value)


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must lie between 0 and 1")
