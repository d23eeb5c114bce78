"""Looks at two records side by side: which attributes agree, nearly, in part, or not."""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import partial_ratio, ratio, token_set_ratio
from rapidfuzz.process import cpdist

from hamafza.registry.twins.keys import COUNTED
from hamafza.vocabulary.places import great_circle_km

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SLIPS_A_LETTER, MOST_SLIPS = 1 / 6, 2
"""Slips of the pen allowed in a text of so many letters, at least one."""
NEAR_SHARE, PART_SHARE = 0.1, 0.5
"""Figures within a tenth of each other are nearly the same; within a half, in part."""
PART_OF_WORDS, NEAR_ADDRESS, PART_OF_ADDRESS = 88.0, 88.0, 70.0
"""
Of 100: by words, where those that one has and the other has not count little, or by letters,
where spaces do not count («m e r c u r y»). Judgement, with the labelled factories in sight.
"""
HERE_KM, NEAR_KM = 0.1, 1.0
AREA_SHARE_HERE = 1e-4
"""Of strangers of one country, how many stand within a hundred metres of each other, at most."""
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Seen:
    """
    How pairs stand in one attribute; what is none of these differs.

    ``share``: how many strangers agree in the value, counted in the registry.
    """

    same: Flags
    near: Flags
    part: Flags
    missing: Flags
    share: Floats

    @property
    def differs(self) -> Flags:
        return ~(self.same | self.near | self.part | self.missing)


def seen(name: str, one: pl.DataFrame, other: pl.DataFrame, units: int) -> Seen:
    """Return how pairs stand in an attribute, laid side by side, among so many units."""
    if name == "place":
        return _places(one, other)
    assert name in COUNTED
    left, right = one[name], other[name]
    missing = (left.is_null() | right.is_null()).to_numpy()
    same = (left == right).fill_null(value=False).to_numpy()
    near, part = np.zeros((2, len(same)), np.bool_)
    at = np.flatnonzero(~missing & ~same)
    if len(at) and name in _BESIDE:
        near[at], part[at] = _BESIDE[name](left.gather(at), right.gather(at))
    most = np.maximum(one[f"{name}_n"].to_numpy(), other[f"{name}_n"].to_numpy()).astype(float)
    # Of two that share a value, the one is asked for and tells nothing of the others.
    return Seen(same, near, part & ~near, missing, np.maximum(1.0, most - 1.0) / units)


def _words(left: pl.Series, right: pl.Series) -> tuple[Flags, Flags]:
    """Near: a slip apart, spaces or none. In part: the words of one stand in the other."""
    one, other = left.to_list(), right.to_list()
    numbered = _of_one_number(one, other)
    near = _slipped(_unspaced(one), _unspaced(other))
    alike = np.maximum(
        cpdist(one, other, scorer=token_set_ratio),
        cpdist(_unspaced(one), _unspaced(other), scorer=ratio),
    )
    return near & numbered, (alike >= PART_OF_WORDS) & numbered


def _addresses(left: pl.Series, right: pl.Series) -> tuple[Flags, Flags]:
    one, other = left.to_list(), right.to_list()
    alike = np.maximum(
        cpdist(one, other, scorer=token_set_ratio),
        cpdist(_unspaced(one), _unspaced(other), scorer=partial_ratio),
    )
    return alike >= NEAR_ADDRESS, alike >= PART_OF_ADDRESS


def _unspaced(texts: list[str]) -> list[str]:
    return [text.replace(" ", "") for text in texts]


def _numbers(left: pl.Series, right: pl.Series) -> tuple[Flags, Flags]:
    near = _slipped(left.to_list(), right.to_list())
    return near, np.zeros_like(near)


def _figures(left: pl.Series, right: pl.Series) -> tuple[Flags, Flags]:
    one, other = left.to_numpy().astype(float), right.to_numpy().astype(float)
    apart, most = np.abs(one - other), np.maximum(one, other)
    return apart <= NEAR_SHARE * most, apart <= PART_SHARE * most


def _slipped(one: list[str], other: list[str]) -> Flags:
    """Say which texts a slip of the pen or two parts: a letter more, less, other or exchanged."""
    letters = np.array([min(len(a), len(b)) for a, b in zip(one, other, strict=True)], np.int64)
    allowed = np.clip((letters * SLIPS_A_LETTER).astype(np.int64), 1, MOST_SLIPS)
    slips = cpdist(one, other, scorer=OSA.distance, score_cutoff=MOST_SLIPS, dtype=np.int64)
    return np.asarray(slips <= allowed)


def _of_one_number(one: list[str], other: list[str]) -> Flags:
    """«Branch 2» and «Branch 3» are a letter apart, and two workshops."""
    return np.array(
        [
            set(_FIGURE.findall(a)) == set(_FIGURE.findall(b))
            for a, b in zip(one, other, strict=True)
        ],
        np.bool_,
    )


def _places(one: pl.DataFrame, other: pl.DataFrame) -> Seen:
    ends = [frame[axis].to_numpy() for frame in (one, other) for axis in ("lat", "lon")]
    missing = np.any([np.isnan(end) for end in ends], axis=0)
    km = np.where(missing, np.inf, great_circle_km(*[np.nan_to_num(end) for end in ends]))
    here, none = km <= HERE_KM, np.zeros(len(one), np.bool_)
    return Seen(here, (km <= NEAR_KM) & ~here, none, missing, np.full(len(one), AREA_SHARE_HERE))


_BESIDE = {
    "name": _words, "goods": _words, "address": _addresses, "phone": _numbers,
    "licence": _numbers, "workers": _figures, "made": _figures,
}  # fmt: skip
