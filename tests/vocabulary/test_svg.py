"""Maps and charts keep what they show: places, borders, sums."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.svg import (
    Dot,
    Label,
    Line,
    Outline,
    Picture,
    draw,
    fall_spans,
    outline_path,
    ranked_spans,
    view_of,
)

PLACES = st.lists(st.tuples(st.floats(-60, 60), st.floats(-170, 170)), min_size=1, max_size=30)
AMOUNTS = st.lists(st.floats(0, 1e9), min_size=2, max_size=2)


@given(PLACES)
def test_a_view_holds_every_place_it_was_made_for(places):
    view = view_of(places, 600, 400)
    assert all(view.holds(lat, lon, margin_px=-0.01) for lat, lon in places)


@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_ranked_spans_are_as_long_as_their_parts(rows):
    longest = max(sum(row) for row in rows)
    for row, spans in zip(rows, ranked_spans(rows, ("now", "open")), strict=True):
        expected = sum(row) / longest * 100 if longest > 0 else 0
        assert sum(span.size for span in spans) == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.integers(1, 10**6), max_size=8), st.integers(1, 10**6))
def test_the_waterfall_ends_where_the_net_stands(takes, net):
    received = sum(takes) + net
    amounts = [received, *(-take for take in takes), net]
    spans = fall_spans(amounts, ["", *["take"] * len(takes), "net"])
    before_net = spans[-2].start if takes else 100.0
    assert spans[-1].size == pytest.approx(before_net)


def test_a_shared_border_stays_shared_after_thinning():
    west = Outline("W", "", "", ((30.0, 50.0, 31.3, 52.7, 32.0, 52.0, 32.0, 50.0),))
    east = Outline("E", "", "", ((30.0, 54.0, 32.0, 54.0, 32.0, 52.0, 31.3, 52.7),))
    view = view_of([*west.points(), *east.points()], 300, 300)
    shared = view.xy(31.3, 52.7)
    for outline in (west, east):
        assert tuple(round(v) for v in shared) in _corners(outline_path(outline, view))


def test_an_area_outside_the_view_draws_nothing():
    far = Outline("F", "", "", ((-30.0, -50.0, -31.0, -52.0, -32.0, -50.0),))
    assert outline_path(far, view_of([(30.0, 50.0)], 300, 300)) == ""


def test_an_area_larger_than_the_view_covers_it():
    vast = Outline("V", "", "", ((0.0, 0.0, 0.0, 100.0, 60.0, 100.0, 60.0, 0.0),))
    corners = _corners(outline_path(vast, view_of([(30.0, 50.0)], 300, 300)))
    assert min(x for x, _ in corners) < 0 < 300 < max(x for x, _ in corners)


def test_a_drawn_map_is_well_formed_and_escapes_names():
    view = view_of([(30.3, 57.1), (27.2, 56.3)], 400, 300)
    drawn = draw(
        Picture(
            view,
            "A <map> & more",
            scatter=[(30.0, 57.0)],
            dots=[Dot(30.3, 57.1, "lead", "Souzan & co")],
            lines=[Line([(30.3, 57.1), (27.2, 56.3)])],
            labels=[Label(30.3, 57.1, "<Kerman>")],
            glows=[(30.3, 57.1, 40.0)],
        )
    )
    root = ElementTree.fromstring(drawn)
    assert root[0].text == "A <map> & more"
    assert "&lt;Kerman&gt;" in drawn


def test_of_two_labels_at_one_place_the_first_is_kept():
    view = view_of([(30.3, 57.1)], 400, 300)
    labels = [Label(30.3, 57.1, "Kerman"), Label(30.3, 57.1, "Mahan")]
    drawn = draw(Picture(view, "x", labels=labels))
    assert "Kerman" in drawn
    assert "Mahan" not in drawn


def _corners(path: str) -> set[tuple[int, int]]:
    """Walk a path of one ring back to its corners."""
    first, _, rest = path.removeprefix("M").removesuffix("z").partition("l")
    x, y = (float(v) for v in first.split())
    steps = [float(v) for v in re.findall(r"-?[\d.]+", rest)]
    found = {(round(x), round(y))}
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.add((round(x), round(y)))
    return found
