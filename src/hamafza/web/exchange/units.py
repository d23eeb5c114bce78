"""Units: a reading's table into the database, and the database's units as a table."""

import polars as pl
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from hamafza.vocabulary.codes import public_id
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units
from hamafza.vocabulary.text import match_key_expr
from hamafza.web.exchange import Binding
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(Units, Unit),)

CHUNK = 20_000
_SEARCHED = ("name", "goods_text", "trade", "city", "province", "public_id", "licence")
_NUMBERING = 7_281_001  # any number of ours: the advisory lock under which units are numbered


def write_units(
    units: pl.DataFrame,
    *,
    upload: Upload | None = None,
    country: str = "IRN",
    is_demo: bool = False,
    report: Report = silent,
) -> int:
    """
    Keep a reading's units under new numbers and return how many.

    Each chunk is committed by itself, so a broken import keeps what it had; ``forget_units``
    clears it away before the next attempt.
    """
    frame = checked(Units, units)
    same = {"upload": upload, "country": country, "is_demo": is_demo}
    for start in range(0, frame.height, CHUNK):
        with transaction.atomic():
            numbered = _numbered(frame.slice(start, CHUNK), _last_number())
            insert_rows(Unit, numbered.columns, numbered.iter_rows(), **same)
        report("keeping", min(start + CHUNK, frame.height), frame.height)
    return frame.height


def forget_units(upload: Upload) -> int:
    """Remove what a broken import left of an upload; refused by the database once it is used."""
    units = Unit.objects.filter(upload=upload)
    return units._raw_delete(units.db)


def units_table(units: QuerySet[Unit] | None = None) -> pl.DataFrame:
    """
    Return units (all, if not told which) as the Units that the stages read.

    A record that was joined to another is not among them: the other stands for the unit.
    """
    columns = Units.column_names()
    chosen = (Unit.objects.all() if units is None else units).filter(merged_into=None)
    rows = list(chosen.order_by("unit_id").values_list(*columns))
    schema = {name: column.dtype for name, column in Units.columns().items()}
    return checked(Units, pl.DataFrame(rows, schema=schema, orient="row"))


def _numbered(frame: pl.DataFrame, last: int) -> pl.DataFrame:
    """Number on from the last unit: a file numbers its own lines, the registry all of them."""
    numbers = range(last + 1, last + 1 + frame.height)
    new = frame.with_columns(
        unit_id=pl.Series(numbers, dtype=pl.Int64),
        public_id=pl.Series([public_id(number) for number in numbers], dtype=pl.String),
    )
    words = pl.concat_str([pl.col(name).fill_null("") for name in _SEARCHED], separator=" ")
    return new.with_columns(search_key=match_key_expr(words))


def _last_number() -> int:
    if connection.vendor == "postgresql":  # SQLite's writers take turns anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    return Unit.objects.aggregate(last=Max("unit_id"))["last"] or 0
