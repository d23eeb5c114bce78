"""What stands between a request and a view: headers, refusals, and undeclared views."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import render
from django.utils.translation import get_language

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences import sentence

# Styles may stand in attributes (bars carry their size there), never in the page; scripts only
# in files of ours.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def headers(get_response):
    """Add the content policy and the permissions no page needs."""

    def answer(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # A phone is shared: after signing out, "back" must not show the page again.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


class Refusals:
    """A refusal raised anywhere under a view becomes a page with the sentence and the way back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception)


def refused(request, refusal: Refusal):
    """Return the page of a refusal; its status is what the refusal says, or fits the asking."""
    words = sentence(refusal, get_language() or "en")
    back = _way_back(request)
    facts = {"sentence": words, "code": refusal.code, "back": back}
    # 409: the thing asked does not fit the state of affairs; 400: it was asked wrongly.
    fitting = 409 if request.method == "POST" else 400
    return render(request, "refused.html", facts, status=getattr(refusal, "status", fitting))


class Declared:
    """Fail closed: a view that does not say who may see it is a fault of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if not hasattr(view, "seen_by") and "api" not in match.namespaces:
            raise ImproperlyConfigured(f"{match.view_name or match.route} says not who may see it")


def _way_back(request) -> str:
    """The page the form stood on, if it is ours; a form usually posts beside it."""
    came_from = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}"
    if came_from.startswith(f"{origin}/"):
        return "/" + came_from.removeprefix(origin).lstrip("/")  # never "//another.host"
    return "/en/" if get_language() == "en" else "/"
