"""The public two minutes: one workshop from its own words to a share that is measured."""

from django.core.cache import cache
from django.db.models import Max
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.runs.trade_in_use import mark
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.public.scenes import (
    markets,
    money,
    opening,
    order,
    share,
    together,
    workshop,
)
from hamafza.web.pages.public.scenes.cast import cast
from hamafza.web.pages.public.scenes.keeping import written
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit

KEPT_S = 24 * 60 * 60


@seen_by(PUBLIC)
def story(request):
    """Tell what the records can tell; a scene without records is left out, and said so."""
    return render(request, "story/story.html", {"told": mark_safe(told_story())})


def told_story() -> str:
    """Return the story in the reader's language, drawn anew only when its records changed."""
    key = f"story:{get_language()}:{_stamp()}"
    told = cache.get(key)
    if told is None:
        told = render_to_string("story/told.html", scenes())
        cache.set(key, told, KEPT_S)
    return told


def scenes() -> dict:
    """Return every scene of the story that the records hold; the template leaves out the rest."""
    opened = opening.opening()
    players = cast() if opened else None
    told = {"opening": opened, "cast": players, "paths": _paths()}
    if players is None:
        return told
    return told | {
        "words": workshop.words(players),
        "alone": workshop.alone(players),
        "together": together.together(players),
        "markets": markets.markets(players),
        "way": markets.way(players),
        "order": order.order(players),
        "money": money.money(players),
        "share": share.share(players),
    }


def _stamp() -> str:
    """What grows whenever something the story shows may have changed, the code among it."""
    lasts = (
        Event.objects.filter(is_demo=True).aggregate(last=Max("pk")),
        Unit.objects.aggregate(last=Max("pk")),
        Run.objects.aggregate(last=Max("pk")),
    )
    return "-".join([written(), mark(), *(str(each["last"] or 0) for each in lasts)])


def _paths() -> list[tuple[str, str, str]]:
    """Where a visitor may go on; a place not built yet is left out."""
    wanted = (
        ("public:part_story", _("A part"), _("From a workshop to a factory")),
        ("public:service_story", _("A service"), _("A technical job, stage by stage")),
        ("public:programme", _("As the minister"), _("The share, and what it stands on")),
        ("office:home", _("As a union"), _("Verify queue and members")),
        ("public:enquiry", _("As a buyer"), _("One enquiry, one quotation")),
        ("public:mark", _("As a shopper"), _("Is this mark genuine?")),
    )
    return [(url, word, note) for name, word, note in wanted if (url := _url(name))]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


urlpatterns = [path("", story, name="home")]
