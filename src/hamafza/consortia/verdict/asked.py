"""What a run was asked for, as its record tells it: rules, equity, floors and baskets."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CORE = (
    "min_size", "max_size", "reach_km", "min_capacity", "lead_readiness", "distance_cost_per_km",
    "fixed_cost",
)  # fmt: skip
OFF = {
    "leads_needed": 1.0,
    "member_share_ceiling": 1.0,
    "move_charge": 0.0,
    "dissolve_charge": 0.0,
    "by_road": 0.0,
}
"""Rules that older records do not know, switched off."""
CLASSES = ("province", "home_based", "women_owned")


@dataclass(frozen=True)
class FloorAsked:
    """At least this share of the units whose column ``by`` holds ``value`` are to be served."""

    by: str
    value: str | bool
    least_share: float

    @property
    def told_value(self) -> str:
        """How tables tell the value."""
        return self.value if isinstance(self.value, str) else str(self.value).lower()


@dataclass(frozen=True)
class BasketAsked:
    """Product lines under one name, each with the fewest members a consortium has of it."""

    name: str
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Asked:
    """All that was asked; ``equity`` are columns, values and the factor for each."""

    rules: dict[str, float]
    equity: tuple[tuple[str, str | bool, float], ...] = ()
    floors: tuple[FloorAsked, ...] = ()
    baskets: tuple[BasketAsked, ...] = ()


def asked_of(parameters: object) -> Asked | None:
    """Return what parameters ask, or None where they are incomplete or unsound."""
    try:
        told = _mapping(parameters)
        return Asked(
            rules=_rules(told),
            equity=tuple(_equity(_mapping(told.get("equity", {})))),
            floors=tuple(_floor(_mapping(each)) for each in _list(told.get("floors", ()))),
            baskets=tuple(_basket(_mapping(each)) for each in _list(told.get("baskets", ()))),
        )
    except (KeyError, ValueError):
        return None


def _rules(told: Mapping[str, Any]) -> dict[str, float]:
    rules = {name: _number(told[name]) for name in CORE}
    rules |= {name: _number(told.get(name, off)) for name, off in OFF.items()}
    if not 1 <= rules["min_size"] <= rules["max_size"]:
        raise ValueError
    return rules


def _equity(told: Mapping[str, Any]) -> Iterator[tuple[str, str | bool, float]]:
    for name in ("home_based", "women_owned"):
        if name in told:
            yield name, True, _number(told[name])
    for province, factor in _mapping(told.get("province", {})).items():
        yield "province", str(province), _number(factor)


def _floor(told: Mapping[str, Any]) -> FloorAsked:
    by, value = told["by"], told.get("value", True)
    if by not in CLASSES or not isinstance(value, str if by == "province" else bool):
        raise ValueError
    return FloorAsked(by, value, _number(told["least_share"]))


def _basket(told: Mapping[str, Any]) -> BasketAsked:
    lines = [_mapping(each) for each in _list(told["lines"])]
    return BasketAsked(
        str(told["name"]),
        tuple((str(line["family"]), int(_number(line.get("least", 1)))) for line in lines),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError
    return value


def _list(value: object) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError
    return float(value)
