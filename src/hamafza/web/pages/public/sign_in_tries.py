"""Wrong passwords counted, so that nobody tries many: ten for an account from one address."""

from hashlib import sha256
from time import time

from django.conf import settings
from django.core.cache import caches

MOST_TRIES = 10
WINDOW_S = 15 * 60
"""Counted from the first wrong try; after it the count begins anew."""


def is_barred(request, username: str) -> bool:
    """Say whether this account was tried too often from this address."""
    count, _until = _kept(_key(request, username))
    return count >= MOST_TRIES


def count_wrong(request, username: str) -> None:
    """Count one more wrong password."""
    key = _key(request, username)
    count, until = _kept(key)
    caches["sign-in"].set(key, (count + 1, until), max(until - time(), 1))


def forget(request, username: str) -> None:
    """Begin anew: the right password was given."""
    caches["sign-in"].delete(_key(request, username))


def _kept(key: str) -> tuple[int, float]:
    return caches["sign-in"].get(key) or (0, time() + WINDOW_S)


def _key(request, username: str) -> str:
    told = f"{username.strip().casefold()}\n{_address(request)}"
    return sha256(told.encode()).hexdigest()


def _address(request) -> str:
    """Return where the request comes from: behind HTTPS a proxy of ours says it, as the last."""
    said = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return said.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
