"""Lines thinned, and traders near them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
