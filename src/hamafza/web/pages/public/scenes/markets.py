"""Three neighbouring markets as ranked bars, and the way to the buyer."""

import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.distribution.legs import Mode, Route
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs import potential as runs
from hamafza.runs.routing import route
from hamafza.runs.trade_in_use import mark
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import pictures
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.pages.public.scenes.keeping import kept
from hamafza.web.placenames import city_name, country_name, destination

SHOWN = 3
THOUSAND = 1000


def markets(cast: Cast) -> dict | None:
    """Return the neighbours with the most room for her heading, in thousand dollars a year."""
    heading = (cast.line.hs6 or cast.hero.hs6 or cast.hero.hs4 or "")[:4]
    if not heading:
        return None
    country = cast.hero.country
    about = (country, heading, mark())
    rows = kept("markets", *about, find=lambda: _neighbours(country, heading))
    return {"rows": rows, "heading": heading} if rows else None


def way(cast: Cast) -> dict | None:
    """Return the route from the lead to the order's own final destination, leg by leg."""
    lead, to = cast.consortium.lead_unit, cast.deal.final_destination
    start = (lead.lat_deg, lead.lon_deg, lead.country, city_name(lead.city, get_language() or "fa"))
    found = kept("way", start, to, find=lambda: _route(*start, to))
    if found is None:
        return None
    title = _("The way of the goods to their final destination")
    market = destination(cast.deal.destination_city, to, get_language() or "fa")
    return found | {
        "picture": pictures.way(lead.country, title, found["legs"]),
        "market": market,
    }


def _route(lat_deg: float, lon_deg: float, country: str, town: str, to: str) -> dict | None:
    try:
        found = route(lat_deg, lon_deg, country, to)
    except Refusal:  # no road known, or the buyer is at home: the scene does without a map
        return None
    return {
        "legs": _legs(found, town),
        "days": found.days,
        "cost_usd": found.cost_usd,
        "weight_kg": found.weight_kg,
        "land_km": sum(leg.km for leg in found.legs if leg.mode is not Mode.SEA),
        "sea_km": sum(leg.km for leg in found.legs if leg.mode is Mode.SEA),
    }


def _legs(found: Route, start: str) -> list[dict]:
    """Name the first stop by the lead's town; the rest are named as the route names them."""
    legs = [
        {
            "mode": leg.mode.value,
            "from_name": leg.start.name_en,
            "from_name_fa": leg.start.name_fa,
            "to_name": leg.end.name_en,
            "to_name_fa": leg.end.name_fa,
            "points": leg.points,
        }
        for leg in found.legs
    ]
    legs[0] |= {"from_name": start, "from_name_fa": start}
    return legs


def _neighbours(country: str, heading: str) -> list[dict]:
    try:
        table = runs.potential(country, hs4=heading)
    except HeadingUnknown:
        return []
    near = table.filter(pl.col("neighbour") != "none", pl.col("gap_usd") > 0)
    language = get_language() or "fa"
    return [
        {
            "label": country_name(row["importer"], language),
            "parts": (row["actual_usd"], row["gap_usd"]),
            "figure": row["gap_usd"] / THOUSAND,
        }
        for row in near.sort("gap_usd", descending=True).head(SHOWN).rows(named=True)
    ]
