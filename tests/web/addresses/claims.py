"""Arguments of the pages on claims, changes, evidence, letters and messages."""

from django.core import signing

from hamafza.web.actions import changes, claim_review, claims
from hamafza.web.actions import outbox as act
from hamafza.web.records.evidence import Evidence
from tests.web.claims.making import a_photograph, in_review


def _claim(cast):
    return {"number": in_review(cast.unit).pk}


def _decided_claim(cast):
    claim = in_review(cast.unit)
    claim_review.accept(actor=cast.parviz, claim=claim, link=lambda kept: "https://x.example/")
    return {"number": claim.pk}


def _change(cast):
    waiting = cast.unit.changes.filter(state__in=changes.WAITING).first()
    made = waiting or changes.ask(actor=cast.maryam, unit=cast.unit, said={"workers": 7})
    return {"number": made.pk}


def _decided_change(cast):
    made = changes.ask(actor=cast.maryam, unit=cast.unit, said={"workers": 7})
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
    "public:claim_on": lambda cast: {"secret": claims.secret(in_review(cast.unit))},
}
