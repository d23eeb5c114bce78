"""The first sight: a nation of workshops, a stated sample of them as dots, groups alight."""

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from hamafza.web import pictures
from hamafza.web.placenames import roughly
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.units import Unit

DOTS = 900  # what a map of this size can show as single dots
LIGHTS = 14


def opening() -> dict | None:
    """Return the map and what one dot stands for; None while no unit is kept."""
    span = Unit.objects.aggregate(first=Min("unit_id"), last=Max("unit_id"))
    if span["first"] is None:
        return None
    country = Unit.objects.values_list("country", flat=True).first() or "IRN"
    total = Unit.objects.how_many()
    return {
        "total": total,
        "each": max(round(total / DOTS), 1),
        "country": country,
        "picture": pictures.nation(
            country,
            _("Map of the country and its neighbours; each dot is a sampled workshop"),
            scatter=_sample(span["first"], span["last"]),
            glows=_lights(),
        ),
    }


def _sample(first: int, last: int) -> list[tuple[float, float]]:
    """Every n-th unit by number: the registry's order knows no region once files are many."""
    step = max((last - first + 1) // DOTS, 1)
    numbers = range(first, last + 1, step)
    places = Unit.objects.filter(pk__in=list(numbers)[: DOTS + 100])
    return [roughly(*place) for place in places.values_list("lat_deg", "lon_deg")]


def _lights() -> list[tuple[float, float]]:
    """The leads of consortia, then of the largest proposals, one to a city."""
    fields = ("lead_unit__city", "lead_unit__lat_deg", "lead_unit__lon_deg")
    found = list(
        Consortium.objects.annotate(size=Count("members"))
        .order_by("-size")
        .values_list(*fields)[:LIGHTS]
    )
    found += Proposal.objects.order_by("-size", "id").values_list(*fields)[: LIGHTS * 8]
    places = {city: roughly(lat, lon) for city, lat, lon in reversed(found)}
    return list(reversed(places.values()))[:LIGHTS]
