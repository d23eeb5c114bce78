"""
Every public name at the top of a module is reached: something in the house uses it.

A name counts as used where its own module reads it outside its definition, where another module
imports it (a package's front door that only hands it on does not count) or asks its module for it,
where a template or a path in a text names it, and where a decorator hangs it up.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parents[2] / "src"
HUNG_UP = {
    "command", "callback", "carries_out", "filter", "simple_tag", "inclusion_tag",
    "exception_handler", "get", "post",
}  # fmt: skip
"""Last words of decorators that put what they decorate into somebody's register."""
BY_OTHERS = {
    "web.settings": "Django reads every capital name",
    "web.urls": "Django looks for handlers of errors by name",
    "web.records.migrations": "Django runs them",
}
"""Modules whose names a framework looks for."""
BY_NAME = {
    "urlpatterns": "Django includes a module's addresses by name",
    "app_name": "Django names a module's addresses by it",
    "register": "Django looks for a library of tags by name",
    "build": "the demo imports its rooms by name",
    "application": "the server imports it",
    "BINDINGS": "a test binds each to the fields of its record",
    "SENTENCES": "gathered from the rooms' files of sentences by name",
}
_COMMANDS = "the command imports its parts by name"
_FITTED = "the bench that fits the weights lays its tables out by it"
_JUDGES = "a judge that benches and tests ask directly, beside what they doubt"
_CLOSED = "a closed list of codes, to which tests bind the sentences"
EXCEPTIONS: dict[str, str] = {
    "cli.access.access": _COMMANDS,
    "cli.init.init": _COMMANDS,
    "consortia.cpmp.judge.judge_answer": _JUDGES,
    "consortia.cpmp.judge.judge_bound": _JUDGES,
    "consortia.verdict.bound.bound_under_prices": _JUDGES,
    "consortia.verdict.judge.case_of": _JUDGES,
    "consortia.verdict.judge.violations": _JUDGES,
    "goods.ranking.HEADING_FEATURES": _FITTED,
    "goods.ranking.NONE_FEATURES": _FITTED,
    "goods.ranking.WITHIN_FEATURES": _FITTED,
    "goods.sureness.SURE_FEATURES": _FITTED,
    "markets.plan.reasons.WHY_NOT": _CLOSED,
    "markets.plan.reasons.WHY_NOWHERE": _CLOSED,
}
"""Names that are right to stand though nothing in the house uses them, and why."""


class Told(NamedTuple):
    """What a file says: the names it defines, and the names of other modules that it uses."""

    defined: dict[str, ast.stmt]
    tree: ast.Module


def test_every_public_name_is_reached():
    lost = sorted(f"{module}.{name}" for module, name in _defined() if _is_lost(module, name))
    assert [name for name in lost if name not in EXCEPTIONS] == []


def test_no_exception_has_outlived_its_reason():
    lost = {f"{module}.{name}" for module, name in _defined() if _is_lost(module, name)}
    assert set(EXCEPTIONS) <= lost


def _is_lost(module: str, name: str) -> bool:
    if any(module == each or module.startswith(f"{each}.") for each in BY_OTHERS):
        return False
    return name not in BY_NAME and (module, name) not in _used() and name not in _in_texts()


@cache
def _files() -> dict[str, Told]:
    told = {}
    for path in sorted((SOURCE / "hamafza").rglob("*.py")):
        parts = path.relative_to(SOURCE / "hamafza").with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told[module] = Told(dict(_names(tree)), tree)
    return told


def _names(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not _is_hung_up(node):
                yield node.name, node
            continue
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from ((part.id, node) for part in parts if isinstance(part, ast.Name))


def _is_hung_up(node: ast.FunctionDef | ast.ClassDef) -> bool:
    calls = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    last = {ast.unparse(each).rsplit(".", 1)[-1] for each in calls}
    return bool(last & HUNG_UP)


def _defined() -> Iterator[tuple[str, str]]:
    for module, told in _files().items():
        yield from ((module, name) for name in told.defined if not name.startswith("_"))


@cache
def _used() -> set[tuple[str, str]]:
    return {used for module in _files() for used in _used_in(module)}


def _used_in(module: str) -> Iterator[tuple[str, str]]:
    told = _files()[module]
    known = _imported(module)
    own = {name: set(map(id, ast.walk(node))) for name, node in told.defined.items()}
    read = [node for node in ast.walk(told.tree) if isinstance(node, ast.Name | ast.Attribute)]
    for node in read:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id in own and id(node) not in own[node.id]:
                yield module, node.id
            elif node.id in known:
                yield _home_of(*known[node.id])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            base, name = known.get(node.value.id, ("", ""))
            yield _home_of(f"{base}.{name}".strip("."), node.attr)


@cache
def _imported(module: str) -> dict[str, tuple[str, str]]:
    """Return what each imported name of a module stands for: a module here, and a name in it."""
    known = {}
    for node in ast.walk(_files()[module].tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hamafza"):
            home = (node.module or "").removeprefix("hamafza").removeprefix(".")
            known |= {each.asname or each.name: (home, each.name) for each in node.names}
    return known


def _home_of(module: str, name: str) -> tuple[str, str]:
    """Follow a name through the packages that hand it on to where it is defined."""
    seen = set()
    while module in _files() and name not in _files()[module].defined:
        seen.add((module, name))
        handed_on = _imported(module).get(name)
        if handed_on is None or handed_on in seen:
            break
        module, name = handed_on
    return module, name


@cache
def _in_texts() -> set[str]:
    """Return the words in the marks of templates, and the ends of dotted paths in programs."""
    words: set[str] = set()
    for path in (SOURCE / "hamafza").rglob("*.html"):
        marks = re.findall(r"{[{%](.*?)[%}]}", path.read_text(encoding="utf-8"))
        words |= set(re.findall(r"\w+", " ".join(marks)))
    for told in _files().values():
        for node in ast.walk(told.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                dotted = re.fullmatch(r"hamafza(?:\.\w+)*[.:](\w+)", node.value)
                words |= {dotted[1]} if dotted else set()
    return words
