"""Whether a mark is valid: what a shop's own scanner may ask."""

from datetime import date

from django.utils import timezone
from ninja import Router, Schema

from hamafza.web.access import PUBLIC
from hamafza.web.actions import brand
from hamafza.web.api.answers import answered_to

router = Router(tags=["marks"])


class MarkOut(Schema):
    verdict: str
    """valid, suspended or unknown."""
    mark_fa: str | None = None
    mark_en: str | None = None
    product: str | None = None
    valid_until: date | None = None


@router.get("/{scanned}", response=MarkOut, summary="Check a scanned label")
@answered_to(PUBLIC)
def check(request, scanned: str):
    """The verdict on a code or serial; nothing private of the maker is told."""
    verdict, licence = brand.answer(scanned, timezone.localdate())
    if licence is None:
        return {"verdict": verdict.value}
    return {
        "verdict": verdict.value,
        "mark_fa": licence.mark.name_fa,
        "mark_en": licence.mark.name_en,
        "product": licence.product,
        "valid_until": licence.valid_until,
    }
