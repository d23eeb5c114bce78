"""Marks a function that is compiled before it runs, keeping its types for the reader."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])

_UNCOUNTED: Any = partial(njit, _nrt=False)


def bare(function: F) -> F:
    """
    Return the function compiled without the counting of references.

    For the innermost functions, which make no arrays and return none: their callers hold what
    they are given. Counting took more time than searching (measured, November 2026).
    """
    return cast(F, _UNCOUNTED(cache=True)(function))


def inlined(function: F) -> F:
    """Return the function compiled into each place that calls it: no call costs less."""
    return cast(F, _UNCOUNTED(cache=True, inline="always")(function))


def compiled(function: F) -> F:
    """Return the function compiled by numba, its machine code kept beside the source."""
    return cast(F, njit(cache=True)(function))


def unlocked(function: F) -> F:
    """
    Return the function compiled so that others may run beside it in threads of their own.

    Division by zero gives infinity, as in numpy, instead of a check at every cell; the order of
    sums stays as written, so that an answer repeats to its last digit.
    """
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))
