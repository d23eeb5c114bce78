"""What an installation lacks before strangers may reach it."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks

from hamafza.web import protection, sealing
from hamafza.web.records.accounts import User

_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_OTHERS = 0o077


def missing() -> list[str]:
    """Return a line for each thing that is missing; none means that nothing known is."""
    return [*_of_settings(), *_of_accounts(), *_of_files(), *_of_django()]


def _of_settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "HAMAFZA_DEBUG is on: faults show their code to everybody."
    if not settings.HTTPS:
        yield "HAMAFZA_HTTPS is off: passwords and sessions travel in the open."
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield "HAMAFZA_TRUSTED_PROXIES is empty: nobody may say that a request came by HTTPS."
    if not settings.SECOND_FACTOR:
        roles = ", ".join(protection.second_factor().roles)
        yield f"HAMAFZA_SECOND_FACTOR is off: a password alone opens the accounts of {roles}."
    if not set(settings.ALLOWED_HOSTS) - _LOCAL:
        yield "HAMAFZA_ALLOWED_HOSTS names this machine alone."
    if "*" in settings.ALLOWED_HOSTS:
        yield "HAMAFZA_ALLOWED_HOSTS takes any name: letters would carry a forged address."
    if not settings.EMAIL_HOST:
        yield "HAMAFZA_EMAIL_HOST is not named: letters for new passwords stay in a folder."


def _of_accounts() -> Iterator[str]:
    if User.objects.filter(is_demo=True, is_active=True).exists():
        yield "Accounts of the demo are open, and their password is known: hamafza demo --wipe."
    roles = protection.second_factor().roles
    bare = User.objects.filter(role__in=roles, is_active=True, is_demo=False)
    bare = bare.exclude(second_factor__confirmed_at__isnull=False)
    many = bare.count()
    if many:
        yield f"{many} accounts that must have a second factor have not set it up yet."


def _of_files() -> Iterator[str]:
    home = Path(settings.HOME)
    keys = [sealing.file_of(ring) for ring in sealing.RINGS]
    for path in (home, home / "secret-key", *keys, home / "hamafza.sqlite3"):
        if path.exists() and path.stat().st_mode & _OTHERS:
            mode = "700" if path.is_dir() else "600"
            yield f"{path} can be read by others on this machine: chmod {mode} {path}"


def _of_django() -> Iterator[str]:
    for told in checks.run_checks(include_deployment_checks=True):
        if told.level >= checks.WARNING and told.id not in _TOLD_ABOVE:
            yield f"{told.msg.split('. ')[0]}. ({told.id})"


_TOLD_ABOVE = {
    "security.W004", "security.W008", "security.W012", "security.W016", "security.W018",
    "security.W020",
}  # fmt: skip
"""HSTS, redirection, cookies, debugging and hosts: said above in the names of our settings."""
