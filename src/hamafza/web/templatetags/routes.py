"""``{% load routes %}{% way_in_full route %}``: every leg of a way, and the traders near it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.distribution.legs import Mode
from hamafza.distribution.polyline import off_line_km
from hamafza.registry.unit_facts import Use
from hamafza.runs.routing import near_judgement
from hamafza.vocabulary.tables.routes import RouteLegs
from hamafza.web.placenames import city_name
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.units import Unit
from hamafza.web.small_cells import told_beside_total

register = template.Library()

DEGREES_PER_KM = 1 / 80  # generous: of longitude at the north of the road graph's home
TOWNS_SHOWN = 5
_TOLD = set(RouteLegs.column_names()) - {"consortium_id", "market", "leg"}
"""What a kept leg holds; one kept by an older version that lacks a part of it is not told."""
MODES = {
    Mode.ROAD: _("road"),
    Mode.BORDER: _("border crossing"),
    Mode.PORT: _("port"),
    Mode.SEA: _("sea"),
}


@register.inclusion_tag("routes/_legs.html")
def way_in_full(route: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw the legs as a table; ``route`` holds rows of ``RouteLegs`` in order, or is left out."""
    route = [leg for leg in route if leg.keys() >= _TOLD]
    within_km = near_judgement().within_km
    towns = traders_by_town(route, within_km)
    few = told_beside_total(towns)
    return {
        "legs": [_leg(leg) for leg in route],
        "within_km": within_km,
        "traders": 0 if few.sums else sum(towns.values()),
        "towns": [
            (town, None if town in few.cells else many)
            for town, many in towns.most_common(TOWNS_SHOWN)
        ],
    }


def traders_by_town(route: Sequence[Mapping[str, Any]], within_km: float) -> Counter[str]:
    """
    Count, by town, the distributive units near the way's roads at home.

    Towns and numbers alone: the page is public, and who trades there is told by the office.
    """
    home = route[0]["from_country"] if route else ""
    lines = [
        list(zip(leg["line_lat_deg"], leg["line_lon_deg"], strict=True))
        for leg in route
        if leg["mode"] == Mode.ROAD and leg["from_country"] == leg["to_country"] == home
    ]
    line = [point for one in lines for point in one]
    if not line:
        return Counter()
    rows = list(_in_the_box(line, within_km, home))
    if not rows:
        return Counter()
    lat, lon = (
        np.array(axis, dtype=np.float64) for axis in zip(*(r[:2] for r in rows), strict=True)
    )
    near = off_line_km(lat, lon, line) <= within_km
    language = get_language() or "fa"
    towns = [
        city_name(row[2], language) for row, is_near in zip(rows, near, strict=True) if is_near
    ]
    return Counter(towns)


def _in_the_box(line: Sequence[tuple[float, float]], within_km: float, country: str):
    margin = within_km * DEGREES_PER_KM
    lats, lons = [lat for lat, _lon in line], [lon for _lat, lon in line]
    found = Unit.objects.filter(
        kind="distributive",
        country=country,
        lat_deg__range=(min(lats) - margin, max(lats) + margin),
        lon_deg__range=(min(lons) - margin, max(lons) + margin),
    )
    told = found.exclude(agreed_no_more(Use.STATISTICS))
    return told.values_list("lat_deg", "lon_deg", "city")


def _leg(leg: Mapping[str, Any]) -> dict[str, Any]:
    names = ("from_name_fa", "to_name_fa") if get_language() == "fa" else ("from_name", "to_name")
    return {
        "mode": MODES[Mode(leg["mode"])],
        "from": leg[names[0]],
        "to": leg[names[1]],
        "stands": leg["mode"] in (Mode.BORDER, Mode.PORT),
        "km": leg["km"],
        "hours": leg["hours"],
        "cost_usd": leg["cost_usd"],
        "basis": leg["basis"],
    }
