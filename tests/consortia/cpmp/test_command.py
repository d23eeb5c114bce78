"""The command: published optima, the file written, and everything that is no instance."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hamafza.cli.consortia import app
from hamafza.consortia.cpmp import refusals
from hamafza.consortia.cpmp.judge import judge_answer, judge_bound
from hamafza.runs.cpmp import read_instance, solve_cpmp
from hamafza.store.refusals import FileNotFound, FileNotReadable
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences import sentence

DATA = Path(__file__).parent / "data"
GOOD = "x,y,capacity,weight\n0,0,10,3\n1,0,10,3\n5,5,10,3\n6,5,10,3\n"


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "instance.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("name", "p", "distance", "optimum"),
    [("cpmp01", 5, "floor", 713), ("cpmp05", 5, "floor", 664), ("SJC1", 10, "euclid", 17288.99)],
)
def test_published_optima_are_found_and_proved_before_time_is_up(
    tmp_path, name, p, distance, optimum
):
    path, out = DATA / f"{name}.csv", tmp_path / "answer.json"
    told = CliRunner().invoke(
        app,
        ["cpmp", str(path), "--p", str(p), "--distance", distance, "--seconds", "60",
         "--out", str(out), "--json"],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    answer = json.loads(out.read_text())
    assert answer["status"] == "proved"
    assert round(answer["value"], 2) == optimum
    instance = read_instance(path, p, distance)
    where = instance.distance, instance.weight, instance.capacity, p
    verdict = judge_answer(*where, np.array(answer["medians"]), np.array(answer["assignment"]))
    assert verdict.findings == ()
    assert verdict.value == pytest.approx(answer["value"], rel=1e-12)
    again = judge_bound(*where, np.array(answer["prices"]))
    assert answer["bound_by_prices"] <= (np.ceil(again) if distance == "floor" else again) + 1e-6
    assert set(json.loads(told.stdout)) == set(answer) - {"medians", "assignment", "prices"}


def test_figures_are_told_in_words_too(tmp_path, written):
    out = tmp_path / "answer.json"
    told = CliRunner().invoke(app, ["cpmp", str(written(GOOD)), "--p", "2", "--out", str(out)])
    assert told.stdout == "value 2.00; no answer costs less than 2.00\n"


def test_a_matrix_is_read_from_a_file_and_rules_over_the_places(tmp_path, written):
    matrix = tmp_path / "distances.npz"
    far = np.array([[0, 9, 1, 9], [9, 0, 9, 1], [1, 9, 0, 9], [9, 1, 9, 0]])
    np.savez_compressed(matrix, dist=far)
    out = tmp_path / "answer.json"
    figures = solve_cpmp(written(GOOD), 2, "matrix", matrix, seconds=5, seed=1, out=out)
    assert figures["value"] == figures["bound"] == 2
    assigned = json.loads(out.read_text())["assignment"]
    assert assigned[0] == assigned[2] != assigned[1] == assigned[3]


BAD = {
    "a column short": ("x,y,capacity\n0,0,9\n", 1, "euclid", refusals.ColumnsNotThere),
    "no number": (GOOD.replace("5,5", "five,5"), 2, "euclid", refusals.ColumnHoldsNoNumbers),
    "a gap": (GOOD.replace("5,5", ",5"), 2, "euclid", refusals.ColumnHoldsNoNumbers),
    "no end": (GOOD.replace("5,5", "inf,5"), 2, "euclid", refusals.ColumnHoldsNoNumbers),
    "below zero": (GOOD.replace("10,3", "10,-3"), 2, "euclid", refusals.NumberBelowZero),
    "no room below zero": (GOOD.replace("10,3", "-1,3"), 2, "euclid", refusals.NumberBelowZero),
    "no points": ("x,y,capacity,weight\n", 1, "euclid", refusals.SizeNotPossible),
    "no medians": (GOOD, 0, "euclid", refusals.MediansNotPossible),
    "too many medians": (GOOD, 5, "euclid", refusals.MediansNotPossible),
    "too much weight": (GOOD, 1, "euclid", refusals.WeightOverCapacity),
    "too heavy": (GOOD.replace("5,5,10,3", "5,5,10,11"), 3, "euclid", refusals.PointTooHeavy),
    "no such distance": (GOOD, 2, "manhattan", refusals.MeasureNotKnown),
    "no matrix": (GOOD, 2, "matrix", refusals.DistancesNotSound),
    "nothing at all": ("", 1, "euclid", FileNotReadable),
}


@pytest.mark.parametrize(("text", "p", "distance", "kind"), BAD.values(), ids=BAD)
def test_what_is_no_instance_is_refused_in_both_languages(written, text, p, distance, kind):
    with pytest.raises(Refusal) as refused:
        read_instance(written(text), p, distance)
    assert type(refused.value) is kind
    assert "%(" not in sentence(refused.value, "en") + sentence(refused.value, "fa")


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((3, 3)),
        np.eye(4),
        np.full((4, 4), -1.0) + np.eye(4),
        np.where(np.eye(4) > 0, 0, np.nan),
        np.full((4, 4), "a"),
    ],
    ids=["shape", "diagonal", "below zero", "none", "words"],
)
def test_a_matrix_that_holds_no_distances_is_refused(tmp_path, written, matrix):
    np.savez(tmp_path / "matrix.npz", matrix)
    with pytest.raises(refusals.DistancesNotSound):
        read_instance(written(GOOD), 2, "matrix", tmp_path / "matrix.npz")


def test_a_file_that_is_no_matrix_is_refused(tmp_path, written):
    (tmp_path / "matrix.npz").write_text("no table")
    with pytest.raises(FileNotReadable):
        read_instance(written(GOOD), 2, "matrix", tmp_path / "matrix.npz")
    with pytest.raises(FileNotFound):
        read_instance(written(GOOD), 2, "matrix", tmp_path / "nowhere.npz")


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_no_time_is_no_task(tmp_path, written, seconds):
    with pytest.raises(refusals.TimeNotPossible):
        solve_cpmp(written(GOOD), 2, seconds=seconds, seed=1, out=tmp_path / "answer.json")
