"""
Marks what the judge compiles.

With NUMBA_BOUNDSCHECK=1 (as in CI) every index is checked and nothing is taken from, or left in,
the cache: machine code kept from an unchecked run would check nothing.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import config, njit

F = TypeVar("F", bound=Callable[..., object])


_CHECKED = bool(getattr(config, "BOUNDSCHECK", False))


def compiled(function: F) -> F:
    """Return the function compiled by numba."""
    return cast(F, njit(cache=not _CHECKED)(function))
