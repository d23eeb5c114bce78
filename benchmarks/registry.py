"""
Registries read into an installation, on both databases; twins of invented registries against the
generator's own truth, and of labelled factories.

A reading is ``hamafza units keep``: read, checked, classified, recognised and stored. The second
reading is of the same file into the same list.

The noise and who is like whom (namesakes, couples, second licences) stand in
``parameters/synthetic.toml``; thresholds and weights were chosen on seed 5 and are judged here on
others. The command runs as anybody would run it, in a process of its own; start and imports are
inside the seconds. ``precision`` and ``recall`` are of the pairs joined without an officer;
``shown`` is the part of all twins that is joined or shown. ``recall_both`` counts twins whose two
records both tell a telephone and a licence, equal or not. ``perfect_key_percent``: twins that share
a telephone or a licence to the letter. ``wrong_...``: pairs joined that are only like each other.

The peer is splink, in a process of its own too (``twins_alone.py``). It decides by probability
alone, so it is given the threshold that serves it best: the lowest of its own at which the
precision that is asked is reached on this very truth, which ours is not.
"""

import tempfile
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import facilities
from benchmarks.frame import Figures, alone, run
from benchmarks.keeping import DATABASES, kept
from hamafza.registry.synthetic.kin import COUPLE, DOUBLE_LICENCE, NAMESAKE
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.store.parameters import load

RUNS = ((20_000, 1), (200_000, 1), (600_000, 1), (600_000, 2))
BESIDE = ((20_000, 1), (200_000, 1))
PEER_LIMIT_S = 600
"""Twice the time that 600,000 may take; a peer that has not ended by then is broken off."""
ASKED_PRECISION = 0.995


def cases() -> dict[str, Callable[[], Figures]]:
    """Return every case by name."""
    told: dict[str, Callable[[], Figures]] = {}
    for database in DATABASES:
        for kind, count in (
            ("CSV", 20_000),
            ("XLSX", 100_000),
            ("CSV", 600_000),
            ("CSV with owners", 600_000),
        ):
            for time in ("first", "second"):
                case = partial(kept, database, kind, count, is_again=time == "second")
                told[f"{count:,} rows, {kind}, {database}: {time} reading, stored"] = case
    for count, seed in RUNS:
        told[f"twins of {count:,} records, seed {seed}"] = partial(twins, count, seed)
    for count, seed in BESIDE:
        told[f"twins of {count:,} records, seed {seed}, splink"] = partial(beside, count, seed)
    told["112 labelled factories, evidence"] = partial(facilities.judged, "evidence")
    for name in facilities.NAMES_ALONE:
        told[f"112 labelled factories, name alone, {name}"] = partial(facilities.judged, name)
    return told


def twins(count: int, seed: int) -> Figures:
    """Find the twins of so many records; compare them with the truth."""
    file = _registry(count, seed)
    units, out = file.with_suffix(".units.parquet"), file.with_suffix(".twins.parquet")
    used = alone("hamafza.cli", "units", "twins", str(units), "--out", str(out))
    found = pl.read_parquet(out)
    joined = found.filter(pl.col("decision") == "automatic")
    return {"records": count, **_told(file, found, joined), **used}


def beside(count: int, seed: int) -> Figures:
    """Let splink find them, at the threshold that serves it best."""
    file = _registry(count, seed)
    used = alone("benchmarks.twins_alone", "splink", str(file), limit_s=PEER_LIMIT_S)
    if "broken_off_s" in used:
        return {"records": count, **used}
    found = pl.read_parquet(file.with_suffix(".splink.parquet"))
    told = found.sort("probability", descending=True)
    true = told.join(true_twins(file), on=["one_id", "other_id"], how="left", maintain_order="left")
    right = true["shares_key"].is_not_null().cum_sum().to_numpy()
    good = np.flatnonzero(right >= ASKED_PRECISION * np.arange(1, len(right) + 1))
    least = told["probability"][int(good[-1])] if len(good) else 1.0
    joined = told.filter(pl.col("probability") >= least)
    return {"records": count, "threshold": round(least, 6), **_told(file, found, joined), **used}


def _told(file: Path, found: pl.DataFrame, joined: pl.DataFrame) -> dict[str, Any]:
    truth, like = true_twins(file), _pairs(file, "kin_of")
    both = truth.filter(pl.all_horizontal("has_phone", "has_licence"))
    wrong = {how: _common(joined, like.filter(pl.col("kin") == how)) for how in KIN}
    return {
        "twins": truth.height,
        "perfect_key_percent": _percent(truth["shares_key"].sum(), truth.height),
        "joined": joined.height,
        "precision_percent": _percent(_common(joined, truth), joined.height),
        "recall_percent": _percent(_common(joined, truth), truth.height),
        "recall_both_percent": _percent(_common(joined, both), both.height),
        "shown_percent": _percent(_common(found, truth), truth.height),
        "to_review": found.height - joined.height,
        "like_pairs": like.height,
        **{f"wrong_{how}": count for how, count in wrong.items()},
    }


KIN = (NAMESAKE, COUPLE, DOUBLE_LICENCE)


@lru_cache
def true_twins(file: Path) -> pl.DataFrame:
    """Return the true pairs of clean units, and what their two records tell."""
    units = pl.read_parquet(file.with_suffix(".units.parquet"))
    keys = keyed(units, load(TwinParams, "twins"))
    told = pl.DataFrame([units["unit_id"], keys["phone"], keys["licence"]])
    both = _pairs(file, "twin_of").join(told, left_on="one_id", right_on="unit_id")
    both = both.join(told, left_on="other_id", right_on="unit_id")
    same = [pl.col(name) == pl.col(f"{name}_right") for name in ("phone", "licence")]
    return both.select(
        "one_id",
        "other_id",
        shares_key=pl.any_horizontal(each.fill_null(value=False) for each in same),
        has_phone=pl.all_horizontal(pl.col("phone", "phone_right").is_not_null()),
        has_licence=pl.all_horizontal(pl.col("licence", "licence_right").is_not_null()),
    )


def _pairs(file: Path, named: str) -> pl.DataFrame:
    """Return the pairs of clean units that the truth names in a column, in order."""
    lines = pl.read_csv(file.with_suffix(".truth.csv"), infer_schema=False)
    pairs = lines.filter(pl.col(named).fill_null("") != "").select(
        "kin", line=pl.col("line").cast(pl.Int64), of=pl.col(named).cast(pl.Int64)
    )
    ids = pl.read_parquet(file.with_suffix(".units.parquet"), columns=["line", "unit_id"])
    both = pairs.join(ids, on="line").join(ids, left_on="of", right_on="line")
    return both.select(
        "kin",
        one_id=pl.min_horizontal("unit_id", "unit_id_right"),
        other_id=pl.max_horizontal("unit_id", "unit_id_right"),
    )


def _common(found: pl.DataFrame, truth: pl.DataFrame) -> int:
    return found.join(truth, on=["one_id", "other_id"], how="semi").height


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="hamafza-bench-"))


@lru_cache
def _registry(count: int, seed: int) -> Path:
    file = _folder() / f"{count}-{seed}.csv"
    alone("benchmarks.twins_alone", "generated", str(file))
    alone("benchmarks.twins_alone", "read", str(file))
    return file


if __name__ == "__main__":
    run("registry", cases(), ("polars", "rapidfuzz", "splink"))
