"""Groups and units of the database as the supply of a market plan."""

from typing import Any

import polars as pl
from django.db.models import Avg, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.consortia.proposal_life import ProposalState
from hamafza.registry.unit_facts import Use
from hamafza.runs.market_serving import supply_in_shipments
from hamafza.vocabulary.tables.market_plan import CAPACITIES, PlanSupply
from hamafza.vocabulary.tables.units import UNCLASSIFIED
from hamafza.web.exchange import Binding
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.consortia import Member
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.units import Unit

_BY_SHIPMENTS = "reckoned from the capacity in shipments"
_RECKONED = {
    **dict.fromkeys(CAPACITIES, _BY_SHIPMENTS),
    "lot_units": _BY_SHIPMENTS,
    "unit_usd_cents": _BY_SHIPMENTS,
    "margin_share": "no margin is kept of anybody; the parameters have one for all",
}
BINDINGS = (
    Binding(
        PlanSupply,
        Proposal,
        renamed={"group_id": "id", "hs4": "family"},
        not_kept=_RECKONED
        | dict.fromkeys(("label", "province", "lat_deg", "lon_deg"), "the lead unit's own")
        | {"readiness": "the mean of its members"},
    ),
    Binding(PlanSupply, Unit, renamed={"group_id": "unit_id", "label": "name"}, not_kept=_RECKONED),
)
_HEADING = r"^\d{4}$"
_LEFT = ("declined",)
_GROUP = {
    "group_id": pl.Int64, "name": pl.String, "city": pl.String, "hs4": pl.String,
    "province": pl.String, "lat_deg": pl.Float64, "lon_deg": pl.Float64, "capacity": pl.Float64,
    "readiness": pl.Float64,
}  # fmt: skip


def groups_in(*states: ProposalState) -> QuerySet[Proposal]:
    """Return the groups of goods in these states, but those whose consortium is dissolved."""
    chosen = Proposal.objects.filter(state__in=states, family__regex=_HEADING)
    return chosen.exclude(consortium__state=ConsortiumState.DISSOLVED)


def whole_within(groups: QuerySet[Proposal], units: QuerySet[Unit]) -> QuerySet[Proposal]:
    """Return those groups all of whose members are among the units."""
    strange = ProposalMember.objects.exclude(unit__in=units.order_by().values("pk"))
    return groups.exclude(pk__in=strange.order_by().values("proposal"))


def supply_of_groups(groups: QuerySet[Proposal]) -> pl.DataFrame:
    """
    Return the groups as a PlanSupply; of an adopted one, what those make who have not said no.

    A group's place is its lead's, its readiness the mean of its members.
    """
    stay = Member.objects.filter(consortium__proposal=OuterRef("pk")).exclude(state__in=_LEFT)
    makes = stay.order_by().values("consortium__proposal").annotate(sum=Sum("unit__capacity"))
    told = groups.order_by("pk").annotate(
        makes=Coalesce(Subquery(makes.values("sum")), F("capacity")),
        ready=Avg("members__unit__readiness"),
    )
    rows = told.values_list(
        "pk", "lead_unit__name", "lead_unit__city", "family", "lead_unit__province",
        "lead_unit__lat_deg", "lead_unit__lon_deg", "makes", "ready",
    )  # fmt: skip
    return _supply(rows)


def supply_of_units(units: QuerySet[Unit], hs4: str) -> pl.DataFrame:
    """Return makers of a heading as a PlanSupply, but those who agreed no more to be matched."""
    makers = units.counted().filter(kind="maker", hs4=hs4)  # type: ignore[attr-defined]
    makers = makers.exclude(family=UNCLASSIFIED).exclude(agreed_no_more(Use.MATCHING))
    rows = makers.order_by("pk").values_list(
        "pk", "name", "city", "hs4", "province", "lat_deg", "lon_deg", "capacity", "readiness"
    )
    return _supply(rows)


def _supply(rows: QuerySet[Any]) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema=_GROUP, orient="row")
    label = pl.concat_str("name", "city", separator="، ")
    return supply_in_shipments(frame.with_columns(label=label).drop("name", "city"))
