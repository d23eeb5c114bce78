"""The by-laws on a member's phone: read them, and vote."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import consortia as act
from hamafza.web.pages.consortium.bylaws import CLAUSES
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Bylaws


def of_own(user: User, number: int) -> bool:
    """A member reads the by-laws of the own consortium."""
    return _mine(user).filter(pk=number).exists()


@seen_by(Role.PRODUCER, scope=of_own)
def bylaws(request, number: int):
    """One version, clause by clause."""
    kept = get_object_or_404(Bylaws, pk=number)
    rows = [(label, kept.clauses.get(clause.value, "")) for clause, label in CLAUSES.items()]
    facts = {
        "bylaws": kept,
        "rows": rows,
        "has_voted": str(request.user.unit_id) in kept.ballots,
    }
    return render(request, "bylaws/member.html", facts)


@seen_by(Role.PRODUCER, scope=of_own)
@require_POST
def vote(request, number: int):
    """Cast the ballot; it stands once given."""
    kept = get_object_or_404(Bylaws, pk=number)
    act.vote(actor=request.user, bylaws=kept, unit=request.user.unit, is_for="for" in request.POST)
    return redirect("producer:bylaws", number)


def _mine(user: User):
    return Bylaws.objects.filter(
        consortium__members__unit=user.unit_id, consortium__members__state="accepted"
    )


urlpatterns = [
    path("bylaws/<int:number>/", bylaws, name="bylaws"),
    path("bylaws/<int:number>/vote/", vote, name="vote"),
]
