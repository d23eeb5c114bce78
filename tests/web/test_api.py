"""The API answers its readers alone, and tells no more than the pages."""

import datetime

import pytest

from hamafza.web.records.brand import BrandLicence, Mark
from hamafza.web.records.proposals import Proposal, ProposalMember
from tests.people import make_unit

pytestmark = pytest.mark.django_db

CALLS = {
    "/api/units": {"administrator", "promotion", "union", "chamber", "observer"},
    "/api/proposals": {"administrator", "promotion", "observer"},
}


@pytest.fixture
def proposal(cast):
    made = Proposal.objects.create(
        consortium_id=1,
        family="6302",
        lead_unit=cast.unit,
        size=2,
        capacity=0.4,
        value=1.5,
        market="OMN",
    )
    ProposalMember.objects.create(proposal=made, unit=cast.unit, km_to_lead=0)
    return made


def _by_role(client, cast, url):
    answers = {}
    for role, person in cast.by_role.items():
        client.force_login(person)
        answers[str(role)] = client.get(url).status_code
    return answers


@pytest.mark.parametrize("url", CALLS)
def test_a_call_answers_its_readers_and_nobody_else(client, cast, url):
    assert client.get(url).status_code == 401
    answers = _by_role(client, cast, url)
    assert {role for role, code in answers.items() if code == 200} == CALLS[url]
    assert {code for role, code in answers.items() if role not in CALLS[url]} == {403}


def test_one_unit_and_one_proposal_keep_to_the_same_readers(client, cast, proposal):
    unit, one = f"/api/units/{cast.unit.public_id}", f"/api/proposals/{proposal.pk}"
    for url, like in ((unit, "/api/units"), (one, "/api/proposals")):
        assert client.get(url).status_code == 401
        answers = _by_role(client, cast, url)
        assert {role for role, code in answers.items() if code == 200} == CALLS[like]
        client.logout()


def test_a_unit_is_found_by_its_words_in_any_script_and_tells_no_telephone(client, cast):
    make_unit(name="بافنده", goods_text="شال", city="یزد", phone="09130000000")
    client.force_login(cast.parviz)
    (found,) = client.get("/api/units", {"q": "شال يزد"}).json()["units"]
    assert (found["city"], "phone" in found, "licence" in found) == ("یزد", False, False)


def test_a_union_reaches_its_own_units_alone(client, cast):
    other = make_unit(union="اتحادیه دیگر")
    client.force_login(cast.farideh)
    unions = {unit["union"] for unit in client.get("/api/units").json()["units"]}
    assert unions == {cast.farideh.union}
    assert client.get(f"/api/units/{other.public_id}").status_code == 404


def test_pages_follow_one_another_without_a_gap(client, cast):
    client.force_login(cast.parviz)
    seen, after = [], 0
    while after is not None:
        page = client.get("/api/units", {"limit": 2, "after": after}).json()
        seen += [unit["unit_id"] for unit in page["units"]]
        after = page["after"]
    assert len(seen) == len(set(seen)) == 3


def test_a_proposal_tells_its_members_and_its_market(client, cast, proposal):
    client.force_login(cast.parviz)
    told = client.get(f"/api/proposals/{proposal.pk}").json()
    assert (told["market"], told["lead"]) == ("OMN", cast.unit.public_id)
    assert [member["public_id"] for member in told["members"]] == [cast.unit.public_id]


def test_anybody_may_check_a_mark(client, cast):
    mark = Mark.objects.create(consortium=cast.consortium, name_fa="پته", name_en="Pateh")
    BrandLicence.objects.create(
        mark=mark,
        unit=cast.unit,
        code="k7-9",
        product="رومیزی",
        valid_from=datetime.date(2026, 1, 1),
        valid_until=datetime.date(2999, 1, 1),
    )
    told = client.get("/api/marks/k7-9").json()
    assert (told["verdict"], told["mark_en"]) == ("valid", "Pateh")
    assert cast.unit.public_id not in str(told)
    assert client.get("/api/marks/other").json()["verdict"] == "unknown"


def test_anybody_may_ask_for_markets_and_a_wrong_heading_is_refused_in_both_languages(client):
    told = client.get("/api/potential/IRN/6302").json()
    markets = told["markets"]
    first = markets[0]
    assert abs(first["supply"] * first["demand"] * first["ease"] - first["potential_usd"]) < 1e-3
    assert markets == sorted(markets, key=lambda market: -market["potential_usd"])
    refused = client.get("/api/potential/IRN/0000")
    assert refused.status_code == 400
    assert set(refused.json()["sentence"]) == {"en", "fa"}
    assert client.get("/api/potential/iran/6302").status_code == 422
