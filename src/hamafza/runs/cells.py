"""One exporter's cells, importer by subheading or heading: reckoned, and laid out as rows."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.flat.facts import Facts
from hamafza.markets.flat.one import OnePotential, one_potential
from hamafza.markets.flat.quality import Quality
from hamafza.markets.flat.tables import growth_from, tariffs_from
from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import fit_gravity
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import PotentialParams
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown
from hamafza.runs.world_trade import WorldTrade
from hamafza.sources.geography import world
from hamafza.store.fanout import cores
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.potential import QUALITIES, PotentialCells

IMPORTS = "imports_usd"


@dataclass(frozen=True)
class Beside:
    """What stands beside trade: rows of Economies and Tariffs, where there are any."""

    economies: pl.DataFrame | None = None
    tariffs: pl.DataFrame | None = None
    year: int = 0
    """Of the trade: growth is reckoned from it."""


@dataclass(frozen=True)
class Covered:
    """How far the tables beside trade reach; None where there is none."""

    tariffs_known_share: float | None = None
    """Of all markets by product, what has a rate for everybody."""
    growth_unknown: int | None = None
    """So many countries without both years."""


def place_of(trade: WorldTrade, exporter: str) -> int:
    """Return the exporter's place; refuse a country without exports."""
    if exporter not in world().position:
        raise CountryUnknown(country=exporter)
    at = trade.geography.position.get(exporter)
    if at is None or not any((chunk.exporter == at).any() for chunk in trade.flows.chunks):
        raise CountryHasNoExports(country=exporter)
    return at


def facts_of(trade: WorldTrade, params: PotentialParams, beside: Beside) -> tuple[Facts, Covered]:
    """Return what the engine reads, and how far the tables beside trade reach."""
    facts, covered = Facts(trade.geography.log_km), Covered()
    facts = replace(
        facts, elasticities=replace(facts.elasticities, income=params.elasticity,
                                    armington=params.sigma)
    )  # fmt: skip
    if beside.tariffs is not None:
        rates = tariffs_from(beside.tariffs, trade.countries, trade.products)
        facts = replace(facts, tariffs=rates.tariffs)
        covered = replace(covered, tariffs_known_share=rates.known_share)
    if beside.economies is not None:
        grown = growth_from(beside.economies, trade.countries, beside.year)
        if len(grown.unknown) < len(trade.countries):
            facts = replace(facts, growth=grown.growth)
        covered = replace(covered, growth_unknown=len(grown.unknown))
    if params.variant == "gravity-ease":
        facts = replace(facts, expected_usd=_expected(trade))
    return facts, covered


def cells(
    trade: WorldTrade, exporter: str, facts: Facts, params: PotentialParams, near: Neighbours
) -> pl.DataFrame:
    """Return PotentialCells of an exporter, largest potential first."""
    return checked(PotentialCells, _reckoned(trade, exporter, facts, params, near, None))


def cells_with_imports(
    trade: WorldTrade,
    exporter: str,
    facts: Facts,
    params: PotentialParams,
    near: Neighbours,
    imports_usd: Matrix,
) -> pl.DataFrame:
    """Return the same with what the market buys of it from all the world."""
    frame = _reckoned(trade, exporter, facts, params, near, imports_usd)
    checked(PotentialCells, frame)
    return frame


def _reckoned(
    trade: WorldTrade,
    exporter: str,
    facts: Facts,
    params: PotentialParams,
    near: Neighbours,
    imports_usd: Matrix | None,
) -> pl.DataFrame:
    at = place_of(trade, exporter)
    found = one_potential(trade.flows, at, facts, params, cores())
    frame = _rows(trade, exporter, at, found, near)
    if imports_usd is not None:
        frame = frame.with_columns(pl.Series(IMPORTS, imports_usd[_live(found)]))
    return frame.sort("potential_usd", "importer", "product", descending=[True, False, False])


def _live(found: OnePotential) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    market, goods = np.nonzero((found.potential > 0) | (found.actual > 0))
    return market, goods


def _rows(
    trade: WorldTrade, exporter: str, at: int, found: OnePotential, near: Neighbours
) -> pl.DataFrame:
    cell = market, goods = _live(found)
    countries, quality = trade.countries, trade.quality(at)[cell]
    border = [near.of(name) for name in countries]
    phase = [near.phase(name) for name in countries]
    return pl.DataFrame(
        {
            "exporter": pl.repeat(exporter, len(market), dtype=pl.String, eager=True),
            "importer": pl.Series(countries).gather(market),
            "product": pl.Series(trade.products).gather(goods),
            "supply": found.supply[goods],
            "demand": found.demand[cell],
            "distance": found.distance[cell],
            "ease": found.ease[market],
            "potential_usd": found.potential[cell],
            "actual_usd": found.actual[cell],
            "gap_usd": found.gap[cell],
            "quality": pl.Series([QUALITIES[each] for each in Quality]).gather(quality),
            "phase": pl.Series(phase, dtype=pl.Int64).gather(market),
            "neighbour": pl.Series(border).gather(market),
        }
    )


def _expected(trade: WorldTrade) -> Matrix:
    """Return what gravity, fitted on the totals of all pairs, expects of each."""
    countries = len(trade.countries)
    total = np.zeros(countries * countries)
    for chunk in trade.flows.chunks:
        pair = chunk.exporter.astype(np.int64) * countries + chunk.importer
        total += np.bincount(pair, weights=chunk.value, minlength=len(total))
    pairs = total.reshape(countries, countries)
    active = (pairs.sum(axis=1) > 0)[:, None] & (pairs.sum(axis=0) > 0)[None, :]
    return fit_gravity(pairs, trade.geography.features(), active).expected_usd
