"""Sessions ended by the person whose they are."""

from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.records.accounts import User
from hamafza.web.records.sessions import OpenSession


class SessionGone(Refusal):
    code = "session-gone"


def of(account: User) -> QuerySet[OpenSession]:
    """Return where an account is signed in now, the last seen first."""
    living = OpenSession.objects.filter(account=account, expire_date__gt=timezone.now())
    return living.order_by("-seen_at", "session_key")


def name_of(session: OpenSession) -> str:
    """A name for pages: whoever reads it cannot use the session."""
    return sha256(session.session_key.encode()).hexdigest()[:16]


@transaction.atomic
def end_one(*, actor: User, name: str) -> None:
    """End one of the own sessions by the name the page gives it."""
    keys = [each.session_key for each in of(actor) if name_of(each) == name]
    if not keys:
        raise SessionGone
    _end(actor, of(actor).filter(session_key__in=keys))


@transaction.atomic
def end_others(*, actor: User, keep: str | None) -> int:
    """End every session of one's own but the one with this key; return how many ended."""
    return _end(actor, of(actor).exclude(session_key=keep))


def _end(actor: User, sessions: QuerySet[OpenSession]) -> int:
    ended, _ = sessions.delete()
    if ended:
        record(actor=actor, verb="end-sessions", subject=actor, after={"sessions": ended})
    return ended


def forget_all(account: User, keep: str | None = None) -> None:
    """End an account's sessions as a part of something else, which tells its own event."""
    OpenSession.objects.filter(account=account).exclude(session_key=keep or "").delete()
