"""Letters a producer prints: the own certificate, and the answers to own requests."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from hamafza.web.access import seen_by
from hamafza.web.actions.reach import records_of
from hamafza.web.pages import letters
from hamafza.web.pages.producer.changes import mine
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.changes import ChangeRequest
from hamafza.web.records.readiness import ReadinessCertificate


def own(user: User, number: int) -> bool:
    """A producer prints the certificates of the own unit."""
    papers = ReadinessCertificate.objects.filter(unit__in=records_of(user.unit))
    return papers.filter(pk=number).exists()


@seen_by(Role.PRODUCER, scope=own)
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """The certificate of readiness."""
    rows = ReadinessCertificate.objects.select_related("unit", "issued_by")
    paper = get_object_or_404(rows, pk=number)
    return render(request, "letters/letter.html", letters.of_certificate(request, paper))


@seen_by(Role.PRODUCER, scope=mine)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a request."""
    rows = ChangeRequest.objects.select_related("unit", "decided_by")
    kept = get_object_or_404(rows, pk=number)
    if kept.decided_at is None:
        raise Http404
    return render(request, "letters/letter.html", letters.of_change(kept))


urlpatterns = [
    path("letters/readiness/<int:number>/", certificate, name="letter_readiness"),
    path("letters/change/<int:number>/", change, name="letter_change"),
]
