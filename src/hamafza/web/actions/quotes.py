"""One quote from many offers, and the contract that follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from hamafza.orders import quoting as stage
from hamafza.orders.allocation import allocate
from hamafza.orders.conversion import Rate, needed_for
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.milestones import Milestone as StageMilestone
from hamafza.orders.milestones import milestone_amounts
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.deals import locked, step
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange.orders import allocation_rule, candidates, settlement_terms, stage_offers
from hamafza.web.records.accounts import User
from hamafza.web.records.deals import Deal, Milestone, Quote


class QuoteExpired(Refusal):
    code = "quote-expired"


@dataclass(frozen=True)
class Prepared:
    """What a price must reach: the members' highest ask, and the floor above it."""

    ask: Money
    floor: Money


def prepare(deal: Deal, rate: Rate, cost_lines: Sequence[stage.CostLine]) -> Prepared:
    """Return the floor of the deal's one line at a rate and with these costs."""
    line = deal.lines.get()
    shared = allocate(line.quantity, candidates(line), allocation_rule(line))
    ask = stage.highest_ask(shared, stage_offers(line))
    whole = Money(ask.minor * line.quantity, ask.currency)
    told = whole if ask.currency == deal.currency else needed_for(whole, rate)
    terms = settlement_terms(deal)
    return Prepared(ask, stage.floor_unit_price(line.quantity, told, cost_lines, terms))


@transaction.atomic
def send_quote(
    *,
    actor: User,
    deal: Deal,
    unit_price_minor: int,
    cost_lines: Sequence[stage.CostLine],
    rate: Rate,
    valid_until: date,
) -> Quote:
    """Send one price for the whole order; never under what the members asked."""
    kept = locked(deal)
    kept.rate, kept.rate_on, kept.rate_source = rate.per_unit, rate.on, rate.source
    kept.save(update_fields=["rate", "rate_on", "rate_source"])
    step(actor=actor, deal=kept, towards=DealState.QUOTED)
    line = kept.lines.get()
    prepared = prepare(kept, rate, cost_lines)
    price = Money(unit_price_minor, kept.currency)
    if price < prepared.floor:
        raise stage.QuoteBelowFloor(
            price=price.as_decimal(), floor=prepared.floor.as_decimal(), currency=kept.currency
        )
    made = Quote.objects.create(
        deal=kept,
        version=kept.quotes.count() + 1,
        unit_price_minor=unit_price_minor,
        floor_minor=prepared.floor.minor,
        amount_minor=unit_price_minor * line.quantity,
        currency=kept.currency,
        cost_lines=[
            {"code": one.code, "amount_minor": one.amount.minor, "basis": one.basis}
            for one in cost_lines
        ],
        valid_until=valid_until,
        sent_at=timezone.now(),
        is_demo=belongs_to_demo(actor, kept),
    )
    after = {"version": made.version, "unit_price_minor": unit_price_minor}
    record(actor=actor, verb="send-quote", subject=made, after=after)
    return made


@transaction.atomic
def sign_contract(
    *,
    actor: User,
    deal: Deal,
    most_days: int | None = None,
    milestones: Sequence[tuple[str, Decimal, date | None]] = (),
) -> Deal:
    """Turn the last quote into a contract; a service names its milestones."""
    kept = locked(deal)
    step(actor=actor, deal=kept, towards=DealState.CONTRACTED)
    quote = kept.quotes.order_by("-version").first()
    if quote is None or quote.valid_until < timezone.localdate():
        raise QuoteExpired()
    kept.unit_price_minor = quote.unit_price_minor
    kept.most_days = most_days or kept.most_days
    kept.save(update_fields=["unit_price_minor", "most_days"])
    if kept.kind == DealKind.SERVICE.value:
        _plan(kept, milestones, quote.amount_minor)
    after = {"quote": quote.version, "most_days": kept.most_days}
    record(actor=actor, verb="sign-contract", subject=kept, after=after)
    return kept


def _plan(
    deal: Deal, milestones: Sequence[tuple[str, Decimal, date | None]], total_minor: int
) -> None:
    parts = [StageMilestone(n, title, share) for n, (title, share, _) in enumerate(milestones, 1)]
    milestone_amounts(total_minor, parts)  # refuses parts that do not make the whole
    for part, (_title, _share, due_on) in zip(parts, milestones, strict=True):
        Milestone.objects.create(
            deal=deal,
            number=part.number,
            title=part.title,
            share=part.share,
            due_on=due_on,
            is_demo=deal.is_demo,
        )
