"""Deals: asked for by a buyer, moved along their life, screened at every gate."""

from dataclasses import astuple
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from hamafza.consortia.lifecycle import MAY_DEAL, ConsortiumState, MayNotDealYet
from hamafza.orders.allotment_life import ALLOTMENT_LIFE, AllotmentState
from hamafza.orders.enquiry import Enquiry, checked_enquiry
from hamafza.orders.lifecycle import SCREENING_GATES, DealKind, DealState, step_deal
from hamafza.orders.offers import OffersStillSealed
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import goods_control, screening
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange.orders import frozen_rule
from hamafza.web.exchange.screening import UNKNOWN_COUNTRY
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Bylaws, Consortium
from hamafza.web.records.deals import Allotment, Deal, DealLine, Offer
from hamafza.web.records.events import Event
from hamafza.web.records.parties import Party

_LINK = "hamafza.deal"

PLAIN_STEPS = frozenset(
    {
        DealState.QUALIFIED,
        DealState.LOST,
        DealState.EXPIRED,
        DealState.CANCELLED,
        DealState.IN_PRODUCTION,
        DealState.DELIVERED,
        DealState.MILESTONES,
        DealState.CLAIMS_WINDOW,
    }
)
"""Steps that need nothing but the wish to take them; the others have actions of their own."""

_WITH_THE_DEAL = {
    DealState.IN_PRODUCTION: ({AllotmentState.CONFIRMED}, AllotmentState.PRODUCING),
    DealState.MILESTONES: ({AllotmentState.CONFIRMED}, AllotmentState.PRODUCING),
}


class NoConsortiumYet(Refusal):
    code = "deal-without-consortium"


class GoodsCodeMissing(Refusal):
    """A good without a confirmed code enters no quote."""

    code = "deal-without-goods-code"


class ReasonMissing(Refusal):
    code = "reason-missing"


class CustomsNumberMissing(Refusal):
    code = "customs-number-missing"


class ClosesInThePast(Refusal):
    code = "offers-close-in-the-past"


def ask(
    *,
    actor: User | None,
    enquiry: Enquiry,
    buyer: Party | None = None,
    contact: dict[str, str] | None = None,
    is_demo: bool = False,
    token: str = "",
) -> Deal:
    """
    Take an enquiry down; a stranger may ask, and follows the deal by a secret link.

    The same words under the same ``token`` of a form are one deal, however often they are sent;
    other words under it (somebody went back and corrected them) are another.
    """
    checked_enquiry(enquiry)
    once = _once(token, enquiry, buyer, contact)
    if once is not None and (there := Deal.objects.filter(asked_once=once).first()):
        return there
    try:
        return _take_down(actor, enquiry, buyer, contact, is_demo, once)
    except IntegrityError:
        there = Deal.objects.filter(asked_once=once).first() if once else None
        if there is None:
            raise
        return there


@transaction.atomic
def _take_down(
    actor: User | None,
    enquiry: Enquiry,
    buyer: Party | None,
    contact: dict[str, str] | None,
    is_demo: bool,
    once: str | None,
) -> Deal:
    demo = is_demo or belongs_to_demo(actor)
    party = buyer or Party.objects.create(
        name=enquiry.buyer_name, is_demo=demo, **(contact or {"country": UNKNOWN_COUNTRY})
    )
    deal = Deal.objects.create(
        buyer=party,
        kind=enquiry.kind.value,
        title=enquiry.goods_text[:200],
        final_destination=enquiry.destination_country,
        destination_city=enquiry.destination_place,
        end_user=enquiry.end_user,
        end_use=enquiry.end_use,
        most_days=enquiry.max_days,
        asked_once=once,
        is_demo=demo,
    )
    DealLine.objects.create(
        deal=deal,
        description=enquiry.goods_text,
        quantity=enquiry.quantity,
        measure=enquiry.unit,
        is_demo=demo,
    )
    record(actor=actor, verb="ask", subject=deal, after={"state": deal.state})
    screening.screen_if_it_can(actor=actor, deal=deal)
    return deal


def _once(
    token: str, enquiry: Enquiry, buyer: Party | None, contact: dict[str, str] | None
) -> str | None:
    if not token:
        return None
    said = (token, astuple(enquiry), buyer.pk if buyer else None, sorted((contact or {}).items()))
    return sha256(repr(said).encode()).hexdigest()


def secret(deal: Deal) -> str:
    """Return the part of the link by which a buyer without an account follows the deal."""
    return signing.dumps(deal.pk, salt=_LINK)


def by_secret(text: str) -> Deal | None:
    """Return the deal a link leads to, None for a link nobody gave out."""
    try:
        number = signing.loads(text, salt=_LINK)
    except signing.BadSignature:
        return None
    return Deal.objects.select_related("buyer", "consortium").filter(pk=number).first()


@transaction.atomic
def take_on(
    *, actor: User, deal: Deal, consortium: Consortium, hs6: str = "", service_code: str = ""
) -> Deal:
    """Give an enquiry to a consortium, with the code of what is asked for."""
    kept = locked(deal)
    if ConsortiumState(consortium.state) not in MAY_DEAL:
        raise MayNotDealYet(state=consortium.state)
    before = {"consortium": kept.consortium}
    kept.consortium = consortium
    kept.owner = kept.owner or actor
    kept.save(update_fields=["consortium", "owner"])
    kept.lines.update(hs6=hs6, service_code=service_code)
    after = {"consortium": consortium, "hs6": hs6, "service_code": service_code}
    record(actor=actor, verb="take-on-deal", subject=kept, before=before, after=after)
    return kept


@transaction.atomic
def move(*, actor: User, deal: Deal, towards: DealState, why: str = "") -> Deal:
    """Take a plain step of the deal's life."""
    if towards not in PLAIN_STEPS:
        raise ValueError(f"{towards} has an action of its own")
    kept = locked(deal)
    if towards is DealState.QUALIFIED:
        _check_complete(kept)
    if towards in {DealState.LOST, DealState.CANCELLED} and not why.strip():
        raise ReasonMissing()
    if towards is DealState.CLAIMS_WINDOW:
        kept.claims_until = timezone.localdate() + timedelta(days=int(kept.rule["claims_days"]))
        kept.save(update_fields=["claims_until"])
    step(actor=actor, deal=kept, towards=towards, why=why)
    if towards in _WITH_THE_DEAL:
        states, after = _WITH_THE_DEAL[towards]
        move_allotments(kept, states, after)
    return kept


@transaction.atomic
def hold(*, actor: User, deal: Deal, why: str) -> Deal:
    """Stop a deal wherever it is, with the reason."""
    if not why.strip():
        raise ReasonMissing()
    kept = locked(deal)
    held_from = kept.state
    step(actor=actor, deal=kept, towards=DealState.ON_HOLD, why=why)
    kept.held_from, kept.held_reason = held_from, why
    kept.save(update_fields=["held_from", "held_reason"])
    return kept


@transaction.atomic
def resume(*, actor: User, deal: Deal, why: str = "") -> Deal:
    """Let a deal on hold go back to the state it was held in."""
    kept = locked(deal)
    towards = DealState(kept.held_from) if kept.held_from else DealState.ON_HOLD
    step(actor=actor, deal=kept, towards=towards, why=why)
    kept.held_from, kept.held_reason = "", ""
    kept.save(update_fields=["held_from", "held_reason"])
    return kept


@transaction.atomic
def open_offers(*, actor: User, deal: Deal, closes_at: datetime) -> Deal:
    """Ask the members for sealed offers; the voted rule is frozen into the deal now."""
    kept = locked(deal)
    if closes_at <= timezone.now():
        raise ClosesInThePast()
    bylaws = Bylaws.objects.filter(consortium=kept.consortium, state="voted").first()
    if bylaws is None:
        raise MayNotDealYet(state=getattr(kept.consortium, "state", "-"))
    kept.offers_close_at = closes_at
    kept.rule = frozen_rule(bylaws)
    kept.save(update_fields=["offers_close_at", "rule"])
    return step(actor=actor, deal=kept, towards=DealState.OFFERS_OPEN)


@transaction.atomic
def close_offers(*, actor: User, deal: Deal) -> Deal:
    """Close the offers: when their time is over, or when every member has answered."""
    kept = locked(deal)
    is_due = kept.offers_close_at is not None and timezone.now() >= kept.offers_close_at
    if DealState(kept.state) is DealState.OFFERS_OPEN and not is_due and not _all_answered(kept):
        raise OffersStillSealed()
    return step(actor=actor, deal=kept, towards=DealState.OFFERS_CLOSED)


@transaction.atomic
def load(*, actor: User, deal: Deal, customs_number: str) -> Deal:
    """Load the goods under their export declaration; screened once more before they leave."""
    kept = locked(deal)
    if not customs_number.strip():
        raise CustomsNumberMissing()
    kept.customs_number = customs_number.strip()
    kept.save(update_fields=["customs_number"])
    step(actor=actor, deal=kept, towards=DealState.LOADED)
    shares = Allotment.objects.filter(line__deal=kept, state=AllotmentState.INSPECTED)
    for share in shares.select_for_update(no_key=True):
        share.delivered = share.accepted
        share.save(update_fields=["delivered"])
    move_allotments(kept, {AllotmentState.INSPECTED}, AllotmentState.LOADED)
    return kept


@transaction.atomic
def accept_delivery(*, actor: User | None, deal: Deal) -> Deal:
    """Write down that the buyer has accepted what arrived; the members are entitled now."""
    kept = locked(deal)
    step(actor=actor, deal=kept, towards=DealState.ACCEPTED)
    move_allotments(kept, {AllotmentState.LOADED}, AllotmentState.ENTITLED)
    return kept


def step(*, actor: User | None, deal: Deal, towards: DealState, why: str = "") -> Deal:
    """
    Change the state of a locked deal, inside the caller's transaction.

    Refuses what the life does not permit, and any gate without a clear screening.
    """
    before = DealState(deal.state)
    held_in = DealState(deal.held_from) if deal.held_from else None
    deal.state = step_deal(DealKind(deal.kind), before, towards, held_in).value
    if towards in SCREENING_GATES:
        screening.gate(deal)
        goods_control.gate(deal)
    deal.save(update_fields=["state"])
    changed = {"before": {"state": before.value}, "after": {"state": towards.value}}
    record(actor=actor, verb="move-deal", subject=deal, why=why, **changed)
    return deal


def locked(deal: Deal) -> Deal:
    """Return the deal as it is now, locked until the transaction ends."""
    return Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)


def move_allotments(deal: Deal, states: set[AllotmentState], towards: AllotmentState) -> None:
    """Move the shares that are in one of the states; a share of zero has no life."""
    shares = Allotment.objects.filter(line__deal=deal, quantity__gt=0, state__in=states)
    for share in shares.select_for_update(no_key=True):
        share.state = ALLOTMENT_LIFE.step(AllotmentState(share.state), towards).value
        share.save(update_fields=["state"])


def since(deal: Deal) -> dict[str, date]:
    """Return the day each state was last entered, from the deal's own history."""
    events = Event.objects.filter(subject_kind="deal", subject_id=deal.pk).order_by("id")
    return {
        event.after["state"]: timezone.localdate(event.at)
        for event in events
        if "state" in event.after
    }


def _check_complete(deal: Deal) -> None:
    if deal.consortium_id is None:
        raise NoConsortiumYet()
    for line in deal.lines.all():
        if not (line.hs6 if deal.kind == DealKind.GOODS.value else line.service_code):
            raise GoodsCodeMissing()


def _all_answered(deal: Deal) -> bool:
    members = deal.consortium.members.filter(state="accepted").count() if deal.consortium else 0
    return 0 < members <= Offer.objects.filter(line__deal=deal).count()
