"""Is this certificate of readiness good: answered to whoever has its number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language

from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.placenames import city_name, country_name
from hamafza.web.records.readiness import ReadinessCertificate
from hamafza.web.records.units import Unit


@seen_by(PUBLIC)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Good, run out, withdrawn or unknown; goods and province, and nobody's name."""
    rows = ReadinessCertificate.objects.select_related("unit")
    paper = rows.filter(number=number.upper()).first()
    today = timezone.localdate()
    facts = {
        "number": number,
        "paper": paper,
        "is_good": paper is not None and paper.holds_on(today),
        "place": _place(paper.unit) if paper else "",
    }
    return render(request, "readiness/certificate.html", facts)


def _place(unit: Unit) -> str:
    language = get_language() or "fa"
    comma = "، " if language == "fa" else ", "
    return city_name(unit.province, language) + comma + country_name(unit.country, language)


urlpatterns = [path("readiness/<str:number>/", certificate, name="certificate")]
