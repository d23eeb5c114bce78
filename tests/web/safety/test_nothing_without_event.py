"""
No change without an event: read from the code itself.

Whatever pages, the API, the worker or the command can reach in ``web.actions`` and that writes to
the database must write an event too; outside the actions nothing writes.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import hamafza

SOURCE = Path(hamafza.__file__).parent
WEB = "hamafza.web"
INNER = (f"{WEB}.actions", f"{WEB}.exchange")
OUTER = (
    *SOURCE.glob("web/*.py"),
    *SOURCE.glob("web/pages/**/*.py"),
    *SOURCE.glob("web/api/**/*.py"),
    *SOURCE.glob("web/templatetags/*.py"),
    *SOURCE.glob("cli/*.py"),
)
WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "_raw_delete", "insert_rows", "insert_frame", "insert_missing", "update_rows",
}  # fmt: skip
RECORD = f"{WEB}.actions.events.record"

WITHOUT_EVENT = {
    "twin_leases.lease_next": "which officer a pair lies before, for three minutes",
    "runs.claim": "the worker's lease; a run's begin and end are events",
    "runs.give_back": "the worker's lease; a run's begin and end are events",
    "people.ties_by_code": "a look, as below",
    "privacy.note_read": "a look changes nothing; the log of looks is the record itself",
    "outbox.take": "the postman's lease; what a message tells of is an event",
    "outbox.has_gone": "the same",
    "outbox.has_not_gone": "the same",
    "outbox.give_up_lost": "the same",
}
"""What may write without an event, and why."""
WRITES_OUTSIDE = {
    "web/tasks.py:_Watch.write": "a run's progress and heartbeat, at most once a second",
    "web/pages/public/verify.py:picture": "draws an SVG into memory",
}


def test_what_can_be_reached_and_writes_writes_an_event():
    silent = {
        entry.removeprefix(f"{WEB}.actions.")
        for entry in entries()
        if reaches(entry, is_writer) and not reaches(entry, is_recorder)
    }
    assert silent - set(WITHOUT_EVENT) == set()
    assert set(WITHOUT_EVENT) - silent == set(), "an exception that is none any more"


def test_outside_the_actions_nothing_writes():
    found = {
        f"{path.relative_to(SOURCE)}:{name}"
        for path in OUTER
        for name, node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if writes(node)
    }
    assert found == set(WRITES_OUTSIDE)


def test_pages_and_commands_do_not_pass_the_actions_by():
    """The exchange and the demo's wipe write too; from outside they are reached through actions."""
    passing = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in OUTER
        for name in named_in(path)
        if name.startswith(f"{WEB}.exchange.") and name in graph() and reaches(name, is_writer)
    }
    assert passing == set()


def test_the_reading_of_the_code_sees_what_it_should():
    assert len(entries()) > 60
    for entry in (
        "deals.take_on",
        "upload_reading.read_upload",
        "parts.answer",
        "settlement.pay_out",
    ):
        whole = f"{WEB}.actions.{entry}"
        assert whole in entries()
        assert reaches(whole, is_writer), entry
        assert reaches(whole, is_recorder), entry
    assert not reaches(f"{WEB}.actions.brand.answer", is_writer)


@cache
def entries() -> frozenset[str]:
    """Return the functions of the actions that something outside them names, or a run begins."""
    named = {name for path in (*OUTER, *SOURCE.glob("web/demo/*.py")) for name in named_in(path)}
    return frozenset(
        name
        for name, node in graph().items()
        if name.startswith(f"{WEB}.actions.") and (name in named or _is_carrier(node[0]))
    )


def _is_carrier(node: ast.FunctionDef) -> bool:
    return any("carries_out" in ast.dump(decorator) for decorator in node.decorator_list)


def reaches(entry: str, wanted) -> bool:
    """Say whether a function, or one it names, and so on, is as wanted."""
    waiting, seen = [entry], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in graph():
            continue
        seen.add(name)
        if wanted(name):
            return True
        waiting += graph()[name][1]
    return False


def is_writer(name: str) -> bool:
    return writes(graph()[name][0])


def is_recorder(name: str) -> bool:
    return RECORD in graph()[name][1]


def writes(node: ast.AST) -> bool:
    """Say whether a function itself changes rows."""
    return any(isinstance(call, ast.Call) and _is_write(call) for call in ast.walk(node))


def _is_write(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "update":  # of a query: by names alone; of a dictionary or a hash: by a value
        return not call.args and bool(call.keywords)
    if name == "delete":
        return not call.args and not call.keywords
    return name in WRITES and not _is_of_super(call)


def _is_of_super(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and "super" in ast.dump(call.func.value)


@cache
def graph() -> dict[str, tuple[ast.FunctionDef, frozenset[str]]]:
    """Return every function of actions and exchange with the functions it names."""
    found = {}
    for package in INNER:
        for path in (SOURCE.parent / package.replace(".", "/")).glob("*.py"):
            module = package if path.stem == "__init__" else f"{package}.{path.stem}"
            tree = ast.parse(path.read_text(encoding="utf-8"))
            own = dict(functions(tree))
            known = imported(tree) | {name: f"{module}.{name}" for name in own}
            methods = {name.rpartition(".")[2]: name for name in own if "." in name}
            for name, node in own.items():
                told = set(names(node, known))
                told |= {f"{module}.{methods[used]}" for used in _attributes(node) & set(methods)}
                found[f"{module}.{name}"] = (node, frozenset(told - {f"{module}.{name}"}))
    return found


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def named_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set(names(tree, imported(tree)))


def imported(tree: ast.Module) -> dict[str, str]:
    """Return the names a module (or a function in it) has brought in from the web, in full."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB)
        for alias in node.names
    }


def names(node: ast.AST, known: dict[str, str]) -> Iterator[str]:
    """Give each known function named: called, or handed on to be called."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in known:
            yield known[part.id]
        elif (
            isinstance(part, ast.Attribute)
            and isinstance(part.value, ast.Name)
            and part.value.id in known
        ):
            yield f"{known[part.value.id]}.{part.attr}"


def _attributes(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def test_every_lock_leaves_the_rows_key_free():
    """Others may go on referring to a locked row; else they wait in a ring with the chain."""
    locks = {
        f"{path.relative_to(SOURCE)}:{call.lineno}": [word.arg for word in call.keywords]
        for path in SOURCE.glob("web/**/*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "select_for_update"
    }
    assert len(locks) > 30
    assert [place for place, told in locks.items() if "no_key" not in told] == []
