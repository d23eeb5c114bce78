"""Arguments of the pages on readiness, and of its certificates and letters."""

from hamafza.registry.readiness_life import AssessmentState
from hamafza.web.actions import readiness_check as checking
from hamafza.web.records.readiness import Assessment, ReadinessCertificate
from tests.web.readiness.making import handed_in


def _waiting(cast) -> Assessment:
    """Return the assessment that waits for its check; a unit has one at a time."""
    there = cast.unit.assessments.filter(state=AssessmentState.HANDED_IN)
    return there.first() or handed_in(cast.maryam, cast.unit)


def _assessment(cast):
    return {"number": _waiting(cast).pk}


def _paper(cast) -> ReadinessCertificate:
    made = _waiting(cast)
    checking.check(actor=cast.farideh, assessment=made, findings={}, reasons={})
    return ReadinessCertificate.objects.get(assessment=made)


def _certificate(cast):
    return {"number": _paper(cast).pk}


def _unit(cast):
    return {"number": cast.unit.pk}


ARGUMENTS = {
    "producer:readiness_section": lambda cast: {"key": "standing"},
    "producer:letter_readiness": _certificate,
    "office:unit_readiness": _unit,
    "office:begin_unit_readiness": _unit,
    "office:hand_in_unit_readiness": _unit,
    "office:unit_readiness_section": lambda cast: _unit(cast) | {"key": "standing"},
    "office:assessment": _assessment,
    "office:withdraw_readiness": _certificate,
    "office:letter_readiness": _certificate,
    "public:certificate": lambda cast: {"number": _paper(cast).number},
}
