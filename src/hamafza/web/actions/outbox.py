"""
The outbox: a message is written by an action, and sent by the worker.

No message is sent twice by the house: it is taken in one transaction, sent outside any, and what
became of it is written in another. One whose worker was lost in between is not sent again by
itself; an officer may say that it is to be.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from hamafza.store.parameters import load
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import OFFICE
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.notifier.params import OutboxParams
from hamafza.web.records.accounts import User
from hamafza.web.records.outbox import MESSAGE_LIFE, Message, MessageState
from hamafza.web.records.units import Unit

_M = MessageState


class NotYourMessage(Refusal):
    code = "message-not-yours"


class MessageHeldASecret(Refusal):
    """Its code or link was emptied and holds for a time: a new one is asked for instead."""

    code = "message-held-a-secret"


@lru_cache(maxsize=1)
def params() -> OutboxParams:
    """Return what holds for messages."""
    return load(OutboxParams, "messages")


@transaction.atomic
def write(
    *,
    channel: str,
    to: str,
    text: str,
    purpose: str,
    once: str,
    actor: User | None = None,
    subject: str = "",
    secret_text: str = "",
    unit: Unit | None = None,
    holds_until: datetime | None = None,
) -> Message:
    """Lay a message in the outbox, in the transaction of the action it tells of; once for a key."""
    told = {
        "channel": channel,
        "to": to,
        "subject": subject,
        "text": text,
        "secret_text": secret_text,
        "purpose": purpose,
        "unit": unit,
        "holds_until": holds_until,
        "is_demo": belongs_to_demo(actor, unit),
    }
    return Message.objects.get_or_create(once=once, defaults=told)[0]


@transaction.atomic
def take(*, worker: str, now: datetime | None = None) -> Message | None:
    """Take the oldest message that is due; None if nothing waits. What holds no more lapses."""
    at = now or timezone.now()
    waiting = Message.objects.select_for_update(no_key=True, skip_locked=True)
    due = waiting.filter(state=_M.WAITING, due_at__lte=at).order_by("due_at", "id")
    for message in due[: params().at_once]:
        if message.holds_until is not None and message.holds_until <= at:
            _move(message, _M.LAPSED)
            message.save()
            continue
        _move(message, _M.SENDING)
        message.worker, message.taken_at = worker, at
        message.attempts += 1
        message.save()
        return message
    return None


@transaction.atomic
def has_gone(*, message: Message, worker: str) -> None:
    """Write that a message taken by this worker has left."""
    kept = _taken(message, worker)
    if kept is None:
        return
    _move(kept, _M.SENT)
    kept.sent_at, kept.fault = timezone.now(), ""
    kept.save()


@transaction.atomic
def has_not_gone(*, message: Message, worker: str, fault: str, is_final: bool) -> None:
    """Write that it has not left, and whether it is tried again."""
    kept = _taken(message, worker)
    if kept is None:
        return
    kept.fault = fault[:300]
    if is_final or kept.attempts >= params().most_attempts:
        _move(kept, _M.FAILED)
    else:
        _move(kept, _M.WAITING)
        kept.due_at = timezone.now() + params().wait_after(kept.attempts)
    kept.save()


@transaction.atomic
def give_up_lost(*, now: datetime | None = None) -> int:
    """Mark the messages whose worker was lost while sending: nobody knows whether they left."""
    late = (now or timezone.now()) - timedelta(minutes=params().lease_minutes)
    lost = Message.objects.select_for_update(no_key=True).filter(
        state=_M.SENDING, taken_at__lt=late
    )
    for message in lost:
        _move(message, _M.UNSURE)
        message.fault = "the worker was lost while sending"
        message.save()
    return len(lost)


@transaction.atomic
def send_again(*, actor: User, message: Message) -> Message:
    """Let a message that failed, or whose fate is unknown, wait again: a person answers for it."""
    if actor.role not in OFFICE:
        raise NotYourMessage()
    kept = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if kept.holds_until is not None:
        raise MessageHeldASecret()
    before = kept.state
    _move(kept, _M.WAITING)
    kept.attempts, kept.due_at, kept.worker = 0, timezone.now(), ""
    kept.save()
    record(
        actor=actor, verb="send-again", subject=kept,
        before={"state": before}, after={"state": kept.state},
    )  # fmt: skip
    return kept


def _taken(message: Message, worker: str) -> Message | None:
    """Return the message if this worker still has it."""
    rows = Message.objects.select_for_update(no_key=True)
    return rows.filter(pk=message.pk, state=_M.SENDING, worker=worker).first()


def _move(message: Message, towards: MessageState) -> None:
    message.state = MESSAGE_LIFE.step(MessageState(message.state), towards)
    if towards in (_M.SENT, _M.FAILED, _M.LAPSED, _M.UNSURE):
        message.secret_text = ""
