"""The queue of twins: one pair after another, decided by a key, taken back by another."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hamafza.vocabulary.text import latin_digits
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import twin_search, twins
from hamafza.web.actions.twin_joining import joining_of
from hamafza.web.actions.twin_leases import lease_next, looked_at_by
from hamafza.web.branches import branch_of
from hamafza.web.exchange.twins import fingerprint_of
from hamafza.web.pages.office.runs import refusal_words
from hamafza.web.pages.office.twin_facts import (
    compared_rows,
    filled_words,
    held_choices,
    held_words,
    joined_from,
)
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.runs import Run
from hamafza.web.records.twins import DECIDED, TwinPair, TwinState
from hamafza.web.sentences import sentence

READERS = (*OFFICE, *BRANCH)
SAYINGS = {"same": twins.say_same, "different": twins.say_different, "later": twins.say_later}
PAGE = 30
_BOTH = ("one", "other", "one__upload", "other__upload", "decided_by", "shown_to")


def within_reach(user: User, number: int) -> bool:
    """An officer sees the pairs whose both units are of the own branch."""
    return twins.within(user).filter(pk=number).exists()


@seen_by(*READERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the likeliest pair that waits and lies before nobody else, or that nothing waits."""
    asked = _asked(request.GET)
    waiting = _waiting(request.user, asked).select_related(*_BOTH)
    pair = lease_next(actor=request.user, waiting=waiting)
    facts = _around(request.user, asked) | _pair_facts(pair)
    return render(
        request, "twins/queue.html", facts | {"others_look": pair is None and facts["left"]}
    )


@seen_by(*READERS, scope=within_reach)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one pair: to decide it now, or what was decided of it."""
    pair = get_object_or_404(TwinPair.objects.select_related(*_BOTH), pk=number)
    facts = _around(request.user, _asked(request.GET)) | _pair_facts(pair)
    facts |= {"is_one": True, "other_officer": looked_at_by(pair, request.user)}
    return render(request, "twins/queue.html", facts)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what the officer says of a pair, and show the next."""
    pair = get_object_or_404(TwinPair, pk=number)
    say = SAYINGS.get(request.POST.get("say", ""))
    if say is not None:
        try:
            say(actor=request.user, pair=pair, why=request.POST.get("why", "").strip()[:400])
        except (twins.DecidedMeanwhile, twins.JoinedMeanwhile) as refusal:
            # Two at one queue: nothing is wrong, the next pair waits.
            messages.warning(request, sentence(refusal, get_language() or "en"))
    return redirect(_address(_asked(request.POST)))


@seen_by(*READERS)
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Take back what this officer said last, and show that pair again."""
    pair = twins.undo(actor=request.user)
    return redirect("office:twin", pair.pk)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was said of a given pair."""
    pair = twins.undo(actor=request.user, pair=get_object_or_404(TwinPair, pk=number))
    return redirect("office:twin", pair.pk)


@seen_by(*READERS)
def decided(request: HttpRequest) -> HttpResponse:
    """List what was decided lately, each with the way back."""
    pairs = twins.within(request.user).exclude(decided_at=None).exclude(state=TwinState.OPEN)
    by = request.GET.get("by", "")
    if by == "me":
        pairs = pairs.filter(decided_by=request.user)
    elif by == "machine":
        pairs = pairs.filter(decided_by=None)
    found = pairs.select_related("one", "other", "decided_by").order_by("-decided_at", "-id")
    page = Paginator(found, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    return render(request, "twins/decided.html", {"page": page, "by": by})


@seen_by(*READERS)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Begin a search for twins; its progress stands on the queue's page."""
    tasks.gather_carriers()
    tasks.hand_over(twin_search.find_twins(actor=request.user))
    return redirect(reverse("office:twins") + "#search")


def _waiting(user: User, asked: dict[str, str]) -> QuerySet[TwinPair]:
    state = TwinState.LATER if asked["waiting"] == TwinState.LATER else TwinState.OPEN
    pairs = twins.within(user).filter(state=state)
    if asked["held"]:
        pairs = pairs.filter(held=None if asked["held"] == "none" else asked["held"])
    if place := asked["province"]:
        pairs = pairs.filter(Q(one__province=place) | Q(other__province=place))
    return pairs


def _around(user: User, asked: dict[str, str]) -> dict[str, Any]:
    """Return what stands around a pair: how many wait, what was done, and the last search."""
    mine = twins.within(user)
    today = mine.filter(decided_by=user, decided_at__gte=_midnight(), state__in=DECIDED)
    last = mine.filter(decided_by=user).exclude(state=TwinState.OPEN)
    searches = Run.objects.filter(kind=twin_search.KIND)
    if user.role not in OFFICE:
        searches = searches.filter(office=branch_of(user))
    run = searches.first()
    open_ = mine.filter(state=TwinState.OPEN)
    return {
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "left": _waiting(user, asked).count(),
        "later": mine.filter(state=TwinState.LATER).count(),
        "today": today.count(),
        "last": last.select_related("one", "other").order_by("-decided_at", "-id").first(),
        "held_choices": held_choices(),
        "provinces": open_.order_by("one__province").values_list("one__province", flat=True)
        .distinct(),
        "run": run,
        "tells_progress": run is not None and not run.has_ended,
        "refusal": refusal_words(run) if run else "",
    }  # fmt: skip


def _pair_facts(pair: TwinPair | None) -> dict[str, Any]:
    if pair is None:
        return {"pair": None}
    plan = None if pair.is_decided else joining_of(pair)
    against = plan.refusal if plan else None
    return {
        "pair": pair,
        "rows": compared_rows(pair),
        "held": held_words().get(pair.held or "", ""),
        "plan": plan,
        "fills": filled_words(plan.fills) if plan else "",
        "filled": filled_words(name for name in pair.filled if name != "search_key"),
        "against": sentence(against, get_language() or "en") if against else "",
        "has_changed": not pair.is_decided and pair.weighed != fingerprint_of(pair.one, pair.other),
        "automatic": joined_from(),
    }


def _asked(told: Any) -> dict[str, str]:
    """Return what of the queue is looked at; a query and a form say it alike."""
    return {name: told.get(name, "") for name in ("held", "province", "waiting")}


def _address(asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("office:twins") + (f"?{query}" if query else "")


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


urlpatterns = [
    path("twins/", queue, name="twins"),
    path("twins/<int:number>/", one, name="twin"),
    path("twins/<int:number>/decide/", seen_by(*READERS, scope=within_reach)(decide),
         name="decide_twin"),
    path("twins/<int:number>/undo/", seen_by(*READERS, scope=within_reach)(undo),
         name="undo_twin"),
    path("twins/undo/", undo_last, name="undo_twins"),
    path("twins/decided/", decided, name="decided_twins"),
    path("twins/find/", find, name="find_twins"),
]  # fmt: skip
