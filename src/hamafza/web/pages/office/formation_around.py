"""What lies around a group: its members, groups to exchange with, units that are free."""

import math
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.consortia.params import FormationParams
from hamafza.consortia.regrouping import Group, broken_rules
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.svg import Picture
from hamafza.web import pictures
from hamafza.web.actions.regrouping import EDITABLE, Cost
from hamafza.web.exchange.formations import params_of_record
from hamafza.web.exchange.groupings import groups_of, places_of
from hamafza.web.pages.public.proposal_facts import named
from hamafza.web.placenames import city_name
from hamafza.web.records.formations import Formation
from hamafza.web.records.offices import Office
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.units import Unit

GROUPS_SHOWN = 12
UNITS_SHOWN = 15
LOOKED_AT = 300
KM_PER_DEGREE = 111.2


def group_facts(row: Proposal) -> dict[str, Any]:
    """Return a group's members with what each brings, its broken rules, and its picture."""
    params = params_of_record(row.run.record["parameters"])
    groups = groups_of([row])
    group = groups[row.consortium_id]
    units = places_of(group.members, params)
    formation = row.run.formation
    members = list(row.members.select_related("unit").order_by("km_to_lead", "unit_id"))
    lead = [member for member in members if member.unit_id == row.lead_unit_id]
    told = [_told(member, params, units[member.unit_id].weight) for member in members]
    told.sort(key=lambda each: each["unit"].pk != row.lead_unit_id)
    return {
        "proposal": row,
        "run": row.run,
        "formation": formation,
        "named": named(row),
        "members": told,
        "broken": broken_with_names(
            broken_rules(group, units, params, formation.forbidden), [m.unit for m in members]
        ),
        "params": params,
        "can_undo": formation.changes.filter(undone_at=None).exists(),
        "changes": [
            change
            for change in formation.changes.select_related("actor", "undone_by")[:40]
            if row.consortium_id in touched(change)
        ][:8],
        "picture": _picture(row, [m.unit for m in members]) if lead else None,
    }


def touched(change) -> set[int]:
    """Return the numbers of the groups that a change touched."""
    rows = [*change.before.get("groups", ()), *change.after.get("groups", ())]
    return {each["number"] for each in rows}


def broken_with_names(broken, units) -> list[dict[str, Any]]:
    """Return broken rules with the names of the units they speak of."""
    names = {unit.pk: unit.name for unit in units}
    return [
        {"code": each.code, "facts": dict(each.facts)}
        | {key: names.get(each.facts[key], "") for key in ("one", "other") if key in each.facts}
        for each in broken
    ]


def costed(cost: Cost | None) -> list[tuple[Group, list[dict[str, Any]]]]:
    """Return the groups that a change would leave, each with the rules it would break."""
    if cost is None:
        return []
    named_units = {unit for group, broken in cost.groups if broken for unit in group.members}
    units = list(Unit.objects.filter(pk__in=named_units)) if named_units else []
    return [(group, broken_with_names(broken, units)) for group, broken in cost.groups]


def around(row: Proposal) -> dict[str, Any]:
    """Return the nearest groups of the family, and free units within the lead's reach."""
    params = params_of_record(row.run.record["parameters"])
    return {"near": _near_groups(row, params), "free": _free_units(row, params, row.run.formation)}


def _near_groups(row: Proposal, params: FormationParams) -> list[dict[str, Any]]:
    beside = Proposal.objects.filter(run=row.run_id, family=row.family, state__in=EDITABLE)
    beside = beside.exclude(pk=row.pk).filter(**_box("lead_unit__", row, 2.5 * params.reach_km))
    found: list[dict[str, Any]] = [
        {"proposal": each, "km": _km(row, each.lead_unit), "city": _city(each.lead_unit)}
        for each in beside.select_related("lead_unit")[:LOOKED_AT]
    ]
    return sorted(found, key=lambda each: each["km"])[:GROUPS_SHOWN]


def _free_units(
    row: Proposal, params: FormationParams, formation: Formation
) -> list[dict[str, Any]]:
    """Return units of the family in no group of the run, those that would bring most first."""
    taken = ProposalMember.objects.filter(proposal__run=row.run_id, unit=OuterRef("pk"))
    free = Unit.objects.counted().filter(kind="maker", family=row.family).exclude(Exists(taken))
    free = free.filter(**_box("", row, params.reach_km))
    if provinces := row.run.parameters.get("provinces"):
        free = free.filter(province__in=provinces)
    if office := row.run.office:
        free = free.filter(office__in=Office.objects.below(office).values("pk"))
    looked = list(free[:LOOKED_AT])
    weights = places_of([unit.pk for unit in looked], params) if looked else {}
    found: list[dict[str, Any]] = []
    for unit in looked:
        km = _km(row, unit)
        if km <= params.reach_km:
            brings = weights[unit.pk].weight - params.distance_cost_per_km * km
            found.append({"unit": unit, "km": km, "brings": brings, "city": _city(unit)})
    return sorted(found, key=lambda each: -each["brings"])[:UNITS_SHOWN]


def _told(member: ProposalMember, params: FormationParams, weight: float) -> dict[str, Any]:
    unit = member.unit
    return {
        "unit": unit,
        "km": member.km_to_lead,
        "city": _city(unit),
        "brings": weight - params.distance_cost_per_km * member.km_to_lead,
        "may_lead": unit.readiness >= params.lead_readiness,
    }


def _picture(row: Proposal, units: list[Unit]) -> Picture:
    others = [unit for unit in units if unit.pk != row.lead_unit_id]
    return pictures.consortium(
        row.lead_unit.country, _("Map of the group's members and their lead"),
        _place(row.lead_unit), [_place(unit) for unit in others], firm=row.state == "adopted",
    )  # fmt: skip


def _place(unit: Unit) -> pictures.Place:
    return pictures.Place(unit.lat_deg, unit.lon_deg, _city(unit), unit.name)


def _box(prefix: str, row: Proposal, km: float) -> dict[str, float]:
    lat, lon = row.lead_unit.lat_deg, row.lead_unit.lon_deg
    high = km / KM_PER_DEGREE
    wide = high / max(0.1, math.cos(math.radians(lat)))
    return {
        f"{prefix}lat_deg__gte": lat - high,
        f"{prefix}lat_deg__lte": lat + high,
        f"{prefix}lon_deg__gte": lon - wide,
        f"{prefix}lon_deg__lte": lon + wide,
    }


def _km(row: Proposal, unit: Unit) -> float:
    lead = row.lead_unit
    return float(great_circle_km(lead.lat_deg, lead.lon_deg, unit.lat_deg, unit.lon_deg))


def _city(unit: Unit) -> str:
    return city_name(unit.city, (get_language() or "fa")[:2])
