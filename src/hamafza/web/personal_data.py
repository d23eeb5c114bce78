"""
All that is kept of a person, as plain values: the account, its unit and the people of that unit.

Every link of every record to the unit or its people is followed, also of records that come later,
unless it stands in ``LEFT_OUT`` with its reason. Of links to an account those that say who did
something are told by the events.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q

from hamafza.vocabulary import chain
from hamafza.web.records.accounts import User
from hamafza.web.records.events import Event
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.units import Unit
from hamafza.web.sealing import LookupField, SealedField, opened

ACCOUNT_LINKS = {
    "opensession.account", "secondfactor.account", "deletionrequest.account",
    "sensitiveread.reader", "upload.uploaded_by", "run.actor",
}  # fmt: skip
"""Links to an account whose row is about that person; other links say who did it: see events."""
LEFT_OUT = {
    "twinpair": "it holds what another unit's record says",
    "proposalmember": "a proposal is the institutions' own draft until it is adopted",
    "proposal": "a proposal is the institutions' own draft until it is adopted",
}
"""Records with a link to a unit or a person that are not handed out, and why."""
_SECRET = {"password", "secret", "session_key", "session_data", "digest", "search_key"}
_MOST_EVENTS = 5_000


def personal_data(account: User) -> dict[str, Any]:
    """Return sections of rows; sealed fields are opened, secrets and keyed hashes left out."""
    units = _units(account)
    people = Person.objects.filter(pk__in=_people(units))
    told: dict[str, Any] = {"account": [_row(account)]}
    told["unit"] = [_row(unit) for unit in units]
    told["person"] = [_row(person) for person in people]
    for model in _models():
        name = str(model._meta.model_name)
        about = _about(model, account, units, [person.pk for person in people])
        if about is not None:
            rows = model._base_manager.filter(about).distinct().order_by("pk")
            told[name] = [_row(row) for row in rows]
    told["event"] = [_event(event) for event in _events(account, units)]
    return {name: rows for name, rows in told.items() if rows}


def links() -> Iterator[tuple[type[Model], ForeignKey]]:
    """Give every link of a record to an account, a unit or a person."""
    for model in _models():
        for key in model._meta.concrete_fields:
            if isinstance(key, ForeignKey) and key.related_model in (User, Unit, Person):
                yield model, key


def _models() -> list[type[Model]]:
    own = (User, Unit, Person, Event)
    return [each for each in apps.get_app_config("records").get_models() if each not in own]


def _about(model: type[Model], account: User, units: list[Unit], people: list[int]) -> Q | None:
    """Return what makes a row of a model this person's, or None where no link does."""
    name = str(model._meta.model_name)
    if name in LEFT_OUT:
        return None
    about: list[Q] = []
    for owner, key in links():
        if owner is not model:
            continue
        if key.related_model is User and f"{name}.{key.name}" in ACCOUNT_LINKS:
            about.append(Q(**{key.name: account}))
        elif key.related_model is Unit and units:
            about.append(Q(**{f"{key.name}__in": units}))
        elif key.related_model is Person and people:
            about.append(Q(**{f"{key.name}__in": people}))
    whole: Q | None = None
    for each in about:
        whole = each if whole is None else whole | each
    return whole


def _units(account: User) -> list[Unit]:
    """Return the records of the account's unit: the one named, and those joined to it."""
    if account.unit_id is None:
        return []
    return list(Unit.objects.filter(Q(pk=account.unit_id) | Q(merged_into=account.unit_id)))


def _people(units: list[Unit]) -> list[int]:
    return list(UnitPerson.objects.filter(unit__in=units).values_list("person_id", flat=True))


def _events(account: User, units: list[Unit]):
    about = Q(actor=account) | Q(subject_kind="user", subject_id=account.pk)
    about |= Q(subject_kind="unit", subject_id__in=[unit.pk for unit in units])
    return Event.objects.filter(about).order_by("-id")[:_MOST_EVENTS]


def _event(event: Event) -> dict[str, Any]:
    return {
        "at": chain.plain(event.at),
        "verb": event.verb,
        "subject": f"{event.subject_kind} {event.subject_id}",
        "before": event.before,
        "after": event.after,
        "why": event.why,
    }


def _row(row: Model) -> dict[str, Any]:
    return {
        field.name: _value(field, row)
        for field in row._meta.concrete_fields
        if field.name not in _SECRET and not isinstance(field, LookupField)
    }


def _value(field: Any, row: Model) -> Any:
    kept = getattr(row, field.attname)
    return opened(kept) if isinstance(field, SealedField) else chain.plain(kept)
