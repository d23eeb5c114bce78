"""Writing down what happened, inside the transaction of the action that did it."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Model

from hamafza.vocabulary import chain
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.records.accounts import User
from hamafza.web.records.events import ChainHead, Event

_PIECE = 2_000


class DemoAndRealApart(Refusal):
    """What is invented and what is real are never tied to each other: the demo can be wiped."""

    code = "demo-and-real-apart"


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
        acting_for=actor.acting_for if actor else None,
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


def apart(is_demo: bool, *rows: Model | None) -> None:
    """Refuse to tie a real row to the demo's, or the demo's to a real one."""
    if any(row is not None and getattr(row, "is_demo", False) != is_demo for row in rows):
        raise DemoAndRealApart()


def verified_chain(*, is_demo: bool, anchors: Collection[str] = ()) -> chain.Standing:
    """Follow a chain of events to its end, and refuse one that does not hold."""
    return chain.verified(_links(is_demo), lambda: end_of_chain(is_demo=is_demo), anchors)


def end_of_chain(*, is_demo: bool) -> chain.End:
    """Return where a chain ends, as it was written down with its last event."""
    head = ChainHead.objects.filter(pk=is_demo).first()
    return head.end if head else chain.End()


def _links(is_demo: bool) -> Iterator[chain.Link]:
    """Read a chain a piece at a time: no long statement holds the database, no list the memory."""
    # "in": SQLite finds no index for Django's "not is_demo", and would sort all for each piece
    whole = Event.objects.filter(is_demo__in=[is_demo]).order_by("number", "pk")
    rest = whole
    while rows := list(rest[:_PIECE]):
        yield from (row.link() for row in rows)
        rest = whole.filter(number__gte=rows[-1].number).exclude(pk=rows[-1].pk)


def _plain(fields: Mapping[str, object] | None) -> dict[str, object]:
    return {name: chain.plain(_key(value)) for name, value in (fields or {}).items()}


def _key(value: object) -> object:
    return value.pk if isinstance(value, Model) else value
