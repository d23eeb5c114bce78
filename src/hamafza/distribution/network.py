"""The distribution network beside the way: wholesalers, carriers and stores that can serve it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Near:
    within_km: float = 25.0

    def __post_init__(self) -> None:
        if not self.within_km >= 0:
            raise ValueError("within_km is not negative")
