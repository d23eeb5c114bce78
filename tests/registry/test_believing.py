"""Evidence of twins is believed by weights that never turn agreement against one unit."""

import os
import subprocess
import sys
from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks import fit_twins
from benchmarks.fit_twins import Known, fitted, judged, known
from hamafza.registry.twins import finding
from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.registry.twins.believing import Belief, believed, parts
from hamafza.registry.twins.params import TwinParams
from hamafza.runs.generating import generate_registry
from hamafza.runs.reading import read_units
from hamafza.runs.twins import find_twins
from hamafza.store.parameters import load
from hamafza.store.refusals import ParametersNotSound
from hamafza.store.tables import write_parquet
from hamafza.web.sentences import sentence
from tests.registry.files import no_codes

PARAMS = load(TwinParams, "twins")
BELIEF = PARAMS.belief


def pairs(odds, **bits):
    """Return pairs as they were compared; an attribute that is left out was told by neither."""
    told = {f"{name}_bits": bits.get(name, [None] * len(odds)) for name in ATTRIBUTES}
    kinds = dict.fromkeys(told, pl.Float64) | {"odds": pl.Float64}
    return pl.DataFrame({"odds": odds} | told, schema_overrides=kinds)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_more_evidence_is_never_believed_less(attribute):
    bits = np.linspace(-8.0, 8.0, 17)  # the same of all else: the odds rise by what is seen
    told = believed(pairs((bits - 1.0).tolist(), **{attribute: bits.tolist()}), BELIEF)
    assert np.all(np.diff(told["probability"].to_numpy()) > 0)


def test_the_context_counts_too_and_a_certain_pair_is_no_more_than_certain():
    told = believed(pairs([-5000.0, -2.0, 3.0, 5000.0]), BELIEF)["probability"].to_list()
    assert told == sorted(told)
    assert told[0] >= 0.0
    assert told[-1] == 1.0


def test_weights_of_one_leave_what_was_counted_as_it_is():
    plain = Belief(**(dict.fromkeys(asdict(BELIEF), 1.0) | {"start": 0.0}))
    told = believed(pairs([1.0, -3.0], name=[9.0, None], phone=[-1.0, 2.0]), plain)
    assert told["probability"].to_list() == pytest.approx([2 / 3, 1 / 9])


@pytest.mark.parametrize("weight", [0.0, -0.2, float("nan"), float("inf")])
def test_a_weight_that_turns_agreement_round_is_refused(weight):
    with pytest.raises(ValueError, match="name"):
        replace(BELIEF, name=weight)


@pytest.mark.parametrize(
    ("line", "key"), [("licence = -1.0", "licence"), ("colour = 1.0", "colour"), ("", "start")]
)
def test_a_file_that_turns_agreement_round_is_refused_in_both_languages(tmp_path, line, key):
    weights = {name: weight for name, weight in asdict(BELIEF).items() if name != key}
    told = "\n".join(f"{name} = {weight}" for name, weight in weights.items())
    file = tmp_path / "own.toml"
    file.write_text(f"[belief]\n{told}\n{line}\n", encoding="utf-8")
    with pytest.raises(ParametersNotSound) as refused:
        load(TwinParams, "twins", path=file)
    english, persian = (sentence(refused.value, language) for language in ("en", "fa"))
    assert key in english
    assert key in persian
    assert "پارامترهای" in persian


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """Return a small invented registry as the bench lays it: file, truth and units."""
    file = tmp_path_factory.mktemp("registry") / "3000-12.csv"
    made = generate_registry(3000, seed=12)
    made.registry.write_csv(file, include_bom=True)
    made.truth.write_csv(file.with_suffix(".truth.csv"))
    units = read_units(file, country="IRN", coder=no_codes).units
    write_parquet(units, file.with_suffix(".units.parquet"))
    return file


def test_what_is_found_does_not_depend_on_slices(registry, monkeypatch):
    from hamafza.store.tables import read_parquet

    units = read_parquet(registry.with_suffix(".units.parquet"))
    at_once = finding.twins_of(units, PARAMS)
    monkeypatch.setattr(finding, "PAIRS_AT_ONCE", 7)
    assert at_once.height > 50
    assert_frame_equal(finding.twins_of(units, PARAMS), at_once, check_exact=True)


def test_what_is_found_does_not_depend_on_how_many_work(registry, tmp_path):
    told = []
    for workers in ("1", "4"):
        out = tmp_path / f"{workers}.parquet"
        find = (
            "import sys; from pathlib import Path; from hamafza.runs.twins import find_twins; "
            "find_twins(Path(sys.argv[1]), Path(sys.argv[2]))"
        )
        ends = [str(registry.with_suffix(".units.parquet")), str(out)]
        subprocess.run(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-c", find, *ends],
            check=True,
            env=os.environ | {"POLARS_MAX_THREADS": workers},
        )
        told.append(pl.read_parquet(out))
    find_twins(registry.with_suffix(".units.parquet"), tmp_path / "here.parquet")
    assert_frame_equal(*told, check_exact=True)
    assert_frame_equal(told[0], pl.read_parquet(tmp_path / "here.parquet"), check_exact=True)


def test_nothing_is_learnt_from_what_is_judged_on(tmp_path):
    with pytest.raises(SystemExit, match="judged on"):
        known(tmp_path / "600000-1.csv", PARAMS)


def test_weights_are_learnt_above_zero_and_what_is_never_told_counts_bit_for_bit(registry):
    learnt_from = known(registry, PARAMS)
    belief = fitted([learnt_from])
    assert belief.address == 1.0
    assert min(weight for name, weight in asdict(belief).items() if name != "start") > 0
    assert fitted([learnt_from]) == belief
    likelier = [loss(learnt_from, each) for each in (belief, bit_for_bit())]
    assert likelier[0] < likelier[1]


def test_an_attribute_that_misleads_is_held_above_zero():
    rng = np.random.default_rng(3)
    is_twin = rng.random(4000) < 0.5
    name = np.where(is_twin, 3.0, -3.0) + rng.normal(0, 2, 4000)
    misled = np.where(is_twin, -2.0, 2.0)
    told = pairs((name + misled).tolist(), name=name.tolist(), owner=misled.tolist())
    belief = fitted([Known(told, is_twin, is_twin, int(is_twin.sum()))])
    assert 0 < belief.owner < 0.1


def test_the_threshold_keeps_a_margin(monkeypatch):
    rng = np.random.default_rng(4)
    odds = rng.uniform(-2.0, 20.0, 30_000)
    ends = pl.int_range(0, 60_000, eager=True)
    told = pairs(odds.tolist(), licence=[1.0] * len(odds)).with_columns(
        one=ends.gather_every(2), other=ends.gather_every(2, 1), like=pl.lit(None, pl.String)
    )
    is_twin = rng.random(len(odds)) < 1.0 / (1.0 + np.exp2(-odds))
    learnt_from = Known(told, is_twin, is_twin, int(is_twin.sum()))
    least = {}
    for margin in (0.0, 1.0, 3.0):
        monkeypatch.setattr(fit_twins, "MARGIN", margin)
        least[margin] = fit_twins.least_threshold(learnt_from, bit_for_bit(), PARAMS)
    joined, precision, recall = judged(learnt_from, bit_for_bit(), PARAMS, least[1.0])
    assert least[0.0] < least[1.0] < least[3.0]
    assert precision >= 0.995 + np.sqrt(0.995 * 0.005 / joined)
    assert judged(learnt_from, bit_for_bit(), PARAMS, least[1.0] - 0.005)[1] < precision
    assert 0.5 < recall < 1.0


def bit_for_bit() -> Belief:
    return Belief(**(dict.fromkeys(asdict(BELIEF), 1.0) | {"start": 0.0}))


def loss(learnt_from: Known, belief: Belief) -> float:
    """Return how unlikely what is true is, by a way of its own."""
    told = believed(learnt_from.pairs, belief)["probability"].to_numpy()
    true = np.where(learnt_from.is_twin, told, 1.0 - told)
    assert parts(learnt_from.pairs).shape[1] == len(ATTRIBUTES) + 1
    return float(-np.mean(np.log(np.clip(true, 1e-12, 1.0))))
