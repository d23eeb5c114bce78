"""Factories that ask this workshop for a part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.parts.life import MatchState
from hamafza.web.access import seen_by
from hamafza.web.actions import parts as act
from hamafza.web.exchange.parts import share_of
from hamafza.web.partwords import MATCH_STATES
from hamafza.web.placenames import city_name
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.parts import NeedMatch


def own(user: User, number: int) -> bool:
    """Say whether a question was put to the reader's workshop."""
    asked = NeedMatch.objects.filter(pk=number, unit=user.unit)
    return asked.exclude(state=MatchState.PROPOSED.value).exists()


@seen_by(Role.PRODUCER)
def needs(request):
    """What factories asked; a need nobody asked about is not shown."""
    found = NeedMatch.objects.filter(unit=request.user.unit).select_related("need__factory")
    found = found.exclude(state=MatchState.PROPOSED.value).order_by("-id")
    return render(request, "parts/asked.html", {"rows": [_row(match) for match in found]})


@seen_by(Role.PRODUCER, scope=own)
@require_POST
def answer(request, number: int):
    """Say yes or no."""
    is_willing = request.POST.get("answer") == "yes"
    match = get_object_or_404(NeedMatch, pk=number)
    act.answer(actor=request.user, match=match, is_willing=is_willing)
    messages.success(request, _("Your answer has gone to the factory."))
    return redirect("producer:needs")


def _row(match: NeedMatch) -> dict:
    kind, word = MATCH_STATES[MatchState(match.state)]
    return {
        "match": match,
        "need": match.need,
        "city": city_name(match.need.factory.city, get_language() or "fa"),
        "share": share_of(match),
        "kind": kind,
        "word": word,
        "may_accept": match.state in (MatchState.ASKED, MatchState.DECLINED),
        "may_decline": match.state in (MatchState.ASKED, MatchState.WILLING),
    }


urlpatterns = [
    path("needs/", needs, name="needs"),
    path("needs/<int:number>/", answer, name="answer_need"),
]
