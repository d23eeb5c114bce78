"""A map of markets: the more room a country has, the stronger its colour."""

from collections.abc import Sequence

from django.utils.translation import get_language

from hamafza.runs.markets import MarketFacts
from hamafza.store import outlines
from hamafza.vocabulary.svg import Area, Dot, Label, Outline, Picture, middle_of, view_of

STEPS = 4
NAMED = 8
_WIDTH, _HEIGHT = 620, 470


def market_map(country: str, title: str, markets: Sequence[MarketFacts]) -> Picture | None:
    """Draw home and its markets; one too small for an outline is a ring at its main city."""
    if not markets:
        return None
    home = outlines.provinces(country)
    points = [point for area in home for point in area.points()]
    points += [(market.lat_deg, market.lon_deg) for market in markets]
    view = view_of(points, _WIDTH, _HEIGHT, margin_share=0.09)
    known = {area.code: area for area in outlines.countries()}
    shown = {market.importer for market in markets}
    largest = max(market.gap_usd for market in markets) or 1.0
    areas: list[Area] = []
    rings: list[Dot] = []
    labels: list[Label] = []
    for market in markets:
        outline = known.get(market.importer)
        kind = f"market market--{_step(market.gap_usd / largest)}"
        link = f"#{market.importer}"
        if outline is None:
            point = (market.lat_deg, market.lon_deg)
            rings.append(Dot(*point, kind, _name(market), link, radius_px=6))
        else:
            areas.append(Area(outline, kind, _name(market), link))
        if len(labels) < NAMED:
            middle = outline and middle_of(outline, view, least_px2=0.0)
            labels.append(Label(*(middle or (market.lat_deg, market.lon_deg)), _name(market)))
    land = [area for code, area in known.items() if code not in shown | {country}]
    return Picture(
        view,
        title,
        land=land,
        home=home,
        areas=areas,
        dots=rings,
        labels=[*labels, *_home(country)],
    )


def _step(share: float) -> int:
    """Return 0 where there is no room, else 1 to STEPS; equal steps of the square root."""
    return 0 if share <= 0 else min(int(share**0.5 * STEPS) + 1, STEPS)


def _home(country: str) -> list[Label]:
    return [
        Label(*_centre(area), _of(area), "far")
        for area in outlines.countries()
        if area.code == country
    ]


def _centre(area: Outline) -> tuple[float, float]:
    lats, lons = zip(*area.points(), strict=True)
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _of(area: Outline) -> str:
    return area.name_fa if _persian() else area.name_en


def _name(market: MarketFacts) -> str:
    return market.name_fa if _persian() else market.name_en


def _persian() -> bool:
    return (get_language() or "fa").startswith("fa")
