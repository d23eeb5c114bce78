"""Units: verified and corrected by those who may speak for them."""

from django.db import transaction
from django.utils import timezone

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.branches import holds_unit
from hamafza.web.records.accounts import User
from hamafza.web.records.units import Unit

VERIFIED = "verified"
CORRECTABLE = ("name", "goods_text", "phone", "workers")
"""What an officer may set right. The code of the goods is confirmed on a page of its own."""


class NotYourUnit(Refusal):
    code = "unit-not-yours"


class VerifiedAlready(Refusal):
    code = "unit-verified-already"


class JoinedToAnother(Refusal):
    """What is said of a record that counts no more would count for nothing."""

    code = "unit-joined-to-another"


def may_speak_for(actor: User, unit: Unit) -> bool:
    """Say whether an officer may verify and correct a unit."""
    return holds_unit(actor, unit)


@transaction.atomic
def verify_unit(*, actor: User, unit: Unit) -> Unit:
    """Say that the unit exists as it is written down; who said so, and when, is kept."""
    kept = _locked(actor, unit)
    if kept.status == VERIFIED:
        raise VerifiedAlready(unit=kept.public_id)
    before = kept.status
    kept.status, kept.verified_by, kept.verified_at = VERIFIED, actor, timezone.now()
    kept.save(update_fields=["status", "verified_by", "verified_at"])
    record(
        actor=actor, verb="verify-unit", subject=kept,
        before={"status": before}, after={"status": VERIFIED},
    )  # fmt: skip
    return kept


@transaction.atomic
def correct_unit(*, actor: User, unit: Unit, why: str = "", **said: object) -> Unit:
    """Set right what is written of a unit; the event keeps what stood there before."""
    unknown = set(said) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"{sorted(unknown)} is not corrected here")
    kept = _locked(actor, unit)
    before = {name: getattr(kept, name) for name in said if getattr(kept, name) != said[name]}
    if not before:
        return kept
    for name in before:
        setattr(kept, name, said[name])
    kept.save(update_fields=list(before))
    after = {name: said[name] for name in before}
    record(actor=actor, verb="correct-unit", subject=kept, before=before, after=after, why=why)
    return kept


def _locked(actor: User, unit: Unit) -> Unit:
    kept = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_speak_for(actor, kept):
        raise NotYourUnit(unit=kept.public_id)
    counts_itself(kept)
    return kept


def counts_itself(unit: Unit) -> None:
    """Refuse a record that was joined to another."""
    if unit.merged_into is not None:
        raise JoinedToAnother(unit=unit.public_id, other=unit.merged_into.public_id)
