"""Trade tables by heading: the bundled reconstruction, or a file that somebody names."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.markets.geography import Matrix
from hamafza.markets.gravity import Gravity, fit_gravity
from hamafza.markets.pairs import QUALITY_OF, PairBasis, PairQuality
from hamafza.markets.parameters import ReconstructionParams
from hamafza.markets.reconstruction import Reconstruction, reconstruct
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, TradeFileNotSound
from hamafza.markets.totals import Totals, own_flows, totals_of, totals_of_flows
from hamafza.sources import bundled_trade
from hamafza.sources.geography import world
from hamafza.store.parameters import load
from hamafza.store.tables import read_metadata, read_parquet
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables import TableNotSound, checked
from hamafza.vocabulary.tables.trade import Flows

ROOM = "markets"


@dataclass(frozen=True, eq=False)
class Trade:
    """One year's trade between countries by heading, and where it comes from."""

    totals: Totals
    flows_usd: Callable[[str], Matrix]
    """Importer by heading, for one exporter."""
    basis: Callable[[str, str], Provenance]
    """What the flows of an exporter to an importer rest on."""
    quality: Callable[[str, str], PairQuality]
    """The same more closely: a record of the year, an older one, or gravity alone."""
    provenance: Provenance
    """What the table as a whole rests on."""
    year: str
    edition: str
    source: str

    @cached_property
    def gravity(self) -> Gravity:
        """Gravity fitted on the totals of all pairs."""
        pairs = self.totals.pair_usd
        active = (pairs.sum(axis=1) > 0)[:, None] & (pairs.sum(axis=0) > 0)[None, :]
        return fit_gravity(pairs, self.totals.geography.features(), active)

    def place(self, exporter: str) -> int:
        """Return the exporter's place; refuse a country without exports."""
        if exporter not in world().position:
            raise CountryUnknown(country=exporter)
        at = self.totals.geography.position.get(exporter)
        if at is None or self.totals.exports_usd[at].sum() <= 0:
            raise CountryHasNoExports(country=exporter)
        return at


def bundled(params_path: Path | None = None) -> Trade:
    """Return the bundled reconstruction."""
    return _bundled(load(ReconstructionParams, ROOM, "reconstruction", params_path))


@lru_cache(maxsize=2)
def reconstruction(params: ReconstructionParams) -> Reconstruction:
    """Return the bundled reconstruction; kept, because every page reads it."""
    return reconstruct(bundled_trade.bundled_sources(), params)


@lru_cache(maxsize=2)
def _bundled(params: ReconstructionParams) -> Trade:
    made = reconstruction(params)
    place = made.geography.position
    return Trade(
        totals_of(made),
        lambda exporter: made.flows_usd(place[exporter]),
        lambda exporter, importer: _pair_basis(made.basis, place[exporter], place[importer]),
        lambda exporter, importer: QUALITY_OF[
            PairBasis(int(made.basis[place[exporter], place[importer]]))
        ],
        Provenance.RECONSTRUCTED,
        str(bundled_trade.EXPORTS_YEAR),
        bundled_trade.EDITION,
        bundled_trade.SOURCE,
    )


def _pair_basis(basis: NDArray[np.int8], exporter: int, importer: int) -> Provenance:
    recorded = basis[exporter, importer] == PairBasis.RECORDED
    return Provenance.RECONSTRUCTED if recorded else Provenance.ESTIMATED


def of_file(path: Path) -> Trade:
    """Return the trade table of a file of Flows; refuse one that is not sound."""
    flows = _sound(read_parquet(path, Flows.column_names()), path)
    told = read_metadata(path)
    names = set(flows["exporter"]) | set(flows["importer"])
    unknown = sorted(names - set(world().position))
    if unknown:
        raise TradeFileNotSound(file=str(path), problem=f"unknown countries {', '.join(unknown)}")
    geography = world().among(sorted(names))
    totals = totals_of_flows(flows, geography)
    basis = Provenance(told.get("provenance", Provenance.REAL))
    quality = PairQuality.RECORDED if basis is Provenance.REAL else PairQuality.RECONSTRUCTED
    return Trade(
        totals,
        lambda exporter: own_flows(flows, exporter, geography, totals.headings),
        lambda exporter, importer: basis,
        lambda exporter, importer: quality,
        basis,
        told.get("year", "unknown"),
        told.get("hs_edition", "unknown"),
        told.get("source", path.name),
    )


def _sound(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    if frame.is_empty():
        raise TradeFileNotSound(file=str(path), problem="it has no rows")
    try:
        return checked(Flows, frame)
    except TableNotSound as broken:
        problem = " ".join(str(broken).split())
        raise TradeFileNotSound(file=str(path), problem=problem) from broken
