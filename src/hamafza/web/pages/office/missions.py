"""Fairs and trade missions in the office: who goes, what it cost, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hamafza.markets.lead_costs import cost_of as cost_of_trips
from hamafza.markets.leads import MissionKind
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import missions as act
from hamafza.web.branches import leads_of, missions_of
from hamafza.web.goodsnames import language
from hamafza.web.leadwords import MISSION_KINDS
from hamafza.web.pages import lead_facts
from hamafza.web.pages.fact_forms import day_in_figures
from hamafza.web.pages.office.lead_forms import MissionForm
from hamafza.web.pages.taken_along import file_of
from hamafza.web.pages.trade_fields import country_choices
from hamafza.web.placenames import city_abroad, country_name
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.missions import Mission, MissionGoer

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
A_PAGE = 25
MOST_COUNTED = 5_000
"""Missions added up on one page; a programme holds a few dozen a year."""


def within_reach(user: User, number: int) -> bool:
    """An officer of a branch sees the missions to which a group of the own branch goes."""
    return missions_of(user).filter(pk=number).exists()


@seen_by(*READERS)
def missions(request):
    """Missions, the newest first, and what a lead and an order cost, by currency."""
    found = _chosen(request)
    page = Paginator(found, A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    everything = list(found[:MOST_COUNTED])
    lines, left_out = lead_facts.costs(everything, _loose(request))
    facts = {
        "page": page,
        "rows": _rows(list(page.object_list)),
        "lines": lines,
        "left_out": left_out,
        "signed": lead_facts.under_contract(everything),
        "market": request.GET.get("market", ""),
        "countries": country_choices(),
        "may_enter": request.user.role in OFFICE,
        "sees_leads": request.user.role != Role.OBSERVER,
        "taken": request.GET.urlencode(),
    }
    return render(request, "leads/missions.html", facts)


@seen_by(*READERS)
def missions_file(request, form: str):
    """Hand over the missions that the list shows, each with its own cost per lead and order."""
    headings = (
        _("Kind"), _("Name"), _("Country"), _("City"), _("First day"), _("Last day"),
        _("Who goes"), _("Cost"), _("Currency"), _("Leads"), _("Orders"), _("Cost per lead"),
        _("Cost per order"), _("Synthetic data"),
    )  # fmt: skip
    rows = (
        (row["kind"], row["mission"].name, row["country"], row["mission"].city,
         row["mission"].begins_on, row["mission"].ends_on, " / ".join(row["goers"]),
         _plain(row["cost"]), row["mission"].currency, row["leads"], row["orders"],
         _plain(row["per_lead"]), _plain(row["per_order"]),
         gettext("yes") if row["mission"].is_demo else gettext("no"))
        for row in _rows(list(_chosen(request)[:MOST_COUNTED]))
    )  # fmt: skip
    return file_of(form, "missions", headings, rows)


@seen_by(*OFFICE)
def enter(request):
    """Enter a fair or mission."""
    form = MissionForm(request.POST or None, is_demo=request.user.is_demo)
    if request.method == "POST" and form.is_valid():
        kept = act.enter_mission(actor=request.user, told=form.told(), **form.goers())
        messages.success(request, gettext("The mission is kept."))
        return redirect("office:mission", kept.pk)
    facts = {"form": form, "mission": None}
    return render(request, "leads/enter_mission.html", facts, status=422 if form.is_bound else 200)


@seen_by(*READERS, scope=within_reach)
def mission(request, number: int):
    """One mission: who goes, its leads within the reader's reach, its cost per lead and order."""
    kept = get_object_or_404(Mission, pk=number)
    sees_leads = request.user.role != Role.OBSERVER
    of_it = leads_of(request.user).filter(mission=kept).select_related(*lead_facts.LINKED)
    page = Paginator(of_it, A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = _rows([kept])[0] | {
        "page": page if sees_leads else None,
        "rows": lead_facts.rows(page.object_list) if sees_leads else [],
        "may_change": request.user.role in OFFICE,
        "signed": lead_facts.under_contract([kept]),
    }
    return render(request, "leads/mission.html", facts)


@seen_by(*OFFICE)
def correct(request, number: int):
    """Change a mission, such as its cost when the bills are there."""
    kept = get_object_or_404(Mission, pk=number)
    form = MissionForm(request.POST or None, is_demo=kept.is_demo, initial=_written(kept))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        told = form.told()
        act.correct_mission(
            actor=request.user, mission=kept, told=told, version=version, **form.goers()
        )
        messages.success(request, gettext("The correction is kept."))
        return redirect("office:mission", number)
    facts = {"form": form, "mission": kept}
    return render(request, "leads/enter_mission.html", facts, status=422 if form.is_bound else 200)


def _chosen(request) -> QuerySet[Mission]:
    found = missions_of(request.user).order_by("-begins_on", "-id")
    if market := request.GET.get("market", ""):
        found = found.filter(country=market)
    return found


def _loose(request) -> int:
    """Count the leads that no fair or mission brought, within the same market."""
    loose = leads_of(request.user).filter(mission=None)
    if market := request.GET.get("market", ""):
        loose = loose.filter(market=market)
    return loose.count()


def _rows(found: list[Mission]) -> list[dict[str, Any]]:
    """Dress missions, all at once; what is still to come has no cost per lead yet."""
    trips = lead_facts.trips_of(found)
    going: dict[int, list[str]] = {}
    goers = MissionGoer.objects.filter(mission__in=found)
    for goer in goers.select_related("consortium", "proposal__lead_unit"):
        going.setdefault(goer.mission_id, []).append(lead_facts.group_name(goer))
    today = timezone.localdate()
    rows = []
    for each in found:
        trip = trips[each.pk]
        line = cost_of_trips([trip]) if trip.cost is not None and trip.has_begun else None
        rows.append({
            "mission": each,
            "kind": MISSION_KINDS[MissionKind(each.kind)],
            "country": country_name(each.country, language()),
            "city": city_abroad(each.city, each.country, language()),
            "goers": going.get(each.pk, []),
            "cost": trip.cost,
            "leads": trip.leads,
            "orders": len(trip.orders),
            "per_lead": line.per_lead if line else None,
            "per_order": line.per_order if line else None,
            "is_to_come": each.begins_on > today,
        })  # fmt: skip
    return rows


def _plain(money) -> float | None:
    return None if money is None else float(money.as_decimal())


def _written(kept: Mission) -> dict[str, object]:
    names = ("kind", "name", "country", "city", "currency", "cost_evidence", "note", "version")
    cost = act.cost_of(kept)
    proposal = kept.goers.exclude(proposal=None).values_list("proposal", flat=True).first()
    return {name: getattr(kept, name) for name in names} | {
        "begins_on": day_in_figures(kept.begins_on),
        "ends_on": day_in_figures(kept.ends_on),
        "cost": cost.as_decimal() if cost else None,
        "consortia": list(kept.goers.exclude(consortium=None).values_list("consortium", flat=True)),
        "proposal": proposal or "",
    }


urlpatterns = [
    path("missions/", missions, name="missions"),
    path("missions/file/<str:form>/", missions_file, name="missions_file"),
    path("missions/new/", enter, name="enter_mission"),
    path("missions/<int:number>/", mission, name="mission"),
    path("missions/<int:number>/correct/", correct, name="correct_mission"),
]
