"""The demo's orders: table linen for Muscat to divided money, a service, and one that waits."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from hamafza.orders.allotment_life import MilestoneState
from hamafza.orders.conversion import Rate
from hamafza.orders.enquiry import Enquiry
from hamafza.orders.lifecycle import DealKind, DealState
from hamafza.orders.quoting import CostLine
from hamafza.orders.terms import Key
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import allocation, deals, milestones, offers, quotes, settlement
from hamafza.web.demo import accounts, brand, calendar, consortia
from hamafza.web.exchange.orders import free_capacity
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Deal
from hamafza.web.records.parties import Party
from hamafza.web.records.units import Unit

PIECES = 600
MOST_DAYS_ASKED, MOST_DAYS = 50, 35
PRICE_CENTS = 2150
# Pieces, million rials for one, days: the eighteen offers of the sample screens; all synthetic.
OFFERS = (
    (110, 17.0, 28), (40, 17.0, 30), (64, 16.4, 30), (52, 16.9, 25), (48, 16.2, 30),
    (36, 17.1, 30), (56, 16.0, 32), (44, 16.8, 30), (46, 16.5, 30), (42, 17.2, 35),
    (38, 16.6, 30), (34, 16.9, 30), (30, 17.0, 35), (28, 16.3, 30), (24, 17.1, 30),
    (60, 16.7, 30), (50, 15.9, 48), (12, 16.8, 30),
)  # fmt: skip
ALONE_IRR = 13_400_000
RATE_SOURCE = "نرخ فرضی برای نمایش"
GOODS_DAYS = {
    "enquired": 98, "qualified": 97, "offers-open": 96, "offers-closed": 93, "quoted": 91,
    "contracted": 84, "allocation-proposed": 83, "allocated": 80, "in-production": 79,
    "inspected": 47, "loaded": 41, "delivered": 34, "accepted": 33, "paid": 8, "settled": 2,
    "claims-window": 2,
}  # fmt: skip
SERVICE_DAYS = {
    "enquired": 60, "qualified": 59, "offers-open": 58, "offers-closed": 52, "quoted": 50,
    "contracted": 44, "allocation-proposed": 43, "team-assigned": 41, "milestones": 40,
    "paid-part": 6,
}  # fmt: skip


def build(report: Report) -> None:
    """Make the orders by the same actions as the pages; what lacks a consortium is left out."""
    for number, make in enumerate((_muscat, _service, _waiting), 1):
        make()
        report("deals", number, 3)


def _muscat() -> None:
    """Six hundred table linens for Muscat, from the enquiry to divided money."""
    made = consortia.goods()
    if made is None:
        return
    buyer = _party("Al Bahja Home LLC", "OMN", "Muscat")
    deal = _asked(
        made,
        buyer,
        goods_text="رومیزی دست‌دوز، ۱۴۰ در ۱۴۰ سانتی‌متر",
        quantity=PIECES,
        end_user="فروشگاه‌های خود خریدار در مسقط",
        end_use="خرده‌فروشی",
    )
    members = consortia.members(made.consortium)[: len(OFFERS)]
    _open(made.manager, deal)
    _offer(members, deal)
    _close_and_quote(made.manager, deal, PRICE_CENTS)
    quotes.sign_contract(actor=made.manager, deal=deal, most_days=MOST_DAYS)
    shares = allocation.propose_allocation(actor=made.manager, deal=deal)
    hero = next((share for share in shares if share.unit_id == members[1].pk), None)
    if hero is not None and hero.quantity:
        producer = accounts.of(Role.PRODUCER, members[1])
        allocation.answer_share(actor=producer, share=hero, accepts=True)
    allocation.freeze_allocation(actor=made.manager, deal=deal)
    _make_and_ship(made.manager, deal)
    _divide(made.manager, deal)
    deals.move(actor=made.manager, deal=deal, towards=DealState.CLAIMS_WINDOW)
    calendar.spread(deal, GOODS_DAYS)
    brand.issue_labels()


def _service() -> None:
    """A technical job abroad in three milestones: the first paid, the second delivered."""
    made = consortia.service()
    if made is None:
        return
    units = consortia.members(made.consortium)
    hours = {unit: _hours(unit, 60 + 10 * (number % 3)) for number, unit in enumerate(units)}
    code = made.consortium.family.removeprefix("service:")
    buyer = _party("Rafidain Buildings Co", "IRQ", "Baghdad")
    deal = _asked(
        made,
        buyer,
        kind=DealKind.SERVICE,
        goods_text="نصب و راه‌اندازی تجهیزات برقی ساختمان اداری",
        quantity=_fillable(made.consortium, list(hours.values())),
        unit="hour",
        end_user="شرکت ساختمانی رافدین",
        end_use="ساختمان اداری",
        service_code=code,
    )
    _open(made.manager, deal)
    for number, unit in enumerate(units):
        offers.give_offer(
            actor=accounts.of(Role.PROMOTION),
            line=deal.lines.get(),
            unit=unit,
            quantity=_within(unit, deal, hours[unit]),
            price_minor=9_000_000 + 500_000 * (number % 3),
            days=30,
        )
    _close_and_quote(made.manager, deal, 1450)
    parts = [
        ("بازدید و برنامه کار", Decimal("0.30"), None),
        ("نصب تجهیزات و سیم‌کشی", Decimal("0.50"), None),
        ("راه‌اندازی و تحویل", Decimal("0.20"), None),
    ]
    quotes.sign_contract(actor=made.manager, deal=deal, milestones=parts)
    allocation.propose_allocation(actor=made.manager, deal=deal)
    allocation.freeze_allocation(actor=made.manager, deal=deal)
    deals.move(actor=made.manager, deal=deal, towards=DealState.MILESTONES)
    _first_milestone(made.manager, deal)
    calendar.spread(deal, SERVICE_DAYS)


def _fillable(consortium, hours: list[int]) -> int:
    """Return the most hours, 240 at most, that members can give under the by-laws' ceiling."""
    ceiling = consortium.bylaws.get(state="voted").ceiling_share
    sizes = range(min(240, sum(hours)), 0, -1)
    fits = (size for size in sizes if sum(min(h, int(size * ceiling)) for h in hours) >= size)
    return next(fits)


def _waiting() -> None:
    """An order that waits for offers: a producer finds it on the phone."""
    made = consortia.goods()
    if made is None:
        return
    buyer = _party("Ani Home LLC", "ARM", "Yerevan")
    deal = _asked(
        made,
        buyer,
        goods_text="رومیزی و دستمال سفره دست‌دوز",
        quantity=360,
        end_user="دو فروشگاه خریدار در ایروان",
        end_use="خرده‌فروشی",
    )
    deals.open_offers(actor=made.manager, deal=deal, closes_at=timezone.now() + timedelta(days=5))
    for unit, (pieces, _million, days) in list(
        zip(consortia.members(made.consortium), OFFERS, strict=False)
    )[2:6]:
        _give(unit, deal, min(pieces, 40), 15_000_000, days)
    calendar.spread(deal, {"enquired": 4, "qualified": 3, "offers-open": 2})


def _asked(made, buyer: Party, *, service_code: str = "", **told) -> Deal:
    """Ask, give the enquiry to the consortium with its code, and check it at the first gate."""
    enquiry = Enquiry(
        kind=told.get("kind", DealKind.GOODS),
        goods_text=told["goods_text"],
        quantity=told["quantity"],
        unit=told.get("unit", "piece"),
        buyer_name=buyer.name,
        destination_country=told.get("country", buyer.country),
        destination_place=told.get("place", buyer.city),
        end_user=told["end_user"],
        end_use=told["end_use"],
        max_days=MOST_DAYS_ASKED,
    )
    person = accounts.of(Role.BUYER, buyer)
    deal = deals.ask(actor=person, enquiry=enquiry, buyer=buyer)
    hs6 = "" if service_code else _code(made.consortium)
    deals.take_on(
        actor=made.manager, deal=deal, consortium=made.consortium, hs6=hs6,
        service_code=service_code,
    )  # fmt: skip
    deal.refresh_from_db()
    return deals.move(actor=made.manager, deal=deal, towards=DealState.QUALIFIED)


def _code(consortium) -> str:
    return consortium.hs6 if consortium.hs6.startswith(consortia.FAMILY) else "630259"


def _open(manager: User, deal: Deal) -> None:
    closes = timezone.now() + timedelta(days=5)
    deals.open_offers(actor=manager, deal=deal, closes_at=closes)


def _offer(members: list[Unit], deal: Deal) -> None:
    """Give the eighteen offers; enough of them that the order can be filled."""
    for unit, (pieces, million, days) in zip(members, OFFERS, strict=False):
        _give(unit, deal, pieces, int(million * 1_000_000), days)


def _give(unit: Unit, deal: Deal, pieces: int, price: int, days: int) -> None:
    offers.give_offer(
        actor=accounts.of(Role.PROMOTION),
        line=deal.lines.get(),
        unit=unit,
        quantity=_within(unit, deal, pieces),
        price_minor=price,
        days=days,
        alone_minor=ALONE_IRR,
    )


def _within(unit: Unit, deal: Deal, pieces: int) -> int:
    free = free_capacity(unit, deal.lines.get())
    return pieces if free is None else max(min(pieces, free), 1)


def _hours(unit: Unit, wished: int) -> int:
    """Return the hours a member can give in the time the buyer waits."""
    if unit.monthly_units is None:
        return wished
    return min(wished, max(int(unit.monthly_units * MOST_DAYS_ASKED / 30), 1))


def _close_and_quote(manager: User, deal: Deal, price_cents: int) -> None:
    calendar.time_passes(deal)
    deals.close_offers(actor=manager, deal=deal)
    deal.refresh_from_db()
    lines = _goods_costs() if deal.kind == DealKind.GOODS.value else _service_costs()
    floor = quotes.prepare(deal, _rate(), lines).floor.minor
    quotes.send_quote(
        actor=manager,
        deal=deal,
        unit_price_minor=max(price_cents, floor),
        cost_lines=lines,
        rate=_rate(),
        valid_until=timezone.localdate() + timedelta(days=20),
    )


def _goods_costs() -> list[CostLine]:
    return [
        CostLine("freight", Money(70_200, "USD"), "carrier's offer"),
        CostLine("inspection", Money(48_600, "USD"), "inspector's offer"),
    ]


def _service_costs() -> list[CostLine]:
    return [CostLine("travel", Money(42_000, "USD"), "tickets and lodging")]


def _make_and_ship(manager: User, deal: Deal) -> None:
    deals.move(actor=manager, deal=deal, towards=DealState.IN_PRODUCTION)
    allocation.record_inspection(actor=manager, deal=deal, accepted={})
    deals.load(actor=manager, deal=deal, customs_number="50100-1405-017")
    deals.move(actor=manager, deal=deal, towards=DealState.DELIVERED)
    deals.accept_delivery(actor=accounts.of(Role.BUYER, deal.buyer), deal=deal)


def _divide(manager: User, deal: Deal) -> None:
    """Take the money in, divide it, let two people approve, and pay the members."""
    for share in deal.lines.get().allotments.filter(accepted__gt=0).select_related("unit"):
        settlement.record_cost(
            actor=manager,
            deal=deal,
            code="inspection",
            amount_minor=81 * share.accepted,
            key=Key.OWN,
            unit=share.unit,
            evidence="گزارش بازرسی ۱۲ مهر",
        )
    for code, cents, key in (("freight", 70_200, Key.QUANTITY), ("origin-paper", 4_000, Key.VALUE)):
        settlement.record_cost(
            actor=manager, deal=deal, code=code, amount_minor=cents, key=key, evidence="سیاهه حمل"
        )
    pieces = sum(share.accepted for share in deal.lines.get().allotments.all())
    settlement.record_receipt(
        actor=manager,
        deal=deal,
        amount_minor=pieces * PRICE_CENTS,
        bank_charges_minor=3_870,
        received_on=timezone.localdate() - timedelta(days=8),
        reference="SWIFT-0428-OM",
    )
    _settle(manager, deal)


def _settle(manager: User, deal: Deal) -> None:
    officer = accounts.of(Role.PROMOTION)
    settlement.publish_settlement(actor=manager, deal=deal, rate=_rate())
    settlement.approve_settlement(actor=manager, deal=deal)
    settlement.approve_settlement(actor=officer, deal=deal)
    settlement.pay_out(actor=officer, deal=deal)


def _first_milestone(manager: User, deal: Deal) -> None:
    deal.refresh_from_db()
    for towards in (MilestoneState.DELIVERED, MilestoneState.ACCEPTED, MilestoneState.INVOICED):
        milestones.move_milestone(
            actor=manager, deal=deal, number=1, towards=towards, invoice_number="1405-S-04"
        )
    settlement.record_receipt(
        actor=manager,
        deal=deal,
        amount_minor=milestones.amounts(deal)[0],
        bank_charges_minor=900,
        received_on=timezone.localdate() - timedelta(days=6),
        reference="SWIFT-0611-IQ",
        milestone=deal.milestones.get(number=1),
    )
    _settle(manager, deal)
    milestones.move_milestone(actor=manager, deal=deal, number=2, towards=MilestoneState.DELIVERED)


def _rate() -> Rate:
    return Rate("USD", "IRR", Decimal(1_000_000), timezone.localdate(), RATE_SOURCE)


def _party(name: str, country: str, city: str) -> Party:
    found = Party.objects.filter(is_demo=True, name=name).first()
    return found or Party.objects.create(name=name, country=country, city=city, is_demo=True)
