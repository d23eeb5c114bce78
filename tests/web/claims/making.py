"""Things made for tests of claims."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from hamafza.web import postman
from hamafza.web.actions import claim_review, claims
from hamafza.web.records.claims import Claim
from hamafza.web.records.outbox import Message
from hamafza.web.records.units import Unit
from tests.people import make_unit

PHONE = "09131234567"
PASSWORD = "kavir-shab-12"


def a_unit(**more) -> Unit:
    return make_unit(**({"name": "کارگاه بهرام", "phone": PHONE, "licence": "1402/77"} | more))


def a_photograph(name: str = "پروانه.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\xff\xd8\xff" + b"0" * 100, content_type="image/jpeg")


def code_of(claim: Claim) -> str:
    """Return the code as it lies in the outbox, before it is sent."""
    text = Message.objects.get(once=f"claim:{claim.pk}:code").secret_text
    return re.search(r"\b\d{6}\b", _latin(text))[0]


def a_code(unit: Unit | None = None, address: str = "10.0.0.1") -> Claim:
    return claims.ask_code(unit=unit or a_unit(), address=address)


def confirmed(unit: Unit | None = None) -> Claim:
    claim = a_code(unit)
    return claims.enter_code(claim=claim, code=code_of(claim))


def in_review(unit: Unit | None = None, contact: str = "09351112233", **more) -> Claim:
    told = {"full_name": "بهرام", "told": "کارگاه من است", "file": None, "address": "10.0.0.2"}
    return claim_review.ask_review(unit=unit or a_unit(), contact=contact, **(told | more))


def opened(claim: Claim, username: str = "bahram"):
    return claims.open_account(claim=claim, username=username, full_name="بهرام", password=PASSWORD)


def _latin(text: str) -> str:
    from hamafza.vocabulary.text import latin_digits

    return latin_digits(text)


def post() -> None:
    postman.go_round("tests")
