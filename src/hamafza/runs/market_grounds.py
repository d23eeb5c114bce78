"""On which year and source each figure of a market rests."""

from collections.abc import Mapping
from dataclasses import dataclass

from hamafza.markets.pairs import PairQuality
from hamafza.runs.trade import Trade
from hamafza.runs.trade_in_use import InUse, in_use, trade_of
from hamafza.sources import bundled_trade
from hamafza.vocabulary.provenance import Provenance

EXPORTS, PAIRS, IMPORTS, DISTANCES = "exports", "pairs", "imports", "distances"
"""Keys of the bundled tables, for which a page has words in the reader's language."""
DISTANCES_YEAR = "2011"
OLDER_YEARS = ("2005", "1995")


@dataclass(frozen=True)
class Ground:
    """Years as their table writes them; ``source`` is a key above, or an imported table's words."""

    years: tuple[str, ...]
    source: str
    basis: Provenance


@dataclass(frozen=True)
class Grounds:
    """What the figures of one page rest on."""

    exports: Ground
    imports: Ground
    pairs: dict[PairQuality, Ground]
    """By what is known of the two countries' trade."""
    flows: Ground
    """Of headings between countries, all together."""
    flows_of: dict[PairQuality, Ground]
    """Of one heading between two countries, by what is known of their trade."""
    distance: Ground

    @property
    def reckoned(self) -> Provenance:
        """Return the basis of what is reckoned of the flows: real trade gives an estimate still."""
        return reckoned(self.flows.basis)


def reckoned(basis: Provenance) -> Provenance:
    """Return the basis of a potential that stands on trade of this basis."""
    return Provenance.ESTIMATED if basis is Provenance.REAL else basis


def grounds_of(trade: Trade) -> Grounds:
    """Return the years and sources of the trade table in use."""
    distance = Ground((DISTANCES_YEAR,), DISTANCES, Provenance.REAL)
    if trade.source != bundled_trade.SOURCE:
        own = Ground((trade.year,), trade.source, trade.provenance)
        every = dict.fromkeys(PairQuality, own)
        return Grounds(own, own, every, own, every, distance)
    exports, pairs = str(bundled_trade.EXPORTS_YEAR), str(bundled_trade.PAIRS_YEAR)
    recorded = Ground((pairs,), PAIRS, Provenance.RECONSTRUCTED)
    both = _BUNDLED_FLOWS
    return Grounds(
        exports=Ground((exports,), EXPORTS, Provenance.REAL),
        imports=both,
        pairs={
            PairQuality.RECORDED: recorded,
            PairQuality.OLDER: Ground(OLDER_YEARS, PAIRS, Provenance.ESTIMATED),
            PairQuality.GRAVITY: Ground((pairs,), PAIRS, Provenance.ESTIMATED),
            PairQuality.RECONSTRUCTED: recorded,
        },
        flows=_BUNDLED_FLOWS,
        flows_of={
            PairQuality.RECORDED: both,
            PairQuality.OLDER: Ground((exports, *OLDER_YEARS), IMPORTS, Provenance.ESTIMATED),
            PairQuality.GRAVITY: Ground((exports, pairs), IMPORTS, Provenance.ESTIMATED),
            PairQuality.RECONSTRUCTED: both,
        },
        distance=distance,
    )


@dataclass(frozen=True)
class Standing:
    """What the flows of a page rest on that shows no single market."""

    flows: Ground
    lost: str = ""
    """A set that was chosen and cannot be used."""

    @property
    def reckoned(self) -> Provenance:
        """Return the basis of a potential that stands on these flows."""
        return reckoned(self.flows.basis)


def standing(used: InUse | None = None) -> Standing:
    """Return the ground of the flows in use now, or of what a run used."""
    now = used or in_use()
    if now.flows is None:
        return Standing(_BUNDLED_FLOWS, now.lost)
    return Standing(grounds_of(trade_of(now)).flows)


def standing_then(told: Mapping[str, object]) -> Standing:
    """Return the same out of what a run's record told; a record of before told of no set."""
    if told.get("set", "bundled") == "bundled":
        return Standing(_BUNDLED_FLOWS)
    basis = Provenance(str(told.get("provenance", Provenance.REAL)))
    return Standing(Ground((str(told["year"]),), str(told["source"]), basis))


_BUNDLED_FLOWS = Ground(
    (str(bundled_trade.EXPORTS_YEAR), str(bundled_trade.PAIRS_YEAR)),
    IMPORTS,
    Provenance.RECONSTRUCTED,
)
