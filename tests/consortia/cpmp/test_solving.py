"""Answers and bounds against trying everything, against published optima, against the judge."""

import itertools

import numpy as np
import pytest

from hamafza.consortia.cpmp.certificate import in_steps, proved_bound
from hamafza.consortia.cpmp.distances import nearest_of
from hamafza.consortia.cpmp.instance import instance_of
from hamafza.consortia.cpmp.judge import judge_answer, judge_bound
from hamafza.consortia.cpmp.solve import solve, value_of
from hamafza.consortia.cpmp.thinning import pairs_below
from tests.consortia.cpmp.reference import best_cost, drawn, table


def ticking(step: float):
    """A clock that moves by itself at each look: the same answer on any machine."""
    ticks = itertools.count()
    return lambda: next(ticks) * step


def solved(instance, seed=1, looks=150):
    return solve(instance, 1.0, seed, ticking(1.0 / looks))


def judged(instance, solution):
    verdict = judge_answer(
        instance.distance, instance.weight, instance.capacity, instance.medians,
        np.unique(solution.median_of), solution.median_of,
    )  # fmt: skip
    assert verdict.findings == ()
    assert verdict.value == pytest.approx(solution.value, rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("whole", [True, False])
def test_tiny_instances_are_solved_to_the_optimum_and_proved(seed, whole):
    instance = drawn(seed, 9, 3, whole=whole)
    solution, best = solved(instance), best_cost(instance)
    assert solution.value == pytest.approx(best, rel=1e-9)
    assert solution.bound <= best * (1 + 1e-7) + 1e-9
    assert solution.proved
    judged(instance, solution)


@pytest.mark.parametrize("seed", range(20))
def test_no_prices_prove_more_than_the_optimum(seed):
    chance = np.random.default_rng(seed)
    instance = drawn(seed, 8, 2, whole=seed % 2 == 0)
    near, best = nearest_of(instance.distance, instance.medians), best_cost(instance)
    for width in (10.0, 40.0, 80.0):
        price = chance.uniform(-5, width, len(instance))
        stated = proved_bound(instance, near, price)
        assert stated <= best + 1e-9
        again = judge_bound(
            instance.distance, instance.weight, instance.capacity, instance.medians, price
        )
        whole = np.ceil(again - 1e-6) if instance.whole_distances else again
        assert stated == pytest.approx(whole, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_thinning_keeps_every_pair_of_a_best_answer(seed):
    instance = drawn(seed, 9, 3)
    near = nearest_of(instance.distance, instance.medians)
    solution = solved(instance, seed)
    pairs = pairs_below(instance, near, solution.price, solution.value, 1_000)
    assert pairs is not None
    kept = set(zip(pairs.point.tolist(), pairs.median.tolist(), strict=True))
    assert set(enumerate(solution.median_of.tolist())) <= kept


def test_lists_that_end_too_soon_change_no_bound(monkeypatch):
    instance = drawn(3, 40, 5, whole=False)
    price = np.random.default_rng(1).uniform(0, 90, 40)
    whole = proved_bound(instance, nearest_of(instance.distance, 5), price)
    monkeypatch.setattr("hamafza.consortia.cpmp.distances.LISTED_AT_LEAST", 3)
    short = nearest_of(instance.distance, 39)
    assert short.order.shape[1] < 40
    assert proved_bound(instance, short, price) == pytest.approx(whole, rel=1e-12)


def test_the_same_seed_gives_the_same_answer():
    instance = drawn(5, 60, 8, whole=False)
    first, again = solved(instance), solved(instance)
    assert (first.median_of == again.median_of).all()
    assert first.bound == again.bound


def test_distances_that_differ_by_direction_count_from_point_to_median():
    chance = np.random.default_rng(2)
    matrix = chance.integers(1, 50, (8, 8)).astype(float)
    np.fill_diagonal(matrix, 0)
    places = np.arange(8.0)
    instance = instance_of(table(places, places, [30.0] * 8, [5.0] * 8), 2, "matrix", matrix)
    solution = solved(instance)
    assert solution.value == best_cost(instance)
    judged(instance, solution)


@pytest.mark.parametrize(
    ("points", "medians"), [(1, 1), (5, 5), (6, 1)], ids=["alone", "all medians", "one median"]
)
def test_the_corners_are_proved(points, medians):
    instance = drawn(points, points, medians, tight=0.5)
    solution = solved(instance)
    assert solution.proved
    assert solution.value == pytest.approx(best_cost(instance), abs=1e-9)


def test_what_no_packing_can_hold_has_no_answer_and_says_so():
    instance = instance_of(table([0.0, 1, 2, 3], [0.0] * 4, [5.0] * 4, [3.0, 3, 3, 1]), 2, "euclid")
    solution = solved(instance)
    assert solution.median_of is None
    assert solution.value is None
    assert not solution.proved


def test_points_in_one_place_cost_nothing():
    instance = instance_of(table([1.0] * 6, [1.0] * 6, [4.0] * 6, [1.0] * 6), 2, "euclid")
    solution = solved(instance)
    assert solution.value == 0
    assert solution.proved


def test_weights_off_the_grid_are_rounded_so_that_every_answer_still_fits():
    weight = np.array([1 / 3, 2 / 3, np.pi])
    capacity = np.full(3, weight.sum())
    need, room = in_steps(weight, capacity)
    assert need.sum() <= room[0]
    assert (need / room >= weight / capacity * 0.999).all()
    assert in_steps(np.array([0.25, 1.5]), np.array([7.25, 7.0]))[0].tolist() == [25, 150]


def test_the_judge_sees_every_broken_rule():
    instance = drawn(1, 9, 3)
    median_of = solved(instance).median_of
    medians = np.unique(median_of)

    def findings(medians, assignment, capacity=instance.capacity):
        where = instance.distance, instance.weight, capacity, 3
        return judge_answer(*where, medians, assignment).findings

    assert findings(medians, median_of) == ()
    assert findings(medians[:2], median_of)
    assert findings(medians, np.full(9, -1))
    assert findings(medians, median_of, capacity=instance.weight * 0.5)
    turned = median_of.copy()
    turned[medians[0]] = medians[1]
    assert any("does not serve itself" in told for told in findings(medians, turned))
    stray = median_of.copy()
    stray[np.setdiff1d(np.arange(9), medians)[0]] = np.setdiff1d(np.arange(9), medians)[0]
    assert any("no median" in told for told in findings(medians, stray))


def test_value_is_the_sum_of_unweighted_distances():
    instance = instance_of(table([0.0, 3, 0], [0.0, 4, 0.5], [9.0] * 3, [1.0, 2, 3]), 1, "euclid")
    assert value_of(instance, np.array([0, 0, 0])) == 5.5
