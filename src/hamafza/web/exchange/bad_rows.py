"""Rows set aside: kept with their cells, given back to be corrected, and brought right."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from django.conf import settings
from django.utils import timezone

from hamafza.sources.registry_files import read_registry
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.bad_rows import BadRows
from hamafza.vocabulary.text import latin_digits
from hamafza.web.exchange import Binding
from hamafza.web.exchange.secret_cells import cells_now, parted, secret_places
from hamafza.web.records.accounts import User
from hamafza.web.records.bad_rows import BadRow, RowState
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.unit_lists import ListedUnit
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(BadRows, BadRow),)

OURS = ("line", "codes", "reasons")
"""The columns before the cells of a row, in the table that people correct."""
_COLUMNS = (*OURS, "cells", "hidden")
NOTHING_RIGHT = pl.DataFrame(
    schema={"row": pl.Int64, "line": pl.Int64, **dict.fromkeys((*_COLUMNS[1:], "was"), pl.String)}
)


def keep_bad_rows(aside: pl.DataFrame, upload: Upload) -> int:
    """Keep rows set aside (line, codes, reasons, cells as JSON, hidden) for an upload."""
    told = checked(BadRows, aside.select(_COLUMNS))
    rows = ((*row[:3], json.loads(row[3]), row[4]) for row in told.iter_rows())
    return insert_rows(BadRow, _COLUMNS, rows, upload_id=upload.pk, is_demo=upload.is_demo)


def open_rows(upload: Upload) -> Iterator[list[str]]:
    """
    Give the rows still to be corrected as lines of a table, its headings first.

    A file read by an earlier version has them in a table of its own, as they were.
    """
    if "bad_headings" not in upload.mapping and upload.rejects_path:
        with (Path(settings.HOME) / upload.rejects_path).open(
            encoding="utf-8-sig", newline=""
        ) as stream:
            yield from csv.reader(stream)
        return
    yield [*OURS, *upload.mapping.get("bad_headings", [])]
    rows = BadRow.objects.filter(upload=upload, state=RowState.OPEN).order_by("line")
    for row in rows.iterator(2_000):
        yield [str(row.line), row.codes, row.reasons, *map(str, cells_now(row))]


def brought_right(
    upload: Upload, file: Path, aside: pl.DataFrame, clean: pl.Series
) -> dict[str, pl.DataFrame]:
    """
    Return what a file of corrected rows does to the rows of the file that it corrects.

    ``right`` are the rows it brings anew, clean now or still not; ``aside`` those of the file that
    are about no row still open: they are its own.
    """
    raw = read_registry(file, lambda row: sum(cell.strip() in OURS for cell in row))
    place = raw.headings.index(OURS[0]) if OURS[0] in raw.headings else None
    if place is None:
        return {"right": NOTHING_RIGHT, "aside": aside}
    about = dict(raw.frame.select("line", f"c{place}").iter_rows())
    rows = {row.line: row for row in BadRow.objects.filter(upload=upload.corrects, state="open")}
    cells = raw.frame.drop("line", *(f"c{raw.headings.index(each)}" for each in OURS
                                     if each in raw.headings))  # fmt: skip
    told = {line: list(cells.row(at)) for at, line in enumerate(raw.frame["line"])}
    wrong = {line: rest for line, *rest in aside.select("line", "codes", "reasons").iter_rows()}
    places = secret_places(upload.corrects.mapping) if upload.corrects else []
    kept, ours = [], []
    for line in sorted({*clean, *wrong}):
        row = rows.pop(_number(about.get(line, "")), None)
        if row is None:
            continue
        ours.append(line)
        codes, reasons = wrong.get(line, ("", ""))
        was = [row.codes, row.reasons, row.corrected, row.corrected_hidden]
        new, hidden = parted(told.get(line, []), places)
        said = (json.dumps(each, ensure_ascii=False) for each in (new, was))
        kept.append((row.pk, line, codes, reasons, next(said), hidden, next(said)))
    right = pl.DataFrame(kept, schema=NOTHING_RIGHT.schema, orient="row")
    return {"right": right, "aside": aside.filter(~pl.col("line").is_in(ours))}


def keep_right(right: pl.DataFrame, upload: Upload, actor: User | None) -> None:
    """Write into the rows set aside what a person put in their place, and which unit came of it."""
    rows = {row["row"]: row for row in right.iter_rows(named=True)}
    named = ListedUnit.objects.filter(unit_list=upload.unit_list, upload=upload)
    units = dict(named.values_list("line", "unit_id"))
    for bad in BadRow.objects.filter(pk__in=list(rows), state=RowState.OPEN):
        told = rows[bad.pk]
        bad.corrected, bad.corrected_hidden = json.loads(told["cells"]), told["hidden"]
        bad.codes, bad.reasons = told["codes"] or bad.codes, told["reasons"] or bad.reasons
        if not told["codes"]:
            bad.state, bad.decided_at, bad.decided_by = RowState.CORRECTED, timezone.now(), actor
            bad.unit_id = units.get(told["line"])
        bad.save()


def right_undone(right: pl.DataFrame) -> None:
    """Open the rows again that a file had brought right."""
    was = dict(right.select("row", "was").iter_rows())
    for bad in BadRow.objects.filter(pk__in=list(was)):
        bad.codes, bad.reasons, bad.corrected, bad.corrected_hidden = json.loads(was[bad.pk])
        bad.state, bad.unit, bad.decided_by, bad.decided_at = RowState.OPEN, None, None, None
        bad.save()


def _number(text: str) -> int | None:
    told = latin_digits(text.strip())
    return int(told) if told.isdecimal() else None
