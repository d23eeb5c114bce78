"""What is clicked twice happens once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from hamafza.consortia.bylaws import Clause
from hamafza.orders.lifecycle import DealState
from hamafza.orders.terms import Key
from hamafza.web.actions import allocation, consortia, deals, settlement
from hamafza.web.records.deals import Deal
from hamafza.web.records.parts import Need
from hamafza.web.records.settlement import DealCost
from tests.web.orders import making
from tests.web.orders.test_pages import FORM

pytestmark = pytest.mark.django_db


def token_of(client) -> str:
    form = client.get(reverse("public:enquiry")).context["form"]
    return form["token"].value()


def test_each_opened_form_has_a_token_of_its_own_and_sends_it(client):
    assert token_of(client) != token_of(client)
    html = client.get(reverse("public:enquiry")).content.decode()
    assert 'type="hidden" name="token"' in html


def test_an_enquiry_clicked_twice_is_one_deal_and_leads_to_one_place(client, cast):
    sent = FORM | {"token": token_of(client)}
    first, second = (client.post(reverse("public:enquiry"), sent) for _ in range(2))
    (deal,) = Deal.objects.all()
    for answer in (first, second):
        followed = answer["Location"].rstrip("/").rpartition("/")[2]
        assert deals.by_secret(followed) == deal


def test_a_form_corrected_after_going_back_is_another_enquiry(client, cast):
    sent = FORM | {"token": token_of(client)}
    client.post(reverse("public:enquiry"), sent)
    client.post(reverse("public:enquiry"), sent | {"quantity": "700"})
    assert Deal.objects.count() == 2


def test_somebody_elses_token_opens_nobodys_deal(client, cast):
    sent = FORM | {"token": "the same"}
    client.post(reverse("public:enquiry"), sent)
    client.post(reverse("public:enquiry"), sent | {"email": "else@example.org"})
    assert Deal.objects.count() == 2


def test_two_clicks_at_the_same_moment_meet_in_the_database(cast, monkeypatch):
    """The second has looked before the first was kept: the database still lets in only one."""
    told = {"actor": None, "enquiry": making.table_linen(), "token": "one",
            "contact": {"country": "OMN", "email": "a@example.org"}}  # fmt: skip
    first = deals.ask(**told)
    objects, looked = Deal.objects, []

    class Late:
        def filter(self, **wanted):
            looked.append(wanted)
            return objects.none() if len(looked) == 1 else objects.filter(**wanted)

        def __getattr__(self, name):
            return getattr(objects, name)

    monkeypatch.setattr(Deal, "objects", Late())
    assert deals.ask(**told) == first
    assert objects.count() == 1


def test_a_buyer_with_an_account_asks_once_too(client, cast):
    client.force_login(cast.salim)
    sent = FORM | {"token": token_of(client)}
    for _ in range(2):
        assert client.post(reverse("public:enquiry"), sent).status_code == 302
    assert Deal.objects.filter(buyer=cast.salim.buyer).count() == 1


def test_a_cost_clicked_twice_is_taken_from_the_members_once(cast, clear_lists):
    deal = making.offered(cast, making.with_offers_open(cast))
    making.allocated(cast, deal)
    told = {"actor": cast.reza, "deal": deal, "code": "freight", "amount_minor": 7_000,
            "key": Key.QUANTITY, "evidence": "invoice 7"}  # fmt: skip
    settlement.record_cost(**told)
    with pytest.raises(settlement.SameCostTwice):
        settlement.record_cost(**told)
    settlement.record_cost(**told | {"evidence": "invoice 8"})
    assert DealCost.objects.count() == 2


def test_a_need_clicked_twice_is_posted_once(client, cast):
    client.force_login(cast.omid)
    form = {"text": "لنت ترمز", "quantity": "500", "code": "870830", "share_percent": "2"}
    for _ in range(2):
        assert client.post(reverse("factory:new_need"), form).status_code == 302
    assert Need.objects.get().embedded_share == float(Decimal("0.02"))


def test_bylaws_clicked_twice_are_one_version(cast):
    told = {"actor": cast.reza, "consortium": cast.consortium}
    first = consortia.draft_bylaws(**told, clauses=dict.fromkeys(Clause, "as agreed"))
    assert consortia.draft_bylaws(**told, clauses=dict.fromkeys(Clause, "as agreed")) == first
    other = consortia.draft_bylaws(**told, clauses=dict.fromkeys(Clause, "otherwise"))
    assert other.version == first.version + 1


def test_a_delivery_accepted_twice_leads_back_to_the_deal(client, cast, clear_lists):
    deal = making.offered(cast, making.with_offers_open(cast))
    making.allocated(cast, deal)
    deals.move(actor=cast.reza, deal=deal, towards=DealState.IN_PRODUCTION)
    allocation.record_inspection(actor=cast.reza, deal=deal, accepted={})
    deals.load(actor=cast.reza, deal=deal, customs_number="50100-1")
    deals.move(actor=cast.reza, deal=deal, towards=DealState.DELIVERED)
    client.force_login(cast.salim)
    for _ in range(2):
        assert client.post(reverse("buyer:accept", args=[deal.pk])).status_code == 302
    assert Deal.objects.get(pk=deal.pk).state == "accepted"
