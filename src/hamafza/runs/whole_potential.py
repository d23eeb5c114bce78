"""
All exporters' potential by product partitions, through the one door that fans work out.

Partitions lie beside one another as files, each with its products alone, so that a worker reads
what it needs. Margins and what goods let expect of a pair are reduced first; then, with the ease
known, each partition gives its sums. The same numbers, to the last digit, as in one process.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.flat.facts import Facts
from hamafza.markets.flat.flows import BLOCKS, FlatFlows, Numbers, block_edges, chunks_of, indexed
from hamafza.markets.flat.margins import margins_of
from hamafza.markets.flat.whole import (
    BlockSums,
    Expected,
    WholePotential,
    ease_of,
    expected_of,
    gathered,
    sums_of,
)
from hamafza.markets.geography import Matrix
from hamafza.markets.parameters import PotentialParams
from hamafza.store.fanout import fan_out
from hamafza.store.tables import read_parquet, write_parquet

COLUMNS = ["i", "j", "k", "v"]


@dataclass(frozen=True, eq=False)
class Partition:
    """One partition as it is handed out: where its flows lie, and the facts of its products."""

    path: Path
    countries: Numbers
    products: Numbers
    facts: Facts
    params: PotentialParams
    ease: Matrix | None = None
    best: int = 0


def lay_out(flows: FlatFlows, folder: Path, parts: int = BLOCKS) -> list[Path]:
    """Write the flows as so many files by product; every machine of a cluster must see them."""
    edges = block_edges(len(flows.products), parts)
    rows = pl.concat(
        pl.DataFrame([c.exporter, c.importer, c.product, c.value], schema=COLUMNS)
        for c in flows.chunks
    )
    paths = []
    for at in range(len(edges) - 1):
        paths.append(Path(folder) / f"products-{at:03d}.parquet")
        first, last = flows.products[edges[at]], flows.products[edges[at + 1] - 1]
        write_parquet(rows.filter(pl.col("k").is_between(first, last)), paths[-1])
    return paths


def whole_potential_in_parts(
    paths: list[Path],
    countries: Numbers,
    products: Numbers,
    facts: Facts,
    params: PotentialParams,
    best: int = 0,
    processes: int | None = None,
    cluster: str | None = None,
) -> WholePotential:
    """Return what ``flat.whole.whole_potential`` does with as many blocks as there are files."""
    edges = block_edges(len(products), len(paths))
    parts = [
        Partition(
            path, countries, products[low:high], facts.part(slice(low, high)), params, best=best
        )
        for path, low, high in zip(paths, edges, edges[1:], strict=False)
    ]
    expected = fan_out(expect, parts, processes=processes, cluster=cluster)
    ease = ease_of(expected, facts, params)
    eased = [replace(part, ease=ease) for part in parts]
    return gathered(fan_out(add_up, eased, processes=processes, cluster=cluster), ease)


def expect(part: Partition) -> Expected:
    """First step of one partition; its margins stay where they were made."""
    found = expected_of(indexed(_flows(part), blocks=1), part.facts, part.params, 0)
    return replace(found, margins=None)


def add_up(part: Partition) -> BlockSums:
    """Second step of one partition."""
    assert part.ease is not None, "the first step gives the ease"
    index = indexed(_flows(part), blocks=1)
    margins = margins_of(index, 0, part.facts)
    return sums_of(index, 0, margins, part.facts, part.params, part.ease, part.best)


def _flows(part: Partition) -> FlatFlows:
    rows = read_parquet(part.path, COLUMNS).select(COLUMNS)
    products = np.ascontiguousarray(part.products)
    return FlatFlows(part.countries, products, chunks_of(rows))
