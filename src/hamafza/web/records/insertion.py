"""Many rows at once: 600,000 model objects would cost half a minute, plain rows a few seconds."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import polars as pl
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, JSONField, Model

_CHUNK = 5_000


def insert_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numbers_reserved: bool = False,
    **same: Any,
) -> int:
    """
    Insert rows of plain values and return how many; ``same`` are fields alike in every row.

    ``columns`` are attribute names (``unit_id``). Constraints hold as for any insert; fields left
    out take their model's default. Call it inside the transaction that the rows belong to. With
    ``numbers_reserved`` they bear numbers of ``reserved``, behind which the database counts on
    already.
    """
    fields, rest = _told_and_alike(model, columns, same)
    names = [str(field.column) for field in (*fields, *rest)]
    tail = tuple(_kept(field, value) for field, value in rest.items())
    documents = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    told = 0
    for chunk in _chunks((*_with_documents(row, documents), *tail) for row in rows):
        _insert(model._meta.db_table, names, chunk)
        told += len(chunk)
    if any(field.primary_key for field in fields) and not numbers_reserved:
        renumber(model)
    return told


def insert_frame(model: type[Model], frame: pl.DataFrame, **same: Any) -> int:
    """
    Insert the rows of a table as ``insert_rows`` does; its columns bear the names of attributes.

    PostgreSQL is handed whole pieces of text: no row passes through Python. Not for documents.
    """
    if connection.vendor != "postgresql":
        return insert_rows(model, frame.columns, frame.iter_rows(), **same)
    fields, rest = _told_and_alike(model, frame.columns, same)
    alike = [
        pl.lit(_as_text(_kept(field, value)), pl.String).alias(str(field.column))
        for field, value in rest.items()
    ]
    named = dict(zip(frame.columns, (str(field.column) for field in fields), strict=True))
    whole = frame.rename(named).with_columns(alike)
    quoted = ", ".join(connection.ops.quote_name(name) for name in whole.columns)
    told = f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN (FORMAT csv)'
    with connection.cursor() as cursor, cursor.copy(told) as copied:
        for piece in whole.iter_slices(_CHUNK):  # an empty text is quoted, nothing is left bare
            copied.write(piece.write_csv(include_header=False))
    if any(field.primary_key for field in fields):
        renumber(model)
    return frame.height


def insert_missing(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any
) -> None:
    """
    Insert those rows that no other row keeps out by a constraint that says "once".

    Two that insert the same at once wait for each other: give both their rows in one order.
    """
    fields, rest = _told_and_alike(model, columns, same)
    names = [str(field.column) for field in (*fields, *rest)]
    tail = tuple(_kept(field, value) for field, value in rest.items())
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    insert = (
        f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({places}) ON CONFLICT DO NOTHING'
    )
    with connection.cursor() as cursor:
        for chunk in _chunks((*row, *tail) for row in rows):
            cursor.executemany(insert, chunk)


def reserved(model: type[Model], many: int) -> list[int]:
    """Return numbers that no other row will bear, in the transaction around it."""
    table, number = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, number, many],
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite's writers take turns, and it counts on from the highest number there ever was.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + many))


def update_rows(
    model: type[Model], key: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """
    Write new values into rows that are there, and return how many were told.

    Each row is the value of ``key``, then those of ``columns``; constraints hold as for any change.
    """
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in (key, *columns)]
    told = 0
    for chunk in _chunks(tuple(row) for row in rows):
        _update(model._meta.db_table, fields, chunk)
        told += len(chunk)
    return told


def renumber(model: type[Model]) -> None:
    """Let the database count on from the highest number, where rows came with theirs."""
    statements = connection.ops.sequence_reset_sql(no_style(), [model])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _told_and_alike(
    model: type[Model], columns: Sequence[str], same: dict[str, Any]
) -> tuple[list[Field], dict[Field, Any]]:
    """Return the fields told row by row, and those alike in every row with their value."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    alike = {
        field: same.get(field.attname, same.get(field.name, field.get_default()))
        for field in known.values()
        if field.attname not in columns and not field.primary_key
    }
    return [known[name] for name in columns], alike


def _kept(field: Field, value: Any) -> Any:
    if isinstance(field, JSONField):
        return json.dumps(value, ensure_ascii=False)
    return field.get_db_prep_save(getattr(value, "pk", value), connection)


def _as_text(value: Any) -> str | None:
    """Return a value as PostgreSQL reads it from text."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _with_documents(row: Sequence[Any], documents: list[int]) -> Sequence[Any]:
    if not documents:
        return row
    cells = list(row)
    for place in documents:
        cells[place] = json.dumps(cells[place], ensure_ascii=False)
    return cells


def _insert(table: str, names: list[str], rows: list[tuple]) -> None:
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copied:
                for row in rows:
                    copied.write_row(row)
            return
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({places})', rows)


def _update(table: str, fields: list[Field], rows: list[tuple]) -> None:
    key, *names = (connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kinds = [f"{name} {field.db_type(connection)}" for name, field in
                     zip((key, *names), fields, strict=True)]  # fmt: skip
            kinds = [kind.replace("bigserial", "bigint") for kind in kinds]
            cursor.execute("DROP TABLE IF EXISTS told_rows")
            cursor.execute(f"CREATE TEMPORARY TABLE told_rows ({', '.join(kinds)}) ON COMMIT DROP")
            with cursor.copy("COPY told_rows FROM STDIN") as copied:
                for row in rows:
                    copied.write_row(row)
            said = ", ".join(f"{name} = told_rows.{name}" for name in names)
            cursor.execute(f'UPDATE "{table}" SET {said} FROM told_rows '
                           f'WHERE "{table}".{key} = told_rows.{key}')  # fmt: skip
            return
        said = ", ".join(f"{name} = %s" for name in names)
        reordered = [(*row[1:], row[0]) for row in rows]
        cursor.executemany(f'UPDATE "{table}" SET {said} WHERE {key} = %s', reordered)


def _chunks(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk
