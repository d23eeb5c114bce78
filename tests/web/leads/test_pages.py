"""Pages on buyers' leads and fairs: who sees the person, what is counted, what is taken along."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hamafza.markets.leads import LeadState
from hamafza.vocabulary.money import Money
from hamafza.web.access import PUBLIC
from hamafza.web.actions import leads as act
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import Deal
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission
from hamafza.web.records.privacy import SensitiveRead
from tests.web.addresses import arguments_of, pages
from tests.web.leads.making import PERSON, days_ago, make_lead, make_mission, shared
from tests.web.leads.test_leads import listed, move, negotiating
from tests.web.orders.making import table_linen
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clear_lists")]
FORM = {
    "buyer_name": "Nizwa Linen LLC",
    "country": "OMN",
    "city": "Nizwa",
    "goods_text": "رومیزی",
    "code": "۶۳۰۲",
    "market": "OMN",
    "met_at": "Stand 4",
    "met_on": "1405/08/01",
    **PERSON,
}
MISSION = {
    "kind": "fair",
    "name": "Muscat Gifts",
    "country": "OMN",
    "begins_on": "1405/07/01",
    "ends_on": "1405/07/04",
    "cost": "۹٬۴۰۰٫۵۰",
    "currency": "USD",
}


def page(client, who, name, language="fa", query="", **arguments) -> str:
    client.force_login(who)
    with translation.override(language):
        answer = client.get(reverse(name, kwargs=arguments or None) + query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def won(cast, **changed) -> BuyerLead:
    lead = negotiating(cast, **changed)
    act.ask_from_lead(actor=cast.parviz, lead=lead, enquiry=table_linen(buyer_name=lead.party.name))
    return move(cast, lead, LeadState.WON)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_speaks_one_language(client, cast, language):
    mission = make_mission(cast)
    bare = make_mission(cast, cost=None, begins_on=days_ago(-4), ends_on=days_ago(-5))
    lead = shared(make_lead(cast, mission=mission))
    over = won(cast, buyer_name="Sur House", mission=mission)
    lost = move(cast, make_lead(cast, buyer_name="Dibba"), LeadState.LOST, why="price")
    told = [
        (cast.parviz, "office:leads", {}), (cast.parviz, "office:enter_lead", {}),
        (cast.parviz, "office:missions", {}), (cast.parviz, "office:enter_mission", {}),
        (cast.parviz, "office:correct_mission", {"number": mission.pk}),
        (cast.parviz, "office:ask_from_lead", {"number": lead.pk}),
        (cast.parviz, "office:correct_lead", {"number": lead.pk}),
        (cast.reza, "consortium:leads", {}), (cast.reza, "consortium:lead", {"number": lead.pk}),
        (cast.negar, "office:missions", {}), (cast.farideh, "office:leads", {}),
        (cast.mina, "office:reads", {}),
    ]  # fmt: skip
    told += [(cast.parviz, "office:lead", {"number": each.pk}) for each in (lead, over, lost)]
    told += [(cast.parviz, "office:mission", {"number": each.pk}) for each in (mission, bare)]
    for who, name, arguments in told:
        html = page(client, who, name, language, **arguments)
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_the_person_is_seen_by_the_office_alone_and_each_look_is_noted(client, cast):
    lead = make_lead(cast)
    assert PERSON["contact_email"] in page(client, cast.parviz, "office:lead", number=lead.pk)
    page(client, cast.parviz, "office:lead", number=lead.pk)
    (read,) = SensitiveRead.objects.all()
    assert (read.reader, read.lead, read.unit, read.what) == (
        cast.parviz, lead, None, "buyer-contact",
    )  # fmt: skip
    for officer in (cast.farideh, cast.hadi):
        html = page(client, officer, "office:lead", number=lead.pk)
        assert not [secret for secret in PERSON.values() if secret in html]
    assert SensitiveRead.objects.count() == 1
    assert "Nizwa Linen LLC" in page(client, cast.mina, "office:reads")


def test_a_manager_sees_what_was_shown_and_its_person_while_the_lists_are_clear(client, cast):
    lead = make_lead(cast)
    client.force_login(cast.reza)
    url = reverse("consortium:lead", args=[lead.pk])
    assert client.get(url).status_code == 404
    act.share_lead(actor=cast.parviz, lead=lead)
    assert PERSON["contact_email"] in client.get(url).content.decode()
    assert SensitiveRead.objects.get().reader == cast.reza
    listed("Nizwa Linen")
    hidden = client.get(url).content.decode()
    assert not [secret for secret in PERSON.values() if secret in hidden]
    client.force_login(cast.nader)
    assert client.get(url).status_code == 404


def test_no_public_page_and_no_other_reader_shows_a_buyers_person(client, cast):
    lead = shared(make_lead(cast))
    mission = make_mission(cast)
    url = reverse("office:mission", args=[mission.pk])
    secrets = [*PERSON.values(), lead.party.name]
    client.force_login(cast.negar)
    assert client.get(reverse("office:lead", args=[lead.pk])).status_code == 403
    assert not [each for each in secrets if each in client.get(url).content.decode()]
    client.logout()
    for each in pages():
        if PUBLIC in each.view.seen_by:
            told = arguments_of(each.name)(cast) if each.takes_arguments else {}
            answer = client.get(reverse(each.name, kwargs=told))
            body = b"".join(answer) if answer.streaming else answer.content
            assert not [one for one in secrets if one in body.decode("utf-8", "replace")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_files_hold_the_leads_and_no_person(client, cast, form):
    make_lead(cast, buyer_name="=HYPERLINK(1)")
    client.force_login(cast.parviz)
    answer = client.get(reverse("office:leads_file", args=[form]))
    body = b"".join(answer)
    if form == "xlsx":
        assert body.startswith(b"PK")
        return
    text = body.decode("utf-8-sig")
    _head, row = csv.reader(io.StringIO(text))
    assert row[0] == "'=HYPERLINK(1)"
    assert not [secret for secret in PERSON.values() if secret in text]
    client.force_login(cast.negar)
    assert client.get(reverse("office:leads_file", args=[form])).status_code == 403


def test_a_file_of_missions_holds_their_costs(client, cast):
    mission = make_mission(cast)
    make_lead(cast, mission=mission)
    make_lead(cast, mission=mission)
    client.force_login(cast.farideh)
    text = b"".join(client.get(reverse("office:missions_file", args=["csv"]))).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert list(told.values())[7:13] == ["9000.0", "USD", "2", "0", "4500.0", ""]


def test_the_way_from_a_fair_to_an_order(client, cast):
    client.force_login(cast.parviz)
    form = MISSION | {"consortia": [cast.consortium.pk]}
    client.post(reverse("office:enter_mission"), form)
    mission = Mission.objects.get()
    assert (mission.cost_minor, mission.currency) == (940_050, "USD")
    assert mission.goers.get().consortium == cast.consortium
    form = FORM | {"mission": mission.pk, "consortium": cast.consortium.pk}
    answer = client.post(reverse("office:enter_lead"), form)
    lead = BuyerLead.objects.get()
    assert answer["Location"] == reverse("office:lead", args=[lead.pk])
    assert (lead.code, lead.mission, lead.contact_name) == ("6302", mission, "Khalid Noor")
    for towards in ("contacted", "negotiating"):
        client.post(reverse("office:move_lead", args=[lead.pk, towards]))
    asked = {
        "kind": "goods", "goods_text": "رومیزی", "quantity": "۶۰۰", "unit": "piece",
        "destination_country": "OMN", "destination_place": "Muscat", "end_user": "Own shops",
        "end_use": "Retail",
    }  # fmt: skip
    answer = client.post(reverse("office:ask_from_lead", args=[lead.pk]), asked)
    deal = Deal.objects.get()
    assert answer["Location"] == reverse("office:deal", args=[deal.pk])
    assert (deal.buyer, deal.title) == (lead.party, "رومیزی")
    client.post(reverse("office:move_lead", args=[lead.pk, "won"]), {"deal": deal.pk})
    lead.refresh_from_db()
    assert (lead.state, lead.deal) == ("won", deal)
    context = client.get(reverse("office:missions")).context
    (line,) = context["lines"]
    assert line.per_lead == line.per_order == Money(940_050, "USD")
    assert not context["left_out"]


def test_what_is_left_out_of_the_cost_is_said(client, cast):
    make_lead(cast, mission=make_mission(cast))
    make_lead(cast, mission=make_mission(cast, cost=None))
    make_mission(cast, begins_on=days_ago(-8), ends_on=days_ago(-9))
    make_lead(cast)
    make_lead(cast, market="ARM")
    client.force_login(cast.parviz)
    told = client.get(reverse("office:missions")).context
    assert told["lines"][0].per_lead == Money(900_000, "USD")
    left = told["left_out"]
    assert (left.trips_without_cost, left.leads_of_those) == (1, 1)
    assert (left.trips_to_come, left.leads_without_trip) == (1, 2)
    narrowed = client.get(reverse("office:missions"), {"market": "ARM"}).context
    assert narrowed["lines"] == []
    assert narrowed["left_out"].leads_without_trip == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "QQQ"), ("met_on", "long ago"), ("code", "6399"), ("contact_email", "no"),
     ("proposal", "999999"), ("proposal", "x"), ("met_at", ""), ("goods_text", "")],
)  # fmt: skip
def test_a_form_not_filled_well_comes_back(client, cast, field, value):
    client.force_login(cast.parviz)
    answer = client.post(reverse("office:enter_lead"), FORM | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not BuyerLead.objects.exists()


def test_a_sum_without_a_currency_comes_back(client, cast):
    client.force_login(cast.parviz)
    answer = client.post(reverse("office:enter_mission"), MISSION | {"currency": ""})
    assert answer.status_code == 422
    assert not Mission.objects.exists()


def test_the_screening_officer_sees_whom_a_doubt_is_about(client, cast):
    listed("Novin Tejarat Caspian Trading Co")
    make_lead(cast, buyer_name="Novin Tejarat Alborz Caspian LLC")
    html = page(client, cast.saeed, "office:screening", "en")
    assert "Novin Tejarat Alborz Caspian LLC" in html
    assert "A buyer&#x27;s lead" in html or "A buyer's lead" in html


def test_words_from_outside_are_shown_as_words(client, cast):
    evil = "\"'><script>alert(1)</script>"
    lead = shared(make_lead(cast, buyer_name=evil, goods_text=evil, met_at=evil, contact_name=evil,
                            note=evil))  # fmt: skip
    for who, name, told in (
        (cast.parviz, "office:leads", {}), (cast.parviz, "office:lead", {"number": lead.pk}),
        (cast.reza, "consortium:leads", {}), (cast.reza, "consortium:lead", {"number": lead.pk}),
    ):  # fmt: skip
        assert "<script>alert(1)" not in page(client, who, name, **told)


def test_lists_ask_no_more_for_more_rows(client, cast):
    asked = []
    mission = make_mission(cast)
    for _ in range(3):
        for number in range(4):
            make_mission(cast)
            shared(make_lead(cast, buyer_name=f"Firm {number} {len(asked)}", mission=mission))
        with CaptureQueriesContext(connection) as queries:
            page(client, cast.parviz, "office:leads")
            page(client, cast.parviz, "office:missions")
            page(client, cast.parviz, "office:mission", number=mission.pk)
            page(client, cast.reza, "consortium:leads")
        asked.append(len(queries))
    assert asked[1] == asked[2] <= asked[0]


@pytest.mark.parametrize("role", [Role.UNION, Role.CHAMBER])
def test_a_mission_lists_the_leads_of_the_readers_branch(client, cast, role):
    mission = make_mission(cast)
    make_lead(cast, buyer_name="Near House", mission=mission)
    make_lead(cast, buyer_name="Loose House", mission=mission, consortium=None)
    html = page(client, cast.by_role[role], "office:mission", number=mission.pk)
    assert "Near House" in html
    assert "Loose House" not in html
