"""Is this mark genuine: what a shopper's scan is answered, and nothing private of the maker."""

from io import BytesIO

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language

from hamafza.consortia.brand import Verdict
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.actions import brand as act
from hamafza.web.placenames import city_name, country_name
from hamafza.web.records.brand import BrandLicence

INK = "#2c241b"  # walnut, as the pages' text; dark enough for any scanner


@seen_by(PUBLIC)
def mark(request):
    """A field for the serial under the QR, for a phone that does not scan."""
    if code := request.GET.get("code", "").strip()[:60]:
        return redirect("public:verify", code)
    return render(request, "mark/ask.html")


@seen_by(PUBLIC)
def verify(request, code: str):
    """Valid, suspended or unknown."""
    verdict, licence = act.answer(code, timezone.localdate())
    facts = {
        "verdict": verdict.value,
        "is_valid": verdict is Verdict.VALID,
        "licence": licence,
        "code": code,
        "origin": _origin(licence),
    }
    return render(request, "mark/answer.html", facts)


@seen_by(PUBLIC)
def picture(request, code: str):
    """The QR of a licence's page, as a picture that prints at any size."""
    if not BrandLicence.objects.filter(code=code).exists():
        raise Http404
    address = request.build_absolute_uri(reverse("public:verify", args=[code]))
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=2, dark=INK)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _origin(licence: BrandLicence | None) -> str:
    """Return province and country; the maker's name, town and telephone stay private."""
    if licence is None:
        return ""
    language = get_language() or "fa"
    comma = "، " if language == "fa" else ", "
    province = city_name(licence.unit.province, language)
    return province + comma + country_name(licence.unit.country, language)


urlpatterns = [
    path("mark/", mark, name="mark"),
    path("mark/<str:code>.svg", picture, name="mark_picture"),
    path("mark/<str:code>/", verify, name="verify"),
]
