"""Proposed consortia for programs of the two institutions."""

from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Query, Router, Schema

from hamafza.web.access import OFFICE
from hamafza.web.api.answers import answered_to
from hamafza.web.records.accounts import Role
from hamafza.web.records.proposals import Proposal

router = Router(tags=["proposals"])
READERS = (*OFFICE, Role.OBSERVER)


class ProposalOut(ModelSchema):
    lead: str = Field(alias="lead_unit.public_id")

    class Meta:
        model = Proposal
        fields = (
            *("id", "family", "size", "capacity", "value", "bound", "gap_share", "state"),
            *("market", "phase", "potential_usd", "actual_usd", "gap_usd"),
            *("route_km", "route_days", "route_cost_usd", "is_demo"),
        )


class MemberOut(Schema):
    public_id: str = Field(alias="unit.public_id")
    name: str = Field(alias="unit.name")
    city: str = Field(alias="unit.city")
    km_to_lead: float
    capacity: float = Field(alias="unit.capacity")


class ProposalWithMembersOut(ProposalOut):
    members: list[MemberOut]
    route: list
    why: dict


class ProposalsOut(Schema):
    proposals: list[ProposalOut]
    after: int | None


class Asked(Schema):
    family: str = ""
    market: str = ""
    state: str = ""
    after: int = 0
    limit: int = Field(50, ge=1, le=500)


@router.get("", response=ProposalsOut, summary="Proposed consortia")
@answered_to(*READERS)
def search(request, asked: Query[Asked]):
    """Proposals in the order of their numbers, narrowed by family, market or state."""
    exact = {name: getattr(asked, name) for name in ("family", "market", "state")}
    chosen = {name: value for name, value in exact.items() if value}
    found = Proposal.objects.filter(pk__gt=asked.after, **chosen).select_related("lead_unit")
    page = list(found.order_by("pk")[: asked.limit])
    return {"proposals": page, "after": page[-1].pk if len(page) == asked.limit else None}


@router.get("/{number}", response=ProposalWithMembersOut, summary="One proposal")
@answered_to(*READERS)
def one(request, number: int):
    """One proposal with its members, its way to the market, and why."""
    whole = Proposal.objects.select_related("lead_unit").prefetch_related("members__unit")
    return get_object_or_404(whole, pk=number)
