"""Which set of trade the installation has chosen: one name, kept beside the data sets."""

from hashlib import sha256
from pathlib import Path

from hamafza.markets.refusals import TradeSetNotFlows
from hamafza.runs.trade_sets import KIND
from hamafza.store.data_sets import DataSet, data_set, data_sets
from hamafza.store.files import write_text

FILE = "trade_in_use"
BUNDLED = ""
"""In place of a set's name: the bundled reconstruction."""


def chosen_name(home: Path) -> str:
    """Return the name of the chosen set; BUNDLED where none was chosen."""
    try:
        return (home / FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return BUNDLED


def keep_choice(home: Path, name: str) -> None:
    """Write the name, whole or not at all; every process reads it at its next look."""
    write_text(home / FILE, name + "\n")


def may_be_chosen(home: Path) -> list[DataSet]:
    """Return the sets of flows that are loaded, by name."""
    return [each for each in data_sets(home) if each.record.get("kind") == KIND]


def flows_set(home: Path, name: str) -> DataSet:
    """Return a loaded set of flows; refuse a name that none has, or a set of something else."""
    found = data_set(home, name)
    if found.record.get("kind") != KIND:
        known = ", ".join(each.name for each in may_be_chosen(home)) or "-"
        raise TradeSetNotFlows(name=name, known=known)
    return found


def digest_of(found: DataSet) -> str:
    """Return the digest of all tables of a set, as its record tells them."""
    told = found.record.get("outputs") or {}
    return sha256("\n".join(f"{name} {told[name]}" for name in sorted(told)).encode()).hexdigest()
