"""
How often one reader may search and call, and ask for what costs us work.

What is rare and must be exact (letters, questions) is counted by the database. Searches and calls
are many: they are counted in the memory of each server process, so that reading never waits for
a writer; with several processes each allows as much.
"""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.http import JsonResponse

from hamafza.web import protection
from hamafza.web.actions import tries
from hamafza.web.guards import refused
from hamafza.web.sentences import sentence

READING = {
    "office:units": "search",
    "public:words": "search",
    "public:markets": "search",
    "public:compare_markets": "search",
    "public:mark": "search",
}
"""Pages that search: each address with a question in it is counted."""
ASKING = {
    "accounts:forgotten": "reset",
    "public:enquiry": "enquiry",
    "public:claim": "claim_look",
    "office:units_by_code": "person_look",
}
"""Forms that set something going: each sending is counted."""


class Counters:
    """Counts in memory of the readers seen last; the longest unseen are forgotten."""

    def __init__(self, most_kept: int = 50_000, clock=monotonic) -> None:
        self._kept: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._most_kept, self._clock, self._lock = most_kept, clock, Lock()

    def one_more(self, kind: str, reader: str) -> None:
        """Count one more; refuse where there were enough."""
        allowed = getattr(protection.limits(), kind)
        now = self._clock()
        with self._lock:
            count, until = self._kept.pop((kind, reader), (0, 0.0))
            if until <= now:
                count, until = 0, now + allowed.within_s
            self._kept[kind, reader] = (count + 1, until)
            if len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
        if count >= allowed.most:
            raise tries.too_often(max(int(until - now), 1))

    def forget(self) -> None:
        """Begin all counts anew."""
        with self._lock:
            self._kept.clear()


COUNTERS = Counters()


class Limits:
    """Count before the view is asked; answer 429 with a sentence and when to come again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        try:
            _count(request)
        except tries.TooOften as refusal:
            return _answer(request, refusal)
        return None


def address(request) -> str:
    """Return where the request comes from, as ``web.proxies`` has made sure of it."""
    return request.META.get("REMOTE_ADDR", "")


def reader(request) -> str:
    """Return whose requests are counted together: an account's, else an address's."""
    user = request.user
    return f"account {user.pk}" if user.is_authenticated else f"address {address(request)}"


def _count(request) -> None:
    match = request.resolver_match
    name = match.view_name
    if "api" in match.namespaces:
        COUNTERS.one_more("api", reader(request))
    elif name in READING and request.GET:
        COUNTERS.one_more(READING[name], reader(request))
    elif name in ASKING and request.method == "POST":
        tries.one_more(ASKING[name], address(request))


def _answer(request, refusal: tries.TooOften):
    if "api" in request.resolver_match.namespaces:
        body = {
            "code": refusal.code,
            "facts": {name: str(fact) for name, fact in refusal.facts.items()},
            "sentence": {"en": sentence(refusal, "en"), "fa": sentence(refusal, "fa")},
        }
        answer = JsonResponse(body, status=refusal.status)
    else:
        answer = refused(request, refusal)
    answer.headers["Retry-After"] = str(refusal.after_s)
    return answer
