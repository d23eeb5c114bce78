"""Words from outside are shown as words, never as markup: pages, maps, and the plan's report."""

import pytest
from django.urls import reverse

from hamafza.web.actions import parts
from hamafza.web.records.accounts import Role
from hamafza.web.records.offices import Office
from tests.web.orders import making
from tests.web.orders.test_pages import pages as pages_of_a_deal
from tests.web.proposals.making import make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clear_lists")]
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
MARKS = ("<script>alert(1)", "<img src=x")


@pytest.fixture
def hostile(cast):
    """Every name and text that somebody outside may choose is an attack."""
    for record, fields in (
        (cast.unit, ("name", "goods_text", "city", "union", "phone", "hs_reason")),
        (cast.consortium, ("name_fa", "name_en")),
        (cast.salim.buyer, ("name", "city")),
        (cast.omid.factory, ("name_fa", "name_en", "city", "makes")),
    ):
        for field in fields:
            setattr(record, field, EVIL[: record._meta.get_field(field).max_length])
        record.save()
    Office.objects.filter(pk=cast.farideh.office_id).update(name_fa=EVIL, name_en=EVIL)
    return cast


def shown(client, person, url) -> None:
    client.force_login(person)
    for prefix in ("", "/en"):
        answer = client.get(prefix + url.removeprefix("/en"))
        assert answer.status_code == 200, url
        html = answer.content.decode()
        for mark in MARKS:
            assert mark not in html, url


def test_a_deals_pages_show_hostile_words_as_words(client, hostile):
    deal = making.with_offers_open(
        hostile, goods_text=EVIL, end_user=EVIL, end_use=EVIL, destination_place=EVIL
    )
    making.allocated(hostile, making.offered(hostile, deal))
    making.accepted(hostile, deal)
    making.paid(hostile, deal)
    for person, urls in pages_of_a_deal(deal, hostile).items():
        for url in urls:
            shown(client, person, url)


def test_units_proposals_and_their_maps_show_hostile_words_as_words(client, hostile):
    proposal = make_proposal(hostile)
    for url in (
        reverse("office:units"),
        reverse("office:unit", args=[hostile.unit.pk]),
        reverse("office:unit_goods", args=[hostile.unit.pk]),
        reverse("office:proposals"),
        reverse("office:proposal", args=[proposal.pk]),
        reverse("public:proposals"),
        reverse("public:proposal", args=[proposal.pk]),
    ):
        shown(client, hostile.parviz, url)
    for role in Role:
        client.force_login(hostile.by_role[role])
        html = client.get(reverse("accounts:home"), follow=True).content.decode()
        assert not any(mark in html for mark in MARKS), role


def test_a_factorys_need_and_its_map_show_hostile_words_as_words(client, hostile):
    need = parts.post_need(
        actor=hostile.omid, factory=hostile.omid.factory, text=f"رومیزی {EVIL}", quantity=5,
        code="6302", material=EVIL, tolerance=EVIL,
    )  # fmt: skip
    assert need.matches.filter(unit=hostile.unit).exists()
    parts.ask_workshops(actor=hostile.omid, need=need, units=[hostile.unit.pk])
    shown(client, hostile.omid, reverse("factory:need", args=[need.pk]))
    shown(client, hostile.maryam, reverse("producer:needs"))


@pytest.mark.parametrize("name", ["public:words", "public:markets"])
def test_words_that_are_tried_come_back_as_words(client, cast, name):
    for url in (reverse(name), "/en" + reverse(name)):
        html = client.get(url, {"q": EVIL}).content.decode()
        assert not any(mark in html for mark in MARKS)
