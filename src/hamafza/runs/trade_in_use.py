"""
The one door to the trade that potentials, plans and pages stand on.

Behind it lie the set of flows that the installation has chosen, or the bundled reconstruction; and
beside the trade, where they are loaded, growth (economies) and tariffs. What is reckoned of them
is kept under the digests that ``InUse`` holds, so a set replaced is taken at the next look.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hamafza.runs.named_tables import is_set
from hamafza.runs.trade import Trade, bundled, of_file
from hamafza.runs.trade_choice import BUNDLED, chosen_name, digest_of, flows_set
from hamafza.runs.trade_facts import ECONOMIES, TARIFFS
from hamafza.runs.trade_of_sets import span_of, trade_of_set, years_in
from hamafza.runs.trade_sets import KIND
from hamafza.sources import bundled_trade
from hamafza.store.data_sets import DataSet, data_sets
from hamafza.store.home import home
from hamafza.store.tables import read_metadata
from hamafza.vocabulary.refusals import Refusal


@dataclass(frozen=True)
class SetUsed:
    """A data set as it was at one moment."""

    name: str
    folder: Path
    digest: str

    @property
    def day(self) -> date:
        """Return the day on which it was loaded, as its folder is named."""
        return date.fromisoformat(self.folder.name[:8])


@dataclass(frozen=True)
class InUse:
    """All that potentials stand on; ``flows`` is None for the bundled reconstruction."""

    flows: SetUsed | None = None
    economies: SetUsed | None = None
    tariffs: tuple[SetUsed, ...] = ()
    lost: str = ""
    """A set that was chosen and cannot be used: it is gone, or its tables are not sound."""
    file: str = ""
    """A file of flows that somebody named instead; nothing stands beside it."""

    def told(self) -> dict[str, Any]:
        """Return what a run's record keeps of it."""
        used = [each for each in (self.flows, self.economies, *self.tariffs) if each]
        return {
            "set": self.flows.name if self.flows else self.file or "bundled",
            "lost": self.lost,
            "digests": {each.name: each.digest for each in used},
            "stamps": {each.name: each.folder.name for each in used},
        }


def in_use() -> InUse:
    """Return what stands behind the door now; a chosen set that cannot be used is ``lost``."""
    place = home()
    name = chosen_name(place)
    sets = {each.name: each for each in data_sets(place)}
    beside = InUse(
        economies=_first(sets.values(), ECONOMIES),
        tariffs=tuple(_used(each) for each in sets.values() if _kind(each) == TARIFFS),
    )
    if name == BUNDLED:
        return beside
    found = sets.get(name)
    if found is None or _kind(found) != KIND:
        return replace(beside, lost=name)
    chosen = _used(found)
    try:
        trade_of_set(chosen.folder, chosen.digest)
    except Refusal:
        return replace(beside, lost=name)
    return replace(beside, flows=chosen)


def mark() -> str:
    """Return a text that changes when a choice or any set does; no set is read for it."""
    place = home()
    stamps = (f"{each.name}:{each.folder.name}" for each in data_sets(place))
    return sha256(" ".join((chosen_name(place), *stamps)).encode()).hexdigest()


def of_set(name: str) -> InUse:
    """Return the same with a loaded set that somebody names; refuse a name that none has."""
    return replace(in_use(), flows=_used(flows_set(home(), name)), lost="")


def trade_of(used: InUse, params_path: Path | None = None) -> Trade:
    """Return the trade itself."""
    if used.flows is None:
        return bundled(params_path)
    return trade_of_set(used.flows.folder, used.flows.digest)


def trade_asked(path: Path | None = None, params_path: Path | None = None) -> Trade:
    """Return the trade of a file or of a set that is named; without one that in use."""
    if path is None:
        return trade_of(in_use(), params_path)
    return trade_of(of_set(path.name)) if is_set(Path(path)) else of_file(Path(path))


def year_and_source(used: InUse) -> tuple[str, str]:
    """Return the years and the source of the flows, without reading them."""
    if used.flows is None:
        return f"{bundled_trade.PAIRS_YEAR}–{bundled_trade.EXPORTS_YEAR}", bundled_trade.SOURCE
    return _told_of(used.flows)


@lru_cache(maxsize=8)
def _told_of(used: SetUsed) -> tuple[str, str]:
    told = [read_metadata(each) for each in years_in(used.folder)]
    return span_of([each["year"] for each in told]), told[-1]["source"]


def _kind(found: DataSet) -> str:
    return str(found.record.get("kind", ""))


def _first(sets: Iterable[DataSet], kind: str) -> SetUsed | None:
    return next((_used(each) for each in sets if _kind(each) == kind), None)


def _used(found: DataSet) -> SetUsed:
    return SetUsed(found.name, found.folder, digest_of(found))
