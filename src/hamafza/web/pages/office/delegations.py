"""Delegations: an officer's clerks, and for a clerk, the officers in whose place to act."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import seen_by
from hamafza.web.actions import delegations as act
from hamafza.web.exchange.offices import office_params
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.delegations import Delegation
from hamafza.web.standing_in import delegations_of

SHOWN = 50
USUAL_DAYS = 14


class DelegationForm(forms.Form):
    """Which clerk, for how many days from today, and why."""

    clerk = forms.ModelChoiceField(label=gettext_lazy("Clerk"), queryset=User.objects.none())
    days = forms.CharField(
        label=gettext_lazy("For how many days, today included"), max_length=4, initial=USUAL_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Why"), max_length=400)

    def __init__(self, *args, officer: User, **more) -> None:
        super().__init__(*args, **more)
        field = self.fields["clerk"]
        field.queryset = act.clerks_of(officer)
        field.label_from_instance = lambda clerk: clerk.full_name
        self.most = office_params().most_days_of_delegation

    def clean_days(self) -> int:
        text = latin_digits(self.cleaned_data["days"]).strip()
        if not text.isdecimal() or not 1 <= int(text) <= self.most:
            raise forms.ValidationError(
                _("Write a whole number from 1 to %(most)s.") % {"most": self.most}
            )
        return int(text)


def own(user: User, number: int) -> bool:
    """An officer ends the own delegations."""
    return Delegation.objects.filter(pk=number, officer=user.pk).exists()


def of_clerk(user: User, number: int) -> bool:
    """A clerk takes up what was delegated to them."""
    return Delegation.objects.filter(pk=number, clerk=user.pk).exists()


@seen_by(*BRANCH)
def delegations(request):
    """List whom the officer lets act, and let another."""
    if request.user.acting_for is not None:  # a clerk hands nothing on
        return redirect("office:standing_in")
    form = DelegationForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        until = timezone.localdate() + timedelta(days=said["days"] - 1)
        act.delegate(actor=request.user, clerk=said["clerk"], until=until, why=said["why"])
        messages.success(request, _("The clerk acts in your place from the next click on."))
        return redirect("office:delegations")
    given = request.user.delegations.select_related("clerk", "office")[:SHOWN]
    counting = set(Delegation.objects.in_force(timezone.localdate()).values_list("pk", flat=True))
    facts = {
        "form": form,
        "rows": [{"each": each, "counts": each.pk in counting} for each in given],
        "has_clerks": form.fields["clerk"].queryset.exists(),
    }
    return render(request, "offices/delegations.html", facts, status=400 if form.errors else 200)


@seen_by(*BRANCH, scope=own)
@require_POST
def end(request, number: int):
    """End a delegation before its day."""
    kept = get_object_or_404(Delegation, pk=number)
    act.end_delegation(actor=request.user, delegation=kept)
    messages.success(request, _("The delegation has ended."))
    return redirect("office:delegations")


@seen_by(Role.CLERK, *BRANCH)
def standing_in(request):
    """Tell a clerk for whom they act, until when, and let them choose another officer."""
    mine = list(delegations_of(request.user).select_related("office"))
    return render(request, "offices/standing_in.html", {"mine": mine})


@seen_by(Role.CLERK, *BRANCH, scope=of_clerk)
@require_POST
def take_up(request, number: int):
    """Act for this officer from now on."""
    act.take_up(actor=request.user, delegation=get_object_or_404(Delegation, pk=number))
    return redirect("office:standing_in")


urlpatterns = [
    path("delegations/", delegations, name="delegations"),
    path("delegations/<int:number>/end/", end, name="end_delegation"),
    path("standing-in/", standing_in, name="standing_in"),
    path("standing-in/<int:number>/", take_up, name="take_up_delegation"),
]
