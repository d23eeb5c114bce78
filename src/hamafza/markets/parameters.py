"""What the markets room judges by; each value has its source in ``parameters/markets.toml``."""

from dataclasses import dataclass, field

VARIANTS = ("itc2016", "calibrated", "gravity-ease")
"""Named methods of the potential; see ``markets.variants`` and docs/algorithms/potential.md."""


@dataclass(frozen=True)
class ReconstructionParams:
    """How a bilateral matrix is made of margins; shares are 0 to 1, values USD a year."""

    small_pair_usd: float = 1_000_000
    """A recorded section flow of this size leans half of ``gravity_weight`` on gravity."""
    gravity_weight: float = 0.5
    stale_share: float = 0.5
    """Of a pair unrecorded in the base year but recorded earlier, the share that is kept."""
    unrecorded_share: float = 0.02
    """Of what gravity expects, the share given to a cell that no year records."""
    own_supply_power: float = 0.4
    """How strongly a country that is itself strong in a heading buys less of it abroad."""
    appetite_rounds: int = 3
    appetite_prior_usd: float = 1e9
    balance_rounds: int = 20

    def __post_init__(self) -> None:
        _shares(self, "gravity_weight", "stale_share", "unrecorded_share")
        _not_negative(
            self, "small_pair_usd", "own_supply_power", "appetite_rounds", "appetite_prior_usd"
        )
        if not 1 <= self.balance_rounds <= 1000:
            raise ValueError("balance_rounds must lie between 1 and 1000")


@dataclass(frozen=True)
class PotentialParams:
    """How a potential is reckoned where tables give no tariff, elasticity or forecast."""

    variant: str = "gravity-ease"
    gravity_share: float = 0.2
    """Weight of gravity's trade beside recorded trade in the ease of ``gravity-ease``."""
    balance_power: float = 0.0
    """Power of min(1, exports / imports) in the supply of ``gravity-ease``; 1 cuts in full."""
    elasticity: float = 1.0
    """Of imports a head to GDP a head."""
    sigma: float = 1.0
    """Power of the tariff advantages (Armington elasticity)."""

    def __post_init__(self) -> None:
        if self.variant not in VARIANTS:
            raise ValueError(f"variant must be one of {', '.join(VARIANTS)}")
        _shares(self, "gravity_share", "balance_power")
        _not_negative(self, "elasticity", "sigma")


@dataclass(frozen=True)
class ComplexityParams:
    """How complexity is reckoned, and which small countries and products are left out of it."""

    continuous: bool = False
    """M = RCA / (1 + RCA) in place of 1 where RCA reaches ``advantage``."""
    advantage: float = 1.0
    smallest_country_usd: float = 1e9
    """Exports of a country that is kept; 0 keeps all."""
    smallest_population: float = 1e6
    """People of a country that is kept, where a table of people is given."""
    smallest_product_usd: float = 5e8
    """World trade of a product that is kept."""
    exact_products: int = 2_000
    """Beyond so many products the product space is reckoned in single precision."""

    def __post_init__(self) -> None:
        _not_negative(self, "smallest_country_usd", "smallest_population", "smallest_product_usd")
        _not_negative(self, "exact_products")
        if not self.advantage > 0:
            raise ValueError("advantage must be above 0")


@dataclass(frozen=True)
class NeighbourParams:
    """Who is a neighbour by sea where no table of the country says it."""

    sea_reach_km: float = 1_600

    def __post_init__(self) -> None:
        _not_negative(self, "sea_reach_km")


@dataclass(frozen=True)
class ChoiceParams:
    """How many markets a group is shown, and in which order."""

    markets: int = 5
    neighbours_first: bool = True
    smallest_potential_usd: float = 10_000
    """A market whose potential for the whole country is smaller than this is not proposed."""
    closed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By exporter: markets that its own law closes; never proposed."""

    def __post_init__(self) -> None:
        if self.markets < 1:
            raise ValueError("markets must be 1 or more")
        _not_negative(self, "smallest_potential_usd")


def _shares(params: object, *names: str) -> None:
    for name in names:
        if not 0 <= getattr(params, name) <= 1:
            raise ValueError(f"{name} must lie between 0 and 1")


def _not_negative(params: object, *names: str) -> None:
    for name in names:
        value = getattr(params, name)
        if not 0 <= value < float("inf"):
            raise ValueError(f"{name} must not be negative")
