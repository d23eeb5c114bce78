"""What the potential of services judges by; each value has its source in ``services.toml``."""

from dataclasses import dataclass, field

SERVICE_VARIANTS = ("itc2016", "gravity-ease")
"""``calibrated`` would be itc2016: without distance, tariffs and growth nothing is corrected."""


@dataclass(frozen=True)
class ServiceParams:
    """How a potential of services is reckoned and which markets are shown."""

    variant: str = "gravity-ease"
    gravity_share: float = 0.2
    """Weight of gravity's trade beside recorded trade in the ease of ``gravity-ease``."""
    years: int = 3
    """So many latest years are averaged; a cell absent in one counts zero there."""
    smallest_potential_usd: float = 100_000
    least_countries: int = 30
    """With fewer countries that sell, gravity is not fitted, and shares are not the world's."""

    def __post_init__(self) -> None:
        if self.variant not in SERVICE_VARIANTS:
            raise ValueError(f"variant must be one of {', '.join(SERVICE_VARIANTS)}")
        if not 0 <= self.gravity_share <= 1:
            raise ValueError("gravity_share must lie between 0 and 1")
        if not 1 <= self.years <= 20:
            raise ValueError("years must lie between 1 and 20")
        if self.least_countries < 10:
            raise ValueError("least_countries must be 10 or more")
        if not 0 <= self.smallest_potential_usd < float("inf"):
            raise ValueError("smallest_potential_usd must not be negative")


@dataclass(frozen=True)
class ServiceChecks:
    """When a table of services is refused: shares of the value compared."""

    most_excess: float = 0.02
    """Of the groups' sum over the total told beside it."""
    most_lack: float = 0.02
    """Of the total, what its groups leave unsaid in a table that says it is whole."""
    most_unlike: float = 0.01
    """In a balanced table: what one side sold against what the other bought."""

    def __post_init__(self) -> None:
        for name in ("most_excess", "most_lack", "most_unlike"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")


@dataclass(frozen=True)
class ServiceLines:
    """Which words of a union or trade line point to which group; in ``order`` the first counts."""

    order: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(self.order) != set(self.words):
            raise ValueError("order must name every group of words once")
