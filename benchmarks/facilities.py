"""
Pairs of apparel factories that people labelled: our evidence against name similarity alone.

112 pairs of the Open Apparel Registry, 47 of one factory and 65 of two (``data/names``): names and
addresses as two lists wrote them, joined by nobody's key. Both sides are judged by one rule: the
threshold with the best F1 on a half of the pairs is judged on the other half, in 200 random
halvings, each half with as many pairs of one factory. ``auc`` needs no threshold.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

from hamafza.registry.twins.believing import believed_bits
from hamafza.registry.twins.comparing import compared
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.store.parameters import load
from hamafza.vocabulary.text import match_key

FILE = Path(__file__).parent / "data" / "names" / "facility_pairs.csv"
HALVINGS = 200
Scores = NDArray[np.float64]

NAMES_ALONE: dict[str, Callable[[str, str], float]] = {
    "Jaro-Winkler": JaroWinkler.similarity,
    "edit ratio": fuzz.ratio,
    "token sort ratio": fuzz.token_sort_ratio,
    "token set ratio": fuzz.token_set_ratio,
}


def judged(score: str) -> dict[str, Any]:
    """Return how well a score tells factories apart: ``evidence`` or a name of NAMES_ALONE."""
    pairs = pl.read_csv(FILE)
    told = evidence(pairs) if score == "evidence" else _similarity(pairs, NAMES_ALONE[score])
    labels = pairs["label"].to_numpy()
    halves = [_half(labels, told, seed) for seed in range(1, HALVINGS + 1)]
    precision, recall, f1, right = (
        100 * float(np.mean(figure)) for figure in zip(*halves, strict=True)
    )
    return {
        "pairs": len(labels),
        "auc": round(float(roc_auc_score(labels, told)), 4),
        "f1_percent": round(f1, 1),
        "right_percent": round(right, 1),
        "precision_percent": round(precision, 1),
        "recall_percent": round(recall, 1),
    }


def evidence(pairs: pl.DataFrame) -> Scores:
    """Return the bits that name, address and country speak for one factory."""
    nothing = {name: pl.lit(None, pl.String) for name in ("phone", "licence", "trade", "hs4",
               "service_code", "goods_text")}  # fmt: skip
    figures = {name: pl.lit(None, pl.Float64) for name in ("monthly_units", "lat_deg", "lon_deg")}
    sides = [
        pairs.select(
            name=f"name_{side}", address=f"address_{side}", city=f"country_{side}",
            province=f"country_{side}", place_basis=pl.lit("city"),
            women_owned=pl.lit(None, pl.Boolean),
            workers=pl.lit(None, pl.Int64), **nothing, **figures,
        )
        for side in ("a", "b")
    ]  # fmt: skip
    params = load(TwinParams, "twins")
    keys = keyed(pl.concat(sides), params)
    ends = np.arange(pairs.height)
    asked = pl.DataFrame({"one": ends, "other": ends + pairs.height})
    return believed_bits(compared(asked, keys, params), params.belief)


def _similarity(pairs: pl.DataFrame, score: Callable[[str, str], float]) -> Scores:
    names = pairs.select("name_a", "name_b").iter_rows()
    return np.array([score(match_key(one), match_key(other)) for one, other in names])


def _half(labels: NDArray[np.int64], told: Scores, seed: int) -> tuple[float, ...]:
    """Choose a threshold on one half; return precision, recall, F1, share right on the other."""
    rng = np.random.default_rng(seed)
    first = np.zeros(len(labels), bool)
    for label in (0, 1):
        own = rng.permutation(np.flatnonzero(labels == label))
        first[own[: len(own) // 2]] = True
    best = max(np.unique(told[first]), key=lambda least: _f1(labels[first], told[first] >= least))
    said = told[~first] >= best
    figures = precision_recall_fscore_support(
        labels[~first], said, average="binary", zero_division=0.0
    )[:3]
    return (*figures, float(np.mean(said == labels[~first])))


def _f1(labels: NDArray[np.int64], said: NDArray[np.bool_]) -> float:
    hits = int(np.sum(said & (labels == 1)))
    return 2 * hits / max(1, int(said.sum()) + int(labels.sum()))
