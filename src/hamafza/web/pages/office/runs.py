"""Long work: where it stands, cancelling it, beginning it again."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import runs as act
from hamafza.web.branches import runs_of
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.runs import Run, RunState
from hamafza.web.sentences import all_sentences, sentence

app_name = "runs"
READERS = (*OFFICE, *BRANCH, Role.SCREENING, Role.MANAGER, Role.FACTORY)


def own_or_office(user: User, number: int) -> bool:
    """Officers see every run, the others their own, and what a clerk began in their place."""
    return runs_of(user).filter(pk=number).exists()


@seen_by(*READERS)
def runs(request):
    """The reader's runs, the newest first."""
    found = runs_of(request.user).select_related("actor")
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    return render(request, "runs/list.html", {"page": page})


@seen_by(*READERS, scope=own_or_office)
def run(request, number: int):
    """One run. ``?part`` gives the progress alone, for a page that renews it each second."""
    kept = get_object_or_404(Run, pk=number)
    part = "part" in request.GET
    facts = {"run": kept, "refusal": refusal_words(kept), "quiet": part}
    facts["may_see_formation"] = request.user.role in (*OFFICE, *BRANCH)
    response = render(request, "runs/_progress.html" if part else "runs/run.html", facts)
    if part and kept.has_ended and request.htmx:
        response["HX-Refresh"] = "true"  # the whole page says what came of it
    return response


@require_POST
def cancel(request, number: int):
    """Ask the run to end."""
    act.ask_to_cancel(actor=request.user, run=get_object_or_404(Run, pk=number))
    return redirect("runs:run", number)


@require_POST
def again(request, number: int):
    """Begin an ended run again with the same parameters."""
    kept = act.begin_again(actor=request.user, run=get_object_or_404(Run, pk=number))
    tasks.hand_over(kept)
    return redirect("runs:run", number)


def refusal_words(kept: Run) -> str:
    """Return why the run was refused, in the reader's language."""
    if kept.state != RunState.REFUSED or kept.refusal_code not in all_sentences():
        return ""
    refusal = Refusal(**kept.refusal_facts)
    refusal.code = kept.refusal_code  # type: ignore[misc]
    return sentence(refusal, get_language() or "en")


urlpatterns = [
    path("", runs, name="list"),
    path("<int:number>/", run, name="run"),
    path("<int:number>/cancel/", seen_by(*READERS, scope=own_or_office)(cancel), name="cancel"),
    path("<int:number>/again/", seen_by(*READERS, scope=own_or_office)(again), name="again"),
]
