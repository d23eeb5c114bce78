"""The door to HiGHS: ceilings that hold, answers that fit, and nothing on standard output."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_array

from hamafza.consortia.highs import Model, Patience, full_search

FREE = np.inf


def knapsack(gain, weight, room, whole=True):
    rows = csc_array(np.array([weight], float))
    wholly = np.full(len(gain), whole)
    return Model(np.array(gain, float), wholly, rows, np.array([-FREE]), np.array([float(room)]))


def best_of_all(gain, weight, room):
    choices = np.array(np.meshgrid(*[[0, 1]] * len(gain))).reshape(len(gain), -1)
    return max(np.dot(gain, one) for one in choices.T if np.dot(weight, one) <= room)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 20)), min_size=1, max_size=8),
    st.integers(0, 60),
    st.booleans(),
)
def test_the_best_of_all_is_found_and_proved(items, room, presolve):
    gain, weight = zip(*items, strict=True)
    found = full_search(knapsack(gain, weight, room), Patience(presolve=presolve, probes=0))
    best = best_of_all(gain, weight, room)
    assert found.ended
    assert found.most == pytest.approx(best, abs=1e-5)
    assert np.dot(gain, found.taken.round()) == pytest.approx(best)


def test_parts_may_be_taken_where_columns_need_not_be_whole():
    found = full_search(knapsack([10, 10], [2, 2], 3, whole=False), Patience())
    assert found.most == pytest.approx(15.0)


def test_no_answer_at_all_is_said_plainly():
    rows = csc_array(np.ones((1, 2)))
    none = Model(np.ones(2), np.ones(2, bool), rows, np.array([3.0]), np.array([FREE]))
    found = full_search(none, Patience())
    assert (found.taken, found.most, found.ended) == (None, -np.inf, True)


def test_a_column_that_must_be_taken_is():
    model = knapsack([1, 5], [1, 1], 1)
    forced = Model(model.gain, model.whole, model.rows, model.low, model.high, np.array([1.0, 0.0]))
    assert full_search(forced, Patience()).most == pytest.approx(1.0)


def test_a_search_given_up_at_once_still_proves_no_less_than_the_best():
    chance = np.random.default_rng(7)
    gain, weight = chance.integers(20, 60, (2, 40))
    short = full_search(knapsack(gain, weight, 400), Patience(nodes=1, presolve=False))
    long = full_search(knapsack(gain, weight, 400), Patience())
    assert short.most >= long.most - 1e-6


def test_a_search_ends_once_nothing_can_gain_more_than_enough():
    chance = np.random.default_rng(7)
    gain, weight = chance.integers(20, 60, (2, 40))
    model = knapsack(gain, weight, 400)
    best = full_search(model, Patience(presolve=False, probes=0)).most
    early = full_search(model, Patience(presolve=False, probes=0), enough=1.05 * best)
    assert early.ended
    assert best - 1e-6 <= early.most <= 1.05 * best


def test_nothing_is_written_to_standard_output(capfd):
    full_search(knapsack([3, 2], [1, 1], 1), Patience(), enough=5.0)
    assert capfd.readouterr().out == ""


def test_a_model_that_was_begun_again_for_ever_ends():
    """HiGHS 1.16 restarted this search of a family of 1,272 units and heard no time limit."""
    search = multiprocessing.get_context("spawn").Process(target=searched_once_restarted)
    search.start()
    search.join(timeout=300)
    if search.is_alive():
        search.kill()
        search.join()
    assert search.exitcode == 0


def searched_once_restarted():
    kept = np.load(Path(__file__).parent / "data" / "restarted_for_ever.npz")
    rows = csc_array((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
    least = kept["least"] if kept["least"].size else None
    model = Model(kept["gain"], kept["whole"], rows, kept["low"], kept["high"], least)
    found = full_search(model, Patience(nodes=100), float(kept["enough"]))
    assert found.most >= float(kept["enough"]) - 1e-6
