"""
The SQLite demo of a bench once more in a PostgreSQL of its own, row by row as it is.

Building 600,000 units and their consortia twice would measure nothing more.
"""

import atexit
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.server import started

CHUNK = 20_000


def copied(home: Path) -> str:
    """Start a server that ends with this process, copy the demo into it, return its address."""
    server = started()
    atexit.register(server.stop)
    environment = os.environ | {"HAMAFZA_HOME": str(home), "HAMAFZA_DATABASE_URL": server.url}
    command = [sys.executable, "-m", "benchmarks.finding_postgres", str(home / "hamafza.sqlite3")]
    subprocess.run(command, env=environment, check=True)
    return server.url


def main(file: Path) -> None:
    """Copy a SQLite installation into the PostgreSQL that the environment names."""
    from hamafza.web import installation

    installation.open_house()
    installation.bring_up_to_date()
    from django.apps import apps
    from django.db import connection

    from hamafza.web.records import word_index
    from hamafza.web.records.insertion import renumber

    models = apps.get_models(include_auto_created=True)
    word_index.take_away()
    source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # constraints held in the source
        tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        for model in models:
            _copy(source, cursor, model)
    for model in models:
        renumber(model)
    word_index.bring_up_to_date()
    with connection.cursor() as cursor:
        # What the server's own housekeeping does within minutes of so many new rows.
        cursor.execute("VACUUM ANALYZE")


def _copy(source: sqlite3.Connection, cursor: Any, model: Any) -> None:
    fields = model._meta.concrete_fields
    table, names = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    truths = [at for at, field in enumerate(fields) if "Boolean" in field.get_internal_type()]
    read = source.execute(f'SELECT {names} FROM "{table}"')
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as written:
        while rows := read.fetchmany(CHUNK):
            for row in rows:
                cells = list(row)
                for at in truths:
                    cells[at] = None if cells[at] is None else bool(cells[at])
                written.write_row(cells)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
