"""One's own account: the second factor, and where one is signed in."""

import segno
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import second_factor as shown
from hamafza.web.access import SIGNED_IN, seen_by
from hamafza.web.actions import second_factor as act
from hamafza.web.actions import sessions
from hamafza.web.devices import device_words
from hamafza.web.pages.public.signing_in import CodeForm
from hamafza.web.records.sessions import OpenSession
from hamafza.web.sentences import sentence


@seen_by(*SIGNED_IN)
def safety(request):
    """What protects this account, and every place where it is signed in."""
    there = act.confirmed(request.user) is not None
    here = request.session.session_key
    facts = {
        "has_second_factor": there,
        "is_demanded": act.demanded_of(request.user, settings.SECOND_FACTOR),
        "codes_left": act.codes_left(request.user) if there else 0,
        "sessions": [_told(each, here) for each in sessions.of(request.user)],
    }
    return render(request, "account/safety.html", facts)


@seen_by(*SIGNED_IN)
def second_factor(request):
    """Set it up: the QR and the secret for the authenticator, then its first code."""
    return _set_up_page(request, CodeForm())


@require_POST
def begin(request):
    """Make the secret that the authenticator will learn."""
    act.begin(actor=request.user)
    return redirect("accounts:second_factor")


@require_POST
def confirm(request):
    """Take the first code; show the codes on paper, this once."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            codes = act.confirm(
                actor=request.user,
                said=form.cleaned_data["code"],
                keep=request.session.session_key,
            )
        except Refusal as refused:
            form.add_error("code", sentence(refused, get_language() or "en"))
        else:
            request.session[shown.SHOWN] = True
            return render(request, "account/codes.html", {"codes": codes})
    return _set_up_page(request, form, status=400)


@require_POST
def renew(request):
    """Give new codes on paper."""
    said = request.POST.get("code", "")[:40]
    return render(
        request, "account/codes.html", {"codes": act.renew_codes(actor=request.user, said=said)}
    )


@require_POST
def turn_off(request):
    """Go on without a second factor."""
    said = request.POST.get("code", "")[:40]
    act.turn_off(actor=request.user, said=said, switched_on=settings.SECOND_FACTOR)
    request.session.pop(shown.SHOWN, None)
    messages.success(request, _("The second factor is off."))
    return redirect("accounts:safety")


@require_POST
def end_session(request):
    """End one session, named by the page."""
    sessions.end_one(actor=request.user, name=request.POST.get("session", ""))
    messages.success(request, _("It is signed out there."))
    return redirect("accounts:safety")


@require_POST
def end_others(request):
    """End every session but this one."""
    sessions.end_others(actor=request.user, keep=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:safety")


def _set_up_page(request, form: CodeForm, status: int = 200):
    there = act.confirmed(request.user) is not None
    told = None if there else act.to_show(request.user)
    facts = {
        "form": form,
        "there": there,
        "told": told,
        "picture": _picture(told.address) if told else "",
        "is_demanded": act.demanded_of(request.user, settings.SECOND_FACTOR),
    }
    return render(request, "account/second_factor.html", facts, status=status)


def _picture(address: str) -> str:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=5, border=4, dark="#1d1a16", light="#ffffff"))


def _told(session: OpenSession, here: str | None) -> dict[str, object]:
    return {
        "name": sessions.name_of(session),
        "device": device_words(session.device),
        "began_at": session.began_at,
        "seen_at": session.seen_at,
        "is_here": session.session_key == here,
    }


urlpatterns = [
    path("safety/", safety, name="safety"),
    path("second-factor/", second_factor, name="second_factor"),
    path("second-factor/begin/", seen_by(*SIGNED_IN)(begin), name="begin_second_factor"),
    path("second-factor/confirm/", seen_by(*SIGNED_IN)(confirm), name="confirm_second_factor"),
    path("second-factor/codes/", seen_by(*SIGNED_IN)(renew), name="renew_codes"),
    path("second-factor/off/", seen_by(*SIGNED_IN)(turn_off), name="turn_off_second_factor"),
    path("sessions/end/", seen_by(*SIGNED_IN)(end_session), name="end_session"),
    path("sessions/end-others/", seen_by(*SIGNED_IN)(end_others), name="end_other_sessions"),
]
