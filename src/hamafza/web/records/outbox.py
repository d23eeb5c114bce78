"""The outbox: every message that leaves the house, with what became of it."""

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hamafza.vocabulary.life import Life
from hamafza.web.records.kept import Kept, written


class MessageState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    """The worker was lost while sending: perhaps it went out. It is not sent again by itself."""
    LAPSED = "lapsed"
    """What it says holds no more: a code that ran out before it could be sent."""


_M = MessageState
MESSAGE_LIFE = Life(
    "message",
    _M.WAITING,
    {
        _M.WAITING: frozenset({_M.SENDING, _M.LAPSED}),
        _M.SENDING: frozenset({_M.SENT, _M.WAITING, _M.FAILED, _M.UNSURE}),
        _M.SENT: frozenset(),
        _M.FAILED: frozenset({_M.WAITING}),
        _M.UNSURE: frozenset({_M.WAITING, _M.SENT}),
        _M.LAPSED: frozenset(),
    },
)


class Circular(Kept):
    """One text to the members of a union; ``audience`` as it was counted then."""

    union = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="circulars")
    audience = models.JSONField(default=dict)
    once = models.CharField(max_length=60, unique=True)
    """From the form it was written in: sent twice, it is one circular."""

    class Meta:
        ordering = ["-id"]
        constraints = [written("text", "circular_text_written")]


class Message(Kept):
    """
    One message to one address.

    ``text`` may be read later; where it holds a code, ``secret_text`` is what goes out, and it is
    emptied once the message has left or can leave no more. ``once`` keeps one message from being
    written twice.
    """

    channel = models.CharField(max_length=8)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    secret_text = models.TextField(blank=True)
    purpose = models.CharField(max_length=20)
    once = models.CharField(max_length=100, unique=True)
    unit = models.ForeignKey(
        "Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    circular = models.ForeignKey(
        Circular, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    state = models.CharField(max_length=8, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    holds_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending"]) | Q(secret_text=""),
                name="message_secret_emptied",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state="waiting"), name="message_waiting"
            ),
            models.Index(fields=["taken_at"], condition=Q(state="sending"), name="message_sending"),
            models.Index(fields=["circular", "state"], name="message_circular"),
            models.Index(fields=["unit", "-id"], name="message_unit"),
        ]
