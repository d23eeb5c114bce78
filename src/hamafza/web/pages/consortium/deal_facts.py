"""What a page on a deal shows: its life, offers, shares with reasons, and money."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.orders.allotment_life import AllotmentState, MilestoneState
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.settlement_life import SettlementState
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.writing import percent
from hamafza.web.actions import milestones as service
from hamafza.web.actions.deals import since
from hamafza.web.actions.offers import are_open_to_read
from hamafza.web.dealwords import (
    DEAL_STATES,
    KEYS,
    MEASURES,
    MILESTONE_STATES,
    SETTLEMENT_STATES,
    SHARE_STATES,
    STAGES,
    VERBS,
)
from hamafza.web.placenames import city_name, country_name, destination
from hamafza.web.records.deals import Allotment, Deal, DealLine
from hamafza.web.records.events import Event
from hamafza.web.shares import reason_in_words


def of(deal: Deal) -> dict:
    """Return all that the manager and the office see; sealed offers are not among it."""
    line = deal.lines.first()
    told = shares(line)
    return {
        "deal": deal,
        "destination": place(deal),
        "origin": origin(deal),
        "any_accepted": sum(share.accepted for share in told),
        "total_offered": sum(share.offered for share in told),
        "total_shared": sum(share.quantity for share in told),
        "history": _history(deal),
        "line": line,
        "measure": measure(line),
        "state": state_word(deal),
        "stages": stages(deal),
        "offers": _offers(line),
        "shares": told,
        "rule": _rule(deal),
        "fall": fall(deal),
        "milestones": _milestones(deal),
        "settlement_word": SETTLEMENT_STATES[SettlementState(deal.settlement_state)],
        "quote": deal.quotes.order_by("-version").first(),
        "payouts": list(deal.payouts.filter(round=deal.settlement_round).select_related("unit")),
        "per_piece": _per_piece(deal),
    }


def state_word(deal: Deal) -> str:
    """Return the state in the reader's language."""
    return str(DEAL_STATES[DealState(deal.state)])


def place(deal: Deal) -> str:
    """Return the final destination, always with its country."""
    return destination(deal.destination_city, deal.final_destination, get_language() or "fa")


def origin(deal: Deal) -> str:
    """Return where the goods or the team come from: country and province, never hidden."""
    if deal.consortium is None:
        return ""
    lead, language = deal.consortium.lead_unit, get_language() or "fa"
    comma = "، " if language == "fa" else ", "
    return country_name(lead.country, language) + comma + city_name(lead.province, language)


def measure(line: DealLine | None) -> str:
    """Return what the quantity counts."""
    return str(MEASURES.get(line.measure, line.measure)) if line else ""


def stages(deal: Deal) -> list[dict]:
    """Return the life as the reader sees it: done, now, still ahead."""
    days = since(deal)
    way = STAGES[DealKind(deal.kind)]
    state = DealState(deal.held_from or deal.state)
    here = next((i for i, (_label, states) in enumerate(way) if state in states), -1)
    over = state is DealState.CLOSED
    return [
        {
            "label": str(label),
            "state": "done" if i < here or over else "now" if i == here else "ahead",
            "when": _when(days, states) if i < here or over else _ahead(deal, states),
        }
        for i, (label, states) in enumerate(way)
    ]


def shares(line: DealLine | None) -> list[Allotment]:
    """Return every member's share, the largest first and the zeros last, with its reason."""
    if line is None:
        return []
    found = line.allotments.select_related("unit").order_by("-quantity", "-offered", "unit_id")
    lead = line.deal.consortium.lead_unit_id if line.deal.consortium else None
    return [dressed(share, lead) for share in found]


def dressed(share: Any, lead: int | None = None) -> Any:
    """Return the share with its words."""
    language = get_language() or "fa"
    share.reason = reason_in_words(share.reason_code, share.reason_facts, language)
    share.state_word = str(SHARE_STATES[AllotmentState(share.state)])
    share.is_lead = share.unit_id == lead
    return share


def fall(deal: Deal) -> list[dict]:
    """Return the waterfall of all that was received."""
    received = sum(one.amount_minor for one in deal.receipts.all())
    deductions = list(deal.deductions.all())
    if not received or not deductions:
        return []
    rows = [{"label": _("Received from the buyer"), "amount": Money(received, deal.currency)}]
    left = received
    for taken in deductions:
        left -= taken.amount_minor
        rows.append(
            {
                "label": taken.title_fa if get_language() == "fa" else taken.title_en,
                "note": key_words(taken.key, _tier_rate(deal, taken.kind)),
                "amount": Money(-taken.amount_minor, deal.currency),
                "kind": "keep" if taken.kind == "retention" else "take",
            }
        )
    net = {"label": _("Net to the members"), "amount": Money(left, deal.currency), "kind": "net"}
    return [*rows, net]


def key_words(key: str, rate: str = "") -> str:
    """Return by which key a line was charged."""
    language = get_language() or "fa"
    if key == "rate" and rate:
        return percent(float(rate), language, 0)
    comma = "، " if language == "fa" else ", "
    return comma.join(str(KEYS[one]) for one in key.split(", ") if one in KEYS)


def _tier_rate(deal: Deal, tier: str) -> str:
    return str(deal.rule.get(f"{tier}_share", ""))


def _offers(line: DealLine | None) -> dict:
    """Return the offers once they may be read; before, only how many lie there sealed."""
    if line is None:
        return {}
    consortium = line.deal.consortium
    members = consortium.members.filter(state="accepted").count() if consortium else 0
    told: dict[str, Any] = {
        "given": line.offers.count(),
        "members": members,
        "closes_at": line.deal.offers_close_at,
        "are_open": are_open_to_read(line),
    }
    if told["are_open"]:
        told["rows"] = list(line.offers.select_related("unit").order_by("unit__name"))
        told["total"] = sum(offer.quantity for offer in told["rows"])
    return told


def _rule(deal: Deal) -> dict:
    """Return the frozen rule in figures."""
    if not deal.rule:
        return {}
    line = deal.lines.first()
    ceiling = float(deal.rule["ceiling_share"])
    return {
        "version": deal.rule["bylaws_version"],
        "voted_at": date.fromisoformat(deal.rule["voted_at"]) if deal.rule["voted_at"] else None,
        "ceiling_share": ceiling,
        "ceiling": int(ceiling * line.quantity) if line else 0,
        "min_quantity": deal.rule["min_quantity"],
    }


def _milestones(deal: Deal) -> list:
    if deal.kind != DealKind.SERVICE.value or not deal.milestones.exists():
        return []
    found: list[Any] = list(deal.milestones.order_by("number"))
    for milestone, amount in zip(found, service.amounts(deal), strict=True):
        milestone.amount = Money(amount, deal.currency)
        milestone.state_word = str(MILESTONE_STATES[MilestoneState(milestone.state)])
    return found


def _per_piece(deal: Deal) -> dict | None:
    """Return price and net of one piece, when money has been divided."""
    rows = fall(deal)
    pieces = sum(s.accepted for line in deal.lines.all() for s in line.allotments.all())
    if not rows or not pieces or rows[0]["amount"].minor < pieces * deal.unit_price_minor:
        return None  # of a part payment a net for each piece would mislead
    return {
        "price": Money(deal.unit_price_minor, deal.currency),
        "net": Money(rows[-1]["amount"].minor // pieces, deal.currency),
    }


def _when(days: dict[str, date], states: tuple) -> date | str:
    known = [days[state.value] for state in states if state.value in days]
    return min(known) if known else ""


def _ahead(deal: Deal, states: tuple) -> date | str:
    """Return a day that is known already: the end of the offers, or of the claims."""
    if DealState.OFFERS_OPEN in states and deal.offers_close_at:
        return timezone.localdate(deal.offers_close_at)
    if DealState.CLAIMS_WINDOW in states and deal.claims_until:
        return deal.claims_until
    return ""


def _history(deal: Deal) -> list[Event]:
    """Return the deal's own events with words for their states."""
    events: list[Any] = list(
        Event.objects.filter(subject_kind="deal", subject_id=deal.pk)
        .select_related("actor")
        .order_by("-id")
    )
    for event in events:
        state = event.after.get("state")
        known = state in set(DealState)
        event.word = str(DEAL_STATES[DealState(state)] if known else VERBS.get(event.verb, ""))
    return [event for event in events if event.word]
