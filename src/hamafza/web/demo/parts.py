"""Two factories that need parts; workshops near them are found, asked, and some say yes."""

from decimal import Decimal

from hamafza.registry.unit_facts import Use
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import parts
from hamafza.web.actions.consents import give_consent
from hamafza.web.demo import accounts
from hamafza.web.exchange.parts import share_of
from hamafza.web.records.accounts import Role
from hamafza.web.records.parts import Factory, Need

WILLING = 3  # of the asked: enough to see an answer, few accounts to open

FACTORIES = (
    {
        "factory": {
            "name_fa": "خودروسازی نمونه البرز",
            "name_en": "Alborz Sample Motors",
            "province": "تهران",
            "city": "تهران",
            "lat_deg": 35.72,
            "lon_deg": 51.20,
            "makes": "خودروی سواری",
            "export_usd_per_year": 48_000_000,
        },
        "need": {
            "text": "قطعات ترمز خودروی سواری",
            "quantity": 6_000,
            "code": "8708",
            "material": "چدن",
            "tolerance": "۰٫۰۵ میلی‌متر",
            "embedded_share": Decimal("0.035"),
        },
    },
    {
        "factory": {
            "name_fa": "لوازم خانگی نمونه زاینده‌رود",
            "name_en": "Zayanderud Sample Appliances",
            "province": "اصفهان",
            "city": "اصفهان",
            "lat_deg": 32.66,
            "lon_deg": 51.67,
            "makes": "یخچال و اجاق گاز",
            "export_usd_per_year": 21_000_000,
        },
        "need": {
            "text": "پیچ و مهره و واشر فولادی",
            "quantity": 1_500,
            "code": "7318",
            "material": "فولاد",
            "embedded_share": Decimal("0.012"),
        },
    },
)


def build(report: Report) -> None:
    """Post each need as the factory does; the first one's workshops are asked and answer."""
    needs = [_posted(told) for told in FACTORIES]
    report("parts", len(needs), len(needs))
    first = needs[0]
    officer = accounts.of(Role.PROMOTION)
    for match in first.matches.select_related("unit"):
        if share_of(match):  # the others stand without their names, as who never was asked does
            give_consent(actor=officer, unit=match.unit, use=Use.BUYERS)
    if any(share_of(match) for match in first.matches.all()):
        parts.ask_workshops(actor=accounts.of(Role.FACTORY, first.factory), need=first)
        _answered(first)


def _posted(told: dict) -> Need:
    factory = Factory.objects.create(is_demo=True, **told["factory"])
    actor = accounts.of(Role.FACTORY, factory)
    return parts.post_need(actor=actor, factory=factory, **told["need"])


def _answered(need: Need) -> None:
    for match in need.matches.filter(state="asked").select_related("unit")[:WILLING]:
        person = accounts.of(Role.PRODUCER, match.unit)
        parts.answer(actor=person, match=match, is_willing=True)
