"""Deals at any point of their life, made by the actions the pages use."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from hamafza.consortia.bylaws import BylawTerms, Clause
from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.orders.conversion import Rate
from hamafza.orders.enquiry import Enquiry
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.quoting import CostLine
from hamafza.orders.terms import Key
from hamafza.vocabulary.money import Money
from hamafza.web.actions import allocation, consortia, deals, offers, quotes, settlement

TODAY = timezone.localdate
RATE = Rate("USD", "IRR", Decimal(1_000_000), date(2026, 11, 24), "assumed for the test")


def table_linen(**changed) -> Enquiry:
    """Return an enquiry from Muscat, unless told otherwise."""
    asked = {
        "kind": DealKind.GOODS,
        "goods_text": "رومیزی پته‌دوزی",
        "quantity": 60,
        "unit": "piece",
        "buyer_name": "Al Bahja Home LLC",
        "destination_country": "OMN",
        "destination_place": "Muscat",
        "end_user": "the buyer's own shops",
        "end_use": "retail",
        "max_days": 35,
    }
    return Enquiry(**(asked | changed))


def agreed(cast, terms=None):
    """Bring the cast's consortium so far that it may take orders: by-laws voted by its members."""
    drafted = consortia.draft_bylaws(
        actor=cast.reza,
        consortium=cast.consortium,
        clauses=dict.fromkeys(Clause, "as agreed"),
        terms=terms or BylawTerms(ceiling_share=Decimal(1)),
    )
    for person in (cast.maryam, cast.zohreh):
        consortia.vote(actor=person, bylaws=drafted, unit=person.unit, is_for=True)
    consortia.close_vote(actor=cast.reza, bylaws=drafted)
    cast.consortium.state = ConsortiumState.PILOT.value
    cast.consortium.save()


def asked(cast, **changed):
    """Return a fresh enquiry of the cast's buyer."""
    return deals.ask(actor=cast.salim, enquiry=table_linen(**changed), buyer=cast.salim.buyer)


def with_offers_open(cast, service_code="", **changed):
    agreed(cast)
    deal = asked(cast, **changed)
    deals.take_on(actor=cast.reza, deal=deal, consortium=cast.consortium, hs6="630259",
                  service_code=service_code)  # fmt: skip
    deals.move(actor=cast.reza, deal=deal, towards=DealState.QUALIFIED)
    closes = timezone.now() + timedelta(days=5)
    return deals.open_offers(actor=cast.reza, deal=deal, closes_at=closes)


def offered(cast, deal, maryam=40, zohreh=40):
    line = deal.lines.get()
    for person, quantity, price in (
        (cast.maryam, maryam, 12_000_000),
        (cast.zohreh, zohreh, 14_000_000),
    ):
        offers.give_offer(actor=person, line=line, unit=person.unit, quantity=quantity,
                          price_minor=price, days=30, alone_minor=9_000_000)  # fmt: skip
    return deals.close_offers(actor=cast.reza, deal=deal)


def quoted(cast, deal, unit_price_minor=2150):
    costs = [CostLine("freight", Money(9_000, "USD"), "carrier's offer")]
    return quotes.send_quote(
        actor=cast.reza, deal=deal, unit_price_minor=unit_price_minor, cost_lines=costs,
        rate=RATE, valid_until=TODAY() + timedelta(days=20),
    )  # fmt: skip


def allocated(cast, deal, milestones=()):
    quoted(cast, deal)
    quotes.sign_contract(actor=cast.reza, deal=deal, milestones=milestones)
    allocation.propose_allocation(actor=cast.reza, deal=deal)
    return allocation.freeze_allocation(actor=cast.reza, deal=deal)


def accepted(cast, deal, passed=None):
    """Bring an allocated deal of goods to the buyer's acceptance."""
    deals.move(actor=cast.reza, deal=deal, towards=DealState.IN_PRODUCTION)
    allocation.record_inspection(actor=cast.reza, deal=deal, accepted=passed or {})
    deals.load(actor=cast.reza, deal=deal, customs_number="50100-1234567")
    deals.move(actor=cast.reza, deal=deal, towards=DealState.DELIVERED)
    return deals.accept_delivery(actor=None, deal=deal)


def published(cast, deal, amount_minor=129_000, reference="SWIFT 1"):
    if not deal.costs.exists():
        settlement.record_cost(actor=cast.reza, deal=deal, code="freight", amount_minor=7_000,
                               key=Key.QUANTITY, evidence="invoice 7")  # fmt: skip
    settlement.record_receipt(
        actor=cast.reza, deal=deal, amount_minor=amount_minor, received_on=TODAY(),
        reference=reference, bank_charges_minor=387,
    )  # fmt: skip
    return settlement.publish_settlement(actor=cast.reza, deal=deal, rate=RATE)


def paid(cast, deal, **receipt):
    published(cast, deal, **receipt)
    settlement.approve_settlement(actor=cast.reza, deal=deal)
    settlement.approve_settlement(actor=cast.parviz, deal=deal)
    return settlement.pay_out(actor=cast.parviz, deal=deal)
