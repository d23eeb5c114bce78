"""Consents: given for one use, and withdrawn; what was done before stays done."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from hamafza.registry.unit_facts import ConsentWay, Use
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.facts import locked_unit, records_of
from hamafza.web.actions.twin_joining import last_of
from hamafza.web.actions.units import may_speak_for
from hamafza.web.records.accounts import User
from hamafza.web.records.consents import Consent
from hamafza.web.records.people import Person
from hamafza.web.records.units import Unit


class ConsentWithdrawn(Refusal):
    code = "consent-withdrawn-already"


def agreed(units: Iterable[int], use: Use) -> set[int]:
    """
    Return which of these units have agreed to a use, by any of their records.

    The questions are as many as records hang one on another, whatever the number of units.
    """
    ends = {number: end.pk for number, end in last_of(units).items()}
    stands_for = {end: end for end in ends.values()}
    edge = set(stands_for)
    while edge:
        joined = Unit.objects.filter(merged_into__in=edge).values_list("pk", "merged_into")
        below = {number: stands_for[above] for number, above in joined if above}
        edge = set(below) - set(stands_for)
        stands_for |= below
    living = Consent.objects.living().filter(unit__in=stands_for, use=use)
    agreeing = {stands_for[number] for number in living.values_list("unit_id", flat=True)}
    return {number for number, end in ends.items() if end in agreeing}


@transaction.atomic
def give_consent(
    *, actor: User, unit: Unit, use: str, how: str = "", evidence: str = "",
    person: Person | None = None,
) -> Consent:  # fmt: skip
    """Keep that a unit agrees to a use; agreed twice, it is one consent."""
    last = locked_unit(actor, unit, "consent")
    living = Consent.objects.living().filter(unit__in=records_of(last), use=Use(use).value)
    if there := living.first():
        return there  # type: ignore[return-value]
    kept = Consent.objects.create(
        unit=last,
        person=person,
        use=Use(use).value,
        given_at=timezone.now(),
        given_how=_how(actor, last, how),
        given_to=actor,
        evidence=evidence,
        is_demo=belongs_to_demo(actor, last),
    )
    after = {"unit": last, "use": kept.use, "how": kept.given_how, "person": person}
    record(actor=actor, verb="give-consent", subject=kept, after=after)
    return kept


@transaction.atomic
def withdraw_consent(*, actor: User, consent: Consent, how: str = "", why: str = "") -> Consent:
    """Keep that a unit agrees no more: no reason is asked, it holds from now on."""
    last = locked_unit(actor, consent.unit, "consent")
    kept = Consent.objects.select_for_update(no_key=True).get(pk=consent.pk)
    if kept.withdrawn_at is not None:
        raise ConsentWithdrawn()
    kept.withdrawn_at, kept.withdrawn_to = timezone.now(), actor
    kept.withdrawn_how = _how(actor, last, how)
    kept.save(update_fields=["withdrawn_at", "withdrawn_to", "withdrawn_how"])
    after = {"unit": last, "use": kept.use, "how": kept.withdrawn_how}
    record(actor=actor, verb="withdraw-consent", subject=kept, after=after, why=why)
    return kept


def _how(actor: User, unit: Unit, how: str) -> str:
    """An owner says it by the account; an officer writes down by which way it was said."""
    if not may_speak_for(actor, unit):
        return ConsentWay.ACCOUNT.value
    return ConsentWay(how or ConsentWay.SIGNED_PAPER).value
