"""What pages and files show of buyers' leads and missions: words, groups, costs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hamafza.markets.lead_costs import LeadCost, LeftOut, Trip, lead_costs
from hamafza.markets.leads import LEAD_LIFE, LeadState
from hamafza.web.actions.lead_screening import standings
from hamafza.web.actions.missions import cost_of
from hamafza.web.goodsnames import code_name, language
from hamafza.web.leadwords import LEAD_STATES, LEAD_STEPS, LEAD_VERBS
from hamafza.web.placenames import city_name, country_name
from hamafza.web.records.deals import Deal
from hamafza.web.records.events import Event
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from hamafza.web.screeningwords import STANDINGS

LINKED = (
    "party", "mission", "consortium", "proposal__lead_unit", "deal", "owner", "entered_by",
)  # fmt: skip
UNDER_CONTRACT = Q(unit_price_minor__gt=0)
"""A deal whose price was signed."""


def rows(leads: Iterable[BuyerLead]) -> list[dict[str, Any]]:
    """Dress leads, all at once: their words, their group, how their screening stands."""
    told = list(leads)
    stand = standings(told)
    return [_row(lead, stand[lead.pk]) for lead in told]


def _row(lead: BuyerLead, standing: Any) -> dict[str, Any]:
    kind, word = LEAD_STATES[LeadState(lead.state)]
    look, said = STANDINGS[standing]
    return {
        "lead": lead,
        "badge": {"kind": kind, "word": word},
        "screening": {"kind": look, "word": said, "standing": standing},
        "market": country_name(lead.market, language()),
        "group": group_name(lead),
        "met": lead.mission.name if lead.mission else lead.met_at,
    }


def group_name(tied: Any) -> str:
    """Return the name of the consortium or proposal that a lead or a goer is tied to."""
    if tied.consortium is not None:
        first, second = tied.consortium.name_fa, tied.consortium.name_en
        return str((second or first) if language() == "en" else first)
    if tied.proposal is None:
        return ""
    goods = code_name(tied.proposal.family)
    return _("Proposal: %(goods)s, %(city)s") % {
        "goods": goods,
        "city": city_name(tied.proposal.lead_unit.city, language()),
    }


def steps_of(lead: BuyerLead) -> list[dict[str, Any]]:
    """Return the steps the lead may take now, the loss last."""
    towards = LEAD_LIFE.next_states(LeadState(lead.state))
    return [
        {"towards": each.value, "word": LEAD_STEPS[each], "asks_why": each is LeadState.LOST,
         "asks_deal": each is LeadState.WON}
        for each in towards
    ]  # fmt: skip


def stages_of(lead: BuyerLead) -> list[dict[str, Any]]:
    """Return the life as a line: where it is, what lies ahead; a lost one ends where it was."""
    way = [LeadState.NEW, LeadState.CONTACTED, LeadState.SAMPLING, LeadState.NEGOTIATING]
    state = LeadState(lead.state)
    way.append(LeadState.LOST if state is LeadState.LOST else LeadState.WON)
    entered = _days(lead)
    here = way.index(state)
    return [
        {
            "label": str(LEAD_STATES[each][1]),
            "state": _place(at, here, each, entered, LEAD_LIFE.is_over(state)),
            "when": entered.get(each.value, ""),
        }
        for at, each in enumerate(way)
    ]


def _place(at: int, here: int, each: LeadState, entered: dict[str, Any], over: bool) -> str:
    if at == here:
        return "done" if over else "now"
    return "done" if at < here and each.value in entered else "ahead"


def _days(lead: BuyerLead) -> dict[str, Any]:
    days = {LeadState.NEW.value: lead.met_on}
    moves = Event.objects.filter(subject_kind="buyerlead", subject_id=lead.pk, verb="move-lead")
    for event in moves.order_by("id"):
        days[event.after["state"]] = timezone.localdate(event.at)
    return days


def history_of(lead: BuyerLead) -> list[Any]:
    """Return what was done with a lead, the newest first, in words."""
    about = Event.objects.filter(subject_kind="buyerlead", subject_id=lead.pk)
    events: list[Any] = list(about.select_related("actor").order_by("-id")[:50])
    for event in events:
        event.word = (
            LEAD_STATES[LeadState(event.after["state"])][1]
            if event.verb == "move-lead"
            else LEAD_VERBS[event.verb]
        )
    return events


def deals_of(lead: BuyerLead) -> QuerySet[Deal]:
    """Return the deals by which a lead may be won: of the same buyer, and not lost."""
    found = Deal.objects.filter(buyer=lead.party_id)
    return found.exclude(state__in=("lost", "expired", "cancelled"))


def costs(missions: Sequence[Mission], loose: int = 0) -> tuple[list[LeadCost], LeftOut]:
    """Return what leads and orders of these missions cost, by currency, and what is left out."""
    return lead_costs(trips_of(missions).values(), loose)


def trips_of(missions: Sequence[Mission]) -> dict[int, Trip]:
    """Return each mission as a trip with its leads and orders, all asked for at once."""
    today = timezone.localdate()
    counted = BuyerLead.objects.filter(mission__in=missions).order_by("mission")
    leads = dict(counted.values_list("mission").annotate(Count("pk")))
    orders: dict[int, set[int]] = {}
    won = counted.filter(state=LeadState.WON).values_list("mission", "deal")
    for mission, deal in won:
        orders.setdefault(mission, set()).add(deal)
    return {
        each.pk: Trip(
            cost_of(each),
            leads.get(each.pk, 0),
            frozenset(orders.get(each.pk, ())),
            each.begins_on <= today,
        )
        for each in missions
    }


def under_contract(missions: Sequence[Mission]) -> int:
    """Return how many orders of these missions have a signed price."""
    won = BuyerLead.objects.filter(mission__in=missions, state=LeadState.WON).values("deal")
    return Deal.objects.filter(UNDER_CONTRACT, pk__in=won).count()
