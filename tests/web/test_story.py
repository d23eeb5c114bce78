"""The public story tells what the records hold, scene by scene, and invents nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from hamafza.runs.programme import non_oil_rules
from hamafza.web.records.brand import Mark
from hamafza.web.records.consents import Consent
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.deals import Allotment, Deal, DealLine, Offer
from hamafza.web.records.parties import Party
from hamafza.web.records.programme import DeclaredExport, OfficialTotal
from hamafza.web.records.settlement import Deduction, Payout, Receipt
from hamafza.web.records.units import Unit
from tests.people import make_unit
from tests.web.consents import agree
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db

OFFERS = (("لیلا", 40, 36, "pro-rata"), ("سوزن", 110, 72, "ceiling"), ("شکوفه", 12, 0, "too-slow"))


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def order() -> Deal:
    """A settled demo order of three workshops; the lead is none of them."""
    lead = make_unit(name="سرگروه", is_demo=True)
    units = [
        make_unit(name=name, is_demo=True, goods_text="پته‌دوزی روی شال") for name, *_ in OFFERS
    ]
    group = Consortium.objects.create(
        name_fa="پته", family="6302", lead_unit=lead, state="active", is_demo=True
    )
    for unit in (lead, *units):
        agree(unit)
        Member.objects.create(consortium=group, unit=unit, state="accepted", is_demo=True)
    Mark.objects.create(consortium=group, name_fa="نشان پته", is_demo=True)
    buyer = Party.objects.create(name="Al Bahja", country="OMN", city="Muscat", is_demo=True)
    deal = Deal.objects.create(
        consortium=group, buyer=buyer, title="رومیزی", final_destination="OMN",
        destination_city="Muscat", end_user="Shops", currency="EUR", state="settled",
        rate=Decimal(1_000_000), rate_on=date(2026, 11, 19), is_demo=True,
    )  # fmt: skip
    line = DealLine.objects.create(
        deal=deal, description="رومیزی", hs6="630259", quantity=600, is_demo=True
    )
    for unit, (_name, offered, share, reason) in zip(units, OFFERS, strict=True):
        _take_part(line, unit, offered, share, reason)
    _settle(deal, buyer, units[0])
    return deal


def _take_part(line: DealLine, unit: Unit, offered: int, share: int, reason: str) -> None:
    Offer.objects.create(
        line=line, unit=unit, quantity=offered, price_minor=1700, currency="EUR", days=30,
        given_at="2026-08-10T08:00:00Z", state="opened", is_demo=True,
    )  # fmt: skip
    facts = {"days": 48, "max_days": 35} if reason == "too-slow" else {"ceiling": 72}
    Allotment.objects.create(
        line=line, unit=unit, offered=offered, quantity=share, currency="EUR",
        price_minor=2150, reason_code=reason, reason_facts=facts, is_demo=True,
    )  # fmt: skip


def _settle(deal: Deal, payer: Party, unit: Unit) -> None:
    Receipt.objects.create(
        deal=deal, payer=payer, amount_minor=1_290_000, currency="EUR",
        received_on=date(2026, 11, 19), reference="A1", is_demo=True,
    )  # fmt: skip
    Deduction.objects.create(
        deal=deal, number=1, kind="commission", title_fa="کارمزد", title_en="Commission",
        amount_minor=38_700, currency="EUR", is_demo=True,
    )  # fmt: skip
    Payout.objects.create(
        deal=deal, unit=unit, amount_minor=612_860_000, retention_minor=38_700_000,
        currency="IRR", due_on=date(2026, 11, 28), is_demo=True,
    )  # fmt: skip


def told(client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_house_says_how_to_begin(client):
    page = told(client)
    assert "از کجا شروع کنیم" in page
    assert "handset" not in page


def test_units_without_an_order_are_shown_as_dots_alone(client):
    make_unit()
    page = told(client)
    assert 'class="scatter"' in page
    assert "هنوز سفارشی برای گفتن نیست" in page
    assert "handset" not in page


def test_a_real_order_is_never_told(client, order):
    Deal.objects.update(is_demo=False)
    assert "سوزن" not in told(client)


def test_the_story_agrees_with_the_order(client, order):
    page = told(client)
    for figure in ("۴۰", "۶۰۰", "۳۶", "۷۲", "۶۱۲٬۸۶۰٬۰۰۰", "۱۲٬۹۰۰٫۰۰", "۱۲٬۵۱۳٫۰۰"):
        assert figure in page, figure
    assert "۳۵" in page, "the zero has its reason"


def test_the_story_asks_the_classifiers_own_question(client, order):
    page = told(client)
    assert "پته‌دوزی روی شال" in page
    assert "رومیزی" in page
    assert "۶۳۰۲.۵۹" in page


def test_who_did_not_agree_stands_in_every_scene_without_a_name(client, order):
    Consent.objects.filter(unit__name__in=("لیلا", "سرگروه")).delete()
    cache.clear()
    page = told(client)
    assert "لیلا" not in page
    assert "<bdi>سرگروه</bdi>" not in page
    assert "سوزن" in page
    assert page.count("کارگاهی در کرمان") >= 4
    assert "۶۱۲٬۸۶۰٬۰۰۰" in page, "her money is told as before"


def test_a_scene_without_records_is_left_out(client, order):
    Payout.objects.all().delete()
    cache.clear()
    page = told(client)
    assert "۶۱۲٬۸۶۰٬۰۰۰" not in page
    assert "سوزن" in page


def test_the_share_moves_by_what_the_order_proved(client, order):
    name, rule = non_oil_rules().named(None)
    OfficialTotal.objects.create(
        country="IRN", year=2026, rule=name, rule_version=rule.version,
        value_usd=1_000_000_000, source="a table", provenance="reconstructed", is_demo=True,
    )  # fmt: skip
    DeclaredExport.objects.create(
        deal=order, year=2026, hs6="630259", destination="OMN", value_usd_cents=1_290_000,
        line="proven", customs_number="C1", is_demo=True,
    )  # fmt: skip
    page = told(client)
    assert "۰٫۰۰۱۳٪" in page
    assert "سهم صنوف از صادرات غیرنفتی" in page


def test_the_story_speaks_one_language_at_a_time(client, order):
    persian, english = told(client), told(client, "/en/")
    assert_digits_fit(persian, "fa")
    assert_no_untranslated(persian)
    assert_digits_fit(english, "en")


def test_the_first_load_is_light(client, order):
    assert len(told(client).encode()) < 80_000
