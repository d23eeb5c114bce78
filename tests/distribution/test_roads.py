"""The road graph on a town small enough to see."""

import numpy as np
import pytest

from hamafza.distribution.abroad import _without_slivers
from hamafza.distribution.roads import Roads


def _square():
    """Return four corners, A-B-C on the long way round, A-D-C through country Y."""
    return Roads.between(
        np.array([30.0, 30.0, 31.0, 31.0]),
        np.array([50.0, 51.0, 51.0, 50.0]),
        np.array(["X", "X", "X", "Y"]),
        np.array([0, 1, 0, 3]),
        np.array([1, 2, 3, 2]),
        np.array([100.0, 120.0, 90.0, 90.0]),
    )


def test_the_shortest_way_is_the_shorter_of_two():
    tree = _square().tree(2)
    assert tree.km[0] == 180
    assert tree.way(0) == [0, 3, 2]


def test_a_border_weighed_in_turns_the_way_around_it():
    tree = _square().tolled(150).tree(2)
    assert tree.way(0) == [0, 1, 2]
    assert _square().km_along([0, 1, 2]).tolist() == [0, 100, 220]


def test_no_way_leads_through_a_country_left_out_or_over_a_closed_border():
    assert len(_square().without(["Y"]).lat_deg) == 3
    closed = _square().without([], ["Y-X"])
    assert closed.tree(2).km[0] == 220
    assert np.isinf(closed.tree(2).km[3])


def test_the_home_roads_reach_only_a_strip_beyond_the_border():
    assert len(_square().home_of("X", 25).lat_deg) == 3
    assert len(_square().home_of("X", 120).lat_deg) == 4


def test_a_sliver_of_a_country_is_no_border():
    runs = [("A", 0, 1), ("B", 2, 3), ("A", 4, 5)]
    assert _without_slivers(runs, [0, 50, 55, 60, 65, 120], 25) == [("A", 0, 5)]
    assert len(_without_slivers(runs, [0, 50, 90, 130, 170, 220], 25)) == 3


def test_an_empty_graph_has_no_near_node():
    nothing = _square().home_of("Z", 10)
    _, off_km = nothing.nearest(30.0, 50.0)
    assert off_km[0] == pytest.approx(np.inf)
