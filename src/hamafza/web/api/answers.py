"""Who may call, and how a refusal is told to a program."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import PUBLIC, may_see
from hamafza.web.records.accounts import Role
from hamafza.web.sentences import sentence


def answered_to(*readers: str, scope: Callable[..., bool] | None = None) -> Callable:
    """Declare the readers of a call: ``PUBLIC`` alone, or roles, with the pages' own session."""
    declared = frozenset(str(reader) for reader in readers)
    if not declared or declared - {PUBLIC, *(str(role) for role in Role)}:
        raise ValueError(f"a call is public, or names roles; not {sorted(declared)}")

    def decorate(call: Callable) -> Callable:
        @wraps(call)
        def guarded(request, *args, **kwargs):
            if PUBLIC not in declared:
                _let_in(request, declared)
                if scope is not None and not scope(request.user, **kwargs):
                    raise Http404
            return call(request, *args, **kwargs)

        guarded.seen_by = declared  # type: ignore[attr-defined]
        guarded.scope = scope  # type: ignore[attr-defined]
        return guarded

    return decorate


def refusals_answered(api: NinjaAPI) -> None:
    """A refusal is answered with its code, its facts and its sentence in both languages."""

    @api.exception_handler(Refusal)
    def refused(request, refusal):
        body = {
            "code": refusal.code,
            "facts": {name: str(fact) for name, fact in refusal.facts.items()},
            "sentence": {"en": sentence(refusal, "en"), "fa": sentence(refusal, "fa")},
        }
        return api.create_response(request, body, status=409 if request.method == "POST" else 400)


def _let_in(request, declared: frozenset[str]) -> None:
    if not request.user.is_authenticated:
        raise HttpError(401, "Sign in first.")
    if not may_see(request.user, declared):
        raise HttpError(403, "This call is not for your role.")
