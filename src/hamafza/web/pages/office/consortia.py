"""Consortia in the office: answers and ballots of members without an account, written down."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import consortia as act
from hamafza.web.pages.consortium import members as shown
from hamafza.web.records.consortia import Bylaws, Consortium, Member


@seen_by(*OFFICE)
def consortia(request):
    """Every consortium with its state."""
    rows = [
        {"consortium": one, "state": shown.STATES[shown.ConsortiumState(one.state)]}
        for one in Consortium.objects.order_by("-id")
    ]
    return render(request, "consortia/list.html", {"rows": rows})


@seen_by(*OFFICE)
def consortium(request, number: int):
    """One consortium: its members' answers, the vote, its next step."""
    kept = get_object_or_404(Consortium, pk=number)
    facts = shown.facts(kept) | {"in_office": True}
    return render(request, "consortia/consortium.html", facts)


@seen_by(*OFFICE)
@require_POST
def move_consortium(request, number: int, towards: str):
    """Take one step of a consortium's life."""
    shown.step(request.user, get_object_or_404(Consortium, pk=number), towards)
    return redirect("office:consortium", number)


@seen_by(*OFFICE)
@require_POST
def answer(request, number: int, member: int):
    """Write down a member's own answer to the invitation."""
    kept = get_object_or_404(Member, pk=member, consortium=number)
    act.answer_invitation(actor=request.user, member=kept, joins="joins" in request.POST)
    return redirect("office:consortium", number)


@seen_by(*OFFICE)
@require_POST
def ballot(request, number: int, member: int):
    """Write down a paper ballot of a member."""
    kept = get_object_or_404(Member, pk=member, consortium=number)
    draft = get_object_or_404(Bylaws, consortium=number, state="draft")
    act.vote(actor=request.user, bylaws=draft, unit=kept.unit, is_for="for" in request.POST)
    return redirect("office:consortium", number)


urlpatterns = [
    path("consortia/", consortia, name="consortia"),
    path("consortia/<int:number>/", consortium, name="consortium"),
    path("consortia/<int:number>/step/<slug:towards>/", move_consortium, name="move_consortium"),
    path("consortia/<int:number>/answer/<int:member>/", answer, name="member_answer"),
    path("consortia/<int:number>/ballot/<int:member>/", ballot, name="ballot"),
]
