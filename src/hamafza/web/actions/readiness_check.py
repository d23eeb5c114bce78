"""An officer checks an assessment, answer by answer; a certificate follows where it is earned."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from hamafza.registry.readiness import Readiness
from hamafza.registry.readiness_life import ASSESSMENT_LIFE, AssessmentState
from hamafza.vocabulary.dates import months_later
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.actions.reach import owns, records_of
from hamafza.web.actions.readiness import follow, questionnaire, reckoned
from hamafza.web.actions.units import may_speak_for
from hamafza.web.records.accounts import User
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from hamafza.web.records.series import Series
from hamafza.web.records.units import Unit

_A = AssessmentState
SERIES = "readiness"


class NotYoursToCheck(Refusal):
    code = "assessment-not-yours-to-check"


class OwnHelp(Refusal):
    """Who filled in an answer with the unit does not check it: four eyes."""

    code = "assessment-own-help"


class CheckedMeanwhile(Refusal):
    code = "assessment-checked-meanwhile"


class FindingWithoutReason(Refusal):
    code = "assessment-reason-missing"


class WhyMissing(Refusal):
    code = "assessment-why-missing"


class WithdrawnAlready(Refusal):
    code = "readiness-certificate-withdrawn"


@transaction.atomic
def check(
    *,
    actor: User,
    assessment: Assessment,
    findings: Mapping[str, str],
    reasons: Mapping[str, str],
    why: str = "",
) -> Assessment:
    """
    Say of each answer what is true; another than was answered needs a reason.

    The unit's readiness is what was found, and it has a certificate if that is enough.
    """
    kept = _handed_in(actor, assessment)
    told = _findings(kept, findings, reasons)
    result = reckoned(kept, told)
    changed = {key: option for key, option in told.items() if kept.answers.get(key) != option}
    kept.findings, kept.reasons = told, {key: reasons[key].strip() for key in changed}
    kept.state = ASSESSMENT_LIFE.step(_A(kept.state), _A.CHECKED)
    kept.found_share, kept.level = result.exact_share, result.level.key
    kept.checked_by, kept.checked_at, kept.why = actor, timezone.now(), why
    kept.save()
    before = {"state": _A.HANDED_IN.value, "readiness": kept.unit.readiness}
    follow(kept.unit, float(result.share), Provenance.REAL)
    paper = _certificate(actor, kept, result) if result.earns_certificate else None
    after = {"state": kept.state, "share": kept.found_share, "changed": changed}
    after |= {"reasons": kept.reasons, "certificate": paper.number if paper else None}
    record(actor=actor, verb="check-readiness", subject=kept, before=before, after=after, why=why)
    return kept


@transaction.atomic
def send_back(*, actor: User, assessment: Assessment, why: str) -> Assessment:
    """Give an assessment back to be filled in better, with the reason."""
    kept = _handed_in(actor, assessment)
    if not why.strip():
        raise WhyMissing()
    kept.state = ASSESSMENT_LIFE.step(_A(kept.state), _A.SENT_BACK)
    kept.why = why.strip()
    kept.save()
    changed = {"before": {"state": _A.HANDED_IN.value}, "after": {"state": kept.state}}
    record(actor=actor, verb="send-back-readiness", subject=kept, why=why, **changed)
    return kept


@transaction.atomic
def withdraw(*, actor: User, certificate: ReadinessCertificate, why: str) -> ReadinessCertificate:
    """Withdraw a certificate; its number stays taken, and whoever asks is told."""
    rows = ReadinessCertificate.objects.select_for_update(no_key=True, of=("self",))
    kept = rows.select_related("unit").get(pk=certificate.pk)
    if not may_speak_for(actor, kept.unit):
        raise NotYoursToCheck()
    if not why.strip():
        raise WhyMissing()
    if kept.withdrawn_at is not None:
        raise WithdrawnAlready(number=kept.number)
    kept.withdrawn_by, kept.withdrawn_at, kept.why = actor, timezone.now(), why.strip()
    kept.save()
    record(
        actor=actor, verb="withdraw-readiness", subject=kept,
        before={"withdrawn": False}, after={"withdrawn": True}, why=why,
    )  # fmt: skip
    return kept


def certificate_of(unit: Unit, on: date) -> ReadinessCertificate | None:
    """Return the certificate of a unit that holds on a day."""
    papers = ReadinessCertificate.objects.filter(
        unit__in=records_of(unit), withdrawn_at=None, issued_on__lte=on, valid_until__gte=on
    )
    return papers.first()


def _handed_in(actor: User, assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(no_key=True, of=("self",))
    kept = rows.select_related("unit", "checked_by").get(pk=assessment.pk)
    if not may_speak_for(actor, kept.unit):
        raise NotYoursToCheck()
    if kept.state != _A.HANDED_IN:
        who = kept.checked_by.get_full_name() if kept.checked_by else "—"
        raise CheckedMeanwhile(who=who)
    if actor.pk in (kept.helped_by_id, kept.begun_by_id) or owns(actor, kept.unit):
        raise OwnHelp()
    return kept


def _findings(
    assessment: Assessment, findings: Mapping[str, str], reasons: Mapping[str, str]
) -> dict[str, str]:
    told = {}
    kind = assessment.unit.kind
    asked = [question for question in questionnaire().questions if question.asks(kind)]
    for number, question in enumerate(asked, 1):
        answered = assessment.answers.get(question.key, "")
        found = findings.get(question.key) or answered
        if question.option(found) is None:
            found = answered
        if found != answered and not reasons.get(question.key, "").strip():
            raise FindingWithoutReason(number=number)
        told[question.key] = found
    return told


def _certificate(actor: User, kept: Assessment, result: Readiness) -> ReadinessCertificate:
    today = timezone.localdate()
    is_demo = kept.is_demo
    number = Series.next_number(SERIES, today.year, is_demo=is_demo)
    return ReadinessCertificate.objects.create(
        number=f"{'DEMO-' if is_demo else ''}ERA-{today.year}-{number:06d}",
        assessment=kept,
        unit=kept.unit,
        share=result.exact_share,
        level=result.level.key,
        issued_by=actor,
        issued_on=today,
        valid_until=months_later(today, questionnaire().valid_months),
        is_demo=is_demo,
    )
