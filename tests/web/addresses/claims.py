"""Arguments of the pages on claims, changes, evidence, letters and messages."""

from django.core import signing

from hamafza.web.actions import changes, claim_review, claims
from hamafza.web.actions import outbox as act
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.claims import Claim, ClaimState
from hamafza.web.records.evidence import Evidence
from tests.web.claims.making import a_photograph, in_review


def _waiting(cast):
    """Return the claim that waits; only a few may wait for one unit."""
    waiting = Claim.objects.filter(unit=cast.unit, state=ClaimState.IN_REVIEW)
    return waiting.first() or in_review(cast.unit)


def _claim(cast):
    return {"number": _waiting(cast).pk}


def _decided_claim(cast):
    claim = _waiting(cast)
    claim_review.accept(actor=cast.parviz, claim=claim, link=lambda kept: "https://x.example/")
    return {"number": claim.pk}


def _change(cast):
    waiting = cast.unit.changes.filter(state__in=changes.WAITING).first()
    said = {"workers": (cast.unit.workers or 0) + 1 + cast.unit.changes.count()}
    made = waiting or changes.ask(actor=cast.maryam, unit=cast.unit, said=said)
    return {"number": made.pk}


def _decided_change(cast):
    made = ChangeRequest.objects.get(pk=_change(cast)["number"])
    return {"number": changes.accept(actor=cast.parviz, request=made).pk}


def _paper(cast):
    in_review(cast.unit, file=a_photograph())
    return {"number": Evidence.objects.get().pk}


def _message(cast):
    made = act.write(channel="sms", to="0913", text="x", purpose="trial", once="addresses")
    return {"number": made.pk}


ARGUMENTS = {
    "office:claim": _claim,
    "office:decide_claim": _claim,
    "office:letter_claim": _decided_claim,
    "office:change": _change,
    "office:decide_change": _change,
    "office:letter_change": _decided_change,
    "office:evidence": _paper,
    "office:send_message_again": _message,
    "producer:withdraw_change": _change,
    "producer:letter_change": _decided_change,
    "public:claim_tell": lambda cast: {
        "token": signing.dumps(cast.unit.pk, salt="hamafza.claim.found")
    },
    "public:claim_on": lambda cast: {"secret": claims.secret(_waiting(cast))},
}
