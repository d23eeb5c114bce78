"""Parameters: a frozen dataclass with defaults, and a TOML file that may change them."""

import tomllib
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from hamafza.store.files import read_text
from hamafza.store.refusals import ParametersNotSound
from hamafza.store.resources import parameters_file

P = TypeVar("P")


def load(cls: type[P], room: str, section: str | None = None, path: Path | None = None) -> P:
    """
    Return ``cls`` filled from the shipped ``parameters/<room>.toml``, then from ``path``.

    ``section`` names the TOML table; a file at ``path`` may leave keys out, and those keep the
    shipped value. Raises ParametersNotSound on unknown keys, wrong kinds, or values the
    dataclass itself refuses with ValueError.
    """
    shipped = read_toml(parameters_file(room))
    values = dict(shipped if section is None else shipped[section])
    if path is not None:
        values |= _told(Path(path), shipped, section)
    return build(cls, values, str(path or f"{room}.toml"))


def build(cls: type[P], values: dict[str, Any], origin: str) -> P:
    """Return the dataclass with the values given, each checked against its kind."""
    assert is_dataclass(cls)
    kinds = typing.get_type_hints(cls)
    known = {field.name: field for field in fields(cls)}
    for name in values:
        if name not in known:
            raise ParametersNotSound(file=origin, key=name, problem="unknown")
    missing = [
        name
        for name, field in known.items()
        if name not in values and field.default is MISSING and field.default_factory is MISSING
    ]
    if missing:
        raise ParametersNotSound(file=origin, key=missing[0], problem="missing")
    fitted = {name: _fit(kinds[name], values[name], name, origin) for name in values}
    try:
        return cls(**fitted)
    except (ValueError, TypeError) as failure:
        key = str(failure).split(" ")[0]  # a dataclass's own check begins with the key
        raise ParametersNotSound(file=origin, key=key, problem=str(failure)) from failure


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's content; refuse one that does not parse."""
    try:
        return tomllib.loads(read_text(Path(path)))
    except tomllib.TOMLDecodeError as failure:
        raise ParametersNotSound(file=str(path), key="-", problem=str(failure)) from failure


def _told(path: Path, shipped: dict[str, Any], section: str | None) -> dict[str, Any]:
    """Return what a file tells of a section; a table the room has not is a slip, and refused."""
    content = read_toml(path)
    if section is None:
        return content
    for name, table in content.items():
        if name not in shipped:
            known = ", ".join(shipped)
            raise ParametersNotSound(file=str(path), key=name, problem=f"no table of {known}")
        if not isinstance(table, dict):
            raise ParametersNotSound(file=str(path), key=name, problem="not a table")
    return dict(content.get(section, {}))


def _fit(kind: Any, value: Any, name: str, origin: str) -> Any:
    """Return the value as the kind the field declares, or refuse it."""
    if is_dataclass(kind) and isinstance(value, dict):
        return build(typing.cast(type[Any], kind), value, origin)
    origin_kind = typing.get_origin(kind) or kind
    if origin_kind in (typing.Union, types.UnionType):
        return _fit_one_of(typing.get_args(kind), value, name, origin)
    if origin_kind is tuple and isinstance(value, list):
        inner = typing.get_args(kind)
        each = inner[0] if inner else Any
        return tuple(_fit(each, item, name, origin) for item in value)
    if origin_kind is dict and isinstance(value, dict):
        args = typing.get_args(kind)
        each = args[1] if args else Any
        return {key: _fit(each, item, name, origin) for key, item in value.items()}
    return _plain(origin_kind, value, name, origin)


def _fit_one_of(kinds: tuple[Any, ...], value: Any, name: str, origin: str) -> Any:
    for kind in kinds:
        if kind is not types.NoneType:
            return _fit(kind, value, name, origin)
    raise ParametersNotSound(file=origin, key=name, problem=f"not {kinds}")


def _plain(kind: Any, value: Any, name: str, origin: str) -> Any:
    if kind is Decimal and isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return Decimal(str(value))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is Any or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
        return value
    problem = f"{value!r} is no {getattr(kind, '__name__', kind)}"
    raise ParametersNotSound(file=origin, key=name, problem=problem)
