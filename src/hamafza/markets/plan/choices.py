"""What an officer may choose of a plan in plain words; figures in ``market_plan.toml``."""

from dataclasses import dataclass, field, replace

from hamafza.markets.plan.params import MarketPlanParams


@dataclass(frozen=True)
class Spread:
    """How far a plan is spread over countries; shares as in MarketPlanParams."""

    market_share: float
    together_share: float
    group_market_share: float


@dataclass(frozen=True)
class Nearness:
    """How far neighbours come first; one entry a quarter."""

    further_share: tuple[float, ...]
    further_timing: tuple[float, ...]


@dataclass(frozen=True)
class PlanChoices:
    """Words an officer chooses by; a word that is not here leaves what was shipped."""

    spread: dict[str, Spread] = field(default_factory=dict)
    neighbours: dict[str, Nearness] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=lambda: {"normal": 30.0})

    def of(self, spread: str, neighbours: str, shipped: MarketPlanParams) -> MarketPlanParams:
        """Return the judgements as they were chosen."""
        wide, near = self.spread.get(spread), self.neighbours.get(neighbours)
        return replace(
            shipped,
            **({} if wide is None else vars(wide)),
            **({} if near is None else vars(near)),
        )
