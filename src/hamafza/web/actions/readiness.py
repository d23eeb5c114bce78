"""Export readiness: filled in by the unit or with an officer's help, handed in, laid aside."""

from collections.abc import Mapping
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.registry.readiness import Readiness, assess
from hamafza.registry.readiness_life import ASSESSMENT_LIFE, UNDER_WAY, AssessmentState
from hamafza.registry.readiness_params import Questionnaire
from hamafza.store.parameters import load
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.reach import counting, owns, records_of
from hamafza.web.actions.units import may_speak_for
from hamafza.web.records.accounts import User
from hamafza.web.records.readiness import Assessment
from hamafza.web.records.units import Unit

_A = AssessmentState
LONGEST_NOTE = 300


class NotYourAssessment(Refusal):
    code = "assessment-not-yours"


class NoSuchAnswer(Refusal):
    """The form is older than the questionnaire."""

    code = "assessment-no-such-answer"


class BeingChecked(Refusal):
    """It is handed in, or checked: nothing is filled in any more."""

    code = "assessment-not-open"


class NotComplete(Refusal):
    code = "assessment-not-complete"


@lru_cache(maxsize=1)
def questionnaire() -> Questionnaire:
    """Return the questionnaire that holds now."""
    return load(Questionnaire, "readiness")


def may_fill(actor: User, unit: Unit) -> bool:
    """Say whether a person answers for a unit: its owner, or an officer beside the owner."""
    return owns(actor, unit) or may_speak_for(actor, unit)


def under_way(unit: Unit) -> Assessment | None:
    """Return the assessment of a unit that is filled in or waits for its check."""
    return _of(unit).filter(state__in=UNDER_WAY).first()


def last_checked(unit: Unit) -> Assessment | None:
    """Return what was checked last."""
    checked = _of(unit).filter(state=_A.CHECKED)
    return checked.select_related("unit", "checked_by").first()


def reckoned(assessment: Assessment, answers: Mapping[str, str] | None = None) -> Readiness:
    """Return what an assessment comes to: what was found, once checked; else what was answered."""
    told = answers
    if told is None:
        told = assessment.findings if assessment.state == _A.CHECKED else assessment.answers
    return assess(questionnaire(), assessment.unit.kind, told)


@transaction.atomic
def begin(*, actor: User, unit: Unit) -> Assessment:
    """
    Begin an assessment, or go on with the one that is under way.

    What was found last time stands there already: only what has changed is answered anew.
    """
    kept = Unit.objects.select_for_update(no_key=True).get(pk=counting(unit).pk)
    if not may_fill(actor, kept):
        raise NotYourAssessment()
    if there := under_way(kept):
        return there
    last = last_checked(kept)
    made = Assessment.objects.create(
        unit=kept,
        version=questionnaire().version,
        answers=dict(last.findings) if last else {},
        notes=dict(last.notes) if last else {},
        begun_by=actor,
        helped_by=None if owns(actor, kept) else actor,
        is_demo=belongs_to_demo(actor, kept),
    )
    after = {"version": made.version, "helped_by": made.helped_by}
    record(actor=actor, verb="begin-assessment", subject=made, after=after)
    return made


@transaction.atomic
def answer(
    *,
    actor: User,
    assessment: Assessment,
    answers: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    helper_name: str | None = None,
) -> Assessment:
    """Keep some answers, as the person goes; what is not named stays. Who helped is kept too."""
    kept = _open(actor, assessment)
    _check_answers(kept, answers)
    said = dict(notes or {})
    before = {"answers": _those(kept.answers, answers), "notes": _those(kept.notes, said)}
    after: dict[str, object] = {"answers": dict(answers), "notes": said}
    helped: dict[str, object] = {}
    if not owns(actor, kept.unit) and kept.helped_by_id != actor.pk:
        helped["helped_by"] = kept.helped_by = actor
    if helper_name is not None and helper_name != kept.helper_name:
        helped["helper_name"] = kept.helper_name = helper_name[:120]
    if before == after and not helped:
        return kept
    kept.answers = kept.answers | dict(answers)
    kept.notes = kept.notes | {key: text[:LONGEST_NOTE] for key, text in said.items()}
    kept.save()
    told = after | helped
    record(actor=actor, verb="answer-readiness", subject=kept, before=before, after=told)
    return kept


@transaction.atomic
def hand_in(*, actor: User, assessment: Assessment) -> Assessment:
    """Hand a complete assessment to an officer; until the check its points are an estimate."""
    kept = _open(actor, assessment)
    result = reckoned(kept)
    if result.missing:
        raise NotComplete(missing=len(result.missing))
    before = kept.state
    kept.state = ASSESSMENT_LIFE.step(_A(kept.state), _A.HANDED_IN)
    kept.version = questionnaire().version
    kept.answered_share, kept.handed_in_at = result.exact_share, timezone.now()
    kept.save()
    follow(kept.unit, float(result.share), Provenance.ESTIMATED)
    after = {"state": kept.state, "share": result.exact_share, "helped_by": kept.helped_by}
    record(
        actor=actor, verb="hand-in-readiness", subject=kept, before={"state": before}, after=after
    )
    return kept


@transaction.atomic
def lay_aside(*, actor: User, assessment: Assessment, why: str = "") -> Assessment:
    """Give up an assessment that nobody has checked; its answers stay known."""
    kept = _open(actor, assessment)
    before = kept.state
    kept.state = ASSESSMENT_LIFE.step(_A(kept.state), _A.LAID_ASIDE)
    kept.save()
    changed = {"before": {"state": before}, "after": {"state": kept.state}}
    record(actor=actor, verb="lay-aside-readiness", subject=kept, why=why, **changed)
    return kept


def follow(unit: Unit, share: float, ground: Provenance) -> None:
    """Let a unit's readiness be what its assessment says; a demo unit's stays marked invented."""
    unit.readiness = share
    unit.readiness_basis = Provenance.SYNTHETIC if unit.is_demo else ground
    unit.save(update_fields=["readiness", "readiness_basis"])


def _of(unit: Unit) -> QuerySet[Assessment]:
    """Return the assessments of a unit: those of all its records."""
    return Assessment.objects.filter(unit__in=records_of(unit)).select_related("unit")


def _open(actor: User, assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(no_key=True, of=("self",)).select_related("unit")
    kept = rows.get(pk=assessment.pk)
    if not may_fill(actor, kept.unit):
        raise NotYourAssessment()
    if not kept.may_be_filled:
        raise BeingChecked()
    return kept


def _check_answers(assessment: Assessment, answers: Mapping[str, str]) -> None:
    asked = {
        question.key: question
        for question in questionnaire().questions
        if question.asks(assessment.unit.kind)
    }
    for key, option in answers.items():
        if key not in asked or asked[key].option(option) is None:
            raise NoSuchAnswer()


def _those(kept: Mapping[str, str], named: Mapping[str, str]) -> dict[str, str]:
    return {key: kept[key] for key in named if key in kept}
