"""Where countries lie to one another: the facts that gravity and distance factors read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Geography:
    """
    Pairs of countries; rows are exporters, columns importers, in the order of ``countries``.

    ``distance_km`` is weighted by where people live; where ``distance_is_estimated`` it is the
    great circle between the two main cities.
    """

    countries: tuple[str, ...]
    distance_km: Matrix
    distance_is_estimated: Mask
    contiguous: Mask
    common_language: Mask
    colonial: Mask

    def __post_init__(self) -> None:
        shape = (len(self.countries), len(self.countries))
        assert self.distance_km.shape == self.contiguous.shape == shape
        assert bool((self.distance_km > 0).all()), "a distance of zero has no logarithm"

    @cached_property
    def position(self) -> dict[str, int]:
        return {country: at for at, country in enumerate(self.countries)}

    @property
    def log_km(self) -> Matrix:
        return np.log(self.distance_km)

    def features(self) -> Matrix:
        """Return the ln of distance, border, language and colonial tie, in the last axis."""
        flags = (self.contiguous, self.common_language, self.colonial)
        return np.stack([self.log_km, *(flag.astype(np.float64) for flag in flags)], axis=2)

    def among(self, countries: Sequence[str]) -> "Geography":
        """Return the same facts for these countries, in this order."""
        at = np.array([self.position[country] for country in countries], dtype=np.intp)
        pick = np.ix_(at, at)
        return Geography(
            tuple(countries),
            self.distance_km[pick],
            self.distance_is_estimated[pick],
            self.contiguous[pick],
            self.common_language[pick],
            self.colonial[pick],
        )
