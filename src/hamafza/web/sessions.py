"""A session says when it began, when it was last seen and from what device."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from hamafza.web.records.sessions import BEGAN, DEVICE, SEEN, moment

SEEN_EVERY = timedelta(minutes=5)
"""A session is written again at most this often only to say that it was seen."""


def seen(get_response):
    """Write it into the session of whoever is signed in."""

    def answer(request):
        _note(request)
        response = get_response(request)
        if BEGAN not in request.session:
            _note(request)  # signed in by this very request
        return response

    return answer


def _note(request) -> None:
    if SESSION_KEY not in request.session:
        return
    now = timezone.now()
    last = moment(request.session.get(SEEN))
    if last is not None and now - last < SEEN_EVERY:
        return
    request.session.setdefault(BEGAN, now.isoformat())
    request.session[SEEN] = now.isoformat()
    request.session[DEVICE] = request.headers.get("User-Agent", "")[:300]
