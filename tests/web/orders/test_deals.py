from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hamafza.orders.allotment_life import MilestoneState
from hamafza.orders.conversion import Rate
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.offers import OffersClosed, OffersStillSealed
from hamafza.orders.quoting import QuoteBelowFloor
from hamafza.orders.settlement_life import (
    OwnPaymentNotApproved,
    PayerIsNotTheBuyer,
    SamePersonTwice,
)
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import allocation, deals, milestones, offers, settlement
from hamafza.web.actions.offers import NotAMemberHere
from hamafza.web.records.models import Allotment, Deal, Event, Party, Payout, ScreeningList
from tests.web.orders import making

pytestmark = pytest.mark.usefixtures("clear_lists")


@pytest.fixture
def deal(cast):
    """An order of 60, offered 40 and 40, closed."""
    return making.offered(cast, making.with_offers_open(cast))


@pytest.fixture
def delivered(cast, deal):
    making.allocated(cast, deal)
    return making.accepted(cast, deal)


def _agreed(cast):
    making.agreed(cast)
    return cast.consortium


def state(deal):
    return DealState(Deal.objects.get(pk=deal.pk).state)


def test_an_order_goes_the_whole_way_to_a_closed_account(cast, delivered):
    making.paid(cast, delivered)
    assert state(delivered) is DealState.SETTLED
    deals.move(actor=cast.reza, deal=delivered, towards=DealState.CLAIMS_WINDOW)
    after = timezone.localdate() + timedelta(days=91)
    settlement.close_deal(actor=cast.reza, deal=delivered, today=after)
    assert state(delivered) is DealState.CLOSED
    nets = sum(Payout.objects.filter(deal=delivered).values_list("net_minor", flat=True))
    taken = sum(one.amount_minor for one in delivered.deductions.exclude(kind="retention"))
    assert nets + taken == 129_000


def test_the_retention_waits_for_the_end_of_the_claims_window(cast, delivered):
    making.paid(cast, delivered)
    deals.move(actor=cast.reza, deal=delivered, towards=DealState.CLAIMS_WINDOW)
    with pytest.raises(settlement.ClaimsWindowOpen):
        settlement.close_deal(actor=cast.reza, deal=delivered, today=timezone.localdate())


def test_what_is_rejected_is_not_paid(cast, deal):
    making.allocated(cast, deal)
    making.accepted(cast, deal, passed={cast.maryam.unit_id: 10})
    now = making.published(cast, deal, amount_minor=86_000)
    steps = now.payouts.get(unit=cast.maryam.unit).steps
    assert steps[0]["amount_minor"] == 10 * 2150


def test_a_part_payment_is_shared_and_the_rest_follows(cast, delivered):
    making.paid(cast, delivered, amount_minor=29_000, reference="A")
    assert state(delivered) is DealState.PAID_PART
    making.paid(cast, delivered, amount_minor=100_000, reference="B")
    assert state(delivered) is DealState.SETTLED
    first, second = (delivered.payouts.filter(round=n) for n in (1, 2))
    whole = sum(p.net_minor for p in [*first, *second])
    taken = sum(one.amount_minor for one in delivered.deductions.all())
    assert whole + taken == 129_000


def test_a_settled_deal_proves_its_export_maker_by_maker(cast, delivered):
    making.paid(cast, delivered)
    rows = delivered.exports.all()
    assert {row.unit_id for row in rows} == {cast.maryam.unit_id, cast.zohreh.unit_id}
    assert sum(row.value_usd_cents for row in rows) == 129_000
    assert {(row.line, row.customs_number) for row in rows} == {("proven", "50100-1234567")}


def test_offers_stay_sealed_from_everybody_until_they_close(cast):
    deal = making.with_offers_open(cast)
    line = deal.lines.get()
    offers.give_offer(actor=cast.maryam, line=line, unit=cast.unit, quantity=10, price_minor=5,
                      days=3)  # fmt: skip
    assert not offers.are_open_to_read(line)
    deals.hold(actor=cast.reza, deal=deal, why="the buyer asked for time")
    line = Deal.objects.get(pk=deal.pk).lines.get()
    assert not offers.are_open_to_read(line)


def test_offers_cannot_be_closed_early_while_somebody_has_not_answered(cast):
    deal = making.with_offers_open(cast)
    with pytest.raises(OffersStillSealed):
        deals.close_offers(actor=cast.reza, deal=deal)


def test_the_history_never_holds_a_price_of_a_sealed_offer(cast, deal):
    told = Event.objects.filter(verb__in=["seal-offer", "change-offer"])
    assert told.count() == 2
    assert all(set(event.after) == {"unit"} and not event.before for event in told)


def test_a_closed_offer_is_changed_by_nobody(cast, deal):
    with pytest.raises(OffersClosed):
        offers.give_offer(actor=cast.maryam, line=deal.lines.get(), unit=cast.unit, quantity=1,
                          price_minor=5, days=3)  # fmt: skip


def test_a_stranger_to_the_consortium_offers_nothing(cast):
    deal = making.with_offers_open(cast)
    stranger = cast.nader.consortium.lead_unit
    with pytest.raises(NotAMemberHere):
        offers.give_offer(actor=cast.mina, line=deal.lines.get(), unit=stranger, quantity=1,
                          price_minor=5, days=3)  # fmt: skip


def test_a_quote_under_the_floor_leaves_the_deal_where_it_was(cast, deal):
    with pytest.raises(QuoteBelowFloor):
        making.quoted(cast, deal, unit_price_minor=1400)
    assert state(deal) is DealState.OFFERS_CLOSED


def test_without_a_current_list_no_deal_goes_on(cast):
    ScreeningList.objects.update(is_current=False)
    deal = making.asked(cast)
    deals.take_on(actor=cast.reza, deal=deal, consortium=_agreed(cast), hs6="630259")
    with pytest.raises(Refusal):
        deals.move(actor=cast.reza, deal=deal, towards=DealState.QUALIFIED)
    assert state(deal) is DealState.ENQUIRED


def test_a_list_that_changes_after_the_offers_is_asked_before_the_quote(cast, deal):
    ScreeningList.objects.update(issued_on=timezone.localdate() - timedelta(days=400))
    with pytest.raises(Refusal):
        making.quoted(cast, deal)
    assert state(deal) is DealState.OFFERS_CLOSED


def test_two_clicks_on_one_step_take_it_once(cast, deal):
    making.quoted(cast, deal)
    making.quotes.sign_contract(actor=cast.reza, deal=deal)
    stale = Deal.objects.get(pk=deal.pk)
    allocation.propose_allocation(actor=cast.reza, deal=deal)
    allocation.freeze_allocation(actor=cast.reza, deal=deal)
    with pytest.raises(StepNotPermitted):
        allocation.freeze_allocation(actor=cast.reza, deal=stale)
    assert Allotment.objects.filter(line__deal=deal).count() == 2


def test_an_objection_stops_the_freezing_until_it_is_answered(cast, deal):
    making.quoted(cast, deal)
    making.quotes.sign_contract(actor=cast.reza, deal=deal)
    share = allocation.propose_allocation(actor=cast.reza, deal=deal)[0]
    allocation.answer_share(actor=cast.maryam, share=share, accepts=False, why="too few")
    with pytest.raises(allocation.ObjectionOpen):
        allocation.freeze_allocation(actor=cast.reza, deal=deal)
    allocation.answer_objection(actor=cast.reza, share=share, why="by the voted rule")
    allocation.freeze_allocation(actor=cast.reza, deal=deal)


def test_two_different_people_approve_and_nobody_the_own_payment(cast, delivered):
    making.published(cast, delivered)
    with pytest.raises(OwnPaymentNotApproved):
        settlement.approve_settlement(actor=cast.maryam, deal=delivered)
    settlement.approve_settlement(actor=cast.reza, deal=delivered)
    with pytest.raises(SamePersonTwice):
        settlement.approve_settlement(actor=cast.reza, deal=delivered)
    with pytest.raises(StepNotPermitted):
        settlement.pay_out(actor=cast.reza, deal=delivered)
    settlement.approve_settlement(actor=cast.parviz, deal=delivered)
    settlement.pay_out(actor=cast.parviz, deal=delivered)
    with pytest.raises(StepNotPermitted):
        settlement.pay_out(actor=cast.parviz, deal=delivered)


def test_an_objection_to_the_money_takes_back_what_was_approved(cast, delivered):
    making.published(cast, delivered)
    settlement.approve_settlement(actor=cast.reza, deal=delivered)
    settlement.object_to_settlement(actor=cast.maryam, deal=delivered, why="inspection twice")
    again = settlement.publish_settlement(actor=cast.reza, deal=delivered)
    assert again.approvals == []


def test_money_from_somebody_else_is_not_taken_into_account(cast, delivered):
    other = Party.objects.create(name="Someone Trading FZE", country="ARE")
    with pytest.raises(PayerIsNotTheBuyer):
        settlement.record_receipt(actor=cast.reza, deal=delivered, amount_minor=5, payer=other,
                                  received_on=timezone.localdate(), reference="X")  # fmt: skip


def test_one_receipt_is_written_down_once(cast, delivered):
    making.published(cast, delivered, amount_minor=29_000, reference="A")
    with pytest.raises(settlement.SameReferenceTwice):
        making.published(cast, delivered, amount_minor=29_000, reference="A")
    assert delivered.receipts.count() == 1


def test_a_deal_on_hold_goes_back_to_where_it_was(cast, deal):
    deals.hold(actor=cast.reza, deal=deal, why="a question to the buyer")
    with pytest.raises(StepNotPermitted):
        making.quoted(cast, deal)
    deals.resume(actor=cast.reza, deal=deal)
    assert state(deal) is DealState.OFFERS_CLOSED


def test_the_rule_is_frozen_when_the_offers_open(cast, deal):
    making.agreed(cast)
    assert Deal.objects.get(pk=deal.pk).rule["bylaws_version"] == 1
    assert cast.consortium.bylaws.get(state="voted").version == 2


def test_a_secret_link_leads_to_its_deal_alone(cast):
    deal = making.asked(cast)
    assert deals.by_secret(deals.secret(deal)) == deal
    assert deals.by_secret(str(deal.pk)) is None
    assert deals.by_secret(deals.secret(deal)[:-1]) is None


def test_a_service_is_paid_by_milestones_and_proven_by_its_invoice(cast):
    deal = making.with_offers_open(cast, kind=DealKind.SERVICE, service_code="8715", unit="hour")
    making.offered(cast, deal)
    parts = [("survey", Decimal("0.4"), None), ("repair", Decimal("0.6"), None)]
    making.allocated(cast, deal, milestones=parts)
    deals.move(actor=cast.reza, deal=deal, towards=DealState.MILESTONES)
    deal.refresh_from_db()
    assert milestones.amounts(deal) == [51_600, 77_400]
    with pytest.raises(settlement.MilestoneNotInvoiced):
        settlement.record_receipt(actor=cast.reza, deal=deal, amount_minor=5, reference="early",
                                  received_on=timezone.localdate())  # fmt: skip
    for number, amount in enumerate(milestones.amounts(deal), 1):
        for towards in (MilestoneState.DELIVERED, MilestoneState.ACCEPTED, MilestoneState.INVOICED):
            milestones.move_milestone(actor=cast.reza, deal=deal, number=number, towards=towards,
                                      invoice_number=f"INV-{number}")  # fmt: skip
        settlement.record_receipt(
            actor=cast.reza, deal=deal, amount_minor=amount, received_on=timezone.localdate(),
            reference=f"SWIFT {number}", milestone=deal.milestones.get(number=number),
        )  # fmt: skip
        settlement.publish_settlement(actor=cast.reza, deal=deal, rate=making.RATE)
        settlement.approve_settlement(actor=cast.reza, deal=deal)
        settlement.approve_settlement(actor=cast.parviz, deal=deal)
        settlement.pay_out(actor=cast.parviz, deal=deal)
    assert state(deal) is DealState.SETTLED
    assert {row.service_code for row in deal.exports.all()} == {"8715"}


def test_a_deal_in_euros_proves_its_export_at_a_stated_rate(cast, delivered):
    Deal.objects.filter(pk=delivered.pk).update(currency="EUR")
    delivered.refresh_from_db()
    euro = Rate("EUR", "IRR", Decimal(1_100_000), timezone.localdate(), "a bank")
    settlement.record_receipt(actor=cast.reza, deal=delivered, amount_minor=129_000,
                              received_on=timezone.localdate(), reference="S")  # fmt: skip
    settlement.publish_settlement(actor=cast.reza, deal=delivered, rate=euro)
    settlement.approve_settlement(actor=cast.reza, deal=delivered)
    settlement.approve_settlement(actor=cast.parviz, deal=delivered)
    with pytest.raises(Exception, match="usd-rate-missing"):
        settlement.pay_out(actor=cast.parviz, deal=delivered)
    dollar = Rate("EUR", "USD", Decimal("1.10"), timezone.localdate(), "a bank")
    settlement.pay_out(actor=cast.parviz, deal=delivered, usd_rate=dollar)
    assert sum(row.value_usd_cents for row in delivered.exports.all()) == 141_900
