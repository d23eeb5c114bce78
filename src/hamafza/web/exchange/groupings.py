"""Groups of a formation: rows as the values that regrouping works on, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl
from django.db.models import Max

from hamafza.consortia.params import FormationParams
from hamafza.consortia.proposal_life import ProposalState
from hamafza.consortia.regrouping import Group, Place, Units, capacity_of, value_of, ways_km
from hamafza.runs.routing import routes_for
from hamafza.vocabulary.tables.formation import Consortia
from hamafza.web.exchange import Binding
from hamafza.web.exchange.proposals import ways_by_group
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit

BINDINGS = (Binding(Consortia, Proposal),)

_PLACE = ("lat_deg", "lon_deg", "capacity", "readiness", "weight")
_INHERITED = (
    "family", "market", "phase", "potential_usd", "actual_usd", "gap_usd", "bound", "gap_share",
    "route", "route_km", "route_days", "route_cost_usd", "why", "is_demo",
)  # fmt: skip


def groups_of(proposals: Iterable[Proposal]) -> dict[int, Group]:
    """Return the groups of these proposals, by their number in the run."""
    rows = {proposal.pk: proposal for proposal in proposals}
    members: dict[int, list[int]] = {pk: [] for pk in rows}
    belonging = ProposalMember.objects.filter(proposal__in=rows).values_list("proposal", "unit")
    for pk, unit in belonging.order_by("unit"):
        members[pk].append(unit)
    return {
        row.consortium_id: Group(
            row.consortium_id, row.lead_unit_id, tuple(members[pk]), row.pinned
        )
        for pk, row in rows.items()
    }


def places_of(units: Iterable[int], params: FormationParams) -> dict[int, Place]:
    """Return what the rules ask of these units; weights with the run's equity factors."""
    asked = ("unit_id", *_PLACE, "home_based", "women_owned", "province")
    rows = Unit.objects.filter(pk__in=set(units)).values(*asked)
    return {row["unit_id"]: _place(row, params) for row in rows}


def _place(row: dict[str, Any], params: FormationParams) -> Place:
    equity = params.equity
    factor = equity.province.get(row["province"], 1.0)
    factor *= equity.home_based if row["home_based"] else 1.0
    factor *= equity.women_owned if row["women_owned"] else 1.0
    told = {name: row[name] for name in _PLACE}
    return Place(**(told | {"weight": row["weight"] * factor}))


def as_rows(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Return groups as an edit's record keeps them."""
    return [asdict(group) | {"members": list(group.members)} for group in groups]


def from_rows(rows: Sequence[dict[str, Any]]) -> list[Group]:
    """Return the groups that an edit's record kept."""
    return [Group(**(row | {"members": tuple(row["members"])})) for row in rows]


def next_number(run: Run) -> int:
    """Return a number that no group of the run has yet."""
    last = Proposal.objects.filter(run=run).aggregate(last=Max("consortium_id"))["last"]
    return (last or 0) + 1


def write_group(
    group: Group,
    units: Units,
    params: FormationParams,
    row: Proposal,
    *,
    edit: int,
    waits_as: ProposalState,
) -> None:
    """
    Keep a group's members, lead and figures in its row, and its way anew if the lead moved.

    ``edit`` is the number of the change; a group that comes back from having no members waits
    as ``waits_as`` again.
    """
    is_new = row.pk is None
    row.pinned, row.edited = group.pinned, edit
    row.size, row.capacity = len(group.members), capacity_of(group, units)
    row.value = value_of(group, units, params)
    row.state = (waits_as if group.members else ProposalState.DISSOLVED).value
    moves = is_new or row.lead_unit_id != group.lead
    row.lead_unit_id = group.lead
    if moves and group.members:
        _find_way(row, units[group.lead])
    row.save()
    row.members.all().delete()
    if group.members:
        ProposalMember.objects.bulk_create(
            ProposalMember(proposal=row, unit_id=unit, km_to_lead=km, is_demo=row.is_demo)
            for unit, km in zip(group.members, ways_km(group, units), strict=True)
        )


def new_row(run: Run, group: Group, beside: Proposal) -> Proposal:
    """Return a row, not kept yet, for a group split off another: of its goods and its market."""
    inherited = {name: getattr(beside, name) for name in _INHERITED}
    return Proposal(run=run, consortium_id=group.number, **inherited)


def _find_way(row: Proposal, lead: Place) -> None:
    """Let the way begin at the lead; a market without a way stays without one."""
    if not row.market:
        return
    exporter = Unit.objects.values_list("country", flat=True).get(pk=row.lead_unit_id)
    place = {"consortium_id": [1], "lat_deg": [lead.lat_deg], "lon_deg": [lead.lon_deg]}
    leads = pl.DataFrame(place | {"country": [exporter]})
    asked = pl.DataFrame({"consortium_id": [1], "market": [row.market]})
    found = routes_for(leads, asked)
    told = next(found.routes.iter_rows(named=True), None)
    row.route = ways_by_group(found.legs).get((1, row.market), [])
    row.route_km = told["km"] if told else None
    row.route_days = told["days"] if told else None
    row.route_cost_usd = float(told["cost_usd"]) if told else None


def members_table(run: Run) -> pl.DataFrame:
    """Return the groups of a run as they stand: group, lead_unit_id, unit_id, a row a member."""
    rows = ProposalMember.objects.filter(proposal__run=run).exclude(
        proposal__state=ProposalState.DISSOLVED
    )
    told = rows.values_list("proposal__consortium_id", "proposal__lead_unit_id", "unit_id")
    schema = {"group": pl.Int64, "lead_unit_id": pl.Int64, "unit_id": pl.Int64}
    return pl.DataFrame(list(told.order_by("pk")), schema=schema, orient="row")
