"""Claims that no code decides: told with evidence, and decided by an officer."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hamafza.registry.claim_life import CLAIM_LIFE, ClaimState
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import evidence as papers
from hamafza.web.actions import outbox
from hamafza.web.actions.claim_finding import accounts_of, params, phone_of
from hamafza.web.actions.claims import TooManyCodes, digest_of_address
from hamafza.web.actions.events import record
from hamafza.web.actions.reach import about_units_within, counting
from hamafza.web.actions.units import may_speak_for
from hamafza.web.notifier import Channel
from hamafza.web.records.accounts import User
from hamafza.web.records.claims import Claim
from hamafza.web.records.units import Unit

_C = ClaimState
CLAIMED, NO_PHONE, OTHER_PHONE = "claimed", "no-phone", "other-phone"
"""Why an officer decides: somebody has it, the register has no telephone, or not the own one."""
PURPOSE = "claim-decision"
MOST_WAITING = 3
"""Claims on one unit that may wait at once; the officer sees them together."""


class NotYourClaim(Refusal):
    code = "claim-not-yours"


class ClaimDecidedMeanwhile(Refusal):
    code = "claim-decided-meanwhile"


class ClaimWhyMissing(Refusal):
    code = "claim-why-missing"


class NoContact(Refusal):
    """Neither a telephone nor an e-mail address: nobody could be told the decision."""

    code = "claim-no-contact"


class EnoughWaiting(Refusal):
    code = "claim-enough-waiting"


def waiting(actor: User) -> QuerySet[Claim]:
    """Return the claims that wait for an officer, the oldest first."""
    rows = about_units_within(Claim.objects.filter(state=_C.IN_REVIEW), actor)
    return rows.select_related("unit", "evidence").order_by("asked_at", "pk")


@transaction.atomic
def ask_review(
    *,
    unit: Unit,
    full_name: str,
    contact: str,
    told: str,
    file: File | None,
    address: str,
) -> Claim:
    """Lay a claim before an officer, with what the person says and hands in."""
    kept = Unit.objects.select_for_update(no_key=True).get(pk=counting(unit).pk)
    if channel_of(contact) is None:
        raise NoContact()
    if Claim.objects.filter(unit=kept, state=_C.IN_REVIEW).count() >= MOST_WAITING:
        raise EnoughWaiting(unit=kept.public_id)
    place = digest_of_address(address)
    hour = timezone.now() - timedelta(hours=1)
    asked = Claim.objects.filter(address_digest=place, created_at__gt=hour)
    if asked.count() >= params().codes_per_address_hour:
        raise TooManyCodes(hours=1)
    paper = papers.keep(actor=None, unit=kept, file=file) if file else None
    claim = Claim.objects.create(
        unit=kept,
        state=_C.IN_REVIEW,
        address_digest=place,
        because=_because(kept),
        full_name=full_name.strip(),
        contact=contact.strip(),
        told=told.strip(),
        evidence=paper,
        asked_at=timezone.now(),
        is_demo=kept.is_demo,
    )
    after = {"unit": kept, "because": claim.because, "evidence": paper and paper.sha256}
    record(actor=None, verb="ask-claim-review", subject=claim, after=after)
    return claim


@transaction.atomic
def accept(
    *, actor: User, claim: Claim, link: Callable[[Claim], str], why: str = "", instead: bool = False
) -> Claim:
    """
    Let the person open an account; the link to it goes to the contact, and holds some days.

    ``instead`` closes the accounts the unit has when the new one opens; without it they stay
    beside each other, as partners do.
    """
    kept = _in_review(actor, claim)
    if instead and not why.strip():
        raise ClaimWhyMissing()
    kept.instead = instead
    kept.open_until = timezone.now() + timedelta(days=params().invited_days)
    return _decided(actor, kept, _C.CONFIRMED, "accept-claim", why, link)


@transaction.atomic
def refuse(*, actor: User, claim: Claim, link: Callable[[Claim], str], why: str) -> Claim:
    """Say no, with the reason, which the person is told."""
    kept = _in_review(actor, claim)
    if not why.strip():
        raise ClaimWhyMissing()
    return _decided(actor, kept, _C.REFUSED, "refuse-claim", why, link)


@transaction.atomic
def withdraw(*, claim: Claim) -> Claim:
    """Take a claim back while nobody has decided it; who has its address is who made it."""
    rows = Claim.objects.select_for_update(no_key=True, of=("self",))
    kept = rows.select_related("unit", "decided_by").get(pk=claim.pk)
    _still_waits(kept)
    kept.state = CLAIM_LIFE.step(_C(kept.state), _C.WITHDRAWN)
    kept.save()
    changed = {"before": {"state": _C.IN_REVIEW.value}, "after": {"state": kept.state}}
    record(actor=None, verb="withdraw-claim", subject=kept, **changed)
    return kept


def channel_of(contact: str) -> Channel | None:
    """Return by what a contact is reached: an address with @ by e-mail, a number by message."""
    if "@" in contact:
        return Channel.EMAIL
    digits = sum(mark.isdecimal() for mark in contact)
    return Channel.SMS if digits >= params().phone_digits else None


def _because(unit: Unit) -> str:
    if accounts_of(unit):
        return CLAIMED
    return OTHER_PHONE if phone_of(unit) else NO_PHONE


def _decided(
    actor: User,
    claim: Claim,
    towards: ClaimState,
    verb: str,
    why: str,
    link: Callable[[Claim], str],
) -> Claim:
    claim.state = CLAIM_LIFE.step(_C(claim.state), towards)
    claim.decided_by, claim.decided_at, claim.why = actor, timezone.now(), why.strip()
    claim.save()
    _tell(actor, claim, link(claim))
    after = {"state": claim.state, "instead": claim.instead}
    record(
        actor=actor, verb=verb, subject=claim,
        before={"state": _C.IN_REVIEW.value}, after=after, why=why,
    )  # fmt: skip
    return claim


def _tell(actor: User, claim: Claim, link: str) -> None:
    channel = channel_of(claim.contact)
    if channel is None:
        return
    facts = {"claim": claim, "link": link, "is_accepted": claim.state == _C.CONFIRMED}
    shown = facts | {"link": "•••"}
    is_secret = claim.state == _C.CONFIRMED
    with translation.override(settings.LANGUAGE_CODE):  # the language of the house
        subject = render_to_string("claims/decision_subject.txt", facts).strip()
        open_text = render_to_string("claims/decision.txt", shown if is_secret else facts)
        secret_text = render_to_string("claims/decision.txt", facts) if is_secret else ""
    outbox.write(
        channel=channel,
        to=claim.contact,
        subject=subject,
        text=open_text.strip(),
        secret_text=secret_text.strip(),
        purpose=PURPOSE,
        once=f"claim:{claim.pk}:decision",
        actor=actor,
        unit=claim.unit,
        holds_until=claim.open_until,
    )


def _in_review(actor: User, claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(no_key=True, of=("self",))
    kept = rows.select_related("unit", "decided_by").get(pk=claim.pk)
    if not may_speak_for(actor, kept.unit):
        raise NotYourClaim()
    _still_waits(kept)
    return kept


def _still_waits(kept: Claim) -> None:
    if kept.state != _C.IN_REVIEW:
        who = kept.decided_by.get_full_name() if kept.decided_by else "—"
        raise ClaimDecidedMeanwhile(who=who)
