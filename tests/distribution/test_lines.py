"""Lines thinned, and traders near them."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hamafza.distribution.network import near_the_way
from hamafza.distribution.polyline import length_km, off_line_km, thinned

POINTS = st.lists(
    st.tuples(st.floats(25, 40), st.floats(44, 63)), min_size=2, max_size=40, unique=True
)


@given(POINTS, st.floats(0.1, 50))
def test_a_thinned_line_keeps_its_ends_and_loses_no_point_by_more_than_told(points, tolerance_km):
    thin = thinned(points, tolerance_km)
    assert (thin[0], thin[-1]) == (points[0], points[-1])
    assert set(thin) <= set(points)
    at = np.array(points)
    # both calculate on a plane, each around its own middle: hence the slack
    assert off_line_km(at[:, 0], at[:, 1], thin).max() <= tolerance_km * 1.25 + 0.1


@given(POINTS)
def test_thinning_never_lengthens(points):
    assert length_km(thinned(points, 5.0)) <= length_km(points) + 1e-6


def test_only_traders_near_the_line_are_found_nearest_first():
    units = pl.DataFrame(
        {
            "unit_id": [1, 2, 3, 4],
            "kind": ["distributive", "distributive", "maker", "distributive"],
            "lat_deg": [30.2, 30.1, 30.0, 33.0],
            "lon_deg": [51.0, 50.5, 50.5, 50.5],
        }
    )
    found = near_the_way(units, [(30.0, 50.0), (30.0, 52.0)], within_km=25)
    assert found["unit_id"].to_list() == [2, 1]
    assert abs(found["off_km"][0] - 11.1) < 0.1
