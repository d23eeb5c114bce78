"""Marks a function that is compiled before it runs, keeping its types for the reader."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Return the function compiled by numba, its machine code kept beside the source."""
    return cast(F, njit(cache=True)(function))
