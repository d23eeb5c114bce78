"""Weighs candidates: how many bits each attribute speaks for one unit, or against it."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from hamafza.registry.twins.keys import COUNTED
from hamafza.registry.twins.params import ATTRIBUTES, Agreement, TwinParams
from hamafza.vocabulary.places import great_circle_km

Floats = NDArray[np.float64]

SLIPS_A_LETTER, MOST_SLIPS = 1 / 6, 2
"""Slips of the pen allowed in a text of so many letters, at least one."""
NEAR_SHARE = 0.1
"""Counts within a tenth of each other are nearly the same."""
HERE_KM, NEAR_KM = 0.1, 1.0
AREA_SHARE_HERE = 1e-4
"""Of strangers of one country, how many stand within a hundred metres of each other, at most."""
NEAR_TEXTS = ("name", "goods", "phone", "licence")


def compared(pairs: pl.DataFrame, keys: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """
    Return the pairs with ``<attribute>_bits`` and their sum ``bits``, before which stands chance.

    Bits are log2 of how much likelier what was seen is of one unit than of two; null where either
    tells nothing. An agreement counts by how few units share the value.
    """
    one, other = keys[pairs["one"].to_numpy()], keys[pairs["other"].to_numpy()]
    told = {f"{name}_bits": _bits(name, one, other, len(keys), params) for name in ATTRIBUTES}
    told["trade_bits"][(told["trade_bits"] > 0) & (told["goods_bits"] > 0)] = 0.0  # goods say it
    prior = float(np.log2(params.twin_share / max(2, len(keys))))
    bits = prior + np.sum([np.nan_to_num(each) for each in told.values()], axis=0)
    columns = {name: pl.Series(each, nan_to_null=True) for name, each in told.items()}
    return pairs.with_columns(bits=pl.Series(bits), **columns)


def _bits(
    name: str, one: pl.DataFrame, other: pl.DataFrame, units: int, params: TwinParams
) -> Floats:
    agreement: Agreement = getattr(params, name)
    if name == "place":
        same, near, missing = _places(one, other)
        share = np.full(len(one), AREA_SHARE_HERE)
    else:
        same, near, missing = _values(name, one, other)
        most = np.maximum(one[f"{name}_n"].to_numpy(), other[f"{name}_n"].to_numpy())
        share = most / units
    differ = 1.0 - agreement.same - agreement.near
    bits = np.full(len(one), np.log2(differ / (1.0 - agreement.near_of_strangers)))
    if agreement.near > 0:
        # Near a rare value there are few: not fewer than near an average one, shrunk to the share.
        strangers = np.clip(4.0 * share, agreement.near_of_strangers, 1.0)
        bits[near] = np.log2(agreement.near / strangers[near])
    bits[same] = np.log2(agreement.same / share[same])
    bits[missing] = np.nan
    return bits


def _values(
    name: str, one: pl.DataFrame, other: pl.DataFrame
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which pairs have the same value, nearly the same, and none on a side."""
    assert name in COUNTED
    left, right = one[name], other[name]
    missing = (left.is_null() | right.is_null()).to_numpy()
    same = (left == right).fill_null(value=False).to_numpy()
    open_ = ~missing & ~same
    near = np.zeros(len(same), np.bool_)
    at = np.flatnonzero(open_)
    if name in NEAR_TEXTS:
        near[at] = _slipped(left.gather(at).to_list(), right.gather(at).to_list())
    elif name in ("workers", "made"):
        figures = left.gather(at).to_numpy(), right.gather(at).to_numpy()
        near[at] = np.abs(figures[0] - figures[1]) <= NEAR_SHARE * np.maximum(*figures)
    return same, near, missing


def _slipped(one: list[str], other: list[str]) -> NDArray[np.bool_]:
    """Say which texts a slip of the pen or two parts: a letter more, less, other or exchanged."""
    letters = np.array([min(len(a), len(b)) for a, b in zip(one, other, strict=True)], np.int64)
    allowed = np.clip((letters * SLIPS_A_LETTER).astype(np.int64), 1, MOST_SLIPS)
    if not len(one):
        return np.zeros(0, np.bool_)
    slips = cpdist(one, other, scorer=OSA.distance, score_cutoff=MOST_SLIPS, dtype=np.int64)
    return np.asarray(slips <= allowed)


def _places(
    one: pl.DataFrame, other: pl.DataFrame
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    ends = [frame[axis].to_numpy() for frame in (one, other) for axis in ("lat", "lon")]
    missing = np.any([np.isnan(end) for end in ends], axis=0)
    km = np.where(missing, np.inf, great_circle_km(*[np.nan_to_num(end) for end in ends]))
    return km <= HERE_KM, (km > HERE_KM) & (km <= NEAR_KM), missing
