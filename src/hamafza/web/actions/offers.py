"""Members' sealed offers: given, changed and withdrawn until they close."""

from django.db import transaction
from django.utils import timezone

from hamafza.orders import offers as stage
from hamafza.orders.lifecycle import DealState
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.deals import locked
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange.orders import free_capacity
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Member
from hamafza.web.records.deals import DealLine, Offer
from hamafza.web.records.units import Unit


class NotAMemberHere(Refusal):
    code = "offer-of-a-stranger"


@transaction.atomic
def give_offer(
    *,
    actor: User,
    line: DealLine,
    unit: Unit,
    quantity: int,
    price_minor: int,
    days: int,
    alone_minor: int | None = None,
) -> Offer:
    """Seal an offer, or change the one that lies there; nobody reads it before all are closed."""
    deal = locked(line.deal)
    _check_open(deal, unit)
    line = DealLine.objects.select_related("deal").get(pk=line.pk)
    free = free_capacity(unit, line)
    offer = stage.Offer(unit.pk, quantity, price_minor, deal.settlement_currency, days)
    stage.checked_offer(
        offer,
        quantity if free is None else free,
        deal.most_days,
        timezone.now(),
        deal.offers_close_at or timezone.now(),
    )
    kept, is_new = Offer.objects.update_or_create(
        line=line,
        unit=unit,
        defaults={
            "quantity": quantity,
            "price_minor": price_minor,
            "currency": deal.settlement_currency,
            "days": days,
            "alone_minor": alone_minor,
            "state": "sealed",
            "given_at": timezone.now(),
            "is_demo": belongs_to_demo(actor, deal),
        },
    )
    # The history says that an offer was sealed and by whom, never what is in it.
    verb = "seal-offer" if is_new else "change-offer"
    record(actor=actor, verb=verb, subject=kept, after={"unit": unit})
    return kept


@transaction.atomic
def pass_this_time(*, actor: User, line: DealLine, unit: Unit) -> None:
    """Say no for this order; it has no effect on later ones."""
    deal = locked(line.deal)
    _check_open(deal, unit)
    if timezone.now() >= (deal.offers_close_at or timezone.now()):
        raise stage.OffersClosed(closed_at=deal.offers_close_at)
    Offer.objects.filter(line=line, unit=unit).delete()
    record(actor=actor, verb="pass-offer", subject=unit, after={"line": line})


def are_open_to_read(line: DealLine) -> bool:
    """Say whether the offers may be read: not before they are closed, on hold or not."""
    state = line.deal.held_from or line.deal.state
    sealed = {DealState.ENQUIRED, DealState.QUALIFIED, DealState.OFFERS_OPEN}
    return state not in {one.value for one in sealed}


def _check_open(deal, unit: Unit) -> None:
    if deal.state != DealState.OFFERS_OPEN:
        raise stage.OffersClosed(closed_at=deal.offers_close_at)
    if not Member.objects.filter(consortium=deal.consortium, unit=unit, state="accepted").exists():
        raise NotAMemberHere()
