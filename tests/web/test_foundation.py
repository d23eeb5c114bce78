"""The database and its migration, the settings, and history that is only added to."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hamafza.web import environment
from hamafza.web.actions.events import record
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.events import Event, EventIsFinal

pytestmark = pytest.mark.django_db


def test_the_migration_says_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_nothing_to_complain_of():
    call_command("check", fail_level="WARNING")


def test_an_event_is_neither_changed_nor_deleted(cast):
    event = record(actor=cast.mina, verb="open-account", subject=cast.reza)
    event.why = "another reason"
    for attempt in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(EventIsFinal):
            attempt()
    with pytest.raises(EventIsFinal):
        Event.objects.filter(pk=event.pk).update(why="another reason")
    assert Event.objects.get(pk=event.pk).why == ""


def test_a_producer_without_a_unit_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="nobody", full_name="Nobody", role=Role.PRODUCER)


@pytest.mark.parametrize("said", ["maybe", "2", "False!"])
def test_a_setting_that_is_neither_yes_nor_no_is_refused(monkeypatch, said):
    monkeypatch.setenv("HAMAFZA_DEBUG", said)
    with pytest.raises(environment.SettingNotUnderstood):
        environment.truth("HAMAFZA_DEBUG", False)


@pytest.mark.parametrize("url", ["mysql://here/there", "sqlite:///", "nonsense", "postgres://here"])
def test_a_database_that_is_not_known_is_refused(monkeypatch, tmp_path, url):
    monkeypatch.setenv("HAMAFZA_DATABASE_URL", url)
    with pytest.raises(environment.SettingNotUnderstood):
        environment.database(tmp_path)


def test_the_secret_key_is_made_once_and_kept_from_others(monkeypatch, tmp_path):
    monkeypatch.delenv("HAMAFZA_SECRET_KEY")
    first = environment.secret_key(tmp_path)
    assert len(first) >= 50
    assert environment.secret_key(tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
