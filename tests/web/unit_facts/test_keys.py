"""Keys: made once, changed though killed half way, retired, and lost without losing anybody."""

import os
import subprocess
import sys

import pytest

from hamafza.web import sealing
from hamafza.web.actions import keys as act
from hamafza.web.actions.people import persons_of_code
from hamafza.web.records.events import Event
from hamafza.web.records.keys import SealingKey
from hamafza.web.records.people import Person
from hamafza.web.sealing import LOOKUP, RINGS, SEAL
from tests.people import make_unit
from tests.web.unit_facts.making import make_person, national_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_home_of_its_own(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def crowd(cast, monkeypatch):
    """Seven people, and chunks of two."""
    monkeypatch.setattr(act, "CHUNK", 2)
    for number in range(7):
        make_person(cast, name=f"شخص {number}", number=300_000_001 + number)
    return [national_code(300_000_001 + number) for number in range(7)]


def opened() -> list[str | None]:
    return [sealing.opened(person.code_sealed) for person in Person.objects.order_by("pk")]


def test_the_first_keys_are_made_with_the_first_seal_and_lie_outside_the_database(cast, tmp_path):
    assert not (tmp_path / "keys").exists()
    make_person(cast)
    for which in RINGS:
        path = sealing.file_of(which)
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(sealing.ring(which)) == 1
    assert path.parent.stat().st_mode & 0o777 == 0o700
    kept = str(list(SealingKey.objects.values()))
    assert not any(key in kept for which in RINGS for key in sealing.ring(which).values())
    assert Event.objects.filter(verb="make-key").count() == 2


def test_a_change_seals_every_row_anew_and_the_old_keys_can_go(crowd):
    before = {which: sealing.newest(which) for which in RINGS}
    told = act.change()
    assert (told.rows, told.unreadable, told.went_on) == (7, 0, False)
    assert opened() == crowd
    for which in RINGS:
        assert sealing.newest(which) != before[which]
    for person in Person.objects.all():
        assert person.code_sealed.startswith(sealing.newest(SEAL))
        assert person.code_key.startswith(sealing.newest(LOOKUP))
    assert set(act.retire()) == set(before.values())
    assert [len(sealing.ring(which)) for which in RINGS] == [1, 1]
    assert opened() == crowd
    assert act.retire() == []


def test_a_change_killed_half_way_leaves_all_readable_and_goes_on(cast, crowd, monkeypatch):
    whole, done = act._change_some, []

    def killed(column, after):
        if column.model is Person:
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(after)
        return whole(column, after)

    monkeypatch.setattr(act, "_change_some", killed)
    with pytest.raises(KeyboardInterrupt):
        act.change()
    newest = sealing.newest(SEAL)
    assert Person.objects.filter(code_sealed__startswith=newest).count() == 4
    assert opened() == crowd
    assert [persons_of_code(code)[0].pk for code in crowd] == [
        person.pk for person in Person.objects.order_by("pk")
    ]
    # Who is known under the old key is not written down twice while keys change.
    make_person(cast, name="شخص 6", number=300_000_007, unit=make_unit(name="دیگر"))
    assert Person.objects.count() == 7
    with pytest.raises(act.KeyInUse):
        act.retire()
    monkeypatch.setattr(act, "_change_some", whole)
    told = act.change()
    assert (told.rows, told.went_on, sealing.newest(SEAL)) == (3, True, newest)
    assert opened() == crowd
    act.retire()
    assert opened() == crowd


def test_a_kill_between_the_file_and_the_rows_goes_on_too(crowd):
    act._add_key(SEAL)
    newest = sealing.newest(SEAL)
    assert opened() == crowd
    act.change()
    assert Person.objects.filter(code_sealed__startswith=newest).count() == 7


def test_each_chunk_is_an_event_that_holds_no_code(crowd):
    act.change()
    events = Event.objects.filter(verb="change-key")
    assert sum(event.after["rows"] for event in events) == 7
    assert events.count() == 4
    assert not any(code in str(event.after) for event in events for code in crowd)


def test_two_changes_at_once_are_one(crowd):
    with act._alone(), pytest.raises(act.KeysBusy):
        act.change()
    assert act.change().rows == 7


def test_a_lost_file_is_told_and_nothing_is_made_in_its_place(cast, crowd):
    kept = sealing.file_of(SEAL).read_text(encoding="utf-8")
    sealing.file_of(SEAL).unlink()
    with pytest.raises(act.KeysLost):
        make_person(cast, name="تازه", number=400_000_005)
    assert not sealing.file_of(SEAL).exists()
    sealing.file_of(SEAL).write_text(kept, encoding="utf-8")
    assert opened() == crowd
    with pytest.raises(act.KeysNotLost):
        act.give_up_lost()


def test_life_goes_on_after_a_key_is_lost_for_good(cast, crowd):
    lost = sealing.newest(SEAL)
    sealing.file_of(SEAL).unlink()
    assert opened() == [None] * 7
    assert len(persons_of_code(crowd[0])) == 1
    assert act.give_up_lost() == [lost]
    assert SealingKey.objects.get(name=lost).was_lost
    assert opened() == [None] * 7
    # Asked again, the person is known by the hash, and is no second one.
    tie = make_person(cast, name="شخص 0", number=300_000_001, unit=make_unit(name="دیگر"))
    assert sealing.opened(tie.person.code_sealed) == crowd[0]
    assert Person.objects.count() == 7
    told = act.change()
    assert (told.rows, told.unreadable) == (1, 6)
    assert [row.values for row in act.key_rows() if row.name == lost] == [6]


def test_a_lost_lookup_key_is_made_good_from_what_opens(crowd):
    sealing.file_of(LOOKUP).unlink()
    act.give_up_lost()
    assert persons_of_code(crowd[0]) == []
    assert act.change().rows == 7
    assert [len(persons_of_code(code)) for code in crowd] == [1] * 7


def test_a_file_found_again_opens_what_it_sealed(cast, crowd):
    kept = sealing.file_of(SEAL).read_text(encoding="utf-8")
    lost = sealing.newest(SEAL)
    sealing.file_of(SEAL).unlink()
    act.give_up_lost()
    with sealing.file_of(SEAL).open("a", encoding="utf-8") as file:
        file.write(kept)
    assert opened() == crowd
    act.ready()
    assert not SealingKey.objects.get(name=lost).was_lost
    assert act.change().rows == 7


def test_a_damaged_text_is_unreadable_and_breaks_nothing(crowd):
    first = Person.objects.order_by("pk").first()
    Person.objects.filter(pk=first.pk).update(code_sealed=first.code_sealed[:-9] + "AAAAAAAA=")
    assert opened() == [None, *crowd[1:]]
    told = act.change()
    assert (told.rows, told.unreadable) == (6, 1)
    with pytest.raises(act.KeyInUse):
        act.retire()


def test_every_sealed_column_is_changed_with_the_others():
    assert {column.label for column in act.columns()} >= {
        "person.code_sealed",
        "bankaccount.iban_sealed",
    }


KILLED = """
import os, signal, sys
from hamafza.web import installation
installation.open_house(); installation.bring_up_to_date()
from hamafza.web.actions import keys
from hamafza.web.records.people import Person
keys.CHUNK = 3
if sys.argv[1] == "fill":
    for at in range(20):
        code = f"{at:010d}"
        Person.objects.create(name="x", code_sealed=keys.sealed(code),
                              code_key=keys.hashed(code, "person.code_sealed"))
elif sys.argv[1] == "kill":
    keys.change(report=lambda *told: told[1] >= 9 and os.kill(os.getpid(), signal.SIGKILL))
else:
    from hamafza.web import sealing
    told = keys.change()
    print(told.went_on, told.rows, told.unreadable, len(keys.retire()))
    print(all(sealing.opened(p.code_sealed) == f"{at:010d}"
              for at, p in enumerate(Person.objects.order_by("pk"))))
"""


def test_a_change_killed_by_the_system_is_finished_by_the_next(tmp_path):
    """Killed for real, in a process and an installation of its own."""
    environment = os.environ | {"HAMAFZA_HOME": str(tmp_path), "HAMAFZA_LANGUAGE": "en"}
    environment.pop("HAMAFZA_DATABASE_URL", None)

    def told(step):
        command = [sys.executable, "-c", KILLED, step]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    assert told("fill").returncode == 0
    assert told("kill").returncode == -9
    finished = told("finish")
    assert finished.stdout.split() == ["True", "11", "0", "2", "True"], finished
