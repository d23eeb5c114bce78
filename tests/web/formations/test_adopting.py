"""Many groups adopted at once, and which run's groups are in force."""

import pytest

from hamafza.web.actions import adopting, adoption, regrouping
from hamafza.web.actions.handwork import Asked
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from tests.web.formations.making import make_formation, names

pytestmark = pytest.mark.django_db


def waiting(formation):
    return Proposal.objects.filter(run=formation.run, state="proposed")


def test_those_that_break_a_rule_stay_and_names_are_told_apart(cast):
    formation = make_formation(cast, groups=3)
    asked = Asked("leave", 2, tuple(names(formation, 2)[1:]))
    regrouping.regroup(actor=cast.parviz, formation=formation, asked=asked, seen=0)
    told = adopting.adopt_many(actor=cast.parviz, proposals=waiting(formation), seen=1)
    assert vars(told) == {"adopted": 2, "broken": 1, "changed": 0, "taken": 0}
    made = Consortium.objects.exclude(proposal=None).order_by("pk")
    assert len({one.name_fa for one in made}) == 2
    assert made[1].name_fa.endswith("۲")
    assert [row.consortium_id for row in waiting(formation)] == [2]


def test_one_that_cannot_be_stops_no_other(cast):
    formation = make_formation(cast, groups=3)
    Member.objects.create(
        consortium=cast.consortium, unit_id=names(formation, 1)[2], state="accepted"
    )
    asked = Asked("leave", 3, (names(formation, 3)[3],))
    regrouping.regroup(actor=cast.mina, formation=formation, asked=asked, seen=0)
    told = adopting.adopt_many(actor=cast.parviz, proposals=waiting(formation), seen=0)
    assert vars(told) == {"adopted": 1, "broken": 0, "changed": 1, "taken": 1}


def test_many_are_adopted_by_the_worker_and_again_changes_nothing(cast, work, client, monkeypatch):
    monkeypatch.setattr(adopting, "AT_ONCE", 1)
    formation = make_formation(cast, groups=3)
    client.force_login(cast.parviz)
    answer = client.post(f"/office/formations/{formation.run_id}/adopt/", {"all": "1", "seen": "0"})
    run = Run.objects.get(kind="adopting")
    assert answer.headers["Location"].endswith(f"/runs/{run.pk}/")
    work()
    run.refresh_from_db()
    assert run.record["adopted"]["adopted"] == 3, run.fault
    Run.objects.filter(pk=run.pk).update(state="waiting")
    work()
    assert Consortium.objects.exclude(proposal=None).count() == 3


def test_an_earlier_run_is_put_in_force_again(cast):
    older, newer = make_formation(cast), make_formation(cast)
    adoption.supersede_older(run=newer.run)
    assert not waiting(older).exists()
    assert adoption.put_in_force(actor=cast.parviz, run=older.run) == 2
    assert waiting(older).count() == 2
    assert not waiting(newer).exists()
    assert adoption.put_in_force(actor=cast.parviz, run=older.run) == 0


def test_a_run_over_some_provinces_leaves_the_others_alone(cast):
    older = make_formation(cast)
    elsewhere = make_formation(cast, provinces=["یزد"])
    assert adoption.supersede_older(run=elsewhere.run) == 0
    here = make_formation(cast, provinces=["کرمان"])
    assert adoption.supersede_older(run=here.run) == 4
    assert not waiting(older).exists()
