"""
Every address of the web, and the arguments that open it.

A subject's file here has ``ARGUMENTS``: page name to a function of the cast that returns the
arguments (and makes what the page is about).
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable

    @property
    def takes_arguments(self) -> bool:
        return "<" in self.route


def pages() -> list[Address]:
    """Return every page; the calls of the API are walked by ``calls``."""
    return [each for each in _walk(get_resolver(), "", "") if not each.name.startswith("api:")]


def calls() -> list[tuple[str, Callable]]:
    """Return every call of the API with its function."""
    from hamafza.web.api import api

    return [
        (f"{'/'.join(sorted(operation.methods))} {prefix}{path}", operation.view_func)
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def arguments_of(name: str) -> Callable:
    """Return the function that gives a page its arguments, wherever its subject keeps it."""
    for module in pkgutil.iter_modules(__path__):
        told = importlib.import_module(f"{__name__}.{module.name}").ARGUMENTS
        if name in told:
            return told[name]
    raise LookupError(f"{name} takes arguments; say in tests/web/addresses/ which ones open it")


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, inner, here)
        elif isinstance(each, URLPattern):
            yield Address(f"{namespace}{each.name}", here, each.callback)
