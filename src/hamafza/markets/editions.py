"""
Flows6 of one edition told in another, by the shares of ``markets.concordance``.

A year has eleven million rows and a split code leads to eight others on the average of the widest
step (2017 to 2022), so rows are numbers here and one exporter's are unfolded at a time.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.vocabulary.tables.trade_sets import BASES, BASIS, names_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Rows:
    """Cells as numbers: ``key`` is importer and code, ``split`` the value that a rule divided."""

    key: Ints
    value: Floats
    quantity: Floats
    split: Floats
    basis: NDArray[np.int8]

    def summed(self) -> "_Rows":
        """Return one row for each key, in order; a mirror among several makes a cell a mirror."""
        order = np.argsort(self.key, kind="stable")
        key = self.key[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        quantity = self.quantity[order]
        is_told = ~np.isnan(quantity)
        told = np.add.reduceat(np.where(is_told, quantity, 0.0), first)
        return _Rows(
            key[first],
            np.add.reduceat(self.value[order], first),
            np.where(np.logical_or.reduceat(is_told, first), told, np.nan),
            np.add.reduceat(self.split[order], first),
            np.maximum.reduceat(self.basis[order], first),
        )


@dataclass(frozen=True)
class _Shares:
    """For each code's number: how many it leads to, and where these begin."""

    many: Ints
    start: Ints
    other: Ints
    share: Floats
    is_split: NDArray[np.bool_]

    def unfolded(self, hs6: Ints, importer: Ints, rows: _Rows, wide: int) -> _Rows:
        """Return a row for each code that a row's code leads to."""
        many = self.many[hs6]
        row = np.repeat(np.arange(len(hs6)), many)
        before = np.repeat(np.cumsum(many) - many, many)
        at = self.start[hs6][row] + np.arange(len(row)) - before
        share = self.share[at]
        value = rows.value[row] * share
        split = np.where(self.is_split[at], value, rows.split[row] * share)
        return _Rows(
            importer[row] * wide + self.other[at],
            value,
            rows.quantity[row] * share,
            split,
            rows.basis[row],
        )


def in_edition(flows: pl.DataFrame, told: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """
    Return Flows6 in the edition whose subheadings are ``codes``; ``told`` is from ``shares``.

    ``flows`` is sorted by exporter. The sum of values stays; ``split_share`` tells which part of a
    cell a rule divided.
    """
    shares = _by_number(told, names_of(flows, "hs6"), codes)
    importer, hs6, exporter = (
        flows[name].to_physical().cast(pl.Int64).to_numpy()
        for name in ("importer", "hs6", "exporter")
    )
    rows = _numbers(flows)
    edges = [0, *(np.flatnonzero(np.diff(exporter)) + 1).tolist(), len(exporter)]
    parts, places = [], []
    for first, last in zip(edges, edges[1:], strict=False):
        at = slice(first, last)
        own = _Rows(rows.key[at], rows.value[at], rows.quantity[at], rows.split[at], rows.basis[at])
        part = shares.unfolded(hs6[at], importer[at], own, len(codes)).summed()
        parts.append(part)
        places.append(np.full(len(part.key), exporter[first]))
    return _frame(flows, parts, np.concatenate(places), codes)


def together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Return Flows6 of one edition and year that came in several parts, cells summed."""
    flows = pl.concat(frames)
    codes = names_of(flows, "hs6").to_list()
    place = {
        name: flows[name].to_physical().cast(pl.Int64).to_numpy()
        for name in ("exporter", "importer", "hs6")
    }
    pair = place["exporter"] * len(names_of(flows, "importer")) + place["importer"]
    rows = _numbers(flows, pair * len(codes) + place["hs6"]).summed()
    exporter, left = np.divmod(rows.key, len(names_of(flows, "importer")) * len(codes))
    part = _Rows(left, rows.value, rows.quantity, rows.split, rows.basis)
    return _frame(flows, [part], exporter, codes)


def _numbers(flows: pl.DataFrame, key: Ints | None = None) -> _Rows:
    value = flows["value_usd"].to_numpy()
    basis = flows["basis"].to_physical().cast(pl.Int8)
    return _Rows(
        np.zeros(len(value), np.int64) if key is None else key,
        value,
        flows["quantity_t"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        value * flows["split_share"].cast(pl.Float64).to_numpy(),
        basis.to_numpy(),
    )


def _by_number(told: pl.DataFrame, names: pl.Series, codes: list[str]) -> _Shares:
    place = {code: at for at, code in enumerate(names)}
    known = told.filter(pl.col("hs6").is_in(list(place))).with_columns(
        pl.col("hs6").replace_strict(place, return_dtype=pl.Int64).alias("at"),
        pl.col("other")
        .replace_strict({code: at for at, code in enumerate(codes)}, return_dtype=pl.Int64)
        .alias("to"),
    )
    known = known.sort("at", "to")
    many = np.bincount(known["at"].to_numpy(), minlength=len(names)).astype(np.int64)
    return _Shares(
        many,
        np.cumsum(many) - many,
        known["to"].to_numpy(),
        known["share"].to_numpy(),
        known["is_split"].to_numpy(),
    )


def _frame(
    flows: pl.DataFrame, parts: list[_Rows], exporter: Ints, codes: list[str]
) -> pl.DataFrame:
    """Return the parts as Flows6."""
    key, value, quantity, split, basis = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("key", "value", "quantity", "split", "basis")
    )
    parts.clear()
    importer, hs6 = np.divmod(key, len(codes))

    def named(places: Ints, kind: pl.DataType) -> pl.Series:
        return pl.Series(places.astype(np.uint32)).cat.to(kind)

    share = np.divide(split, value, out=np.zeros_like(value), where=value > 0)
    year = flows["year"][0] if flows.height else 0
    return pl.DataFrame(
        {
            "year": pl.repeat(year, len(key), dtype=pl.Int16, eager=True),
            "exporter": named(exporter, flows.schema["exporter"]),
            "importer": named(importer, flows.schema["importer"]),
            "hs6": named(hs6, pl.Enum(codes)),
            "value_usd": value,
            "quantity_t": pl.Series(quantity, dtype=pl.Float32, nan_to_null=True),
            "basis": pl.Series(BASES, dtype=BASIS).gather(basis),
            "split_share": np.minimum(share, 1.0).astype(np.float32),
        }
    )
