"""Indexes of units after migrations: all at the end, none of a later migration half way."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hamafza.web.records import apps as config
from hamafza.web.records import filling

pytestmark = pytest.mark.django_db


def state_without(name):
    state = MigrationLoader(connection).project_state()
    options = state.models["records", "unit"].options
    options["indexes"] = [each for each in options["indexes"] if each.name != name]
    return state.apps


def test_a_missing_index_is_made_at_the_end_and_left_to_its_migration_half_way(monkeypatch):
    monkeypatch.setattr(filling, "MOST_THERE", 10**6)
    assert filling.begin(filling.FEWEST_NEW)
    config._after("default", apps=state_without("unit_by_name"))
    assert filling.bring_up_to_date()
    filling.begin(filling.FEWEST_NEW)
    config._after("default", apps=apps)
    assert not filling.bring_up_to_date()
