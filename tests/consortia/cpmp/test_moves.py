"""What the search keeps beside the answer stays what the answer says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.consortia.cpmp.clusters import NOBODY, changed, clusters_of, join, leave, sum_up
from hamafza.consortia.cpmp.knapsack import branched, fractional, tabled
from hamafza.consortia.cpmp.moves import seed_chance, wander
from hamafza.consortia.cpmp.regions import work_over
from hamafza.consortia.cpmp.search import ground_of, seats_of
from tests.consortia.cpmp.reference import drawn

RATE = 3.0


def laid_out(seed, points=40, medians=6):
    instance = drawn(seed, points, medians, whole=False)
    ground = ground_of(instance)
    group = np.arange(points) % medians
    clusters = clusters_of(ground, group, medians, seats_of(instance))
    sum_up(ground, clusters, RATE)
    return ground, clusters


def agrees_with_itself(ground, clusters):
    afresh = clusters_of(ground, clusters.group, len(clusters.median), clusters.member.shape[1])
    sum_up(ground, afresh, RATE)
    assert (clusters.size == afresh.size).all()
    assert (clusters.size > 0).all()
    assert clusters.load == pytest.approx(afresh.load)
    assert clusters.cost == pytest.approx(afresh.cost)
    assert (clusters.group[clusters.median] == np.arange(len(clusters.median))).all()
    for c in range(len(clusters.median)):
        members = clusters.member[c, : clusters.size[c]]
        assert (clusters.group[members] == c).all()
        assert (clusters.place[members] == np.arange(len(members))).all()


@pytest.mark.parametrize("reopen_share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("heat", [0.1, 5.0, 1e9])
def test_moves_leave_costs_loads_and_members_true(heat, reopen_share):
    ground, clusters = laid_out(3)
    seed_chance(4)
    everyone, everywhere = np.arange(40), np.ones(6, np.bool_)
    made = wander(ground, clusters, everyone, everywhere, 3_000, (heat, heat), RATE, reopen_share)
    assert made > 0
    agrees_with_itself(ground, clusters)


def test_without_heat_no_move_costs_more():
    ground, clusters = laid_out(5)
    before = clusters.cost.sum()
    seed_chance(1)
    wander(ground, clusters, np.arange(40), np.ones(6, np.bool_), 5_000, (1e-9, 1e-9), RATE)
    assert clusters.cost.sum() < before
    agrees_with_itself(ground, clusters)


def test_a_search_inside_touches_nothing_outside():
    ground, clusters = laid_out(6)
    inside = np.array([True, True, True, False, False, False])
    before = clusters.group.copy()
    pool = np.flatnonzero(inside[before])
    seed_chance(2)
    assert wander(ground, clusters, pool, inside, 3_000, (1e9, 1e9), RATE) > 0
    outside = ~inside[before]
    assert (clusters.group[outside] == before[outside]).all()


@pytest.mark.parametrize("seed", range(5))
def test_regions_never_make_an_answer_worse(seed):
    ground, clusters = laid_out(seed)
    before = clusters.cost.sum()
    work_over(ground, clusters, 20, (2, 4), 30, 10.0, RATE, seed)
    assert clusters.cost.sum() <= before + 1e-9
    agrees_with_itself(ground, clusters)


@given(st.integers(0, 39), st.integers(0, 39))
@settings(max_examples=60, deadline=None)
def test_a_change_is_foretold_as_it_comes(out, into):
    ground, clusters = laid_out(8)
    c = int(clusters.group[out])
    if clusters.group[into] == c:
        return
    cost, median = changed(ground, clusters, c, out, into, RATE)
    leave(ground, clusters, out)
    leave(ground, clusters, into)
    join(ground, clusters, into, c)
    assert changed(ground, clusters, c, NOBODY, NOBODY, RATE) == (pytest.approx(cost), median)


@given(
    st.lists(st.tuples(st.floats(0.01, 50), st.integers(0, 12)), min_size=1, max_size=9),
    st.integers(0, 40),
)
@settings(max_examples=80, deadline=None)
def test_a_knapsack_comes_out_alike_three_ways(items, room):
    items.sort(key=lambda item: item[0] / max(item[1], 1e-12), reverse=True)
    profit = np.array([item[0] for item in items])
    size = np.array([item[1] for item in items])
    best = max(
        sum(profit[k] for k in range(len(items)) if chosen >> k & 1)
        for chosen in range(1 << len(items))
        if sum(size[k] for k in range(len(items)) if chosen >> k & 1) <= room
    )
    take = np.zeros(len(items), np.bool_)
    upper = branched(profit, size.astype(float), float(room), 0.0, take)
    assert upper == pytest.approx(best)
    assert profit[take].sum() == pytest.approx(best)
    assert size[take].sum() <= room
    assert tabled(profit, size, room)[-1] == pytest.approx(best)
    assert fractional(profit, size.astype(float), 0, float(room)) >= best - 1e-9
