"""
Data sets that are replaced whole: a folder of tables and their run record, behind one pointer.

``data_sets/<name>/<stamp>/`` holds the tables and ``run.json``; the file ``current`` beside the
folders names the one in use. It is put in its place by one rename after all else lies on the disk,
so whoever is killed before leaves the old set in use. The one before is kept until the next, for
those who read it at that moment.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hamafza.store.clock import now_utc
from hamafza.store.files import refusing_to_write, write_text
from hamafza.store.tables import read_json
from hamafza.vocabulary.refusals import Refusal

FOLDER = "data_sets"
RECORD = "run.json"
_CURRENT = "current"
_LOCK = ".lock"


class DataSetBusy(Refusal):
    code = "data-set-busy"


class DataSetNameNotSound(Refusal):
    code = "data-set-name-not-sound"


class DataSetUnknown(Refusal):
    code = "data-set-unknown"


@dataclass(frozen=True)
class DataSet:
    """A set in use: its name, where its tables lie, and its run record."""

    name: str
    folder: Path
    record: dict[str, Any]

    def tables(self, pattern: str = "*.parquet") -> list[Path]:
        """Return the tables of a pattern, by name."""
        return sorted(self.folder.glob(pattern))


def data_set(home: Path, name: str) -> DataSet:
    """Return the set in use; refuse a name that none has."""
    found = _in_use(home / FOLDER / name) if _is_name(name) else None
    if found is None:
        known = ", ".join(each.name for each in data_sets(home)) or "-"
        raise DataSetUnknown(name=name, known=known)
    return found


def data_sets(home: Path) -> list[DataSet]:
    """Return all sets in use, by name."""
    folders = sorted((home / FOLDER).glob("*"))
    return [found for folder in folders if (found := _in_use(folder)) is not None]


@contextmanager
def replaced(home: Path, name: str) -> Iterator[Path]:
    """
    Give a fresh folder to fill; when the block ends well it takes the place of the set in use.

    Whatever the block raises leaves the old set. A second writer is refused with DataSetBusy.
    """
    if not _is_name(name):
        raise DataSetNameNotSound(name=name)
    place = home / FOLDER / name
    with refusing_to_write(place):
        place.mkdir(parents=True, exist_ok=True)
        with _alone(place, name):
            _sweep(place)
            fresh = place / now_utc().strftime("%Y%m%dT%H%M%S%fZ")
            fresh.mkdir()
            try:
                yield fresh
                assert (fresh / RECORD).is_file(), "a data set has its record"
                _to_disk(fresh)
                write_text(place / _CURRENT, fresh.name + "\n")
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise


def _in_use(place: Path) -> DataSet | None:
    try:
        stamp = (place / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = place / stamp
    try:
        record = read_json(folder / RECORD)
    except Refusal:  # taken away by hand: as good as not there
        return None
    return DataSet(place.name, folder, record if isinstance(record, dict) else {})


def _is_name(name: str) -> bool:
    return bool(name) and name.isascii() and name.replace("-", "").isalnum()


@contextmanager
def _alone(place: Path, name: str) -> Iterator[None]:
    """Hold the set's lock, which the system takes back from a process that ends."""
    with (place / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as failure:
            raise DataSetBusy(name=name) from failure
        yield


def _sweep(place: Path) -> None:
    """Remove what killed writers left, and what came before the set in use."""
    used = _in_use(place)
    for folder in place.iterdir():
        if folder.is_dir() and (used is None or folder != used.folder):
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """Bring files and their names to the disk before the pointer moves."""
    for path in [*folder.iterdir(), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
