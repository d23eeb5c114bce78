"""Changes an owner asks for: asked with evidence, taken up, decided by one officer, all dated."""

from collections.abc import Mapping
from functools import lru_cache

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hamafza.registry.change_life import CHANGE_LIFE, WAITING, ChangeState
from hamafza.registry.claim_params import ChangeParams
from hamafza.store.parameters import load
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import evidence as papers
from hamafza.web.actions import outbox
from hamafza.web.actions.claim_finding import phone_of
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.reach import about_units_within, counting, owns
from hamafza.web.actions.units import may_speak_for
from hamafza.web.notifier import Channel
from hamafza.web.records.accounts import User
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.units import Unit

_C = ChangeState
PURPOSE = "change-decision"


class NotYourChange(Refusal):
    code = "change-not-yours"


class NothingChanged(Refusal):
    code = "change-nothing"


class EvidenceNeeded(Refusal):
    code = "change-evidence-needed"


class AskedAlready(Refusal):
    """A request for one of these fields waits; it is withdrawn first, or decided."""

    code = "change-asked-already"


class ChangeDecidedMeanwhile(Refusal):
    code = "change-decided-meanwhile"


class TakenByAnother(Refusal):
    code = "change-taken-by-another"


class ChangeStale(Refusal):
    """What the owner saw is no longer what stands there."""

    code = "change-stale"


class ChangeWhyMissing(Refusal):
    code = "change-why-missing"


@lru_cache(maxsize=1)
def params() -> ChangeParams:
    """Return what may be changed, and what needs evidence."""
    return load(ChangeParams, "changes")


def waiting(actor: User) -> QuerySet[ChangeRequest]:
    """Return the requests that wait for an officer, the oldest first."""
    rows = about_units_within(ChangeRequest.objects.filter(state__in=WAITING), actor)
    return rows.select_related("unit", "evidence", "taken_by").order_by("created_at", "pk")


def stale_fields(request: ChangeRequest) -> list[str]:
    """Return the fields that say something else by now than when the owner asked."""
    unit = request.unit
    return [name for name, told in request.changes.items() if getattr(unit, name) != told["before"]]


@transaction.atomic
def ask(
    *,
    actor: User,
    unit: Unit,
    said: Mapping[str, object],
    why: str = "",
    file: File | None = None,
) -> ChangeRequest:
    """Ask that fields say something else; what needs a proof is not asked without one."""
    kept = Unit.objects.select_for_update(no_key=True).get(pk=counting(unit).pk)
    if not owns(actor, kept):
        raise NotYourChange()
    unknown = set(said) - set(params().fields)
    if unknown:
        raise ValueError(f"{sorted(unknown)} is not changed by request")
    changes = {
        name: {"before": getattr(kept, name), "after": value}
        for name, value in said.items()
        if getattr(kept, name) != value
    }
    if not changes:
        raise NothingChanged()
    if file is None and any(params().fields[name].needs_evidence for name in changes):
        raise EvidenceNeeded()
    asked = kept.changes.filter(state__in=WAITING)
    if any(set(one.changes) & set(changes) for one in asked):
        raise AskedAlready()
    paper = papers.keep(actor=actor, unit=kept, file=file) if file else None
    made = ChangeRequest.objects.create(
        unit=kept,
        changes=changes,
        why=why.strip(),
        evidence=paper,
        asked_by=actor,
        is_demo=belongs_to_demo(actor, kept),
    )
    after = {"changes": changes, "evidence": paper and paper.sha256}
    record(actor=actor, verb="ask-change", subject=made, after=after, why=made.why)
    return made


@transaction.atomic
def withdraw(*, actor: User, request: ChangeRequest) -> ChangeRequest:
    """Take one's own request back while nobody has decided it."""
    kept = _locked(request)
    if not owns(actor, kept.unit):
        raise NotYourChange()
    _still_waiting(kept)
    return _moved(actor, kept, _C.WITHDRAWN, "withdraw-change")


@transaction.atomic
def take_up(*, actor: User, request: ChangeRequest) -> ChangeRequest:
    """Have a request before oneself; another officer sees who has it."""
    kept = _for_officer(actor, request)
    if kept.taken_by_id == actor.pk:
        return kept
    if kept.taken_by is not None:
        raise TakenByAnother(who=kept.taken_by.get_full_name())
    kept.taken_by, kept.taken_at = actor, timezone.now()
    return _moved(actor, kept, _C.IN_REVIEW, "take-up-change")


@transaction.atomic
def lay_back(*, actor: User, request: ChangeRequest) -> ChangeRequest:
    """Put a request back into the queue for somebody else; also one that another holds too long."""
    kept = _for_officer(actor, request)
    if kept.state == _C.ASKED:
        return kept
    kept.taken_by, kept.taken_at = None, None
    return _moved(actor, kept, _C.ASKED, "lay-back-change")


@transaction.atomic
def accept(
    *, actor: User, request: ChangeRequest, answer: str = "", although_stale: bool = False
) -> ChangeRequest:
    """
    Write the fields as asked, and who said so; what stood there stays known.

    A request whose fields say something else by now is refused, unless the officer has seen it.
    """
    kept = _for_officer(actor, request)
    _not_anothers(actor, kept)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=counting(kept.unit).pk)
    kept.unit = unit
    if not may_speak_for(actor, unit):
        raise NotYourChange()
    stale = stale_fields(kept)
    if stale and not although_stale:
        raise ChangeStale(count=len(stale))
    stood = {name: getattr(unit, name) for name in kept.changes}
    for name, told in kept.changes.items():
        setattr(unit, name, told["after"])
    unit.save(update_fields=[*kept.changes])
    asked = {name: told["after"] for name, told in kept.changes.items()}
    return _decided(actor, kept, _C.ACCEPTED, answer, stood, asked)


@transaction.atomic
def refuse(*, actor: User, request: ChangeRequest, answer: str) -> ChangeRequest:
    """Leave the fields as they are, with the reason, which the owner is told."""
    kept = _for_officer(actor, request)
    _not_anothers(actor, kept)
    if not answer.strip():
        raise ChangeWhyMissing()
    return _decided(actor, kept, _C.REFUSED, answer, {}, {})


def _decided(
    actor: User,
    kept: ChangeRequest,
    towards: ChangeState,
    answer: str,
    stood: Mapping[str, object],
    stands: Mapping[str, object],
) -> ChangeRequest:
    before = kept.state
    kept.state = CHANGE_LIFE.step(_C(before), towards)
    kept.decided_by, kept.decided_at, kept.answer = actor, timezone.now(), answer.strip()
    kept.save()
    if phone := phone_of(kept.unit):
        with translation.override(kept.asked_by.language):
            text = render_to_string("changes/decision.txt", {"change": kept}).strip()
        outbox.write(
            channel=Channel.SMS,
            to=phone,
            text=text,
            purpose=PURPOSE,
            once=f"change:{kept.pk}",
            actor=actor,
            unit=kept.unit,
        )
    verb = "accept-change" if towards is _C.ACCEPTED else "refuse-change"
    record(
        actor=actor, verb=verb, subject=kept,
        before={"state": before, **stood}, after={"state": kept.state, **stands}, why=kept.answer,
    )  # fmt: skip
    return kept


def _moved(actor: User, kept: ChangeRequest, towards: ChangeState, verb: str) -> ChangeRequest:
    before = kept.state
    kept.state = CHANGE_LIFE.step(_C(before), towards)
    kept.save()
    record(
        actor=actor, verb=verb, subject=kept,
        before={"state": before}, after={"state": kept.state},
    )  # fmt: skip
    return kept


def _for_officer(actor: User, request: ChangeRequest) -> ChangeRequest:
    kept = _locked(request)
    if not may_speak_for(actor, kept.unit):
        raise NotYourChange()
    _still_waiting(kept)
    return kept


def _still_waiting(kept: ChangeRequest) -> None:
    if not kept.is_waiting:
        who = kept.decided_by.get_full_name() if kept.decided_by else "—"
        raise ChangeDecidedMeanwhile(who=who)


def _not_anothers(actor: User, kept: ChangeRequest) -> None:
    if kept.taken_by is not None and kept.taken_by_id != actor.pk:
        raise TakenByAnother(who=kept.taken_by.get_full_name())


def _locked(request: ChangeRequest) -> ChangeRequest:
    rows = ChangeRequest.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("unit", "asked_by", "taken_by", "decided_by").get(pk=request.pk)
