"""Buyers met for the demo's consortium: a fair that paid, a mission without its bill."""

from datetime import timedelta

from django.utils import timezone

from hamafza.markets.leads import LeadState, MissionKind
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import leads as act
from hamafza.web.actions import missions
from hamafza.web.actions.leads import Told
from hamafza.web.actions.missions import ToldOfMission
from hamafza.web.demo import accounts, consortia
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Deal
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission

_S = LeadState
GOODS = "رومیزی دست‌دوز"
# All invented: companies, people, addresses, sums.
MUSCAT = (
    ("Al Bahja Home LLC", "OMN", "Muscat", "Huda Al Harthi", (_S.CONTACTED, _S.NEGOTIATING)),
    ("Dhofar Gift Gallery", "OMN", "Salalah", "Said Bait Saeed", (_S.CONTACTED, _S.SAMPLING)),
    ("Sohar Hotel Supplies", "OMN", "Sohar", "Amal Al Balushi", (_S.CONTACTED,)),
    ("Jumaira Linen Trading", "ARE", "Dubai", "Rashid Karam", ()),
)
YEREVAN = (
    ("Ani Home LLC", "ARM", "Yerevan", "Armen Sahakyan", (_S.CONTACTED, _S.NEGOTIATING)),
    ("Sevan Craft House", "ARM", "Gyumri", "Lilit Petrosyan", (_S.CONTACTED,)),
)
LOST_WHY = "قیمت را بالا دانست؛ پارچه ماشینی می‌خواهد."
FAIR_COST = Money(940_000, "USD")


def build(report: Report) -> None:
    """Enter missions and leads by the same actions as the pages."""
    made = consortia.goods()
    if made is None:
        return
    officer, group = accounts.of(Role.PROMOTION), made.consortium
    fair = _mission(officer, group, MissionKind.FAIR, "نمایشگاه خانه و هدیه مسقط (ساختگی)", "OMN",
                    "Muscat", 120, FAIR_COST)  # fmt: skip
    trip = _mission(officer, group, MissionKind.MISSION, "هیئت تجاری ایروان (ساختگی)", "ARM",
                    "Yerevan", 45, None)  # fmt: skip
    _mission(officer, group, MissionKind.FAIR, "نمایشگاه صنایع دستی اربیل (ساختگی)", "IRQ",
             "Erbil", -40, Money(610_000, "USD"))  # fmt: skip
    for mission, met in ((fair, MUSCAT), (trip, YEREVAN)):
        for told in met:
            _lead(officer, group, mission, *told)
    _won(officer)
    lost = BuyerLead.objects.get(is_demo=True, party__name="Sohar Hotel Supplies")
    act.move_lead(actor=officer, lead=lost, towards=_S.LOST, why=LOST_WHY)
    _lead(officer, group, None, "Basra Bazaar Company", "IRQ", "Basra", "Zainab Jabbar", ())
    report("leads", 1, 1)


def _mission(
    officer: User, group: Consortium, kind: MissionKind, name: str, country: str, city: str,
    days_ago: int, cost: Money | None,
) -> Mission:  # fmt: skip
    begins_on = timezone.localdate() - timedelta(days=days_ago)
    told = ToldOfMission(
        kind=kind, name=name, country=country, city=city, begins_on=begins_on,
        ends_on=begins_on + timedelta(days=3), cost=cost,
        cost_evidence="سیاهه غرفه و سفر (ساختگی)" if cost else "",
    )  # fmt: skip
    return missions.enter_mission(actor=officer, told=told, consortia=[group])


def _lead(
    officer: User, group: Consortium, mission: Mission | None, company: str, country: str,
    city: str, person: str, steps: tuple[LeadState, ...],
) -> BuyerLead:  # fmt: skip
    met_on = mission.begins_on if mission else timezone.localdate() - timedelta(days=9)
    first = person.split()[0].lower()
    told = Told(
        goods_text=GOODS, market=country, met_on=met_on, code="6302", mission=mission,
        met_at="" if mission else "نامه خود خریدار", consortium=group, contact_name=person,
        contact_role="Buyer", contact_email=f"{first}@example.org",
    )  # fmt: skip
    lead = act.enter_lead(actor=officer, told=told, buyer_name=company, country=country, city=city)
    for towards in steps:
        lead = act.move_lead(actor=officer, lead=lead, towards=towards)
    if steps:
        act.share_lead(actor=officer, lead=lead)
    return lead


def _won(officer: User) -> None:
    """The order from Muscat came of the fair there, where the demo has that order."""
    lead = BuyerLead.objects.get(is_demo=True, party__name=MUSCAT[0][0])
    deal = Deal.objects.filter(is_demo=True, buyer=lead.party).order_by("id").first()
    if deal is not None:
        act.move_lead(actor=officer, lead=lead, towards=_S.WON, deal=deal)
