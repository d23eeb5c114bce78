"""Run records: what a run read, decided and wrote, so that it can be judged and repeated."""

import hashlib
import platform
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from hamafza import __version__
from hamafza.store.clock import cpu_seconds, monotonic, now_utc
from hamafza.store.tables import write_json


@dataclass
class RunRecord:
    """One run; ``figures`` are its results that a person quotes, ``inputs`` SHA-256 by name."""

    kind: str
    parameters: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    version: str = __version__
    started_utc: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0

    def write(self, path: Path) -> None:
        """Write the record as JSON, whole or not at all."""
        write_json(asdict(self), path)


class Stopwatch:
    """Measures a run from its making to ``close``; processor time counts ended children too."""

    def __init__(self) -> None:
        self.started: datetime = now_utc()
        self._wall = monotonic()
        self._cpu = cpu_seconds()

    def close(self, record: RunRecord) -> RunRecord:
        """Put the start and the seconds into the record and return it."""
        record.started_utc = self.started.isoformat(timespec="seconds")
        record.wall_s = round(monotonic() - self._wall, 3)
        record.cpu_s = round(cpu_seconds() - self._cpu, 3)
        return record


def plain(parameters: object) -> dict[str, Any]:
    """Return a parameters dataclass as a dictionary for the record."""
    if is_dataclass(parameters) and not isinstance(parameters, type):
        return asdict(parameters)
    raise TypeError("parameters are a dataclass")


def file_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def machine() -> dict[str, str]:
    """Return what a measured figure must carry: processor, system, Python and main libraries."""
    told = {
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }
    for name in ("polars", "duckdb", "numpy", "numba", "highspy", "scikit-learn"):
        try:
            told[name] = version(name)
        except PackageNotFoundError:
            continue
    return told


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else platform.machine()
