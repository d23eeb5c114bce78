"""The manager's deals: by state, and one from enquiry to divided money."""

from typing import Any

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.access import seen_by
from hamafza.web.actions import allocation
from hamafza.web.dealwords import DEAL_STATES
from hamafza.web.pages.consortium import deal_facts
from hamafza.web.pages.consortium.deal_steps import Step, step_named, steps_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.deals import Allotment, Deal


def own(user: User, number: int, **others) -> bool:
    """A manager sees the deals of the own consortium."""
    return Deal.objects.filter(pk=number, consortium=user.consortium_id).exists()


@seen_by(Role.MANAGER)
def deals(request):
    """Deals by state, the newest first."""
    found = Deal.objects.filter(consortium=request.user.consortium)
    return render(
        request, "deals/list.html", {"groups": grouped(found), "reader_kind": "consortium"}
    )


@seen_by(Role.MANAGER, scope=own)
def deal(request, number: int):
    """One deal as a time line, with the steps that are permitted now."""
    return show(request, number, "consortium", None)


@seen_by(Role.MANAGER, scope=own)
@require_POST
def step(request, number: int, name: str):
    """Take one step; a form that is not filled well comes back with its errors."""
    return take(request, number, name, "consortium")


@seen_by(Role.MANAGER, scope=own)
@require_POST
def answer(request, number: int, share: int):
    """Answer a member's objection with a reason."""
    kept = get_object_or_404(Allotment, pk=share, line__deal=number)
    allocation.answer_objection(actor=request.user, share=kept, why=request.POST.get("why", ""))
    return redirect("consortium:deal", number)


def grouped(found) -> list[dict]:
    """Return deals under the stages they are in, in the order of a life."""
    groups: dict[str, list[Any]] = {}
    one: Any
    for one in found.select_related("buyer", "consortium").prefetch_related("lines"):
        one.state_word = deal_facts.state_word(one)
        groups.setdefault(one.state, []).append(one)
    order = [state.value for state in DEAL_STATES]
    return [
        {"word": rows[0].state_word, "deals": rows}
        for _state, rows in sorted(groups.items(), key=lambda item: order.index(item[0]))
    ]


def show(request, number: int, reader: str, failed: tuple[Step, object] | None):
    """Render a deal for the manager or the office."""
    kept = get_object_or_404(Deal.objects.select_related("buyer", "consortium"), pk=number)
    name = failed[0].name if failed else ""
    steps = [
        {"step": one, "form": failed[1] if failed and one.name == name else fresh(one, kept)}
        for one in steps_of(kept)
    ]
    facts = deal_facts.of(kept) | {"steps": steps, "reader_kind": reader}
    return render(request, "deals/deal.html", facts, status=422 if failed else 200)


def take(request, number: int, name: str, reader: str):
    """Take a step by name and come back to the deal."""
    kept = get_object_or_404(Deal, pk=number)
    wanted = step_named(kept, name)
    if wanted is None:
        raise StepNotPermitted(kind=f"deal-{kept.kind}", state=kept.state, towards=name)
    form = wanted.form(request.POST, prefix=name) if wanted.form else None
    if form is not None and not form.is_valid():
        return show(request, number, reader, (wanted, form))
    if name == "inspect":
        wanted.take(request.user, kept, None, request.POST)
    else:
        wanted.take(request.user, kept, form)
    return redirect(f"{reader}:deal", number)


def fresh(step: Step, deal: Deal):
    """Return an empty form of a step, with what is known already."""
    if step.form is None:
        return None
    return step.form(prefix=step.name, initial=step.initial(deal) if step.initial else None)


urlpatterns = [
    path("deals/", deals, name="deals"),
    path("deals/<int:number>/", deal, name="deal"),
    path("deals/<int:number>/<slug:name>/", step, name="step"),
    path("deals/<int:number>/objection/<int:share>/", answer, name="answer"),
]
