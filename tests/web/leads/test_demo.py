"""The demo's leads, missions and cards go through everybody's actions, and go with the demo."""

import pytest

from hamafza.markets.requirements import LineState
from hamafza.web import demo
from hamafza.web.actions import requirements as act
from hamafza.web.actions.events import DemoAndRealApart
from hamafza.web.demo import accounts
from hamafza.web.demo import leads as room_of_leads
from hamafza.web.demo import requirements as room_of_requirements
from hamafza.web.pages.lead_facts import costs
from hamafza.web.records.accounts import Role
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.missions import Mission, MissionGoer
from hamafza.web.records.requirements import RequirementLine
from hamafza.web.records.screening import Screening
from tests.web.leads.making import make_lead, make_mission
from tests.web.orders.conftest import sample_list
from tests.web.orders.test_demo import built
from tests.web.requirements.making import shown_line

__all__ = ["built", "sample_list"]
pytestmark = pytest.mark.django_db
MODELS = (BuyerLead, Mission, MissionGoer, RequirementLine)


@pytest.fixture
def rooms(built):
    for room in (room_of_requirements, room_of_leads):
        room.build(lambda stage, done, total: None)


def test_the_demo_shows_a_lead_in_every_state_of_its_way(rooms):
    states = set(BuyerLead.objects.values_list("state", flat=True))
    assert states == {"new", "contacted", "sampling", "negotiating", "won", "lost"}
    lines, left_out = costs(list(Mission.objects.all()), 1)
    assert [(line.leads, line.orders) for line in lines] == [(4, 1)]
    assert (left_out.trips_without_cost, left_out.trips_to_come) == (1, 1)


def test_every_line_of_the_demo_but_the_cited_one_says_that_it_is_an_example(rooms):
    states = set(RequirementLine.objects.values_list("state", flat=True))
    assert states == {"shown", "entered", "returned", "replaced"}
    for line in RequirementLine.objects.exclude(source=room_of_requirements.ORIGIN_SOURCE):
        assert line.text_en.startswith(room_of_requirements.EXAMPLE_EN)
        assert line.text_fa.startswith(room_of_requirements.EXAMPLE_FA)


def test_the_demo_goes_and_what_people_entered_stays(rooms, cast, clear_lists):
    lead, mission, line = make_lead(cast), make_mission(cast), shown_line(cast)
    assert not any(each.is_demo for each in (lead, mission, line))
    for model in MODELS:
        assert model.objects.filter(is_demo=True).exists(), model
    demo.wipe()
    assert list(BuyerLead.objects.all()) == [lead]
    assert list(Mission.objects.all()) == [mission]
    assert list(RequirementLine.objects.all()) == [line]
    assert set(Screening.objects.values_list("lead", flat=True)) == {lead.pk}


def test_an_officer_of_the_demo_reviews_no_real_line(rooms, cast):
    line = shown_line(cast)
    invented = accounts.of(Role.ADMINISTRATOR)
    with pytest.raises(DemoAndRealApart):
        act.withdraw_line(actor=invented, line=line, why="x")
    example = RequirementLine.objects.filter(is_demo=True, state=LineState.ENTERED).first()
    with pytest.raises(DemoAndRealApart):
        act.show_line(actor=cast.mina, line=example)
