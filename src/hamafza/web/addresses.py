"""Every page and every call of the API, found in the addresses themselves."""

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


@dataclass(frozen=True)
class Call:
    methods: tuple[str, ...]
    path: str
    function: Callable

    @property
    def name(self) -> str:
        return f"{'/'.join(self.methods)} {self.path}"


def pages() -> list[Address]:
    """Return every page; the calls of the API are given by ``calls``."""
    return [each for each in _walk(get_resolver(), "", "") if not each.name.startswith("api:")]


def calls() -> list[Call]:
    """Return every call of the API with its function."""
    from hamafza.web.api import api

    return [
        Call(tuple(sorted(operation.methods)), f"/api{prefix}{path}", operation.view_func)
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, inner, here)
        elif isinstance(each, URLPattern):
            yield Address(f"{namespace}{each.name}", here, each.callback)
