"""What officers and the public read of proposals, in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.proposals.making import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


def page(client, name, language="fa", **arguments):
    with translation.override(language):
        url = reverse(name, kwargs=arguments)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_officer_reads_a_proposal_whole(officer, cast, language):
    proposal = make_proposal(cast)
    html = page(officer, "office:proposal", language, number=proposal.pk)
    assert html.count('class="bond"') == 3
    assert "lead" in html
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
        assert "۰٫۰۸</span> درصد" in html
    else:
        assert "0.08</span> percent" in html


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_list_shows_what_waits_and_where(officer, cast, language):
    make_proposal(cast)
    html = page(officer, "office:proposals", language)
    assert "<svg" in html
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_the_public_sees_towns_and_no_makers_names(client, cast):
    proposal = make_proposal(cast)
    html = page(client, "public:proposal", number=proposal.pk)
    assert "کرمان" in html
    assert not any(member.unit.name in html for member in proposal.members.all())
    assert reverse("office:adopt_proposal", args=[proposal.pk]) not in html
    assert str(proposal.pk) in page(client, "public:proposals")


def test_what_was_declined_is_not_public(client, cast):
    proposal = make_proposal(cast, state="declined")
    with translation.override("fa"):
        url = reverse("public:proposal", args=[proposal.pk])
    assert client.get(url).status_code == 404


def test_adopting_from_the_page_leads_back_to_it(officer, cast):
    proposal = make_proposal(cast)
    answer = officer.post(
        reverse("office:adopt_proposal", args=[proposal.pk]), {"name_fa": "پته کرمان"}
    )
    assert answer.headers["Location"] == reverse("office:proposal", args=[proposal.pk])
    assert "پته کرمان" in page(officer, "office:proposal", number=proposal.pk)


def test_declining_without_a_reason_is_answered_with_a_sentence(officer, cast):
    proposal = make_proposal(cast)
    answer = officer.post(reverse("office:decline_proposal", args=[proposal.pk]), {"why": ""})
    assert "بنویسید چرا" in answer.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).state == "proposed"


def test_an_observer_reads_and_does_not_act(client, cast):
    proposal = make_proposal(cast)
    client.force_login(cast.negar)
    assert (
        "<form method" not in page(client, "office:proposal", number=proposal.pk).split("main")[1]
    )
    url = reverse("office:adopt_proposal", args=[proposal.pk])
    assert client.post(url, {"name_fa": "پته"}).status_code == 403


def test_a_formation_begins_in_the_background_and_only_once(officer):
    first = officer.post(reverse("office:form_proposals"), {"effort": "quick"})
    second = officer.post(reverse("office:form_proposals"), {"effort": "long"})
    run = Run.objects.get(kind="formation")
    assert run.parameters == {"seconds": 30.0}
    assert (
        first.headers["Location"]
        == second.headers["Location"]
        == reverse("runs:run", args=[run.pk])
    )
    assert "hx-get" in page(officer, "office:proposals")


def test_a_proposal_without_market_or_way_is_shown_all_the_same(officer, cast):
    proposal = make_proposal(
        cast, family="0000", market="", phase=None, route=[], route_km=None, route_days=None,
        route_cost_usd=None, gap_usd=None, gap_share=None, bound=None,
    )  # fmt: skip
    html = page(officer, "office:proposal", number=proposal.pk)
    assert_no_untranslated(html)


def test_what_an_officer_began_ends_as_proposals_with_market_way_and_bound(officer, cast, work):
    for number in range(40):
        make_unit(lat_deg=30.28 + 0.001 * number, readiness=0.9, name=f"گلدوزی {number}")
    answer = officer.post(reverse("office:form_proposals"), {"effort": "quick"})
    Run.objects.update(parameters={"iterations": 20, "processes": 1})
    work()
    run = Run.objects.get(kind="formation")
    assert run.state == "done", run.fault
    made = Proposal.objects.get(run=run, consortium_id=1)
    assert 5 <= made.size <= 30
    assert made.market and made.route and made.route_km > 0
    assert made.bound > 0 and 0 <= made.gap_share < 0.2
    assert run.record["parameters"]["max_size"] == 30
    assert_no_untranslated(page(officer, "office:proposal", number=made.pk))
    assert officer.get(answer.headers["Location"]).status_code == 200
