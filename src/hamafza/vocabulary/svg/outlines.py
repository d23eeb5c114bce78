"""Outlines of countries and provinces as compact paths, clipped to what a view shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hamafza.vocabulary.svg.view import View

Point = tuple[float, float]
_KEPT = 4_096
"""Paths kept: most readers look at the same few views, of some two hundred areas each."""
_BEYOND_EDGE_PX = 8.0  # the clipped edge lies outside the picture, so its line is not seen


@dataclass(frozen=True)
class Outline:
    """One area: each ring is a flat run of latitude, longitude, latitude, longitude ..."""

    code: str
    name_fa: str
    name_en: str
    rings: tuple[tuple[float, ...], ...]

    def points(self) -> Iterator[Point]:
        """Give every corner as latitude and longitude."""
        for ring in self.rings:
            yield from zip(ring[::2], ring[1::2], strict=True)


@lru_cache(_KEPT)
def outline_path(outline: Outline, view: View, *, grid_px: float = 1.0) -> str:
    """
    Return the ``d`` of the path, empty when the area lies outside the view.

    Corners snap to a grid of ``grid_px``. A snapped corner depends on itself alone, so two
    provinces that share a border still share it after thinning.
    """
    return "".join(_ring_path(ring, view, grid_px) for ring in outline.rings)


@lru_cache(_KEPT)
def middle_of(outline: Outline, view: View, *, least_px2: float = 3000.0) -> Point | None:
    """
    Return the place in the middle of what the view shows of the area, for its name.

    None when less than ``least_px2`` is shown. The middle is the centroid of the largest ring.
    """
    largest, middle = least_px2, None
    for ring in outline.rings:
        corners = _clipped(_projected(ring, view), view)
        area, centroid = _centroid(corners)
        if area > largest:
            largest, middle = area, view.place(*centroid)
    return middle


def _centroid(corners: list[Point]) -> tuple[float, Point]:
    """Return the area and its centroid by the shoelace formula."""
    twice, x, y = 0.0, 0.0, 0.0
    for i, (x1, y1) in enumerate(corners):
        x0, y0 = corners[i - 1]
        cross = x0 * y1 - x1 * y0
        twice, x, y = twice + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if twice == 0:
        return 0.0, (0.0, 0.0)
    return abs(twice) / 2, (x / (3 * twice), y / (3 * twice))


def _projected(ring: tuple[float, ...], view: View) -> list[Point]:
    return [view.xy(lat, lon) for lat, lon in zip(ring[::2], ring[1::2], strict=True)]


def _ring_path(ring: tuple[float, ...], view: View, grid_px: float) -> str:
    inside = _clipped(_projected(ring, view), view)
    snapped = _thinned([(round(x / grid_px), round(y / grid_px)) for x, y in inside])
    if len(snapped) < 3:
        return ""
    return _relative(snapped, grid_px)


def _relative(corners: list[tuple[int, int]], grid_px: float) -> str:
    def px(steps: int) -> str:
        return f"{steps * grid_px:g}"

    x, y = corners[0]
    parts = [f"M{px(x)} {px(y)}l"]
    for next_x, next_y in corners[1:]:
        parts.append(f"{px(next_x - x)} {px(next_y - y)} ")
        x, y = next_x, next_y
    return "".join(parts).rstrip() + "z"


def _thinned(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for corner in corners:
        if not kept or corner != kept[-1]:
            kept.append(corner)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _clipped(corners: list[Point], view: View) -> list[Point]:
    """Sutherland and Hodgman (1974): cut the ring along the four edges, one after another."""
    low, right, bottom = (
        -_BEYOND_EDGE_PX,
        view.width + _BEYOND_EDGE_PX,
        view.height + _BEYOND_EDGE_PX,
    )
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if max(xs) < low or min(xs) > right or max(ys) < low or min(ys) > bottom:
        return []
    if min(xs) >= low and max(xs) <= right and min(ys) >= low and max(ys) <= bottom:
        return corners
    for edge in (_Edge(0, low, 1), _Edge(0, right, -1), _Edge(1, low, 1), _Edge(1, bottom, -1)):
        corners = _cut(corners, edge)
    return corners


@dataclass(frozen=True)
class _Edge:
    axis: int
    at_px: float
    sign: int

    def depth(self, point: Point) -> float:
        """Return how far inside the point lies; negative is outside."""
        return self.sign * (point[self.axis] - self.at_px)


def _cut(corners: list[Point], edge: _Edge) -> list[Point]:
    """Keep what lies on the inner side of one edge."""
    kept: list[Point] = []
    for i, here in enumerate(corners):
        before = corners[i - 1]
        depth_here, depth_before = edge.depth(here), edge.depth(before)
        if (depth_here >= 0) != (depth_before >= 0):
            way = depth_before / (depth_before - depth_here)
            kept.append(
                (
                    before[0] + way * (here[0] - before[0]),
                    before[1] + way * (here[1] - before[1]),
                )
            )
        if depth_here >= 0:
            kept.append(here)
    return kept
