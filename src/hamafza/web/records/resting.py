"""Which index a query may name: during a first filling those of units rest (``filling``)."""

from django.db import connection


def by_index(name: str) -> str:
    """
    Return the words by which a query of units takes an index, for SQLite alone to obey.

    Empty where the index rests: a query that named it would fail. PostgreSQL counts what stands in
    its tables and chooses by itself; for it the words are a remark.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT to_regclass(%s)", [name])
            return f"/* {name} */" if cursor.fetchone()[0] else ""
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
        return f"INDEXED BY {name}" if cursor.fetchone() else ""
