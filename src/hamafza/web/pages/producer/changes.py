"""The producer's file: what is written of the workshop, and what she asks to have changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import changes as act
from hamafza.web.actions.reach import counting, records_of
from hamafza.web.pages.change_facts import ChangeForm, compared, state_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.changes import ChangeRequest

SHOWN = 10


def mine(user: User, number: int) -> bool:
    """A producer takes back requests about the own unit alone."""
    return ChangeRequest.objects.filter(pk=number, unit__in=records_of(user.unit)).exists()


@seen_by(Role.PRODUCER)
def changes(request: HttpRequest) -> HttpResponse:
    """The file with its form, and what became of earlier requests."""
    unit = counting(request.user.unit)
    form = ChangeForm(request.POST or None, request.FILES or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        act.ask(
            actor=request.user,
            unit=unit,
            said=form.said(),
            why=form.cleaned_data["why"],
            file=form.cleaned_data["file"],
        )
        messages.success(request, _("Asked. An officer decides; the answer will stand here."))
        return redirect("producer:changes")
    found = ChangeRequest.objects.filter(unit__in=records_of(unit)).select_related("unit")
    rows = [
        {"change": one, "state": state_of(one), "fields": compared(one)} for one in found[:SHOWN]
    ]
    return render(request, "changes/own.html", {"unit": unit, "form": form, "rows": rows})


@seen_by(Role.PRODUCER, scope=mine)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a request back."""
    act.withdraw(actor=request.user, request=get_object_or_404(ChangeRequest, pk=number))
    messages.success(request, _("Taken back; nothing was changed."))
    return redirect("producer:changes")


urlpatterns = [
    path("file/", changes, name="changes"),
    path("file/<int:number>/withdraw/", withdraw, name="withdraw_change"),
]
