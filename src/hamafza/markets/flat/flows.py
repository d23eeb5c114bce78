"""
Flows as columns of numbers, as BACI holds them: sorted by exporter, importer, product.

Values stay in the chunks in which they were read: 11 million rows are not copied together.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.flat.kernels import index_stretches

Numbers = NDArray[np.int32]
Values = NDArray[np.float64]
T = TypeVar("T")
R = TypeVar("R")

BLOCKS = 8
"""
So many blocks of products, whatever the machine: sums are taken block by block, in this order.

Eight keep a block's margins of 5,000 products within a processor's second cache.
"""
_DISORDER, _UNKNOWN = -1, -2


class FlowsNotSound(ValueError):
    """A fault of the caller: codes that are not announced, or rows out of order."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """Rows that were read together; the four columns are of one length."""

    exporter: NDArray[np.int16]
    importer: NDArray[np.int16]
    product: Numbers
    value: Values


@dataclass(frozen=True, eq=False)
class FlatFlows:
    """
    Flows in chunks, each cell once; ``countries`` and ``products`` give codes their places.

    ``products`` ascend. A country's place is its place in ``countries``, in whatever order.
    """

    countries: Numbers
    products: Numbers
    chunks: tuple[Chunk, ...]

    @property
    def rows(self) -> int:
        return sum(len(chunk.value) for chunk in self.chunks)


@dataclass(frozen=True, eq=False)
class Stretches:
    """One chunk's stretches of equal exporter and importer, and where blocks begin in each."""

    exporter: NDArray[np.int16]
    importer: NDArray[np.int16]
    begins: NDArray[np.int32]
    """Stretch by block + 1: rows ``begins[s, b]`` to ``begins[s, b + 1]`` hold block b."""
    place: NDArray[np.int16]
    """Of each row's product."""


@dataclass(frozen=True, eq=False)
class Indexed:
    """Flows with their stretches."""

    flows: FlatFlows
    stretches: tuple[Stretches, ...]
    edges: Numbers
    """Block + 1: block b holds the products ``edges[b]`` to ``edges[b + 1]``."""

    @property
    def blocks(self) -> int:
        return len(self.edges) - 1

    def width(self, block: int) -> int:
        """Return how many products the block holds."""
        return int(self.edges[block + 1] - self.edges[block])


def flat_flows(
    exporter: NDArray[np.integer],
    importer: NDArray[np.integer],
    product: NDArray[np.integer],
    value: Values,
    countries: Sequence[int] | NDArray[np.integer] | None = None,
) -> FlatFlows:
    """
    Return flows of rows in any order; rows of one cell are added up.

    Without ``countries`` those of the rows are taken, by number.
    """
    if not bool(np.isfinite(value).all()) or bool((value < 0).any()):
        raise FlowsNotSound("a value is negative or no number")
    frame = pl.DataFrame({"i": exporter, "j": importer, "k": product, "v": value})
    summed = frame.group_by("i", "j", "k", maintain_order=True).agg(pl.col("v").sum())
    ordered = summed.sort("i", "j", "k")
    chunk = chunk_of(ordered)
    if countries is None:
        countries = np.union1d(chunk.exporter, chunk.importer)
    return FlatFlows(np.asarray(countries, np.int32), np.unique(chunk.product), (chunk,))


def chunk_of(frame: pl.DataFrame) -> Chunk:
    """Return a frame with the columns i, j, k, v in this order as a chunk, not copied if it can."""
    i, j, k, v = frame.get_columns()
    return Chunk(
        i.to_numpy().astype(np.int16, copy=False),
        j.to_numpy().astype(np.int16, copy=False),
        k.to_numpy().astype(np.int32, copy=False),
        v.to_numpy().astype(np.float64, copy=False),
    )


def chunks_of(frame: pl.DataFrame) -> tuple[Chunk, ...]:
    """Return a frame's chunks, columns i, j, k, v in this order, as they lie in memory."""
    if any(column.n_chunks() != frame[:, 0].n_chunks() for column in frame.get_columns()):
        frame = frame.rechunk()
    parts = zip(*(column.get_chunks() for column in frame.get_columns()), strict=True)
    return tuple(chunk_of(pl.DataFrame(list(part))) for part in parts if len(part[0]))


def block_edges(products: int, blocks: int = BLOCKS) -> Numbers:
    """Return where each block of products begins, and where the last ends."""
    blocks = max(1, min(blocks, products))
    edges: Numbers = np.linspace(0, products, blocks + 1).round().astype(np.int32)
    return edges


def indexed(flows: FlatFlows, threads: int = 1, blocks: int = BLOCKS) -> Indexed:
    """Find the stretches; raise FlowsNotSound where a code or the order is not as announced."""
    edges = block_edges(len(flows.products), blocks)
    country, product = _places(flows.countries), _places(flows.products)

    def index(chunk: Chunk) -> Stretches:
        return _stretches(chunk, country, product, edges, len(flows.countries))

    found = in_threads(index, flows.chunks, threads)
    for one, next_ in zip(flows.chunks, flows.chunks[1:], strict=False):
        if _key(one, -1) >= _key(next_, 0):
            raise FlowsNotSound("chunks are not sorted by exporter, importer, product")
    return Indexed(flows, tuple(found), edges)


def in_threads(function: Callable[[T], R], parts: Sequence[T], threads: int) -> list[R]:
    """Return the function of each part, in the order of the parts, so many at a time."""
    if threads <= 1 or len(parts) <= 1:
        return [function(part) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, parts))


def _stretches(
    chunk: Chunk, country: Numbers, product: Numbers, edges: Numbers, countries: int
) -> Stretches:
    most = min(len(chunk.value), countries * countries)
    exporter, importer = np.empty(most, np.int16), np.empty(most, np.int16)
    begins = np.empty((most, len(edges)), np.int32)
    place = np.empty(len(chunk.value), np.int16)
    count = index_stretches(
        chunk.exporter, chunk.importer, chunk.product, country, product, edges,
        exporter, importer, begins, place,
    )  # fmt: skip
    if count == _UNKNOWN:
        raise FlowsNotSound("a row has a country or product that is not announced")
    if count == _DISORDER:
        raise FlowsNotSound("rows are not sorted by exporter, importer, product, each cell once")
    return Stretches(exporter[:count], importer[:count], begins[:count], place)


def _places(codes: Numbers) -> Numbers:
    """Return the place of each code by number, -1 where there is none."""
    places = np.full(int(codes.max(initial=0)) + 2, -1, dtype=np.int32)
    places[codes] = np.arange(len(codes), dtype=np.int32)
    return places


def _key(chunk: Chunk, row: int) -> tuple[int, int, int]:
    return int(chunk.exporter[row]), int(chunk.importer[row]), int(chunk.product[row])
