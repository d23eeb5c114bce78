"""No page for whoever must show a second factor and has not, but the one where it is shown."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from hamafza.web.access import PUBLIC
from hamafza.web.actions import second_factor as act
from hamafza.web.sentences import sentence

SHOWN = "second_factor"
"""The mark of a session in which it was shown."""
_WAY_THERE = {
    "accounts:second_factor", "accounts:begin_second_factor", "accounts:confirm_second_factor",
    "accounts:second", "accounts:sign_out", "accounts:password", "accounts:password_done",
}  # fmt: skip


class Demanded:
    """It asks nothing of the database: role and session say it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if not lacks_it(request) or match.view_name in _WAY_THERE:
            return None
        if "api" in match.namespaces:
            refusal = act.Demanded()
            told = {"en": sentence(refusal, "en"), "fa": sentence(refusal, "fa")}
            body = {"code": refusal.code, "facts": {}, "sentence": told}
            return JsonResponse(body, status=403)
        if PUBLIC in getattr(view, "seen_by", ()):
            return None
        there = act.confirmed(request.user) is not None
        way = reverse("accounts:second" if there else "accounts:second_factor")
        return redirect(way)


def lacks_it(request) -> bool:
    """Say whether this reader is signed in, must have shown a second factor, and has not."""
    user = request.user
    if not settings.SECOND_FACTOR or not user.is_authenticated:
        return False
    return act.demanded_of(user, settings.SECOND_FACTOR) and SHOWN not in request.session
