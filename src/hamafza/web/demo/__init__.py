"""The demo: every row invented, marked as such, and made by the same actions as the pages."""

import importlib
import importlib.util
import time
from collections.abc import Callable

from django.core.cache import cache

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import record
from hamafza.web.demo import accounts, story, wiping
from hamafza.web.records.events import Event
from hamafza.web.records.units import Unit

LEAST, MOST = 500, 1_000_000
_BUILT = "build-demo"

ROOMS = (
    ("units", "a registry of units"),
    ("pateh", "the workshops of the story"),
    ("goods", "what they make, confirmed"),
    ("proposals", "consortia, their markets and ways"),
    ("screening", "the sample list"),
    ("consortia", "a consortium that was adopted"),
    ("brand", "the shared mark"),
    ("deals", "orders, shared and settled"),
    ("parts", "needs of factories"),
    ("facts", "what more is told of some units"),
    ("readiness", "readiness, a claim and a change that wait"),
    ("programme", "the programme's figures"),
    ("requirements", "what a market asks, as examples"),
    ("leads", "buyers met at fairs"),
)
"""Each is a module here with ``build(report)``, in the order one stands on another."""


class DemoSizeNotUsable(Refusal):
    code = "demo-size-not-usable"


def is_there() -> bool:
    """Say whether a demo was built to its end."""
    return Event.objects.filter(verb=_BUILT, is_demo=True).exists()


def size() -> int:
    """Return how many units the demo has."""
    return Unit.objects.filter(is_demo=True).count()


def build(*, units: int, seed: int, say: Callable[[str], object]) -> float:
    """Build the demo room by room; return the seconds. What a broken attempt left goes first."""
    if not LEAST <= units <= MOST:
        raise DemoSizeNotUsable(units=units, least=LEAST, most=MOST)
    began = time.monotonic()
    wiping.wipe()
    administrator = accounts.open_officers()
    for room, what in ROOMS:
        if importlib.util.find_spec(f"{__name__}.{room}") is None:
            continue
        began_room = time.monotonic()
        module = importlib.import_module(f"{__name__}.{room}")
        sized = {"units": units, "seed": seed} if room == "units" else {}
        module.build(_quiet, **sized)
        say(f"  {what} ({time.monotonic() - began_room:.1f} s)")
    accounts.open_readers()
    after = {"units": units, "seed": seed}
    record(actor=administrator, verb=_BUILT, subject=administrator, after=after)
    story.build(_quiet)
    say(f"  the public story ({time.monotonic() - began:.0f} s in all)")
    return time.monotonic() - began


def wipe() -> dict[str, int]:
    """Remove every demo row; return how many of each kind. Pages drawn from them go too."""
    cache.clear()
    return wiping.wipe()


def _quiet(stage: str, done: int, total: int) -> None:
    pass
