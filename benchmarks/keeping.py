"""Registries read into an installation of their own, on SQLite or PostgreSQL."""

import os
from functools import lru_cache
from pathlib import Path

from benchmarks.frame import Figures, alone
from benchmarks.registries import folder, registry, sheet, with_owners
from benchmarks.server import started
from tests.postgres import Postgres

FILES = {"CSV": registry, "XLSX": sheet, "CSV with owners": with_owners}
DATABASES = ("SQLite", "PostgreSQL")


def kept(database: str, kind: str, count: int, *, is_again: bool) -> Figures:
    """Read a registry into an installation, for the first time or the second."""
    file = FILES[kind](count)
    first = _first(database, file)
    used = _read(database, file) if is_again else first
    return {"rows": count, "rows_per_s": round(count / used["wall_s"]), **used}


@lru_cache
def _first(database: str, file: Path) -> Figures:
    _open(database, file)
    alone("benchmarks.reading_alone", "officer", str(file))
    return _read(database, file)


def _read(database: str, file: Path) -> Figures:
    _open(database, file)
    asked = ["--as", "bench", "--list", file.name]
    return alone("hamafza.cli", "units", "keep", str(file), *asked)


def _open(database: str, file: Path) -> None:
    """Say in the environment where the installation lies, and its database."""
    name = f"{database}-{file.name}".lower().replace(".", "-")
    os.environ["HAMAFZA_HOME"] = str(folder() / name)
    os.environ.pop("HAMAFZA_DATABASE_URL", None)
    if database == "PostgreSQL":
        os.environ["HAMAFZA_DATABASE_URL"] = _server(name).url


@lru_cache
def _server(name: str) -> Postgres:
    """Start a server for each installation; it ends with the bench."""
    import atexit

    server = started()
    atexit.register(server.stop)
    return server
