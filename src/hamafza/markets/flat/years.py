"""Flows averaged over years, so that one odd year makes no market."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hamafza.markets.flat.flows import Chunk, FlatFlows, FlowsNotSound
from hamafza.markets.flat.kernels import merge_cells
from hamafza.markets.geography import Mask


@dataclass(frozen=True, eq=False)
class MeanFlows:
    """
    The mean of the years that are there: a cell absent in one of them counts as 0 in that year.

    Divided by the years that are there, not by those that were wanted.
    """

    flows: FlatFlows
    years: tuple[int, ...]
    missing: tuple[int, ...]
    """Years that were wanted and are not there."""
    silent: Mask
    """Country by year of ``years``: without any exports, though the country has some otherwise."""


def mean_of_years(by_year: Mapping[int, FlatFlows], wanted: Sequence[int]) -> MeanFlows:
    """Return the mean of the wanted years; all years name the same countries."""
    years = tuple(year for year in sorted(wanted) if year in by_year)
    if not years:
        raise FlowsNotSound("none of the wanted years is there")
    parts = [by_year[year] for year in years]
    if any(not np.array_equal(part.countries, parts[0].countries) for part in parts):
        raise FlowsNotSound("years name different countries")
    summed = _whole(parts[0])
    for part in parts[1:]:
        summed = _added(summed, _whole(part))
    mean = Chunk(summed.exporter, summed.importer, summed.product, summed.value / len(years))
    products = np.unique(np.concatenate([part.products for part in parts])).astype(np.int32)
    sells = np.stack([np.isin(part.countries, _exporters(part)) for part in parts], axis=1)
    return MeanFlows(
        FlatFlows(parts[0].countries, products, (mean,)),
        years,
        tuple(year for year in sorted(wanted) if year not in by_year),
        ~sells & sells.any(axis=1, keepdims=True),
    )


def _whole(flows: FlatFlows) -> Chunk:
    """Return the rows as one chunk, years being merged row by row."""
    chunks = flows.chunks
    return Chunk(
        np.concatenate([chunk.exporter for chunk in chunks]),
        np.concatenate([chunk.importer for chunk in chunks]),
        np.concatenate([chunk.product for chunk in chunks]),
        np.concatenate([chunk.value for chunk in chunks]),
    )


def _added(one: Chunk, other: Chunk) -> Chunk:
    most = len(one.value) + len(other.value)
    exporter, importer = np.empty(most, np.int16), np.empty(most, np.int16)
    product, value = np.empty(most, np.int32), np.empty(most)
    count = merge_cells(
        one.exporter, one.importer, one.product, one.value,
        other.exporter, other.importer, other.product, other.value,
        exporter, importer, product, value,
    )  # fmt: skip
    return Chunk(exporter[:count], importer[:count], product[:count], value[:count])


def _exporters(flows: FlatFlows) -> np.ndarray:
    return np.concatenate([np.unique(chunk.exporter) for chunk in flows.chunks])
