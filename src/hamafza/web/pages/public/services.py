"""Markets of services: the groups of the loaded table, the markets of one, what a market buys."""

from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hamafza.markets.refusals import CountryUnknown
from hamafza.runs.services import ServiceFacts, ServicesRun, groups_for, shown
from hamafza.sources.geography import country_names
from hamafza.sources.service_groups import groups_of
from hamafza.sources.service_refusals import ServiceGroupUnknown
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.pages.market_choice import ALL, LATER, NOW, own_country
from hamafza.web.pages.market_names import country_name
from hamafza.web.pages.public.service_rows import (
    exporter_of,
    ground_of,
    rows_of,
    run_of,
    table_file,
)
from hamafza.web.pages.public.service_words import group_name
from hamafza.web.records.units import Unit
from hamafza.web.small_cells import counted_by, told_alone

ON_A_PAGE = 15
KEPT_S = 600
FORMS = ("csv", "xlsx")


@seen_by(PUBLIC)
def services(request: HttpRequest) -> HttpResponse:
    """Show the groups of services with their room, and the markets with most of it."""
    exporter = exporter_of(request.GET)
    run = run_of(exporter)
    facts: dict[str, Any] = {"run": run, "country": country_name(exporter), "exporter": exporter}
    if run is not None:
        found = shown(run)
        facts |= {
            "ground": ground_of(run),
            "groups": _groups(found, run),
            "markets": _markets(found, exporter),
        }
    return render(request, "services/list.html", facts)


@seen_by(PUBLIC)
def service_group(request: HttpRequest, group: str) -> HttpResponse:
    """Show the markets of a group of services, neighbours first, opened into factors."""
    exporter = exporter_of(request.GET)
    run = run_of(exporter)
    phase = latin_digits(request.GET.get("phase", ""))
    phase = phase if phase in (NOW, LATER) else ALL
    found = _of_phase(_of_group(run, group), phase)
    facts = _ranked(request, run, found, by_group=False) | {
        "name": group_name(group),
        "group": group,
        "country": country_name(exporter),
        "phases": _phases(group, exporter, phase),
        "files": _files("public:service_group_table", group, exporter, phase),
    }
    return render(request, "services/group.html", facts)


@seen_by(PUBLIC)
def service_group_table(request: HttpRequest, group: str, form: str) -> HttpResponseBase:
    """Give the markets of a group: every row of the page's choice."""
    exporter = exporter_of(request.GET)
    run = run_of(exporter)
    phase = latin_digits(request.GET.get("phase", ""))
    found = _of_phase(_of_group(run, group), phase if phase in (NOW, LATER) else ALL)
    return table_file(form, f"services-{exporter}-{group}", found, run)


@seen_by(PUBLIC)
def service_market(request: HttpRequest, importer: str) -> HttpResponse:
    """Show the groups of services that a country could buy, most room first."""
    exporter = exporter_of(request.GET)
    run = run_of(exporter)
    found = _of_market(run, importer)
    facts = _ranked(request, run, found, by_group=True) | {
        "market": country_name(importer),
        "country": country_name(exporter),
        "phase": run.neighbours.phase(importer) if run else None,
        "files": _files("public:service_market_table", importer, exporter),
    }
    return render(request, "services/market.html", facts)


@seen_by(PUBLIC)
def service_market_table(request: HttpRequest, importer: str, form: str) -> HttpResponseBase:
    """Give all groups of services of a market, in the page's order."""
    exporter = exporter_of(request.GET)
    run = run_of(exporter)
    return table_file(form, f"services-{exporter}-{importer}", _of_market(run, importer), run)


def _ranked(
    request: HttpRequest, run: ServicesRun | None, found: list[ServiceFacts], *, by_group: bool
) -> dict[str, Any]:
    """Return what both ranked pages show of the loaded table; without one, an empty state."""
    if run is None:
        return {"run": None}
    turned = Paginator(found, ON_A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    rows = rows_of(list(turned.object_list), run, turned.start_index() or 1, by_group=by_group)
    return {
        "run": run,
        "ground": ground_of(run),
        "turned": turned,
        "rows": rows,
        "by_group": by_group,
        "count": len(found),
        "near_usd": sum(each.gap_usd for each in found if each.phase == 1),
        "far_usd": sum(each.gap_usd for each in found if each.phase == 2),
        "sold_usd": sum(each.actual_usd for each in found),
    }


def _of_group(run: ServicesRun | None, group: str) -> list[ServiceFacts]:
    """Return the markets of a group; a group that no edition has is as good as not there."""
    if run is None:
        if group not in (*groups_of("2010"), *groups_of("2002")):
            raise Http404
        return []
    try:
        return shown(run, group=group)
    except ServiceGroupUnknown as unknown:
        raise Http404 from unknown


def _of_market(run: ServicesRun | None, importer: str) -> list[ServiceFacts]:
    if importer not in country_names():
        raise Http404
    try:
        found = shown(run, importer=importer) if run is not None else []
    except CountryUnknown as unknown:
        raise Http404 from unknown
    return sorted(found, key=lambda each: (-each.gap_usd, -each.potential_usd, each.group))


def _of_phase(found: list[ServiceFacts], phase: str) -> list[ServiceFacts]:
    return [each for each in found if phase == ALL or each.phase == int(phase)]


def _groups(found: list[ServiceFacts], run: ServicesRun) -> list[dict[str, Any]]:
    """Return every group of the table with the room of its markets, and how many units offer it."""
    providers = _providers()
    offered = {
        group: providers.get(code)
        for code in groups_of("2010")
        for group in groups_for(code, run.services.edition)
    }
    rows = []
    for group in run.services.totals.headings:
        rest = [each for each in found if each.group == group]
        rows.append(
            {
                "group": group,
                "name": group_name(group),
                "url": _address("public:service_group", group, run.exporter),
                "near_usd": sum(each.gap_usd for each in rest if each.phase == 1),
                "far_usd": sum(each.gap_usd for each in rest if each.phase == 2),
                "providers": offered.get(group),
            }
        )
    return sorted(rows, key=lambda row: (-(row["near_usd"] + row["far_usd"]), row["group"]))


def _markets(found: list[ServiceFacts], exporter: str) -> list[dict[str, Any]]:
    """Return the markets with most room for all groups together, neighbours first."""
    room: dict[str, list[float]] = {}
    phase = {each.importer: each.phase for each in found}
    for each in found:
        sold, left = room.setdefault(each.importer, [0.0, 0.0])
        room[each.importer] = [sold + each.potential_usd - each.gap_usd, left + each.gap_usd]
    first = sorted(room, key=lambda name: (phase[name], -room[name][1], name))[:ON_A_PAGE]
    return [
        {
            "label": country_name(name),
            "link": _address("public:service_market", name, exporter),
            "parts": tuple(room[name]),
            "figure": room[name][1] / 1e6,
            "note": _("neighbour") if phase[name] == 1 else "",
        }
        for name in first
    ]


def _providers() -> dict[str, int]:
    """Return how many registered units offer each group, where not too few; kept for minutes."""
    counted = cache.get("services:providers")
    if counted is None:
        many = counted_by(Unit.objects.filter(kind="service"), "service_code")
        counted = {
            code: count for code, count in many.items() if code and told_alone(count) is not None
        }
        cache.set("services:providers", counted, KEPT_S)
    return counted


def _phases(group: str, exporter: str, phase: str) -> list[dict[str, Any]]:
    words = ((ALL, _("All markets")), (NOW, _("Neighbours, now")), (LATER, _("Further, later")))
    return [
        {
            "word": word,
            "url": _address("public:service_group", group, exporter, phase=key),
            "is_chosen": key == phase,
        }
        for key, word in words
    ]


def _files(view: str, what: str, exporter: str, phase: str = "") -> list[tuple[str, str]]:
    return [(form.upper(), _address(view, what, exporter, form, phase=phase)) for form in FORMS]


def _address(view: str, what: str, exporter: str, *more: str, **query: str) -> str:
    asked = {key: told for key, told in query.items() if told}
    if exporter != own_country():
        asked["exporter"] = exporter
    return reverse(view, args=(what, *more)) + (f"?{urlencode(asked)}" if asked else "")


urlpatterns = [
    path("services/", services, name="services"),
    path("services/groups/<str:group>/", service_group, name="service_group"),
    path(
        "services/groups/<str:group>/markets.<str:form>",
        service_group_table,
        name="service_group_table",
    ),
    path("services/markets/<str:importer>/", service_market, name="service_market"),
    path(
        "services/markets/<str:importer>/services.<str:form>",
        service_market_table,
        name="service_market_table",
    ),
]
