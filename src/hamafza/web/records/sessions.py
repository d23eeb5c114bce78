"""Sessions: where an account is signed in, so that its owner can see and end each."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from hamafza.web.records.kept import Kept

BEGAN, SEEN, DEVICE = "began", "seen", "device"
"""What a session holds of itself; its row tells the same."""


class OpenSession(AbstractBaseSession, Kept):
    """A session as Django keeps it, with whose it is and from what device; no place is kept."""

    account = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    device = models.CharField(max_length=300, blank=True)
    """What the browser says of itself."""
    began_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(InDatabase):
    """Django's own store; what a row tells of a session is taken from it at every saving."""

    @classmethod
    def get_model_class(cls):
        return OpenSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.began_at, row.seen_at = (moment(data.get(name)) for name in (BEGAN, SEEN))
        return row


def moment(text: str | None) -> datetime | None:
    """Return the time a session holds as text."""
    return datetime.fromisoformat(text) if text else None
