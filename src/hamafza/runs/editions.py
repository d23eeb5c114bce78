"""
What reading a file is to change in its list, settled before anything is changed.

It is written down whole, and named by its digest: a reading that is killed goes on from what it had
settled, and the one event that tells of it holds the digest.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from hamafza.registry.changes import changed_fields
from hamafza.registry.columns import FIELDS
from hamafza.store.records import file_sha256
from hamafza.store.tables import read_json, read_parquet, write_json, write_parquet

STEP = 20_000
"""Rows of one step, kept or not as a whole."""
NEW, CHANGED, MARKS, ASIDE, RIGHT = "new", "changed", "marks", "aside", "right"
UNREAD, BESIDE = "unread", "beside"
STEPS = (NEW, CHANGED, MARKS, ASIDE, RIGHT, UNREAD)
TABLES = (*STEPS, BESIDE)
_FACTS = "facts.json"
_TOLD = "told-*.parquet"


class Step(NamedTuple):
    """Rows of one of the tables, from and up to."""

    table: str
    start: int
    end: int


@dataclass(frozen=True)
class ChangeSet:
    """
    ``tables`` by name.

    new: the columns of Units, identity, words, told. changed: listed, unit_id, line, identity,
    words, told, ``changes`` (JSON: column to what stood there and what comes), ``by_hand``
    (JSON: columns that stay), ``was`` (JSON: how the list knew it), ``facts`` (JSON: which facts
    beside the unit end or change, and what is said of it; empty: none). marks: listed, is_gone, and
    ``gone_in``, the edition from which it was gone. aside: line, codes, reasons, cells (JSON), and
    ``hidden`` (sealed: the national codes among them). right: ``row`` (a bad row of another file
    that this one brings corrected), line, codes (empty: it is clean now), reasons, cells, hidden,
    and ``was`` (JSON: codes, reasons, cells, hidden before). unread: line, field, code, cell, or
    the cell ``hidden``. beside: by line, the facts that new and changed units are to be told, in
    the columns of ``registry.facts_read`` with the code sealed; they are kept with their units.
    """

    tables: Mapping[str, pl.DataFrame]
    facts: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    def steps(self) -> list[Step]:
        """Return what is to be kept, in order."""
        return [
            Step(name, start, min(start + STEP, self.tables[name].height))
            for name in STEPS
            for start in range(0, self.tables[name].height, STEP)
        ]

    def rows(self, step: Step) -> pl.DataFrame:
        """Return the rows of a step."""
        return self.tables[step.table].slice(step.start, step.end - step.start)

    def beside(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the facts to be told of the units of a step's rows."""
        return self.tables[BESIDE].filter(pl.col("line").is_in(rows["line"].implode()))

    def sealed(self) -> pl.Series:
        """Return all that lies sealed in the tables."""
        hidden = [self.tables[name]["hidden"] for name in (ASIDE, RIGHT, UNREAD)]
        return pl.concat([*hidden, self.tables[BESIDE]["code_sealed"].alias("hidden")])

    def written(self, folder: Path) -> "ChangeSet":
        """Write the tables and facts, each whole or not at all; return the set with its digest."""
        for name in TABLES:
            write_parquet(self.tables[name], folder / f"{name}.parquet")
        write_json(self.facts, folder / _FACTS)
        return ChangeSet(self.tables, self.facts, _digest(folder))


def change_set_in(folder: Path, digest: str) -> ChangeSet | None:
    """Return the set that was written there, if it stands as it was."""
    if not all((folder / f"{name}.parquet").is_file() for name in TABLES):
        return None
    if not digest or _digest(folder) != digest:
        return None
    tables = {name: read_parquet(folder / f"{name}.parquet") for name in TABLES}
    facts = read_json(folder / _FACTS)
    return ChangeSet(tables, facts if isinstance(facts, dict) else {}, digest)


def first_changes(folder: Path, many: int) -> list[dict[str, Any]]:
    """Return the first units that changed: unit_id, line, changes, by_hand, said, from JSON."""
    return next(changes_in(folder, many), [])


def changes_in(folder: Path, at_once: int) -> Iterator[list[dict[str, Any]]]:
    """Yield all units that changed, or would but for what was set by hand, so many at a time."""
    path = folder / f"{CHANGED}.parquet"
    if not path.is_file():
        return
    told = pl.scan_parquet(path)
    if "facts" not in told.collect_schema():  # one written before there were such
        told = told.with_columns(facts=pl.lit(""))
    says = (pl.col("changes") != "{}") | (pl.col("by_hand") != "[]") | (pl.col("facts") != "")
    told = told.filter(says).select("unit_id", "line", "changes", "by_hand", "facts")
    for rows in told.collect().iter_slices(at_once):
        yield [
            {
                **row,
                "changes": json.loads(row["changes"]),
                "by_hand": json.loads(row["by_hand"]),
                "said": json.loads(row["facts"] or "{}").get("said", []),
            }
            for row in rows.iter_rows(named=True)
        ]


class ToldFields:
    """Keeps the fields of a file as they were told, piece by piece, for the next edition."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces = 0
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(_TOLD):
            old.unlink()

    def __call__(self, fields: pl.DataFrame) -> None:
        """Keep a piece."""
        path = self._folder / f"told-{self._pieces:04}.parquet"
        write_parquet(fields, path)
        self._pieces += 1


def told_in(folder: Path, lines: pl.DataFrame) -> pl.DataFrame:
    """
    Return ``listed`` and the fields told there; ``lines`` has listed and line.

    Of the pieces only those are read in which such lines may stand.
    """
    nothing = pl.DataFrame(schema={"listed": pl.Int64, **dict.fromkeys(FIELDS, pl.String)})
    found = [nothing]
    ends = (lines["line"].min(), lines["line"].max())
    for path in sorted(folder.glob(_TOLD)):
        told = pl.scan_parquet(path).filter(pl.col("line").is_between(*ends)).collect()
        missing = [pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in told]
        both = lines.join(told.with_columns(missing), on="line", how="inner")
        found.append(both.select("listed", *FIELDS))
    return pl.concat(found)


def fields_changed(
    rows: pl.DataFrame, now: pl.DataFrame, earlier: Mapping[int, Path]
) -> dict[int, list[str]]:
    """
    Return by ``listed`` the fields that a file tells otherwise than the one before did.

    ``rows``: listed, and where it was told before: upload_id, line_before. ``now`` has listed and
    the fields told now; ``earlier`` says by upload where those told then lie.
    """
    before = [
        told_in(earlier[upload], some.select("listed", line="line_before"))
        for (upload,), some in rows.group_by("upload_id")
        if isinstance(upload, int) and upload in earlier
    ]
    changed = changed_fields(now, pl.concat(before) if before else now.clear())
    return dict(changed.iter_rows())


def aside_table(rejects: pl.DataFrame) -> pl.DataFrame:
    """
    Return rows set aside (line, codes, reasons, then cells) with their cells as a JSON list.

    Nothing of them is ``hidden`` yet.
    """
    cells = rejects.select(rejects.columns[3:]).iter_rows()
    told = [json.dumps(list(row), ensure_ascii=False) for row in cells]
    cells_told = pl.Series(told, dtype=pl.String)
    nothing = pl.lit(None, pl.String)
    return rejects.select("line", "codes", "reasons", cells=cells_told, hidden=nothing)


def as_json(values: Sequence[object]) -> pl.Series:
    """Return each value as JSON text."""
    told = [json.dumps(value, ensure_ascii=False) for value in values]
    return pl.Series(told, dtype=pl.String)


def _digest(folder: Path) -> str:
    whole = sha256()
    for name in (*(f"{name}.parquet" for name in TABLES), _FACTS):
        whole.update(f"{name} {file_sha256(folder / name)}\n".encode())
    return whole.hexdigest()
