"""Privacy in the office: the log of who read what, and wishes to be forgotten."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import privacy as act
from hamafza.web.records.accounts import Role
from hamafza.web.records.privacy import DeletionRequest, SensitiveRead
from hamafza.web.sensitivewords import shown_reads

A_PAGE = 50


@seen_by(*OFFICE)
def reads(request):
    """List who read what is sensitive, the newest first; narrowed to a unit or a reader."""
    said = latin_digits(request.GET.get("q", "")).strip()
    found = SensitiveRead.objects.select_related("reader", "unit", "lead__party")
    if said.upper().startswith("HM-"):
        found = found.filter(unit__public_id=said.upper())
    elif said:
        found = found.filter(reader__username=said)
    page = Paginator(found, A_PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = {"page": page, "reads": shown_reads(page.object_list), "q": said}
    return render(request, "privacy/reads.html", facts)


@seen_by(Role.ADMINISTRATOR)
def deletions(request):
    """List who asked to be forgotten, the oldest that waits first."""
    waiting = list(DeletionRequest.objects.filter(state="asked").select_related("account"))
    for one in waiting:
        one.people = act.people_of(one.account)
    decided = DeletionRequest.objects.exclude(state="asked").select_related("account")
    facts = {"waiting": waiting, "decided": decided.order_by("-decided_at")[:A_PAGE]}
    return render(request, "privacy/deletions.html", facts)


@require_POST
def forget(request, number: int):
    """Forget the account that asked, and the people of its unit that were ticked."""
    asked = get_object_or_404(DeletionRequest, pk=number)
    people = [int(one) for one in request.POST.getlist("person") if one.isdecimal()]
    why = request.POST.get("why", "")
    act.forget(actor=request.user, request=asked, people=people, why=why)
    messages.success(request, _("The person is forgotten; what must stay, stays without a name."))
    return redirect("office:deletions")


@require_POST
def refuse(request, number: int):
    """Say why it cannot be done now."""
    asked = get_object_or_404(DeletionRequest, pk=number)
    act.refuse_deletion(actor=request.user, request=asked, why=request.POST.get("why", ""))
    messages.success(request, _("The answer is written down for the person."))
    return redirect("office:deletions")


urlpatterns = [
    path("privacy/reads/", reads, name="reads"),
    path("privacy/deletions/", deletions, name="deletions"),
    path(
        "privacy/deletions/<int:number>/forget/",
        seen_by(Role.ADMINISTRATOR)(forget),
        name="forget_person",
    ),
    path(
        "privacy/deletions/<int:number>/refuse/",
        seen_by(Role.ADMINISTRATOR)(refuse),
        name="refuse_deletion",
    ),
]
