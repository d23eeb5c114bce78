"""Guessed addresses: whoever is in the right role, but about other things, finds nothing there."""

import pytest
from django.urls import reverse

from hamafza.web.access import OFFICE, PUBLIC
from hamafza.web.actions import offers
from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Member
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory, Need, NeedMatch
from tests.people import make_union, make_unit, person
from tests.web.addresses import arguments_of, pages
from tests.web.consents import agree
from tests.web.orders import making
from tests.web.proposals.making import make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clear_lists")]
WHOLE = {*OFFICE, Role.SCREENING, Role.OBSERVER, PUBLIC}
"""These see the whole of what their pages are about."""
ABOUT_ONESELF = {
    "consortium:move", "producer:new_fact", "producer:readiness_section", "office:units_file",
    "office:leads_file", "office:missions_file", "office:who_serves_file", "producer:markets_file",
    "producer:services_file",
}  # fmt: skip
"""Their argument is a step or a kind, not an object: they act on what is the reader's own."""
PAGES = [
    page
    for page in pages()
    if page.takes_arguments and set(page.view.seen_by) - WHOLE and page.name not in ABOUT_ONESELF
]


@pytest.fixture
def others(cast):
    """One person for each role with a scope, about nothing the cast is about."""
    unit = make_unit(name="دیگری", union="اتحادیه دیگر")
    yazd = make_union("اتحادیه دیگر", "یزد", "یزد")
    Member.objects.create(consortium=cast.nader.consortium, unit=unit, state="accepted")
    factory = Factory.objects.create(
        name_fa="کارخانه دیگر", province="یزد", city="یزد", lat_deg=31.9, lon_deg=54.4
    )
    buyer = Party.objects.create(name="Another House LLC", country="ARE")
    return {
        Role.PRODUCER: person("other_producer", Role.PRODUCER, unit=unit),
        Role.MANAGER: cast.nader,
        Role.UNION: person("other_union", Role.UNION, union="اتحادیه دیگر"),
        Role.CHAMBER: person("other_chamber", Role.CHAMBER, office=yazd.parent),
        Role.CLERK: person("other_clerk", Role.CLERK, office=yazd),
        Role.BUYER: person("other_buyer", Role.BUYER, buyer=buyer),
        Role.FACTORY: person("other_factory", Role.FACTORY, factory=factory),
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_another_ones_thing_is_as_good_as_not_there(page, method, client, cast, others):
    url = reverse(page.name, kwargs=arguments_of(page.name)(cast))
    for role in set(page.view.seen_by) - WHOLE:
        client.force_login(others[Role(role)])
        answer = getattr(client, method)(url)
        # 405: it is only posted to, and tells nothing
        assert answer.status_code in {404, 405}, (page.name, role)


def test_a_neighbour_in_the_same_consortium_reaches_nothing_of_a_member(client, cast):
    client.force_login(cast.zohreh)
    shared = {"producer:request", "producer:not_this_time", "producer:bylaws", "producer:vote"}
    for page in PAGES:
        if Role.PRODUCER in page.view.seen_by and page.name not in shared:
            url = reverse(page.name, kwargs=arguments_of(page.name)(cast))
            for method in (client.get, client.post):
                assert method(url).status_code == 404, page.name


def test_who_passed_an_order_by_is_not_told_on_the_units_page(client, cast):
    deal = making.with_offers_open(cast)
    offers.pass_this_time(actor=cast.maryam, line=deal.lines.get(), unit=cast.unit)
    for reader in (cast.farideh, cast.negar):
        client.force_login(reader)
        html = client.get(reverse("office:unit", args=[cast.unit.pk])).content.decode()
        assert "pass-offer" not in html


def test_a_number_of_another_deal_in_the_address_is_not_taken_for_the_own(client, cast):
    """The manager of one deal names a share of another one."""
    mine = arguments_of("consortium:answer")(cast)
    cast.reza.consortium.deals.filter(pk=mine["number"]).update(consortium=cast.nader.consortium)
    own = arguments_of("consortium:answer")(cast)
    client.force_login(cast.reza)
    url = reverse("consortium:answer", kwargs={"number": own["number"], "share": mine["share"]})
    assert client.post(url, {"why": "x"}).status_code == 404


def test_the_programs_door_shows_a_union_its_units_and_others_none(client, cast, others):
    client.force_login(others[Role.UNION])
    assert [one["name"] for one in client.get("/api/units").json()["units"]] == ["دیگری"]
    assert client.get(f"/api/units/{cast.unit.public_id}").status_code == 404
    for role in (Role.PRODUCER, Role.MANAGER, Role.BUYER, Role.FACTORY):
        client.force_login(others[role])
        for url in ("/api/units", f"/api/units/{cast.unit.public_id}", "/api/proposals"):
            assert client.get(url).status_code == 403, (role, url)


def test_every_posted_form_needs_its_token(cast):
    """Cross-site posts are refused everywhere, before anything else is looked at."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    for page in pages():
        url = reverse(
            page.name, kwargs=arguments_of(page.name)(cast) if page.takes_arguments else {}
        )
        for account in (None, *cast.by_role.values()):
            if account is not None and account.role not in page.view.seen_by:
                continue
            strict.logout() if account is None else strict.force_login(account)
            assert strict.post(url).status_code == 403, page.name


def test_the_public_story_of_a_part_names_no_real_workshop(client, cast):
    """A real workshop can be found for the demo's need, where both kinds of rows are kept."""
    Factory.objects.filter(pk=cast.omid.factory_id).update(is_demo=True)
    need = Need.objects.create(
        factory=cast.omid.factory, text="لنت", quantity=5, hs4="8708", is_demo=True
    )
    invented = make_unit(name="کارگاه ساختگی", is_demo=True)
    real = make_unit(name="کارگاه واقعی")
    for rank, unit in enumerate((real, invented), 1):
        agree(unit)
        NeedMatch.objects.create(need=need, unit=unit, rank=rank, score=0.5, km=10, capacity=4)
    html = client.get(reverse("public:part_story")).content.decode()
    assert "کارگاه ساختگی" in html
    assert "کارگاه واقعی" not in html


def test_public_proposals_name_no_maker(client, cast):
    proposal = make_proposal(cast)
    names = [member.unit.name for member in proposal.members.select_related("unit")]
    assert names
    for url in (reverse("public:proposals"), reverse("public:proposal", args=[proposal.pk])):
        html = client.get(url).content.decode()
        assert not [name for name in names if f">{name}<" in html]
