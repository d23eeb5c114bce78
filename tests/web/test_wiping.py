"""A wipe takes the demo and what stands on it, and nothing else."""

import pytest

from hamafza.web.actions import accounts as act
from hamafza.web.actions import runs
from hamafza.web.demo import accounts, wiping
from hamafza.web.exchange.units import write_units
from hamafza.web.records import models
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.events import Event
from hamafza.web.records.units import Unit
from tests.makers import units_frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(cast):
    """A demo beside the cast: accounts, units, a consortium that its producer and lead share."""
    administrator = accounts.open_officers()
    write_units(units_frame(30), is_demo=True)
    lead = Unit.objects.filter(is_demo=True).first()
    Unit.objects.filter(is_demo=True).update(verified_by=administrator)
    made = Consortium.objects.create(
        name_fa="نمونه", family="6302", lead_unit=lead, promoter=administrator, is_demo=True
    )
    Member.objects.create(consortium=made, unit=lead, state="accepted", is_demo=True)
    accounts.of(Role.PRODUCER, lead)
    accounts.of(Role.MANAGER, made)
    return made


def _demo_rows() -> dict[str, int]:
    kept = [getattr(models, name) for name in models.__all__]
    counted = {
        model.__name__: model.objects.filter(is_demo=True).count()
        for model in kept
        if hasattr(model, "is_demo")
    }
    return {name: count for name, count in counted.items() if count}


def test_nothing_of_the_demo_is_left_and_the_cast_is_whole(cast, demo):
    before = (
        User.objects.filter(is_demo=False).count(),
        Unit.objects.filter(is_demo=False).count(),
    )
    removed = wiping.wipe()
    assert removed["unit"] == 30
    assert _demo_rows() == {}
    assert (User.objects.count(), Unit.objects.count()) == before
    assert wiping.wipe() == {}


def test_what_somebody_hung_on_a_demo_row_goes_with_it(cast, demo):
    Member.objects.create(consortium=demo, unit=cast.unit, state="invited")
    wiping.wipe()
    assert not Member.objects.filter(state="invited").exists()
    assert Unit.objects.filter(pk=cast.unit.pk).exists()


def test_a_real_account_about_a_demo_row_stays_and_becomes_an_observers(cast, demo):
    act.change_role(actor=cast.mina, account=cast.negar, role=Role.MANAGER, scope=demo)
    wiping.wipe()
    negar = User.objects.get(username="negar")
    assert (negar.role, negar.consortium, negar.is_demo) == (Role.OBSERVER, None, False)


def test_history_of_real_things_stays(cast, demo):
    act.close_account(actor=cast.mina, account=cast.negar, why="بازنشسته شد")
    wiping.wipe()
    assert list(Event.objects.values_list("verb", flat=True)) == ["close-account"]


def test_what_a_demo_account_begins_belongs_to_the_demo(cast, demo, monkeypatch):
    monkeypatch.setitem(runs.CARRIERS, "trial", lambda run, report, stop: {})
    run = runs.begin(actor=accounts.of(Role.PROMOTION), kind="trial", parameters={})
    assert run.is_demo
    wiping.wipe()
    assert not models.Run.objects.exists()
