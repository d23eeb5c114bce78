"""The PostgreSQL of the benches: Debian's, with the memory that docs/deployment.md asks for."""

from tests.postgres import Postgres

SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "4GB"}


def started() -> Postgres:
    """Start a server for a bench; who starts it stops it."""
    return Postgres.start(**SETTINGS)
