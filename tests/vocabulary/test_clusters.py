"""A cluster stands for units; none is lost, and none is drawn over another's cell."""

import math
from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.svg.clusters import APART_PX, CELL_PX, Spots, clusters
from hamafza.vocabulary.svg.view import View

VIEW = View(32.0, 54.0, 40.0, 760, 560)


class Spot(NamedTuple):
    lat_deg: float
    lon_deg: float
    many: int
    first: int


SPOTS = st.lists(
    st.builds(
        Spot,
        st.floats(20, 45, allow_nan=False),
        st.floats(40, 70, allow_nan=False),
        st.integers(1, 5_000),
        st.integers(1, 600_000),
    ),
    max_size=60,
    unique_by=lambda spot: spot.first,
)


@given(SPOTS)
def test_every_unit_in_view_is_in_one_cluster(spots):
    seen = [spot for spot in spots if VIEW.holds(spot.lat_deg, spot.lon_deg)]
    found = clusters(Spots.of(spots), VIEW)
    assert sum(each.many for each in found) == sum(spot.many for spot in seen)


@given(SPOTS)
def test_no_more_clusters_than_cells(spots):
    found = clusters(Spots.of(spots), VIEW)
    assert len(found) <= (760 // 64 + 2) * (560 // 64 + 2)
    assert [each.many for each in found] == sorted((each.many for each in found), reverse=True)


@given(SPOTS, st.floats(-1, 1, allow_nan=False))
def test_a_step_sideways_parts_no_cluster(spots, step):
    moved = View(VIEW.lat_deg, VIEW.lon_deg + step, VIEW.px_per_deg, VIEW.width, VIEW.height)
    both = Spots.of(
        s for s in spots if VIEW.holds(s.lat_deg, s.lon_deg) and moved.holds(s.lat_deg, s.lon_deg)
    )
    assert clusters(both, VIEW) == clusters(both, moved)


def test_units_of_one_town_are_one_place():
    (only,) = clusters(Spots.of(Spot(30.28, 57.08, 1, number) for number in (5, 3, 9)), VIEW)
    assert (only.many, only.first, only.spots) == (3, 3, 1)


@given(SPOTS, st.integers(0, 3))
def test_clusters_are_those_of_the_plain_way(spots, towns):
    """Some spots share a place, as units of a town do whose houses are not known."""
    known = [(spot.lat_deg, spot.lon_deg) for spot in spots[:towns]]
    spots = [
        spot._replace(lat_deg=known[at % towns][0], lon_deg=known[at % towns][1])
        if towns and at % 2
        else spot
        for at, spot in enumerate(spots)
    ]
    found, plain = clusters(Spots.of(spots), VIEW), plainly(spots, VIEW)
    assert [(e.many, e.first, e.spots) for e in found] == [e[2:] for e in plain]
    for each, (lat, lon, *_) in zip(found, plain, strict=True):
        assert (each.lat_deg, each.lon_deg) == (pytest.approx(lat), pytest.approx(lon))


def plainly(spots, view):
    """Latitude, longitude, many, first and places of each cluster, spot by spot."""
    lat_step = CELL_PX / view.px_per_deg
    lon_step = lat_step / math.cos(math.radians(view.lat_deg))
    cells = {}
    for spot in spots:
        if view.holds(spot.lat_deg, spot.lon_deg):
            cell = math.floor(spot.lat_deg / lat_step), math.floor(spot.lon_deg / lon_step)
            cells.setdefault(cell, []).append(spot)
    gathered = []
    for held in sorted(
        cells.values(), key=lambda held: (-sum(s.many for s in held), held[0].first)
    ):
        for other in gathered:
            if apart_px(middle(other), middle(held), view) < APART_PX:
                other += held
                break
        else:
            gathered.append(list(held))
    return sorted(map(told, gathered), key=lambda each: (-each[2], each[3]))


def middle(spots):
    many = sum(spot.many for spot in spots)
    return tuple(sum(spot[at] * spot.many for spot in spots) / many for at in (0, 1))


def apart_px(one, other, view):
    east = (one[1] - other[1]) * math.cos(math.radians(view.lat_deg))
    return math.hypot(one[0] - other[0], east) * view.px_per_deg


def told(spots):
    lat, lon = middle(spots)
    places = Counter()
    for spot in spots:
        places[spot[:2]] += spot.many
    first = min(
        (-places[s[:2]], abs(s.lat_deg - lat) + abs(s.lon_deg - lon), s.first) for s in spots
    )[2]
    return lat, lon, sum(spot.many for spot in spots), first, len(places)
