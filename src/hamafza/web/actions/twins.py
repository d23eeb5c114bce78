"""Twins: an officer says of two records whether they are one unit, or takes it back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import branches
from hamafza.web.access import OFFICE
from hamafza.web.actions.events import record
from hamafza.web.actions.twin_joining import Joining, join, locked_joining, part
from hamafza.web.actions.twin_ties import Ties
from hamafza.web.exchange.twins import fingerprint_of
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.twins import TWIN_LIFE, UNDONE, TwinPair, TwinState
from hamafza.web.records.units import Unit

SAY_SAME, SAY_DIFFERENT, SAY_LATER, UNDO = "say-same", "say-different", "say-later", "undo-twins"
JOIN, ASK_AGAIN = "join-twins", "ask-twins-again"
"""What the machine does: joins a pair by itself, asks again about one whose record changed."""


class NotYourTwins(Refusal):
    code = "twins-not-yours"


class DecidedMeanwhile(Refusal):
    code = "twin-decided-meanwhile"


class JoinedMeanwhile(Refusal):
    """By the machine, or by what was said of other pairs."""

    code = "twin-joined-meanwhile"


class JoinedByOthers(Refusal):
    """Two records cannot differ that other pairs make one."""

    code = "twin-joined-by-others"


class NotDecided(Refusal):
    code = "twin-not-decided"


class NothingToUndo(Refusal):
    code = "twins-nothing-to-undo"


def within(actor: User) -> QuerySet[TwinPair]:
    """Return the pairs that an officer sees: those both of whose units lie in the own branch."""
    pairs = TwinPair.objects.all()
    if actor.role not in (*OFFICE, *BRANCH):
        return pairs.none()
    return branches.within(pairs, actor, "one__office", "other__office")


@transaction.atomic
def say_same(*, actor: User, pair: TwinPair, why: str = "") -> TwinPair:
    """Join the two records: one counts for both, and its gaps are filled from the other."""
    kept = _locked(actor, pair)
    if _said_already(actor, kept, TwinState.SAME):
        return kept
    record(**decided_same(actor=actor, pair=kept, verb=SAY_SAME, why=why))
    return kept


@transaction.atomic
def say_different(*, actor: User, pair: TwinPair, why: str = "") -> TwinPair:
    """Say that the two are two units; they are not asked about again unless one changes."""
    kept = _locked(actor, pair)
    if _said_already(actor, kept, TwinState.DIFFERENT):
        return kept
    if locked_joining(kept) is None:
        raise JoinedByOthers(one=kept.one.public_id, other=kept.other.public_id)
    record(**_decided(actor, kept, TwinState.DIFFERENT, SAY_DIFFERENT, why))
    return kept


@transaction.atomic
def say_later(*, actor: User, pair: TwinPair, why: str = "") -> TwinPair:
    """Set the pair aside: it is decided another time."""
    kept = _locked(actor, pair)
    if kept.state == TwinState.LATER or _said_already(actor, kept, TwinState.LATER):
        return kept
    record(**_decided(actor, kept, TwinState.LATER, SAY_LATER, why))
    return kept


@transaction.atomic
def undo(*, actor: User, pair: TwinPair | None = None, why: str = "") -> TwinPair:
    """
    Take back what was said of a pair, or what the actor said last; the question is open again.

    The records part as they were; a filled field that somebody changed since stays.
    """
    kept = _locked(actor, pair if pair is not None else last_of_actor(actor))
    if kept.state == TwinState.OPEN:
        raise NotDecided()
    before: dict[str, object] = {"state": kept.state, "by": kept.decided_by}
    after: dict[str, object] = {"state": TwinState.OPEN.value}
    if kept.joined_id is not None:
        before |= {"joined": kept.joined_id, "filled": _now(kept.filled)}
        before |= {"accounts": kept.accounts}
        parting = part(kept)
        _may_touch(actor, parting.kept)
        after |= {"kept": parting.kept.pk, "stay": parting.stay}
        after |= {"asked_again": parting.asked_again}
    elif kept.state == TwinState.SAME and locked_joining(kept) is None:
        raise JoinedByOthers(one=kept.one.public_id, other=kept.other.public_id)
    if kept.state == TwinState.SAME:  # whatever is found again, the machine joins these no more
        kept.decision, kept.held = "review", UNDONE
    kept.state = TWIN_LIFE.step(TwinState(kept.state), TwinState.OPEN)
    kept.decided_by, kept.decided_at, kept.why = None, None, ""
    kept.joined, kept.filled, kept.accounts = None, {}, []
    kept.save()
    record(actor=actor, verb=UNDO, subject=kept, before=before, after=after, why=why)
    return kept


def last_of_actor(actor: User) -> TwinPair:
    """Return the pair that an officer decided, or set aside, last."""
    said = within(actor).filter(decided_by=actor).exclude(state=TwinState.OPEN)
    last = said.order_by("-decided_at", "-id").first()
    if last is None:
        raise NothingToUndo()
    return last


def decided_same(
    *, actor: User | None, pair: TwinPair, verb: str, why: str = "", ties: Ties | None = None
) -> dict[str, Any]:
    """
    Join a locked pair for a person, or for the machine (no actor); return the event to record.

    An event locks the end of its chain, so it comes after all other rows are locked.
    """
    plan = locked_joining(pair, ties)
    told: dict[str, object] = {"probability": pair.probability, "evidence": pair.evidence}
    if plan is not None:
        told |= _joined(actor, pair, plan)
    return _decided(actor, pair, TwinState.SAME, verb, why, told)


def _joined(actor: User | None, pair: TwinPair, plan: Joining) -> dict[str, object]:
    if actor is not None:
        for unit in (plan.kept, plan.joined):
            _may_touch(actor, unit)
    if plan.refusal is not None:
        raise plan.refusal
    answered = join(pair, plan)
    told = {"kept": plan.kept.pk, "joined": plan.joined.pk, "because": plan.because}
    told |= {"filled": _now(pair.filled), "accounts": pair.accounts}
    return told | {"answered": answered}


def _decided(
    actor: User | None,
    pair: TwinPair,
    state: TwinState,
    verb: str,
    why: str,
    told: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    before = {"state": pair.state}
    pair.state = TWIN_LIFE.step(TwinState(pair.state), state)
    pair.decided_by, pair.decided_at, pair.why = actor, timezone.now(), why
    if state != TwinState.LATER and pair.joined_id is None:
        # What they say today is what was decided on; a joining changes the record itself.
        pair.weighed = fingerprint_of(pair.one, pair.other)
    pair.save()
    after = {"state": state.value, **(told or {})}
    return {"actor": actor, "verb": verb, "subject": pair, "before": before, "after": after,
            "why": why}  # fmt: skip


def _locked(actor: User, pair: TwinPair) -> TwinPair:
    locked = TwinPair.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "one", "other"
    )
    kept = locked.get(pk=pair.pk)
    if not within(actor).filter(pk=kept.pk).exists():
        raise NotYourTwins()
    return kept


def _said_already(actor: User, pair: TwinPair, state: TwinState) -> bool:
    """Say whether the actor clicked twice; refuse if the question is answered otherwise."""
    if not pair.is_decided:
        return False
    if pair.state == state and pair.decided_by_id == actor.pk:
        return True
    if pair.decided_by is None:
        raise JoinedMeanwhile()
    raise DecidedMeanwhile(who=pair.decided_by.get_full_name())


def _may_touch(actor: User, unit: Unit) -> None:
    """A record may hang on one of another branch: an officer does not decide of that."""
    if not branches.holds_unit(actor, unit):
        raise NotYourTwins()


def _now(filled: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    return {name: told["after"] for name, told in filled.items() if name != "search_key"}
