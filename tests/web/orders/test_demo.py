"""The demo's orders go through everybody's actions, and agree with the sample screens."""

import pytest

from hamafza.web import demo
from hamafza.web.records.models import Deal, DeclaredExport, Event, Offer, Payout, Unit
from tests.people import make_unit


@pytest.fixture
def built(sample_list):
    """Twenty makers and six service units, then the rooms this suite is about."""
    for number in range(20):
        make_unit(name=f"کارگاه {number}", is_demo=True, monthly_units=150 - number,
                  readiness=0.9 - number / 100)  # fmt: skip
    for number in range(6):
        make_unit(name=f"تعمیرگاه {number}", is_demo=True, kind="service", hs4=None, hs6=None,
                  family="service:8715", service_code="8715")  # fmt: skip
    from hamafza.web.demo import brand, consortia, deals, programme

    for room in (consortia, brand, deals, programme):
        room.build(lambda stage, done, total: None)


def test_the_order_for_muscat_comes_to_divided_money(built):
    deal = Deal.objects.get(destination_city="Muscat")
    assert deal.state == "claims-window"
    assert deal.lines.get().offers.count() == 18
    shares = deal.lines.get().allotments.all()
    assert sum(share.quantity for share in shares) == 600
    assert max(share.quantity for share in shares) == 72
    assert {"ceiling", "pro-rata", "too-slow", "mark-suspended", "below-minimum", "no-offer"} <= {
        share.reason_code for share in shares
    }
    received = sum(one.amount_minor for one in deal.receipts.all())
    taken = sum(one.amount_minor for one in deal.deductions.all())
    net = sum(one.net_minor for one in deal.payouts.all())
    assert received == taken + net == 600 * 2150


def test_the_service_is_at_its_second_milestone_and_one_order_waits(built):
    service = Deal.objects.get(kind="service")
    assert list(service.milestones.values_list("state", flat=True)) == [
        "paid", "delivered", "planned",
    ]  # fmt: skip
    assert Deal.objects.get(state="offers-open").lines.get().offers.count() == 4


def test_everything_it_made_is_marked_and_can_be_removed(built):
    for model in (Deal, Offer, Payout, DeclaredExport, Event):
        assert not model.objects.filter(is_demo=False).exists(), model
    demo.wipe()
    assert not Deal.objects.exists()
    assert not Unit.objects.exists()
