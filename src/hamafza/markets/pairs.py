"""
What each pair of countries traded of one section: records where they stand, gravity beside.

Small records wander from year to year, so they lean on gravity; a pair missing in the base year
but recorded earlier (a neighbour whose customs stopped reporting) keeps a share of that older
record; a cell that no year records gets a trace of what gravity expects, so that it can be told
from impossible.
"""

from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from hamafza.markets.geography import Mask, Matrix
from hamafza.markets.parameters import ReconstructionParams


class PairBasis(IntEnum):
    """What a pair's trade rests on."""

    RECORDED = 0
    """A record of the base year."""
    OLDER = 1
    """A record of an earlier year, at the base year's level of world trade."""
    GRAVITY = 2
    """No record: distance, borders, language and the two countries' sizes."""


class PairQuality(StrEnum):
    """The same for a reader, with what a table of somebody else tells."""

    RECORDED = "recorded"
    OLDER = "older"
    GRAVITY = "gravity"
    RECONSTRUCTED = "reconstructed"
    """A file that says of itself that it is put together."""
    MIRROR = "mirror"
    """One of the two countries alone reports; the other's side is read in its mirror."""
    SILENT = "missing-reporter"
    """Neither country reports."""


QUALITY_OF = {
    PairBasis.RECORDED: PairQuality.RECORDED,
    PairBasis.OLDER: PairQuality.OLDER,
    PairBasis.GRAVITY: PairQuality.GRAVITY,
}


def blend(
    recorded_usd: Matrix,
    older_usd: Matrix,
    expected_usd: Matrix,
    basis: NDArray[np.int8],
    params: ReconstructionParams,
) -> Matrix:
    """Return one section's trade between all pairs; a country with itself trades nothing."""
    trace = params.unrecorded_share * expected_usd
    base = _leant(recorded_usd, expected_usd, _lean(recorded_usd, params), trace)
    older = params.stale_share * _leant(older_usd, expected_usd, params.gravity_weight, trace)
    pairs = np.select([basis == PairBasis.RECORDED, basis == PairBasis.OLDER], [base, older], trace)
    np.fill_diagonal(pairs, 0.0)
    return pairs


def basis_of(recorded: Mask, recorded_earlier: Mask) -> NDArray[np.int8]:
    """Say for each pair what its trade rests on, from what it traded in all sections together."""
    return np.select(
        [recorded, recorded_earlier], [PairBasis.RECORDED, PairBasis.OLDER], PairBasis.GRAVITY
    ).astype(np.int8)


def _lean(recorded_usd: Matrix, params: ReconstructionParams) -> Matrix:
    """Return the weight of gravity: most for the smallest records, none for the large."""
    small = params.small_pair_usd
    return params.gravity_weight * small / (recorded_usd + small + 1e-300)


def _leant(
    recorded_usd: Matrix, expected_usd: Matrix, gravity: Matrix | float, otherwise: Matrix
) -> Matrix:
    """Return the weighted geometric mean where a record stands (values below 1 USD count as 1)."""
    record, expected = np.log(np.maximum(recorded_usd, 1)), np.log(np.maximum(expected_usd, 1))
    leant = np.exp((1 - gravity) * record + gravity * expected)
    return np.where(recorded_usd > 0, leant, otherwise)
