"""Weighs candidates: how many bits each attribute speaks for one unit, or against it."""

import numpy as np
import polars as pl

from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.registry.twins.keys import BY_TRADE
from hamafza.registry.twins.params import LIKENESSES, Agreement, Likeness, TwinParams
from hamafza.registry.twins.seeing import Floats, Seen, seen

SAYS_THE_TRADE = ("name", "goods")
"""Attributes that already say the trade where they agree: «قنادی», «کلوچه»."""
FEW = 30.0
"""Of so many units of a trade their own shares weigh as much as those of all."""


def compared(pairs: pl.DataFrame, keys: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """
    Return the pairs with ``<attribute>_bits``, their sum ``bits``, ``odds`` and ``like``.

    Bits are log2 of how much likelier what was seen is of one unit than of two strangers; null
    where either tells nothing; before their sum stands chance. An agreement counts by how few
    units share the value. ``odds``, in bits, also reckon with two units that are like each other;
    ``like`` is the likeliest such case, if it is likelier than strangers.
    """
    one, other = keys[pairs["one"].to_numpy()], keys[pairs["other"].to_numpy()]
    units = max(2, len(keys))
    sides = {name: seen(name, one, other, units) for name in ATTRIBUTES}
    told = {name: _bits(sides[name], getattr(params, name)) for name in ATTRIBUTES}
    bits = np.log2(2.0 * params.twin_share / units) - _trade_twice(told, sides)
    bits -= _usual_in_the_trade(sides, one, other)
    bits += np.sum([np.nan_to_num(each) for each in told.values()], axis=0)
    kin = np.array([_kin_bits(sides, name, params, units) for name in LIKENESSES])
    columns = {f"{name}_bits": pl.Series(each, nan_to_null=True) for name, each in told.items()}
    likeliest = pl.Series(LIKENESSES, dtype=pl.String).gather(kin.argmax(axis=0))
    return pairs.with_columns(
        bits=pl.Series(bits),
        odds=pl.Series(bits - _against(kin)),
        like=likeliest.set(pl.Series(kin.max(axis=0) <= 0.0), None),
        **columns,
    )


def _bits(told: Seen, agreement: Agreement) -> Floats:
    """Return what one attribute says of one unit against two strangers."""
    strangers = 1.0 - told.share - agreement.near_of_strangers - agreement.part_of_strangers
    differ = 1.0 - agreement.same - agreement.near - agreement.part
    bits = np.log2(differ / np.maximum(0.05, strangers))
    if agreement.part > 0:
        bits[told.part] = np.log2(agreement.part / agreement.part_of_strangers)
    if agreement.near > 0:
        bits[told.near] = np.log2(agreement.near / _near_by_chance(told, agreement)[told.near])
    bits[told.same] = np.log2(agreement.same / told.share[told.same])
    bits[told.missing] = np.nan
    return bits


def _near_by_chance(told: Seen, agreement: Agreement) -> Floats:
    """Near a rare value there are few: not fewer than near an average one, shrunk to the share."""
    return np.clip(4.0 * told.share, agreement.near_of_strangers, 1.0)


def _trade_twice(told: dict[str, Floats], sides: dict[str, Seen]) -> Floats:
    """
    Let a trade that agrees count once; return what it was counted too often.

    A name and goods are counted among all units; of those that share either, most are of its
    trade. So where one agrees the trade adds nothing, and where both do it was counted twice.
    """
    trade = np.where(sides["trade"].same, told["trade"], 0.0)
    said = np.sum([told[name] > 0 for name in SAYS_THE_TRADE], axis=0)
    told["trade"][sides["trade"].same & (said > 0)] = 0.0
    return np.where(said > 1, trade, 0.0)


def _usual_in_the_trade(sides: dict[str, Seen], one: pl.DataFrame, other: pl.DataFrame) -> Floats:
    """
    Return what agreements are counted too much where the trade agrees too.

    Crafts cluster: of two carpet weavers more live in one city than of any two units; and they
    are as many, and make as much, as is usual with carpets.
    """
    too_much = np.zeros(len(one))
    for name in BY_TRADE:
        both = sides["trade"].same & sides[name].same
        among_all = sides[name].share[both]
        told = one.filter(both).select("trade_n", "goods_n", f"{name}_in_trade", "made_in_goods")
        usual = _shrunk(told[f"{name}_in_trade"], told["trade_n"], among_all)
        if name == "made":
            of_goods = _shrunk(told["made_in_goods"], told["goods_n"], usual)
            usual = np.where(sides["goods"].same[both], of_goods, usual)
        too_much[both] += np.maximum(0.0, np.log2(usual / among_all))
    return too_much


def _shrunk(sharing: pl.Series, among: pl.Series, usual: Floats) -> Floats:
    """Return which share of the others has a value; of few others, as usual elsewhere."""
    others, as_well = among.to_numpy() - 2.0, sharing.to_numpy() - 2.0
    return np.asarray((as_well + FEW * usual) / (others + FEW))


def _kin_bits(sides: dict[str, Seen], kin: str, params: TwinParams, units: int) -> Floats:
    """
    Return log2 of how much likelier a pair is of two units like each other than of strangers.

    What the two share is written with as many slips as twins are.
    """
    like: Likeness = getattr(params, kin)
    bits = np.full(len(sides["name"].same), np.log2(2.0 * like.share / units))
    for name, agree in like.agreeing():
        told, usual = sides[name], getattr(params, name)
        slips = usual.near / (usual.same + usual.near)
        by_chance = told.share.copy()
        if name == "trade" and like.name:  # who share a name share its trade
            by_chance[sides["name"].same] = 1.0
        bits[told.same] += np.log2(agree * (1.0 - slips) / by_chance[told.same])
        if slips > 0:
            bits[told.near] += np.log2(agree * slips / _near_by_chance(told, usual)[told.near])
        bits[told.differs] += np.log2(
            (1.0 - agree) / np.maximum(0.05, 1.0 - told.share[told.differs])
        )
    return bits


def _against(kin: Floats) -> Floats:
    """Return how likely, in bits, strangers and all likenesses together are."""
    return np.asarray(np.logaddexp2(0.0, np.logaddexp2.reduce(kin, axis=0)))
