"""
A first filling of the table of units: its indexes rest meanwhile, and are made once behind it.

Put in row by row, a row in fifteen indexes, 600,000 units take three times as long. The indexes
rest only while the table begins all but empty: nobody has much to look for in it yet. Whoever was
killed meanwhile leaves them resting: ``bring_up_to_date`` makes what is missing. It is asked for at
the end of every reading, after migrations, and by the worker in its rounds.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from django.db import connections, transaction
from django.db.models import Model

from hamafza.web.records import word_index
from hamafza.web.records.units import Unit

FEWEST_NEW = 50_000
"""New units for which the indexes are worth making anew."""
MOST_THERE = 10_000
"""Units that a page reads without an index as fast as with one."""
_MEMORY: Final = "512MB"
_SORTING: Final = {"temp_store": 1, "threads": 4, "cache_size": -4_000}


def begin(new: int, using: str = "default") -> bool:
    """Let the indexes rest if so many new units are a first filling; say whether they do."""
    if new < FEWEST_NEW or Unit.objects.using(using).count() > MOST_THERE:
        return False
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in indexes_of(Unit, using):
            cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")
        if connection.vendor == "postgresql":  # SQLite fills its own in large pieces
            word_index.take_away(using)
    return True


def bring_up_to_date(
    using: str = "default", report: Callable[[int, int], None] = lambda done, total: None
) -> bool:
    """
    Make the indexes that are missing; say whether any was.

    Each is made in a transaction of its own, so that others may write between them.
    """
    with ThreadPoolExecutor(1) as beside:
        words = beside.submit(_words_alone, using) if _may_part(using) else None
        made = _make_missing(using, report)
        told = words.result() if words else _words(using)
    return made or told


def _make_missing(using: str, report: Callable[[int, int], None]) -> bool:
    there = _there(using)
    missing = [made for name, made in indexes_of(Unit, using).items() if name not in there]
    with _sorting_on_all_cores(using) if missing else nullcontext():
        for done, made in enumerate(missing):
            report(done, len(missing))
            with transaction.atomic(using=using), connections[using].cursor() as cursor:
                _give_memory(using)
                # Another reading may end at this moment, and make the same.
                cursor.execute(made.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1))
    return bool(missing)


def _may_part(using: str) -> bool:
    """PostgreSQL makes the index of words on one processor, and the others beside it."""
    connection = connections[using]
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def _words_alone(using: str) -> bool:
    """Make the index of words in a thread, which has a connection of its own."""
    try:
        return _words(using)
    finally:
        connections[using].close()


def _words(using: str) -> bool:
    with transaction.atomic(using=using):
        _give_memory(using)
        return word_index.bring_up_to_date(using)


def indexes_of(model: type[Model], using: str = "default") -> dict[str, str]:
    """Return the statements that make a model's indexes, by their names; none that is a rule."""
    editor = connections[using].schema_editor()
    told = [index.create_sql(model, editor) for index in model._meta.indexes]
    for field in model._meta.local_fields:  # Django has no public way to these, and asks its own
        told += editor._field_indexes_sql(model, field)
    return {str(each.parts["name"]).strip('"'): str(each) for each in told}


def _there(using: str) -> set[str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        told = connection.introspection.get_constraints(cursor, Unit._meta.db_table)
    return set(told)


@contextmanager
def _sorting_on_all_cores(using: str) -> Iterator[None]:
    """
    Let SQLite sort an index in pieces that threads merge, which takes two fifths of the time.

    It does so only where pieces go to files, and the smaller they are the more threads can do.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:  # it may not change within one
        yield
        return
    with connection.cursor() as cursor:
        before = {name: _pragma(cursor, name) for name in _SORTING}
        try:
            for name, value in _SORTING.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


def _pragma(cursor: Any, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    return int(cursor.fetchone()[0])


def _give_memory(using: str) -> None:
    """PostgreSQL sorts a large index in as much memory as it is told to."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
