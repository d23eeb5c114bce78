"""From a unit to its markets and from a market to its goods: within reach, and no person shown."""

import csv
import io
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from hamafza.runs.markets import market_facts
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.workshops import UnitGood
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def shown(client, person, name, *arguments, language="en") -> str:
    client.force_login(person)
    with translation.override(language):
        url = reverse(name, args=arguments)
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def own_good(cast, hs6: str, **more):
    return UnitGood.objects.create(
        unit=cast.unit, told_by=cast.maryam, words="گلیم", hs6=hs6, **more
    )


def confirm(cast, hs6: str):
    confirm_goods(
        actor=cast.maryam, unit=cast.unit, text="رومیزی", hs6=hs6, service_code="", answer=""
    )


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_producers_page_speaks_one_language(client, cast, language):
    confirm(cast, "630259")
    own_good(cast, "570231")
    html = shown(client, cast.maryam, "producer:markets", language=language)
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_each_good_has_its_best_markets_and_says_how_it_is_known(client, cast):
    confirm(cast, "630259")
    own_good(cast, "570231", confirmed_at=timezone.now(), confirmed_by=cast.mina)
    own_good(cast, "570110")
    ExportRecord.objects.create(
        unit=cast.unit, told_by=cast.maryam, year=2024, country="IRQ", hs6="080251"
    )
    html = shown(client, cast.maryam, "producer:markets")
    parts = {
        hs4: part
        for part in html.split('<section class="flow">')
        for hs4 in re.findall(r'Heading <span class="n">(\d{4})', part)[:1]
    }
    assert set(parts) == {"6302", "5702", "5701", "0802"}
    assert "confirmed by a person" in parts["6302"] and "confirmed by a person" in parts["5702"]
    assert "told by the unit" in parts["5701"] and "exported before" in parts["0802"]
    for hs4, part in parts.items():
        best = [each.importer for each in market_facts("IRN", hs4).markets[:5]]
        assert re.findall(r"#([A-Z]{3})\"", part.split("</table>")[0]) == best


def test_each_market_has_those_of_the_goods_that_it_wants(client, cast):
    confirm(cast, "630259")
    own_good(cast, "570231")
    html = shown(client, cast.maryam, "producer:markets")
    by_market = html[html.index("By market: which of my goods") :]
    codes = re.findall(r'<details id="([A-Z]{3})"', by_market)
    room: dict[str, float] = {}
    phase: dict[str, int] = {}
    for hs4 in ("6302", "5702"):
        for each in market_facts("IRN", hs4).markets:
            room[each.importer] = room.get(each.importer, 0) + each.gap_usd
            phase[each.importer] = each.phase
    wanted = sorted(
        (one for one in room if room[one] > 0), key=lambda one: (phase[one], -room[one])
    )
    assert codes == wanted[:8]
    first = by_market.split("</details>")[0]
    assert "hs4=6302" in first and "hs4=5702" in first


def test_what_is_only_read_is_said_to_be_not_confirmed(client, cast):
    cast.unit.confirmations.all().delete()
    cast.unit.hs4 = "6302"
    cast.unit.save()
    html = shown(client, cast.maryam, "producer:markets")
    assert "read from its words, not confirmed yet" in html
    assert reverse("producer:goods") in html


def test_a_unit_without_a_code_is_led_to_confirming_and_a_service_told_so(client, cast):
    cast.unit.hs4 = None
    cast.unit.save()
    html = shown(client, cast.maryam, "producer:markets")
    assert "The goods have no tariff code yet" in html and reverse("producer:goods") in html
    cast.unit.service_code = "CPC 8314"
    cast.unit.save()
    html = shown(client, cast.maryam, "producer:markets")
    assert "The work of this unit is a service" in html
    client.force_login(cast.maryam)
    assert client.get(reverse("producer:markets_file", args=("csv",))).status_code == 404


def test_the_office_sees_the_same_within_its_reach_only(client, cast):
    confirm(cast, "630259")
    html = shown(client, cast.farideh, "office:unit_markets", cast.unit.pk)
    assert "By market: which of its goods" in html and cast.unit.public_id in html
    stranger = make_unit(name="دور", hs4="6302", union="اتحادیه دیگر")
    assert client.get(reverse("office:unit_markets", args=(stranger.pk,))).status_code == 404
    url = reverse("office:unit_markets_file", args=(stranger.pk, "csv"))
    assert client.get(url).status_code == 404


def test_no_person_stands_on_the_page_or_in_the_file(client, cast):
    confirm(cast, "630259")
    cast.unit.phone, cast.unit.licence = "09131234567", "LIC-778"
    cast.unit.save()
    html = shown(client, cast.negar, "office:unit_markets", cast.unit.pk)
    file = client.get(reverse("office:unit_markets_file", args=(cast.unit.pk, "csv")))
    for text in (html, file.content.decode()):
        assert "09131234567" not in text and "LIC-778" not in text
        assert cast.maryam.get_full_name() not in text


def test_the_file_has_all_markets_of_all_the_goods(client, cast):
    confirm(cast, "630259")
    own_good(cast, "570231")
    client.force_login(cast.maryam)
    answer = client.get(reverse("producer:markets_file", args=("csv",)))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    wanted = [
        (hs4, each.importer)
        for hs4 in ("6302", "5702")
        for each in market_facts("IRN", hs4).markets
    ]
    assert [(row["hs4"], row["importer"]) for row in rows] == wanted
    assert {row["unit_public_id"] for row in rows} == {cast.unit.public_id}


def test_a_units_number_leads_its_readers_to_its_markets_and_nobody_else(client, cast):
    url = reverse("public:markets") + f"?q={cast.unit.public_id}"
    assert client.get(url).status_code == 200, "a stranger is told nothing of it"
    led = {
        "farideh": reverse("office:unit_markets", args=(cast.unit.pk,)),
        "negar": reverse("office:unit_markets", args=(cast.unit.pk,)),
        "maryam": reverse("producer:markets"),
    }
    for name, where in led.items():
        client.force_login(getattr(cast, name))
        assert client.get(url).headers["Location"] == where
    for name in ("zohreh", "salim", "saeed", "reza"):
        client.force_login(getattr(cast, name))
        assert client.get(url).status_code == 200


def test_home_and_the_units_page_lead_there(client, cast):
    confirm(cast, "630259")
    assert reverse("producer:markets") in shown(client, cast.maryam, "producer:home", language="fa")
    cast.unit.hs4 = "6302"
    cast.unit.save()
    told = shown(client, cast.farideh, "office:unit", cast.unit.pk, language="fa")
    assert reverse("office:unit_markets", args=(cast.unit.pk,)) in told


def test_only_who_may_confirm_goods_is_led_there(client, cast):
    goods = reverse("office:unit_goods", args=[cast.unit.pk])
    assert goods in shown(client, cast.farideh, "office:unit_markets", cast.unit.pk).replace(
        "/en/", "/"
    )
    observers = shown(client, cast.by_role["observer"], "office:unit_markets", cast.unit.pk)
    assert goods not in observers.replace("/en/", "/")
