"""The way of units through the programme, counted: a number of consortia is not an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """From a line in a registry to an exporter who comes back after a year."""

    REGISTERED = "registered"
    CLASSIFIED = "classified"
    PROPOSED = "proposed"
    MEMBER = "member"
    OFFERED = "offered"
    SHARED = "shared"
    EXPORTED = "exported"
    EXPORTED_AGAIN = "exported-again"


@dataclass(frozen=True)
class Step:
    """``of_previous`` and ``of_all`` are shares of 1, None when there was nobody before."""

    stage: Stage
    units: int
    of_previous: float | None
    of_all: float | None


def funnel(counts: Mapping[Stage, int]) -> list[Step]:
    """Return the stages in order; a stage not counted is left out, never shown as zero."""
    steps: list[Step] = []
    for stage in Stage:
        if stage not in counts:
            continue
        units = counts[stage]
        before = steps[-1].units if steps else 0
        first = steps[0].units if steps else 0
        steps.append(Step(stage, units, _share(units, before), _share(units, first)))
    return steps


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
