"""How good the record behind a cell is: who reported it."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Mask

Qualities = NDArray[np.int8]


class Quality(IntEnum):
    """What a cell rests on, best first; an empty cell rests on it too: who would have told?"""

    REPORTED = 0
    """Both countries report: the record is reconciled from two sides."""
    MIRROR = 1
    """One side alone reports; the other's trade is read in its mirror."""
    MISSING_REPORTER = 2
    """Neither reports: what there is comes from third hands, and zero proves nothing."""
    RECONSTRUCTED = 3
    """Not recorded at this detail: laid out of totals."""


def pair_quality(reports: Mask) -> Qualities:
    """Return exporter by importer, given which countries report their trade."""
    silent = (~reports).astype(np.int8)
    quality: Qualities = silent[:, None] + silent[None, :]
    return quality


def cell_quality(exporter: int, reports: Mask, reconstructed: Mask) -> Qualities:
    """Return importer by product of one exporter; ``reconstructed`` has the same shape."""
    by_market = pair_quality(reports)[exporter]
    quality: Qualities = np.where(
        reconstructed, np.int8(Quality.RECONSTRUCTED), by_market[:, None]
    ).astype(np.int8)
    return quality
