"""The consortium's by-laws: the version in force, the one at the vote, and its clauses."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.consortia.bylaws import Clause
from hamafza.web.access import seen_by
from hamafza.web.actions import consortia as act
from hamafza.web.records.accounts import Role
from hamafza.web.records.consortia import Bylaws

CLAUSES = {
    Clause.PURPOSE: _("Purpose"),
    Clause.ENTRY: _("Conditions of entry"),
    Clause.FEES: _("Fees"),
    Clause.VOTING: _("Voting"),
    Clause.MANAGER: _("Powers of the manager"),
    Clause.ALLOCATION: _("How orders are shared"),
    Clause.QUALITY: _("Standard and inspection"),
    Clause.COST_SHARING: _("How costs are shared"),
    Clause.WATERFALL: _("Order of deductions and days of payment"),
    Clause.RESERVE: _("Reserve fund"),
    Clause.CLAIMS: _("Who answers for claims"),
    Clause.BRAND: _("Use of the shared mark"),
    Clause.SECRECY: _("Secrecy of offers and prices"),
    Clause.DEFAULT: _("When a member cannot deliver"),
    Clause.EXIT: _("Leaving and dissolving"),
    Clause.DISPUTES: _("Disputes"),
}


class BylawsForm(forms.Form):
    """One text for each mandatory clause."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for clause, label in CLAUSES.items():
            self.fields[clause.value] = forms.CharField(
                label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )


@seen_by(Role.MANAGER)
def bylaws(request):
    """All versions, and a form for the next one."""
    consortium = request.user.consortium
    versions = list(consortium.bylaws.order_by("-version"))
    last = versions[0].clauses if versions else {}
    form = BylawsForm(request.POST or None, initial=last)
    if request.method == "POST" and form.is_valid():
        clauses = {Clause(name): text for name, text in form.cleaned_data.items()}
        act.draft_bylaws(actor=request.user, consortium=consortium, clauses=clauses)
        return redirect("consortium:bylaws")
    facts = {
        "consortium": consortium,
        "versions": [_told(one) for one in versions],
        "form": form,
        "members": consortium.members.filter(state="accepted").count(),
    }
    return render(request, "bylaws/bylaws.html", facts)


@seen_by(Role.MANAGER)
@require_POST
def close_vote(request, number: int):
    """Count the vote on a version."""
    kept = get_object_or_404(Bylaws, version=number, consortium=request.user.consortium)
    act.close_vote(actor=request.user, bylaws=kept)
    return redirect("consortium:bylaws")


def _told(version: Any) -> Any:
    """Return the version with its words, for the template."""
    words = {
        "draft": _("at the vote"),
        "voted": _("in force"),
        "replaced": _("replaced"),
        "rejected": _("rejected"),
        "no-quorum": _("too few voted"),
    }
    version.word = words.get(version.state, version.state)
    version.voices_for = sum(1 for is_for in version.ballots.values() if is_for)
    version.voices = len(version.ballots)
    version.rows = [(CLAUSES[clause], version.clauses.get(clause.value, "")) for clause in Clause]
    return version


urlpatterns = [
    path("bylaws/", bylaws, name="bylaws"),
    path("bylaws/<int:number>/close/", close_vote, name="close_vote"),
]
