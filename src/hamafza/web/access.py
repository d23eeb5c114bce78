"""Who may see a page. Every view says it; a view that says nothing is served to nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404

from hamafza.web.records.accounts import Role, User

PUBLIC: Final = "public"
SIGNED_IN: Final = tuple(Role)
OFFICE: Final = (Role.ADMINISTRATOR, Role.PROMOTION)
"""The officers of the two institutions, who see every unit, proposal and deal."""
SETTLEMENT: Final = (Role.PROMOTION, Role.MANAGER)
"""Who pays the members; of the accounts of units they alone see the numbers."""

Scope = Callable[..., bool]
"""``scope(user, **url_arguments)``: whether this object is within this person's reach."""


def seen_by(*readers: str, scope: Scope | None = None) -> Callable:
    """
    Declare the readers of a view: ``PUBLIC`` alone, or roles.

    A stranger is sent to sign in, another role is refused (403), and an object out of reach is
    as good as not there (404), so that nobody learns what exists.
    """
    declared = _checked(readers)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if declared == frozenset({PUBLIC}):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            _let_in(request.user, declared, scope, kwargs)
            return view(request, *args, **kwargs)

        guarded.seen_by = declared  # type: ignore[attr-defined]
        guarded.scope = scope  # type: ignore[attr-defined]
        return guarded

    return decorate


def may_see(user: User, declared: frozenset[str]) -> bool:
    """Say whether a person of this role is among the declared readers."""
    return PUBLIC in declared or (user.is_authenticated and user.role in declared)


def _let_in(user: User, declared: frozenset[str], scope: Scope | None, kwargs: dict) -> None:
    if not may_see(user, declared):
        raise PermissionDenied
    if scope is not None and not scope(user, **kwargs):
        raise Http404


def _checked(readers: tuple[str, ...]) -> frozenset[str]:
    declared = frozenset(str(reader) for reader in readers)
    known = {PUBLIC, *(str(role) for role in Role)}
    if not declared or declared - known or (PUBLIC in declared and len(declared) > 1):
        raise ValueError(f"a view is public, or names roles; not {sorted(declared)}")
    return declared
