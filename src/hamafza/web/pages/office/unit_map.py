"""The map of what is found: clusters that open as one comes nearer, links all of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hamafza.store import outlines
from hamafza.vocabulary.svg import Dot, Label, Picture, View, view_of
from hamafza.vocabulary.svg.clusters import Cluster, clusters
from hamafza.vocabulary.text import latin_digits
from hamafza.vocabulary.writing import number
from hamafza.web.access import seen_by
from hamafza.web.branches import units_of
from hamafza.web.pages.office.unit_question import Question, choices, question_of
from hamafza.web.pages.office.units import READERS
from hamafza.web.records.finding import MOST, Found
from hamafza.web.records.places import spots
from hamafza.web.records.units import Unit

COUNTRY = "IRN"
WIDTH, HEIGHT = 760, 620
NEAREST_OF_MANY, NEAREST = 5, 10
"""So near that the grid of five kilometres, or the houses of a street, fill a cell."""
LISTED = 12


@dataclass(frozen=True)
class Stand:
    """Where the reader stands before the map, and how near; each step doubles."""

    lat_deg: float
    lon_deg: float
    near: int

    def view(self, whole: View) -> View:
        return View(self.lat_deg, self.lon_deg, whole.px_per_deg * 2**self.near, WIDTH, HEIGHT)

    def address(self, question: Question) -> str:
        at = f"{self.lat_deg:.4f},{self.lon_deg:.4f}"
        return f"?{urlencode({'at': at, 'near': self.near})}&{question.address()}#map"


@seen_by(*READERS)
def units_map(request):
    """Draw what is found, as near as asked; without a script every step is a page."""
    question = question_of(request.GET)
    found = Found(units_of(request.user), question.asked)
    there, since = spots(found)
    nearest = NEAREST_OF_MANY if found.is_more else NEAREST
    whole = _whole()
    stand = _stand(request.GET, whole, nearest)
    view = stand.view(whole)
    gathered = clusters(there, view)
    links = _links(gathered, stand, nearest, question)
    facts = {
        "question": question,
        "found": found,
        "most": MOST,
        "since": since,
        "picture": _picture(gathered, links, view),
        "shown": sum(each.many for each in gathered),
        "all": int(there.many.sum()),
        "listed": [
            {"many": each.many, "place": place, "link": link}
            for each, place, link in zip(gathered, _places(gathered[:LISTED]), links, strict=False)
        ],
        "steps": _steps(stand, view, nearest, question),
        "address": question.address(),
        **choices(request.user, question),
    }
    return render(request, "office/units_map.html", facts)


def _whole() -> View:
    home = outlines.provinces(COUNTRY)
    return view_of((p for area in home for p in area.points()), WIDTH, HEIGHT, margin_share=0.04)


def _stand(given, whole: View, nearest: int) -> Stand:
    """Read where the reader stands; what is not understood is the whole country."""
    try:
        lat, lon = (float(latin_digits(part)) for part in given.get("at", "").split(","))
        near = int(latin_digits(given.get("near", "0")))
    except ValueError:
        return Stand(whole.lat_deg, whole.lon_deg, 0)
    if not (-85 <= lat <= 85 and -180 <= lon <= 180):
        return Stand(whole.lat_deg, whole.lon_deg, 0)
    return Stand(lat, lon, min(max(near, 0), nearest))


def _links(gathered: list[Cluster], stand: Stand, nearest: int, question: Question) -> list[str]:
    """A lone unit opens; a cluster comes nearer; what cannot be parted any more is listed."""
    last = [each for each in gathered if each.many > 1 and _is_last(each, stand, nearest)]
    places = Unit.objects.in_bulk([each.first for each in last])
    links = []
    for each in gathered:
        unit = places.get(each.first)
        if each.many == 1:
            links.append(reverse("office:unit", args=[each.first]))
        elif unit is not None:
            told = question.address(province=unit.province, city=unit.city)
            links.append(f"{reverse('office:units')}?{told}")
        else:
            nearer = Stand(each.lat_deg, each.lon_deg, min(stand.near + 2, nearest))
            links.append(nearer.address(question))
    return links


def _is_last(each: Cluster, stand: Stand, nearest: int) -> bool:
    return stand.near == nearest or (each.spots == 1 and nearest == NEAREST)


def _picture(gathered: list[Cluster], links: list[str], view: View) -> Picture:
    most = max((each.many for each in gathered), default=1)
    language = (get_language() or "fa")[:2]
    dots = [
        Dot(
            each.lat_deg, each.lon_deg, "lit" if each.many == 1 else "cluster", _title(each), link,
            7.0 if each.many == 1 else each.radius_px(most),
        )
        for each, link in zip(gathered, links, strict=True)
    ]  # fmt: skip
    labels = [
        Label(each.lat_deg, each.lon_deg, number(each.many, language), "many", up_px=-5)
        for each in gathered
        if each.many > 1
    ]
    abroad = tuple(area for area in outlines.countries() if area.code != COUNTRY)
    return Picture(
        view, _("Where the units are"), land=abroad, home=outlines.provinces(COUNTRY),
        dots=dots, labels=labels,
    )  # fmt: skip


def _title(each: Cluster) -> str:
    shown = number(each.many, (get_language() or "fa")[:2])
    return ngettext("%(shown)s unit", "%(shown)s units", each.many) % {"shown": shown}


def _places(gathered: list[Cluster]) -> list[str]:
    """Name each cluster by the city of one of its units."""
    known = Unit.objects.in_bulk([each.first for each in gathered])
    return [known[each.first].city if each.first in known else "" for each in gathered]


def _steps(stand: Stand, view: View, nearest: int, question: Question) -> list[dict[str, object]]:
    """Return the steps nearer, farther and sideways that lead anywhere."""
    tall, wide = HEIGHT / view.px_per_deg / 2, WIDTH / view.px_per_deg / 2
    lat, lon, near = stand.lat_deg, stand.lon_deg, stand.near
    steps = [
        ("+", _("nearer"), Stand(lat, lon, near + 1), near < nearest),
        ("−", _("farther"), Stand(lat, lon, near - 1), near > 0),
        ("↑", _("north"), Stand(min(lat + tall, 85), lon, near), near > 0),
        ("↓", _("south"), Stand(max(lat - tall, -85), lon, near), near > 0),
        ("→", _("east"), Stand(lat, min(lon + wide, 180), near), near > 0),
        ("←", _("west"), Stand(lat, max(lon - wide, -180), near), near > 0),
    ]
    return [
        {"sign": sign, "word": word, "link": to.address(question)}
        for sign, word, to, leads in steps
        if leads
    ]


urlpatterns = [path("units/map/", units_map, name="units_map")]
