"""The one clock below the web."""

import resource
import time
from datetime import UTC, datetime


def now_utc() -> datetime:
    """Return the present moment, with its zone."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


def monotonic() -> float:
    """Return seconds on a clock that never goes back."""
    return time.monotonic()


def cpu_seconds() -> float:
    """Return processor seconds used by this process and its ended children."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
