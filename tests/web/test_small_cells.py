"""What the public is told of numbers: never of a few, and nothing from which a few are reckoned."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from hamafza.web.exchange import programme as exchange
from hamafza.web.pages.public.programme import public_share
from hamafza.web.records.programme import DeclaredExport, OfficialTotal
from hamafza.web.records.proposals import ProposalMember
from hamafza.web.small_cells import lines_hidden, told_alone, told_beside_total
from tests.people import make_unit
from tests.web.proposals.making import make_proposal

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()
    yield
    cache.clear()


def total():
    OfficialTotal.objects.create(
        country="IRN", year=YEAR, rule="customs", rule_version="2026-11", value_usd=10_000_000,
        source="x", provenance="assumed",
    )  # fmt: skip


def export(cents: int, line="declared", **fields):
    return DeclaredExport.objects.create(
        year=YEAR, line=line, value_usd_cents=cents, destination="OMN", hs6="630259",
        evidence="x", **fields,
    )  # fmt: skip


@pytest.mark.parametrize(("units", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_a_count_that_stands_alone(units, told):
    assert told_alone(units) == told


def test_a_count_beside_a_total_takes_the_next_with_it():
    assert told_beside_total({"کرمان": 30, "یزد": 2, "بم": 9}).cells == {"یزد", "بم"}


def test_the_funnel_tells_no_few_and_no_share_of_them(client, cast):
    for name in "abcdef":
        make_unit(name=name)
    ProposalMember.objects.create(proposal=make_proposal(cast), unit=cast.unit, km_to_lead=0)
    page = client.get("/en" + reverse("public:programme")).content.decode()
    rows = dict(
        re.findall(r'<th scope="row">([^<]+)</th><td class="num main"[^>]*>(.*?)</td>', page)
    )
    assert re.search(r">\d+<", rows["Registered"])
    assert not re.search(r"\d", rows["Members of a consortium"])


def test_a_line_of_a_few_units_is_hidden_from_the_public_and_told_to_the_office(client, cast):
    total()
    for number in range(3):
        export(100_00 + number, unit=make_unit(name=f"u{number}"))
    (share,) = exchange.shares("customs")
    assert "declared" in lines_hidden(share)
    told = public_share(share)
    row = next(each for each in told["rows"] if each["line"] == "declared")
    assert (row["value_usd"], row["share"], told["coverage"]) == (None, None, None)
    page = client.get("/en" + reverse("public:programme")).content.decode()
    assert "too few units stand behind it" in page
    client.force_login(cast.parviz)
    office = client.get("/en" + reverse("office:programme")).content.decode()
    assert "too few units stand behind it" not in office


def test_a_line_that_is_nearly_one_units_is_hidden(cast):
    total()
    for number in range(9):
        export(10_00, unit=make_unit(name=f"u{number}"))
    assert not lines_hidden(exchange.shares("customs")[0])
    export(5_000_00, unit=make_unit(name="large"))
    assert lines_hidden(exchange.shares("customs")[0]) == {"declared"}


def test_a_survey_names_no_unit_and_is_told(cast):
    total()
    export(70_000_00, line="estimated")
    assert not lines_hidden(exchange.shares("customs")[0])


def test_headings_of_a_few_makers_are_not_counted_out(client, cast):
    for number in range(6):
        make_unit(name=f"linen {number}", family="6304", hs4="6304")
    make_unit(name="alone", family="4202", hs4="4202")
    page = client.get("/en" + reverse("public:markets")).content.decode()
    assert "hs4=6304" in page
    assert "hs4=4202" not in page


def test_towns_of_a_public_proposal_are_named_and_a_few_not_counted(client, cast):
    proposal = make_proposal(cast)
    page = client.get("/en" + reverse("public:proposal", args=[proposal.pk])).content.decode()
    line = re.search(r"Workshops per town:(.*?)</p>", page)[1]
    assert "<bdi>" in line
    assert not re.search(r"</bdi>\s*[1-4]\b", line)


def test_a_public_map_shows_no_workshops_own_door():
    from hamafza.web.placenames import roughly

    assert roughly(30.28391, 57.08347) == pytest.approx((30.30, 57.10))
    apart = [abs(a - b) for a, b in zip(roughly(35.7, 51.4), (35.7, 51.4), strict=True)]
    assert max(apart) <= 0.025
