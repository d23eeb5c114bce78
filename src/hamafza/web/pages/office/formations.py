"""Formations for officers: asked for, seen going on, read whole, changed, adopted."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hamafza.consortia.proposal_life import ProposalState
from hamafza.vocabulary.writing import number as written
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import adopting, adoption, regrouping
from hamafza.web.actions import runs as act
from hamafza.web.branches import branch_of, within
from hamafza.web.pages.office.formation_choices import families, provinces
from hamafza.web.pages.office.formation_facts import list_rows, result, standing_of
from hamafza.web.pages.office.formation_forms import FormationForm, initial_of
from hamafza.web.pages.office.runs import refusal_words
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import ENDED, Run, RunState

READERS = (*OFFICE, *BRANCH, Role.OBSERVER)
PLANNERS = (*OFFICE, *BRANCH)
PAGE = 20


def within_reach(user: User, number: int) -> bool:
    """An officer of a branch sees the formations begun for it, or for a branch within it."""
    return formations_of(user).filter(pk=number).exists()


def formations_of(user: User) -> QuerySet[Run]:
    """Return the runs of formation that this person may see, the newest first."""
    return within(Run.objects.filter(kind="formation"), user, "office")


@seen_by(*READERS)
def formations(request):
    """List the formations; two that are done can be chosen to be compared."""
    found = formations_of(request.user).select_related("actor", "formation").order_by("-id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = list_rows(page.object_list)
    facts = {
        "page": page,
        "rows": rows,
        "may_plan": request.user.role in PLANNERS,
        "comparable": sum(1 for row in rows if row["formation"]) > 1,
    }
    return render(request, "formation/list.html", facts)


@seen_by(*PLANNERS)
def new_formation(request):
    """Choose families, provinces and rules, and begin."""
    office = branch_of(request.user)
    like = _earlier(request)
    initial = initial_of(like.parameters) if like is not None else None
    keeps = like if "keep" in request.GET or "keep" in request.POST else None
    form = FormationForm(
        request.POST or None,
        initial=initial,
        families=families(office),
        provinces=provinces(office),
    )
    if request.method == "POST" and form.is_valid():
        asked = form.parameters()
        if keeps is not None:
            asked["keep_from"] = keeps.pk
        return redirect("office:formation", _begin(request.user, asked).pk)
    facts = {"form": form, "office": office, "like": like, "keeps": keeps}
    return render(request, "formation/new.html", facts, status=400 if form.errors else 200)


def _earlier(request) -> Run | None:
    number = request.POST.get("from") or request.GET.get("from") or ""
    if not number.isdecimal():
        return None
    return formations_of(request.user).filter(pk=int(number)).first()


def _begin(user: User, asked: dict[str, Any]) -> Run:
    """Begin it, unless the same person waits for the very same already: a double click."""
    for waiting in Run.objects.filter(kind="formation", actor=user).exclude(state__in=ENDED):
        if waiting.office == branch_of(user) and waiting.parameters == asked:
            return waiting
    return tasks.start_run("formation", asked, user)


@require_GET
def formation(request, number: int):
    """
    Show one formation: how it goes on, why it came to nothing, or what came of it.

    ``?part`` gives the progress alone, for a page that renews it each second.
    """
    run = get_object_or_404(Run.objects.select_related("actor", "formation"), pk=number)
    is_done = run.state == RunState.DONE and hasattr(run, "formation")
    may_plan = request.user.role in PLANNERS
    if is_done and "part" not in request.GET:
        may = {"may_act": request.user.role in OFFICE, "may_plan": may_plan}
        return render(request, "formation/result.html", result(run, request.GET) | may)
    facts = {
        "run": run,
        "refusal": refusal_words(run),
        "may_plan": may_plan,
        "standing": standing_of(run),
    }
    if "part" not in request.GET:
        return render(request, "formation/going.html", facts)
    response = render(request, "formation/_progress.html", facts)
    if run.has_ended and request.htmx:
        response["HX-Refresh"] = "true"  # the whole page says what came of it
    return response


@require_POST
def cancel(request, number: int):
    """Ask a formation to end."""
    act.ask_to_cancel(actor=request.user, run=get_object_or_404(Run, pk=number))
    return redirect("office:formation", number)


@require_POST
def undo(request, number: int):
    """Take back the last change by hand."""
    run = _done(number)
    regrouping.undo(actor=request.user, formation=run.formation, seen=_seen(request))
    messages.success(request, _("The last change was taken back."))
    back = request.POST.get("group", "")
    if back.isdecimal() and run.proposals.filter(consortium_id=int(back)).exists():
        return redirect("office:formation_group", number, int(back))
    return redirect("office:formation", number)


@require_POST
def take(request, number: int):
    """Put the groups of this run in force: those of other runs over the same units give way."""
    count = adoption.put_in_force(actor=request.user, run=_done(number))
    if count:
        messages.success(request, _("The groups of this run are the ones to be adopted now."))
    return redirect("office:formation", number)


@require_POST
def adopt(request, number: int):
    """Adopt the groups ticked, or all that wait; many are left to the worker."""
    run = _done(number)
    waiting = Proposal.objects.filter(run=run, state=ProposalState.PROPOSED)
    if "all" in request.POST:
        if waiting.count() > adopting.AT_ONCE:
            asked = {"formation_run": run.pk, "seen": _seen(request)}
            return redirect("runs:run", tasks.start_run("adopting", asked, request.user).pk)
        chosen = waiting
    else:
        ticked = [int(each) for each in request.POST.getlist("group") if each.isdecimal()]
        chosen = waiting.filter(consortium_id__in=ticked[: adopting.AT_ONCE])
    told = adopting.adopt_many(actor=request.user, proposals=chosen, seen=_seen(request))
    _tell(request, told)
    return redirect("office:formation", number)


def _tell(request, told: adopting.Adopted) -> None:
    said = [
        (messages.SUCCESS, told.adopted, _("Adopted: %(count)s. Their members are asked now.")),
        (messages.WARNING, told.broken, _("Not adopted because they break a rule: %(count)s.")),
        (
            messages.WARNING,
            told.taken,
            _("Not adopted because members joined elsewhere: %(count)s."),
        ),
        (
            messages.WARNING,
            told.changed,
            _("Not adopted because somebody changed them meanwhile: %(count)s."),
        ),
    ]
    for level, count, words in said:
        if count:
            told_count = written(count, (get_language() or "fa")[:2])
            messages.add_message(request, level, words % {"count": told_count})
    if not any(count for _level, count, _words in said):
        messages.warning(request, _("No group was ticked, so nothing was adopted."))


def _done(number: int) -> Run:
    run = get_object_or_404(Run.objects.select_related("formation"), pk=number)
    if not hasattr(run, "formation"):
        raise Http404
    return run


def _seen(request) -> int:
    told = request.POST.get("seen", "")
    return int(told) if told.isdecimal() else 0


urlpatterns = [
    path("formations/", formations, name="formations"),
    path("formations/new/", new_formation, name="new_formation"),
    path("formations/<int:number>/", seen_by(*READERS, scope=within_reach)(formation),
         name="formation"),
    path("formations/<int:number>/cancel/", seen_by(*PLANNERS, scope=within_reach)(cancel),
         name="cancel_formation"),
    path("formations/<int:number>/undo/", seen_by(*PLANNERS, scope=within_reach)(undo),
         name="undo_regrouping"),
    path("formations/<int:number>/take/", seen_by(*OFFICE)(take), name="take_formation"),
    path("formations/<int:number>/adopt/", seen_by(*OFFICE)(adopt), name="adopt_formation"),
]  # fmt: skip
