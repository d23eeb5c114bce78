"""Letters as pages that print: what was decided, and certificates with a code to check them."""

from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from hamafza.web.actions.readiness import questionnaire
from hamafza.web.pages.change_facts import compared
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.claims import Claim
from hamafza.web.records.readiness import ReadinessCertificate

INK = "#241f18"


def of_certificate(request: HttpRequest, paper: ReadinessCertificate) -> dict[str, Any]:
    """Return what stands on a certificate of readiness."""
    address = request.build_absolute_uri(reverse("public:certificate", args=[paper.number]))
    levels = {level.key: level for level in questionnaire().levels}
    return {
        "kind": "readiness",
        "paper": paper,
        "unit": paper.unit,
        "number": paper.number,
        "day": paper.issued_on,
        "signed": paper.issued_by,
        "level": levels.get(paper.level),
        "code": _picture(address),
        "address": address,
    }


def of_change(change: ChangeRequest) -> dict[str, Any]:
    """Return what stands in the letter that answers a request."""
    return {
        "kind": "change",
        "change": change,
        "unit": change.unit,
        "rows": compared(change),
        "number": f"CH-{change.pk:06d}",
        "day": change.decided_at,
        "signed": change.decided_by,
    }


def of_claim(claim: Claim) -> dict[str, Any]:
    """Return what stands in the letter that answers a claim."""
    return {
        "kind": "claim",
        "claim": claim,
        "unit": claim.unit,
        "number": f"CL-{claim.pk:06d}",
        "day": claim.decided_at,
        "signed": claim.decided_by,
    }


def _picture(address: str) -> SafeString:
    """Return the code as a drawing of our own making; the address is ours too."""
    drawn = segno.make(address, error="m").svg_inline(scale=3, border=2, dark=INK)
    return mark_safe(drawn)
