"""Writing down what happened, inside the transaction of the action that did it."""

from collections.abc import Mapping

from django.db.models import Model

from hamafza.vocabulary import chain
from hamafza.web.records.accounts import User
from hamafza.web.records.events import Event


def record(
    *,
    actor: User | None,
    verb: str,
    subject: Model,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    why: str = "",
) -> Event:
    """
    Add an event: ``before`` and ``after`` hold the changed fields alone.

    What a demo account does, or what happens to a demo row, belongs to the demo.
    """
    return Event.objects.add(
        actor=actor,
        role=actor.role if actor else "system",
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_id=subject.pk,
        before=_plain(before),
        after=_plain(after),
        why=why,
        is_demo=belongs_to_demo(actor, subject),
    )


def belongs_to_demo(actor: User | None, *rows: Model | None) -> bool:
    """Say whether a new row is the demo's: made by a demo account, or hung on a demo row."""
    if actor is not None and actor.is_demo:
        return True
    return any(getattr(row, "is_demo", False) for row in rows)


def _plain(fields: Mapping[str, object] | None) -> dict[str, object]:
    return {name: chain.plain(_key(value)) for name, value in (fields or {}).items()}


def _key(value: object) -> object:
    return value.pk if isinstance(value, Model) else value
