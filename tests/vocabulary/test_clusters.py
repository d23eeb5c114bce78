"""A cluster stands for units; none is lost, and none is drawn over another's cell."""

from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.svg.clusters import Spot, clusters
from hamafza.vocabulary.svg.view import View

VIEW = View(32.0, 54.0, 40.0, 760, 560)
SPOTS = st.lists(
    st.builds(
        Spot,
        st.floats(20, 45, allow_nan=False),
        st.floats(40, 70, allow_nan=False),
        st.integers(1, 5_000),
        st.integers(1, 600_000),
    ),
    max_size=60,
)


@given(SPOTS)
def test_every_unit_in_view_is_in_one_cluster(spots):
    seen = [spot for spot in spots if VIEW.holds(spot.lat_deg, spot.lon_deg)]
    assert sum(each.many for each in clusters(spots, VIEW)) == sum(spot.many for spot in seen)


@given(SPOTS)
def test_no_more_clusters_than_cells(spots):
    found = clusters(spots, VIEW)
    assert len(found) <= (760 // 64 + 2) * (560 // 64 + 2)
    assert [each.many for each in found] == sorted((each.many for each in found), reverse=True)


@given(SPOTS, st.floats(-1, 1, allow_nan=False))
def test_a_step_sideways_parts_no_cluster(spots, step):
    moved = View(VIEW.lat_deg, VIEW.lon_deg + step, VIEW.px_per_deg, VIEW.width, VIEW.height)
    both = [
        s for s in spots if VIEW.holds(s.lat_deg, s.lon_deg) and moved.holds(s.lat_deg, s.lon_deg)
    ]
    assert clusters(both, VIEW) == clusters(both, moved)


def test_units_of_one_town_are_one_place():
    town = [Spot(30.28, 57.08, 1, number) for number in (5, 3, 9)]
    (only,) = clusters(town, VIEW)
    assert (only.many, only.first, only.spots) == (3, 3, 1)
