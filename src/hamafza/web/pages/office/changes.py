"""Changes in the office: before and after side by side, decided by a key."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import changes as act
from hamafza.web.actions.reach import about_units_within
from hamafza.web.pages.change_facts import compared, state_of
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.changes import ChangeRequest

READERS = (*OFFICE, *BRANCH)
LONGEST = 400


def within(user: User, number: int) -> bool:
    """An officer decides about units of the own office."""
    return about_units_within(ChangeRequest.objects.filter(pk=number), user).exists()


@seen_by(*READERS, scope=within)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One request, with what has changed since it was asked."""
    kept = _change(number)
    rows = compared(kept)
    facts = {
        "change": kept,
        "unit": kept.unit,
        "rows": rows,
        "state": state_of(kept),
        "is_stale": any(row["is_stale"] for row in rows),
        "is_mine": kept.taken_by_id == request.user.pk,
        "is_anothers": kept.taken_by_id not in (None, request.user.pk),
    }
    return render(request, "changes/office.html", facts)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what the officer says, and show the next."""
    kept, say = _change(number), request.POST.get("say", "")
    answer = request.POST.get("answer", "").strip()[:LONGEST]
    if say == "take":
        act.take_up(actor=request.user, request=kept)
        return redirect("office:change", number)
    if say == "back":
        act.lay_back(actor=request.user, request=kept)
        return redirect("office:queue")
    if say == "refuse":
        act.refuse(actor=request.user, request=kept, answer=answer)
        messages.success(request, _("Refused; the person is told why."))
    elif say == "accept":
        seen = "although_stale" in request.POST
        act.accept(actor=request.user, request=kept, answer=answer, although_stale=seen)
        messages.success(request, _("Written down; what stood there before stays known."))
    return redirect("office:next_in_queue")


def _change(number: int) -> ChangeRequest:
    rows = ChangeRequest.objects.select_related(
        "unit", "evidence", "asked_by", "taken_by", "decided_by"
    )
    return get_object_or_404(rows, pk=number)


urlpatterns = [
    path("changes/<int:number>/", change, name="change"),
    path("changes/<int:number>/decide/", seen_by(*READERS, scope=within)(decide),
         name="decide_change"),
]  # fmt: skip
