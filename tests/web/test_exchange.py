"""What goes into the database comes out as it was, in thousands, on both databases."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hamafza.vocabulary.codes import public_id_is_valid
from hamafza.web import tasks
from hamafza.web.actions import runs
from hamafza.web.exchange.units import units_table, write_units
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.units import Unit
from tests.makers import units_frame
from tests.people import make_unit

pytestmark = pytest.mark.django_db


def test_units_come_out_as_they_went_in():
    frame = units_frame(300)
    assert write_units(frame) == 300
    assert_frame_equal(units_table(), frame)


def test_a_second_file_is_numbered_on_and_keeps_its_own_lines():
    write_units(units_frame(20))
    write_units(units_frame(30, seed=2))
    kept = units_table()
    assert kept["unit_id"].n_unique() == kept["public_id"].n_unique() == 50
    assert all(public_id_is_valid(number) for number in kept["public_id"])
    assert kept["line"].tail(30).to_list() == list(range(2, 32))
    assert make_unit().unit_id == 51


def test_units_are_searched_by_a_key_of_their_words():
    write_units(units_frame(3))
    unit = Unit.objects.get(unit_id=2)
    assert "کارگاه 2" in unit.search_key
    assert "پته دوزی" in unit.search_key
    assert "hm 0000002" in unit.search_key


@pytest.fixture
def formed(cast):
    write_units(units_frame(400))
    tasks.gather_carriers()
    asked = {"iterations": 20, "processes": 1}
    run = runs.begin(actor=cast.parviz, kind="formation", parameters=asked)
    tasks.carry_out.call(run.pk)
    return Run.objects.get(pk=run.pk)


def test_a_formation_begun_in_the_browser_is_kept_with_markets_ways_and_members(formed):
    assert formed.state == RunState.DONE, formed.fault
    proposals = Proposal.objects.filter(run=formed)
    assert proposals.count() == formed.record["proposals"] > 0
    for proposal in proposals:
        members = list(proposal.members.select_related("unit"))
        assert len(members) == proposal.size
        assert proposal.lead_unit_id in {member.unit_id for member in members}
        assert min(member.km_to_lead for member in members) == 0
        assert sum(member.unit.capacity for member in members) == pytest.approx(proposal.capacity)
        assert 0 <= proposal.gap_share <= 1
        assert proposal.why["reasons"]
        assert proposal.route[-1]["to_country"] == proposal.market
        legs_km = sum(leg["km"] for leg in proposal.route)
        assert legs_km == pytest.approx(proposal.route_km, rel=1e-6)
    taken = ProposalMember.objects.filter(proposal__run=formed).values_list("unit_id", flat=True)
    assert len(taken) == len(set(taken))


def test_a_run_carried_out_again_replaces_what_it_had_written(formed, cast):
    first = list(Proposal.objects.filter(run=formed).values_list("consortium_id", "value"))
    Run.objects.filter(pk=formed.pk).update(state=RunState.WAITING)
    tasks.carry_out.call(formed.pk)
    assert list(Proposal.objects.filter(run=formed).values_list("consortium_id", "value")) == first


def test_no_units_give_no_table_of_another_shape():
    assert units_table().height == 0
    assert units_table().schema["unit_id"] == pl.Int64
