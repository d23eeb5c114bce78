"""The maps that pages show: a nation of dots, a consortium, a way to a market, its markets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from hamafza.store import outlines
from hamafza.vocabulary.svg import (
    Dot,
    Label,
    Line,
    Outline,
    Picture,
    View,
    middle_of,
    view_of,
)

Point = tuple[float, float]
_LABELS_KEPT_ON_A_PHONE = 6
_SEA_MODES = {"sea", "ship", "ferry"}


@dataclass(frozen=True)
class Place:
    """A workshop or a stop on a map; ``label`` is written beside it once for each text."""

    lat_deg: float
    lon_deg: float
    label: str = ""
    title: str = ""
    link: str = ""


def nation(
    country: str,
    title: str,
    *,
    scatter: Sequence[Point] = (),
    lit: Sequence[Point] = (),
    glows: Sequence[Point] = (),
) -> Picture:
    """Draw a whole country with a sample of its units; groups glow."""
    home = outlines.provinces(country)
    view = view_of((p for area in home for p in area.points()), 760, 680, margin_share=0.07)
    return Picture(
        view,
        title,
        land=_abroad(country),
        home=home,
        scatter=scatter,
        dots=[Dot(lat, lon, "lit", radius_px=3.5) for lat, lon in lit],
        labels=[*_country_names(country, view), *_water_names(view)],
        glows=[(lat, lon, 46.0) for lat, lon in glows],
    )


def consortium(
    country: str,
    title: str,
    lead: Place,
    members: Sequence[Place],
    *,
    scatter: Sequence[Point] = (),
    firm: bool = False,
) -> Picture:
    """Draw a lead and its members; bonds are dashed until the members have agreed."""
    points = [(place.lat_deg, place.lon_deg) for place in (lead, *members)]
    view = view_of(points, 600, 520, margin_share=0.14, least_span_deg=0.25)
    kind = "bond bond--firm" if firm else "bond"
    hub = (lead.lat_deg, lead.lon_deg)
    return Picture(
        view,
        title,
        land=_abroad(country),
        home=outlines.provinces(country),
        scatter=scatter,
        lines=[Line([point, hub], kind) for point in points[1:] if point != hub],
        dots=[*(_dot(place, "lit", 6.0) for place in members), _dot(lead, "lead", 9.0)],
        labels=_place_names([lead, *members]),
    )


def way(country: str, title: str, legs: Sequence[Any]) -> Picture | None:
    """
    Draw the legs of a route: whole on land, dotted at sea.

    A leg is a mapping or an object with mode, from_name, to_name (and ``_fa`` of both), and points
    as latitude and longitude, or line_lat_deg and line_lon_deg.
    """
    lines = [Line(_points(leg), _way_kind(leg)) for leg in legs if len(_points(leg)) > 1]
    if not lines:
        return None
    view = view_of((p for line in lines for p in line.points), 560, 440, margin_share=0.16)
    stops = _stops(legs)
    return Picture(
        view,
        title,
        land=_abroad(country),
        home=outlines.provinces(country),
        lines=lines,
        dots=[_dot(stop, "stop", 6.5) for stop in stops],
        labels=[*_place_names(stops), *_country_names(country, view), *_water_names(view)],
    )


def markets(country: str, title: str, shares: dict[str, float]) -> Picture | None:
    """Draw where goods could go: each market a dot as large as its share of the largest."""
    areas = {area.code: area for area in outlines.countries() if area.code in shares}
    if not areas:
        return None
    middles = {code: _middle(area) for code, area in areas.items()}
    home = [p for area in outlines.provinces(country) for p in area.points()]
    view = view_of([*middles.values(), *home], 760, 480, margin_share=0.08)
    ranked = sorted(areas, key=lambda code: -shares[code])
    return Picture(
        view,
        title,
        land=_abroad(country),
        home=outlines.provinces(country),
        dots=[
            Dot(*middles[code], "lit", _name(areas[code]), radius_px=4 + 9 * shares[code] ** 0.5)
            for code in ranked
        ],
        labels=[Label(*middles[code], _name(areas[code]), up_px=16) for code in ranked],
    )


def _abroad(country: str) -> tuple[Outline, ...]:
    return tuple(area for area in outlines.countries() if area.code != country)


def _name(area: Outline) -> str:
    return area.name_fa if (get_language() or "fa").startswith("fa") else area.name_en


def _country_names(country: str, view: View) -> Iterable[Label]:
    for area in _abroad(country):
        middle = middle_of(area, view)
        if middle is not None and _name(area):
            yield Label(*middle, _name(area), "far", up_px=-5)


def _water_names(view: View) -> Iterable[Label]:
    persian = (get_language() or "fa").startswith("fa")
    for lat, lon, name_fa, name_en in outlines.waters():
        if view.holds(lat, lon, margin_px=30):
            yield Label(lat, lon, name_fa if persian else name_en, "water minor", up_px=-5)


def _place_names(places: Sequence[Place]) -> list[Label]:
    first: dict[str, Place] = {}
    for place in places:
        if place.label:
            first.setdefault(place.label, place)
    return [
        Label(p.lat_deg, p.lon_deg, p.label, "minor" if i >= _LABELS_KEPT_ON_A_PHONE else "")
        for i, p in enumerate(first.values())
    ]


def _dot(place: Place, kind: str, radius_px: float) -> Dot:
    return Dot(
        place.lat_deg, place.lon_deg, kind, place.title or place.label, place.link, radius_px
    )


def _stops(legs: Sequence[Any]) -> list[Place]:
    """Every end of a leg once; a border or a port is a leg that ends where it begins."""
    stops: list[Place] = []
    for leg in legs:
        points = _points(leg)
        ends = ((points[0], "from_name"), (points[-1], "to_name")) if points else ()
        for point, name in ends:
            if not stops or point != (stops[-1].lat_deg, stops[-1].lon_deg):
                stops.append(Place(*point, _told(leg, name)))
    return stops


def _told(leg: Any, name: str) -> str:
    persian = (get_language() or "fa").startswith("fa")
    return str((persian and _of(leg, f"{name}_fa")) or _of(leg, name) or "")


def _points(leg: Any) -> list[Point]:
    """A leg's line, as pairs or as the two lists that tables hold."""
    pairs = _of(leg, "points")
    if pairs is None:
        pairs = zip(_of(leg, "line_lat_deg") or (), _of(leg, "line_lon_deg") or (), strict=True)
    return [(float(point[0]), float(point[1])) for point in pairs]


def _way_kind(leg: Any) -> str:
    return "way way--sea" if str(_of(leg, "mode")) in _SEA_MODES else "way"


def _of(leg: Any, name: str) -> Any:
    return leg.get(name) if isinstance(leg, dict) else getattr(leg, name, None)


def _middle(area: Outline) -> Point:
    """The mean of the corners of the longest ring: enough for a dot."""
    ring = max(area.rings, key=len)
    return sum(ring[::2]) / (len(ring) // 2), sum(ring[1::2]) / (len(ring) // 2)
