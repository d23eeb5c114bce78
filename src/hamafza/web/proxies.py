"""
Behind a proxy: what it says of the caller counts, and what anybody else says does not.

``HAMAFZA_TRUSTED_PROXIES`` names the addresses and networks of our own proxies. A request from one
of them keeps ``X-Forwarded-Proto`` and gets the caller's address from ``X-Forwarded-For``; from
anyone else both headers are dropped before anything reads them.
"""

from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings

_FORWARDED = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED",
)  # fmt: skip


def forwarded(get_response):
    """Set ``REMOTE_ADDR`` to the caller, before anything asks whether this is HTTPS."""

    def answer(request):
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _caller(request.META)
        else:
            for name in _FORWARDED:
                request.META.pop(name, None)
        return get_response(request)

    return answer


def is_trusted(address: str) -> bool:
    """Say whether an address is that of a proxy of ours."""
    found = _read(address)
    return found is not None and any(
        found in network for network in _networks(tuple(settings.TRUSTED_PROXIES))
    )


def _caller(meta) -> str:
    """Each proxy adds at the end whom it heard: the last that is no proxy of ours is the caller."""
    told = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    for address in reversed([part for part in told if part]):
        if _read(address) is None:
            break  # nonsense: nothing before it can be believed either
        if not is_trusted(address):
            return address
    return meta.get("REMOTE_ADDR", "")


@lru_cache(maxsize=4)
def _networks(named: tuple[str, ...]) -> tuple:
    return tuple(ip_network(name, strict=False) for name in named)


@lru_cache(maxsize=1024)
def _read(address: str):
    try:
        return ip_address(address)
    except ValueError:
        return None
