"""The installation's own country, whose goods look for markets."""

from django.conf import settings


def own_country() -> str:
    """Return the installation's own country, ISO alpha-3."""
    return str(getattr(settings, "HOME_COUNTRY", "IRN"))
