"""Units: a reading's table into the database, and the database's units as a table."""

from collections.abc import Iterable, Mapping

import polars as pl
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from hamafza.vocabulary.codes import public_ids
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.sorting import sort_key_expr
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units
from hamafza.vocabulary.text import match_key_expr
from hamafza.web.exchange import Binding
from hamafza.web.exchange.offices import Seating
from hamafza.web.records import word_index
from hamafza.web.records.found_by import LONGEST_WORD, NAME_MARK, SEARCHED, SORTED
from hamafza.web.records.insertion import insert_frame
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(Units, Unit),)

CHUNK = 20_000
BEFORE, BEHIND = "words_before", "words_behind"
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

    Each unit is laid into its office of the tree; an officer's file fills the own branch alone.
    Each chunk is committed by itself, so a broken import keeps what it had.
    """
    frame = checked(Units, units)
    same = {"upload": upload, "country": country, "is_demo": is_demo}
    limit = upload.office if upload is not None else None
    seating = Seating(frame, country=country, limit=limit, is_demo=is_demo)
    for start in range(0, frame.height, CHUNK):
        with transaction.atomic():
            insert_units(seating.seated(frame.slice(start, CHUNK)), same)
        report("keeping", min(start + CHUNK, frame.height), frame.height)
    return frame.height


def insert_units(frame: pl.DataFrame, same: Mapping[str, object]) -> pl.DataFrame:
    """Keep units, ``keyed`` or not, in the transaction around it; return them as numbered."""
    numbered = _numbered(frame if BEFORE in frame.columns else keyed(frame), _last_number())
    with word_index.many_at_once():
        insert_frame(Unit, numbered, **same)
    return numbered


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


def keyed(units: pl.DataFrame) -> pl.DataFrame:
    """
    Return units with the orders they stand in and the words that find them.

    The number they are to get is a word too: BEFORE and BEHIND are those on its two sides.
    """
    at = SEARCHED.index("public_id")
    orders = {key: sort_key_expr(pl.col(name)) for key, name in SORTED.items()}
    in_name = _words("name").str.replace_all(" ", f" {NAME_MARK}", literal=True)
    behind = [*map(_words, SEARCHED[at + 1 :]), pl.concat_str(pl.lit(NAME_MARK), in_name)]
    words = {BEFORE: _joined(map(_words, SEARCHED[:at])), BEHIND: _joined(behind)}
    return units.with_columns(**words, **orders)


def _numbered(frame: pl.DataFrame, last: int) -> pl.DataFrame:
    """Number on from the last unit: a file numbers its own lines, the registry all of them."""
    numbers = pl.int_range(last + 1, last + 1 + frame.height, eager=True)
    told = frame.with_columns(unit_id=numbers, public_id=public_ids(numbers))
    words = _joined([pl.col(BEFORE), _words("public_id"), pl.col(BEHIND)])
    return told.with_columns(search_key=words.str.strip_chars(" ")).drop(BEFORE, BEHIND)


def _joined(words: Iterable[pl.Expr]) -> pl.Expr:
    return pl.concat_str(list(words), separator=" ", ignore_nulls=True)


def _words(name: str) -> pl.Expr:
    """Return the words of a field as they are searched; null where it says nothing."""
    key = match_key_expr(pl.col(name)).str.replace_all(rf"(\S{{{LONGEST_WORD}}})\S+", "$1")
    return pl.when(key != "").then(key)


def _last_number() -> int:
    if connection.vendor == "postgresql":  # SQLite's writers take turns anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    return Unit.objects.aggregate(last=Max("unit_id"))["last"] or 0
