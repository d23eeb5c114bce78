"""
Every address of the web, and the arguments that open it.

A subject's file here has ``ARGUMENTS``: page name to a function of the cast that returns the
arguments (and makes what the page is about).
"""

import importlib
import pkgutil
from collections.abc import Callable

from hamafza.web.addresses import Address, calls, pages

__all__ = ["Address", "arguments_of", "calls", "pages"]


def arguments_of(name: str) -> Callable:
    """Return the function that gives a page its arguments, wherever its subject keeps it."""
    for module in pkgutil.iter_modules(__path__):
        told = importlib.import_module(f"{__name__}.{module.name}").ARGUMENTS
        if name in told:
            return told[name]
    raise LookupError(f"{name} takes arguments; say in tests/web/addresses/ which ones open it")
