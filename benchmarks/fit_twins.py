"""
Find how far evidence of twins is believed, and print it for ``parameters/twins.toml``.

``python -m benchmarks.fit_twins [FILE ...]``; without a file it makes the registries of the seeds
that may be learnt from, 600,000 records each; FILE is one made before (``twins_alone generated``,
``read``). Seeds 1 and 2 are refused: they are what is judged on.

The weights are those under which what is true of the pairs was likeliest (logistic regression on
the counted bits, ``believing.parts``), every one held above 0 and pulled a little towards a bit
for a bit; ``address``, of which invented registries tell nothing, stays there. The threshold is
the lowest at which, on each registry, the precision that is asked is reached with a margin of
MARGIN standard errors, so that it holds on a registry that was not seen.
"""

import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.frame import alone
from benchmarks.registry import ASKED_PRECISION, true_twins
from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.registry.twins.believing import Belief, believed, parts
from hamafza.registry.twins.candidates import candidates
from hamafza.registry.twins.comparing import compared
from hamafza.registry.twins.deciding import AUTOMATIC, decided, worth_telling
from hamafza.registry.twins.finding import PAIRS_AT_ONCE
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.store.parameters import load

SEEDS, JUDGED_ON, RECORDS = (5,), (1, 2), 600_000
LEAST_BITS = -8.0
"""Pairs that are less likely by what was counted are neither learnt from nor ever told."""
PULL = 1e-4
"""Of each weight towards a bit for a bit, against the mean log loss."""
LEAST_WEIGHT = 0.05
MARGIN = 1.0
"""Standard errors of a share of so many pairs joined."""
THRESHOLDS = np.round(np.arange(0.6, 0.9801, 0.005), 3)
NEVER_TOLD = "address"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """Pairs of one registry, what is true of them, and how many twins there are."""

    pairs: pl.DataFrame
    is_twin: NDArray[np.bool_]
    tell_both: NDArray[np.bool_]
    twins_telling_both: int


def main() -> None:
    told = ArgumentParser(description=__doc__.partition("\n\n")[0])
    told.add_argument("files", nargs="*", type=Path)
    files = told.parse_args().files or [_made(seed) for seed in SEEDS]
    params = load(TwinParams, "twins")
    learnt_from = [known(file, params) for file in files]
    belief = fitted(learnt_from)
    print("[belief]")
    for name, weight in vars(belief).items():
        print(f"{name} = {weight:.3f}")
    least = [least_threshold(each, belief, params) for each in learnt_from]
    print(f"\nautomatic = {max(least)}  # lowest by registry: {least}")
    for file, each in zip(files, learnt_from, strict=True):
        _, precision, recall = judged(each, belief, params, max(least))
        print(f"# {file.stem}: precision {precision:.2%}, recall where both are told {recall:.2%}")


def known(file: Path, params: TwinParams) -> Known:
    """Return the pairs of a registry that are likely enough to learn from, and the truth."""
    if int(file.stem.split("-")[1]) in JUDGED_ON:
        raise SystemExit(f"{file.name} is judged on; nothing is learnt from it")
    units = pl.read_parquet(file.with_suffix(".units.parquet"))
    keys = keyed(units, params)
    parts_of = candidates(keys, params).iter_slices(PAIRS_AT_ONCE)
    likely = [
        compared(each, keys, params).filter(pl.col("odds") >= LEAST_BITS) for each in parts_of
    ]
    pairs, ids = pl.concat(likely), units["unit_id"]
    pairs = pairs.with_columns(one_id=ids.gather(pairs["one"]), other_id=ids.gather(pairs["other"]))
    truth = true_twins(file).with_columns(both=pl.all_horizontal("has_phone", "has_licence"))
    told = pairs.join(truth, on=["one_id", "other_id"], how="left", maintain_order="left")
    return Known(
        pairs,
        told["both"].is_not_null().to_numpy(),
        told["both"].fill_null(value=False).to_numpy(),
        int(truth["both"].sum()),
    )


def fitted(learnt_from: Sequence[Known]) -> Belief:
    """Return the weights under which what is true was likeliest."""
    seen = np.concatenate([parts(each.pairs) for each in learnt_from])
    is_twin = np.concatenate([each.is_twin for each in learnt_from])
    rows = np.column_stack([np.ones(len(seen)), seen]) * np.log(2.0)
    sign = np.where(is_twin, 1.0, -1.0)
    guess = np.concatenate([[0.0], np.ones(rows.shape[1] - 1)])

    def loss(weights: Floats) -> tuple[float, Floats]:
        apart, off = sign * (rows @ weights), weights - guess
        wrong = -sign * np.exp(-np.logaddexp(0.0, apart))
        worth = float(np.mean(np.logaddexp(0.0, -apart)) + PULL * off @ off)
        return worth, rows.T @ wrong / len(rows) + 2.0 * PULL * off

    names = ("start", "context", *ATTRIBUTES)
    least = {"start": (None, None), NEVER_TOLD: (1.0, 1.0)}
    bounds = [least.get(name, (LEAST_WEIGHT, None)) for name in names]
    found = minimize(loss, guess, jac=True, method="L-BFGS-B", bounds=bounds)
    weights = zip(names, np.round(found.x, 3).tolist(), strict=True)
    return Belief(**dict(weights))


def least_threshold(known: Known, belief: Belief, params: TwinParams) -> float:
    """Return the lowest threshold whose precision is the one asked, by a margin for chance."""
    for least in THRESHOLDS.tolist():
        joined, precision, _ = judged(known, belief, params, least)
        by_chance = np.sqrt(ASKED_PRECISION * (1.0 - ASKED_PRECISION) / max(1, joined))
        if precision >= ASKED_PRECISION + MARGIN * by_chance:
            return float(least)
    raise SystemExit("no threshold reaches the precision that is asked")


def judged(
    known: Known, belief: Belief, params: TwinParams, least: float
) -> tuple[int, float, float]:
    """Return how many pairs are joined at a threshold, precision, and recall of both told."""
    used = replace(params, belief=belief, automatic=least)
    weighed = believed(known.pairs, belief).with_columns(
        is_twin=pl.Series(known.is_twin), tells_both=pl.Series(known.tell_both)
    )
    told = decided(worth_telling(weighed, used), used)
    joined = told.filter(pl.col("decision") == AUTOMATIC)
    precision = float(joined["is_twin"].mean() or 0.0)
    return joined.height, precision, int(joined["tells_both"].sum()) / known.twins_telling_both


def _made(seed: int) -> Path:
    file = Path(tempfile.mkdtemp(prefix="hamafza-fit-")) / f"{RECORDS}-{seed}.csv"
    alone("benchmarks.twins_alone", "generated", str(file))
    alone("benchmarks.twins_alone", "read", str(file))
    return file


if __name__ == "__main__":
    main()
