"""Market plans for officers: asked for, seen going on, and read: by market, by group, and why."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import runs as act
from hamafza.web.actions.market_plans import KIND
from hamafza.web.pages.office.market_plan_facts import file_headings, file_rows, result
from hamafza.web.pages.office.market_plan_forms import MarketPlanForm, asked_words, initial_of
from hamafza.web.pages.office.runs import refusal_words
from hamafza.web.pages.taken_along import file_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.runs import ENDED, Run, RunState

READERS = (*OFFICE, Role.OBSERVER)
PAGE = 20


@seen_by(*READERS)
def market_plans(request):
    """List the plans, the newest first."""
    found = Run.objects.filter(kind=KIND).select_related("actor").order_by("-id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"run": run, "asked": asked_words(run.parameters), "figures": run.record.get("figures")}
        for run in page.object_list
    ]
    may_plan = request.user.role in OFFICE
    return render(
        request, "market_plan/list.html", {"page": page, "rows": rows, "may_plan": may_plan}
    )


@seen_by(*OFFICE)
def new_market_plan(request):
    """Choose whose groups, the spread, neighbours and the time, and begin."""
    like = _earlier(request)
    initial = initial_of(like.parameters) if like is not None else None
    form = MarketPlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return redirect("office:market_plan", _begin(request.user, form.parameters()).pk)
    facts = {"form": form, "like": like}
    return render(request, "market_plan/new.html", facts, status=400 if form.errors else 200)


@seen_by(*READERS)
@require_GET
def market_plan(request, number: int):
    """
    Show one plan: how it goes on, why it came to nothing, or what came of it.

    ``?part`` gives the progress alone, for a page that renews it each second.
    """
    run = _plan(number)
    may_plan = request.user.role in OFFICE
    is_part = "part" in request.GET
    if run.state == RunState.DONE and not is_part:
        facts = result(run, request.GET) | {"may_plan": may_plan}
        return render(request, "market_plan/result.html", facts)
    facts = {
        "run": run,
        "refusal": refusal_words(run),
        "may_plan": may_plan,
        "asked_of": asked_words(run.parameters),
    }
    if not is_part:
        return render(request, "market_plan/going.html", facts)
    response = render(request, "market_plan/_progress.html", facts)
    if run.has_ended and request.htmx:
        response["HX-Refresh"] = "true"  # the whole page says what came of it
    return response


@seen_by(*READERS)
@require_GET
def market_plan_file(request, number: int, form: str):
    """Hand over the groups asked for, not only the page that is shown."""
    run = _plan(number)
    if run.state != RunState.DONE:
        raise Http404
    name = f"market-plan-{run.pk}"
    return file_of(form, name, file_headings(), file_rows(run, request.GET))


@seen_by(*OFFICE)
@require_POST
def cancel(request, number: int):
    """Ask a plan to end."""
    act.ask_to_cancel(actor=request.user, run=_plan(number))
    return redirect("office:market_plan", number)


def _plan(number: int) -> Run:
    return get_object_or_404(Run.objects.select_related("actor"), pk=number, kind=KIND)


def _earlier(request) -> Run | None:
    number = request.GET.get("from", "")
    found = Run.objects.filter(kind=KIND, pk=int(number)) if number.isdecimal() else None
    return found.first() if found is not None else None


def _begin(user: User, asked: dict[str, Any]) -> Run:
    """Begin it, unless the same person waits for the very same already: a double click."""
    for waiting in Run.objects.filter(kind=KIND, actor=user).exclude(state__in=ENDED):
        if waiting.parameters == asked:
            return waiting
    return tasks.start_run(KIND, asked, user)


urlpatterns = [
    path("market-plan/", market_plans, name="market_plans"),
    path("market-plan/new/", new_market_plan, name="new_market_plan"),
    path("market-plan/<int:number>/", market_plan, name="market_plan"),
    path("market-plan/<int:number>/cancel/", cancel, name="cancel_market_plan"),
    path("market-plan/<int:number>/file/<str:form>/", market_plan_file, name="market_plan_file"),
]
