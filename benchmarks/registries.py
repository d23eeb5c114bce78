"""Invented registries (seed 1) for the benches: made once, each in a process of its own."""

import tempfile
from functools import lru_cache
from pathlib import Path

from benchmarks.frame import alone


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return a folder of this bench alone."""
    return Path(tempfile.mkdtemp(prefix="hamafza-bench-"))


@lru_cache
def registry(count: int) -> Path:
    """Return a registry of so many rows as CSV; its truth lies beside it."""
    file = folder() / f"{count}.csv"
    alone("benchmarks.reading_alone", "generated", str(file))
    return file


@lru_cache
def with_owners(count: int) -> Path:
    """Return the same registry with owners, codes, papers, contacts and machines in every row."""
    file = folder() / f"{count}-owners.csv"
    alone("benchmarks.reading_alone", "generated", str(file))
    return file


@lru_cache
def sheet(count: int) -> Path:
    """Return the same registry as XLSX."""
    file = registry(count)
    alone("benchmarks.reading_alone", "as_sheet", str(file))
    return file.with_suffix(".xlsx")


@lru_cache
def units(count: int) -> Path:
    """Return the units of the registry, read and checked, as Parquet; their words are uncoded."""
    file = registry(count)
    alone("benchmarks.reading_alone", "units", str(file))
    return file.with_suffix(".units.parquet")
