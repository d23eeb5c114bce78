"""
The index that finds units by words and by what they are, kept in step by the database itself.

Everything that narrows a list is a word: beside the words of the unit's search key, one word for
its kind, its province and so on. So any question is one intersection of lists in one index, and a
question with few answers among 600,000 costs no more than one with many. SQLite has it as an FTS5
table that triggers fill, PostgreSQL as a GIN index on an expression; neither needs an extension.
A record joined to another has no words: the other is found in its place.

No migration makes it: migrations of a later day may rebuild the table of units, and triggers go
with it. ``bring_up_to_date`` runs after every migration and makes the index anew if it is missing
or says something else than this file.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from typing import Final

from django.db import connections, transaction

INDEX: Final = "unit_words"
TABLE: Final = "records_unit"
RESTS: Final = "unit_words_rests"
"""SQLite: a row here lets the trigger of new units rest."""
KIND, PROVINCE, CITY, UNION, FAMILY, STATUS = "k", "p", "c", "u", "f", "s"
OFFICE: Final = "o"
FLAGGED: Final = {"home_based": "yh", "women_owned": "yw"}
EVERY: Final = "every_unit"
TOLD: Final = {
    "kind": KIND, "province": PROVINCE, "city": CITY, "union": UNION,
    "family": FAMILY, "status": STATUS,
}  # fmt: skip
"""Field to the sign before the word that tells its value."""
CAPACITIES: Final = (0.1, 0.5, 1, 5)
"""Shipments a month from which a unit is told apart: each it reaches is a word."""
_AT_ONCE_BYTES: Final = 32 << 20
"""Words that SQLite gathers before it writes them: of 1 MB each, many pieces had to be merged."""
_USED = ("search_key", *TOLD, *FLAGGED, "office_id", "capacity", "merged_into_id")


def word_for(field: str, value: str, vendor: str) -> str:
    """Return the word that tells a field's value: text of any script in signs the index keeps."""
    told = value.encode().hex().upper() if vendor == "sqlite" else value
    return f"{TOLD[field]}_{told}"


def word_for_office(number: int) -> str:
    """Return the word of units that belong to an office: what bounds an officer's view."""
    return f"{OFFICE}_{number}"


def word_for_capacity(least: float) -> str:
    """Return the word of units that make so many shipments a month; one of ``CAPACITIES``."""
    return f"a_{CAPACITIES.index(least)}"


def bring_up_to_date(using: str = "default") -> bool:
    """Make the index if it is missing or an older one; say whether it was made."""
    connection = connections[using]
    parts = _sqlite() if connection.vendor == "sqlite" else _postgres()
    with transaction.atomic(using=using), connection.cursor() as cursor:
        there = _there_on_sqlite(cursor) if connection.vendor == "sqlite" else _there(cursor)
        if there == _fingerprint(parts):
            return False
        take_away(using)
        for statement in parts.values():
            cursor.execute(statement)
        if connection.vendor != "sqlite":
            cursor.execute(f"COMMENT ON INDEX {INDEX} IS '{_fingerprint(parts)}'")
    return True


def take_away(using: str = "default") -> None:
    """Remove the index: a migration may then change the table of units as it likes."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
            return
        for event in ("insert", "delete", "update"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{event}")
        for table in (INDEX, RESTS):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


@contextmanager
def many_at_once(using: str = "default") -> Iterator[None]:
    """
    Fill the index once for all units put in meanwhile; use it inside their transaction.

    On SQLite a trigger that fills it row by row takes six times as long. Only this transaction
    sees that the trigger rests, and no other writes meanwhile. Elsewhere nothing is to be done.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(unit_id), 0) FROM {TABLE}")
        (last,) = cursor.fetchone()
        cursor.execute(f"INSERT INTO {RESTS} VALUES (1)")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {RESTS}")
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('hashsize', {_AT_ONCE_BYTES})")
        cursor.execute(f"{_FILL} WHERE unit_id > %s ORDER BY unit_id", [last])


def postgres_words() -> str:
    """Return the expression whose value is the words of a row; the index is on this very text."""
    told = [f"'{sign}_' || \"{name}\"" for name, sign in TOLD.items()]
    told.append(f"'{OFFICE}_' || CAST(office_id AS text)")
    flags = [f"CASE WHEN {name} THEN '{word}_' END" for name, word in FLAGGED.items()]
    capacities = [
        f"CASE WHEN capacity >= {least} THEN '{word_for_capacity(least)}' END"
        for least in CAPACITIES
    ]
    more = ", ".join([f"'{EVERY}'", *told, *flags, *capacities])
    words = f"string_to_array(search_key, ' ') || ARRAY[{more}]"
    kept = f"array_remove(array_remove({words}, NULL), '')"
    return (
        f"(CASE WHEN merged_into_id IS NULL THEN array_to_tsvector({kept}) ELSE ''::tsvector END)"
    )


def _sqlite_words(row: str) -> str:
    told = [f"coalesce(' {sign}_' || hex({row}.\"{name}\"), '')" for name, sign in TOLD.items()]
    told.append(f"coalesce(' {OFFICE}_' || {row}.office_id, '')")
    flags = [f"iif({row}.{name}, ' {word}_', '')" for name, word in FLAGGED.items()]
    capacities = [
        f"iif({row}.capacity >= {least}, ' {word_for_capacity(least)}', '')" for least in CAPACITIES
    ]
    words = " || ".join([f"{row}.search_key || ' {EVERY}'", *told, *flags, *capacities])
    return f"iif({row}.merged_into_id IS NULL, {words}, '')"


_FILL: Final = (
    f"INSERT INTO {INDEX}(rowid, words) SELECT unit_id, {_sqlite_words('u')} FROM {TABLE} u"
)


def _sqlite() -> dict[str, str]:
    """Return the statements that make the index, by what each makes."""
    old, new = _sqlite_words("OLD"), _sqlite_words("NEW")
    out = f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', OLD.unit_id, {old});"
    in_ = f"INSERT INTO {INDEX}(rowid, words) VALUES (NEW.unit_id, {new});"
    used = ", ".join(f'"{name}"' for name in _USED)
    return {
        # A word's first two, three or four signs have lists of their own: what is being typed.
        "table": f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='', detail=none, "
        "columnsize=0, prefix='2 3 4', tokenize=\"ascii tokenchars '_'\")",
        "fill": f"{_FILL} ORDER BY unit_id",
        "rests": f"CREATE TABLE {RESTS} (rests INTEGER)",
        "insert": f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} "
        f"WHEN NOT EXISTS (SELECT 1 FROM {RESTS}) BEGIN {in_} END",
        "delete": f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {out} END",
        "update": f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF {used} ON {TABLE} "
        f"WHEN {old} IS NOT {new} BEGIN {out} {in_} END",
    }


def _postgres() -> dict[str, str]:
    return {"index": f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({postgres_words()})"}


def _fingerprint(parts: Mapping[str, str]) -> str:
    return blake2b("\n".join(parts.values()).encode(), digest_size=12).hexdigest()


def _there_on_sqlite(cursor) -> str:
    """Return the fingerprint of the index that is there, if table and triggers are."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{INDEX}%"])
    made = dict(cursor.fetchall())
    wanted = _sqlite()
    told = {
        name: made.get(INDEX if name == "table" else f"{INDEX}_{name}", statement)
        for name, statement in wanted.items()
        if name != "fill"
    }
    parts = ("rests", "insert", "delete", "update")
    missing = [name for name in parts if f"{INDEX}_{name}" not in made]
    if missing or INDEX not in made:
        return ""
    return _fingerprint({name: told.get(name, wanted[name]) for name in wanted})


def _there(cursor) -> str:
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [INDEX])
    return cursor.fetchone()[0] or ""
