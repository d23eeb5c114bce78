"""
Twins of invented registries (seed 1), against the generator's own truth.

The command runs as anybody would run it, in a process of its own; start and imports are inside
the seconds. ``precision`` and ``recall`` are of the pairs joined without an officer; ``shown`` is
the part of all twins that is joined or shown. ``recall_both`` counts only twins whose two records
both tell a telephone and a licence, equal or not. ``no_key_percent``: twins that share neither.
"""

import tempfile
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.frame import Figures, alone, run
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.store.parameters import load

SIZES = (20_000, 200_000, 600_000)


def cases() -> dict[str, Callable[[], Figures]]:
    """Return every case by name."""
    return {f"twins of {count:,} records": partial(twins, count) for count in SIZES}


def twins(count: int) -> Figures:
    """Find the twins of so many records; compare them with the truth."""
    file = _registry(count)
    units, out = file.with_suffix(".units.parquet"), file.with_suffix(".twins.parquet")
    used = alone("hamafza.cli", "units", "twins", str(units), "--out", str(out))
    return {"records": count, **_told(pl.read_parquet(units), pl.read_parquet(out), file), **used}


def _told(units: pl.DataFrame, found: pl.DataFrame, file: Path) -> dict[str, Any]:
    truth = _truth(units, file)
    both = truth.filter(pl.all_horizontal("has_phone", "has_licence"))
    joined = found.filter(pl.col("decision") == "automatic")
    return {
        "twins": truth.height,
        "no_key_percent": _percent((~truth["shares_key"]).sum(), truth.height),
        "joined": joined.height,
        "precision_percent": _percent(_common(joined, truth), joined.height),
        "recall_percent": _percent(_common(joined, truth), truth.height),
        "recall_both_percent": _percent(_common(joined, both), both.height),
        "shown_percent": _percent(_common(found, truth), truth.height),
        "to_review": found.height - joined.height,
    }


def _truth(units: pl.DataFrame, file: Path) -> pl.DataFrame:
    """Return the true pairs of clean units, and what their two records tell."""
    lines = pl.read_csv(file.with_suffix(".truth.csv"), infer_schema=False)
    pairs = lines.filter(pl.col("twin_of").fill_null("") != "").select(
        line=pl.col("line").cast(pl.Int64), original=pl.col("twin_of").cast(pl.Int64)
    )
    keys = keyed(units, load(TwinParams, "twins"))
    told = units.select("line", "unit_id").with_columns(keys["phone"], keys["licence"])
    both = pairs.join(told, on="line").join(told, left_on="original", right_on="line")
    same = [pl.col(name) == pl.col(f"{name}_right") for name in ("phone", "licence")]
    return both.select(
        one_id=pl.min_horizontal("unit_id", "unit_id_right"),
        other_id=pl.max_horizontal("unit_id", "unit_id_right"),
        shares_key=pl.any_horizontal(each.fill_null(value=False) for each in same),
        has_phone=pl.all_horizontal(pl.col("phone", "phone_right").is_not_null()),
        has_licence=pl.all_horizontal(pl.col("licence", "licence_right").is_not_null()),
    )


def _common(found: pl.DataFrame, truth: pl.DataFrame) -> int:
    return found.join(truth, on=["one_id", "other_id"], how="semi").height


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="hamafza-bench-"))


@lru_cache
def _registry(count: int) -> Path:
    file = _folder() / f"{count}.csv"
    alone("benchmarks.reading_alone", "generated", str(file))
    alone("benchmarks.reading_alone", "units", str(file))
    return file


if __name__ == "__main__":
    run("registry", cases(), ("polars", "rapidfuzz"))
