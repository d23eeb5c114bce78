"""The producer's export readiness: one section on each screen, kept as she goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import readiness as act
from hamafza.web.actions.reach import counting
from hamafza.web.pages import readiness_facts as shown
from hamafza.web.records.accounts import Role


@seen_by(Role.PRODUCER)
def readiness(request: HttpRequest) -> HttpResponse:
    """Where the workshop stands, what to do next, and the certificate."""
    facts = shown.overview(request.user.unit)
    return render(request, "readiness/own.html", facts | {"is_own": True})


@seen_by(Role.PRODUCER)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin, or go on."""
    made = act.begin(actor=request.user, unit=request.user.unit)
    return redirect("producer:readiness_section", shown.overview(made.unit)["first"])


@seen_by(Role.PRODUCER)
def section(request: HttpRequest, key: str) -> HttpResponse:
    """One screen of questions; what is answered is kept at once."""
    going = act.under_way(counting(request.user.unit))
    found = shown.section_of(request.user.unit, key)
    if found is None:
        raise Http404
    if going is None or not going.may_be_filled:
        return redirect("producer:readiness")
    facts = shown.section_facts(going, found) | {"is_own": True}
    if request.method == "POST":
        shown.keep_section(request, going, found)
        onward = reverse("producer:readiness")
        if facts["after"]:
            onward = reverse("producer:readiness_section", args=[facts["after"]])
        return shown.after_section(request, onward)
    return render(request, "readiness/section.html", facts)


@seen_by(Role.PRODUCER)
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand the assessment in."""
    going = act.under_way(counting(request.user.unit))
    if going is not None:
        shown.hand_in(request, going)
    return redirect("producer:readiness")


@seen_by(Role.PRODUCER)
@require_POST
def lay_aside(request: HttpRequest) -> HttpResponse:
    """Give up what is being filled in; what was checked before holds on."""
    going = act.under_way(counting(request.user.unit))
    if going is not None:
        act.lay_aside(actor=request.user, assessment=going)
        messages.success(request, _("Laid aside; you may begin anew at any time."))
    return redirect("producer:readiness")


urlpatterns = [
    path("readiness/", readiness, name="readiness"),
    path("readiness/begin/", begin, name="begin_readiness"),
    path("readiness/hand-in/", hand_in, name="hand_in_readiness"),
    path("readiness/lay-aside/", lay_aside, name="lay_aside_readiness"),
    path("readiness/section/<slug:key>/", section, name="readiness_section"),
]
