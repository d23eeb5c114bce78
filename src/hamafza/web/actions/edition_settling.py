"""Settling what a file changes in its list: who is new, changed, the same, and gone."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from django.conf import settings

from hamafza.registry.capacity import Others
from hamafza.registry.changes import MAY_CHANGE, moved
from hamafza.registry.columns import ColumnMapping
from hamafza.registry.recognising import IDENTITY, TOLD, WORDS, counted_by_identity, recognised
from hamafza.runs.classifying_ahead import CodesAhead
from hamafza.runs.editions import (
    ASIDE,
    BESIDE,
    CHANGED,
    MARKS,
    NEW,
    RIGHT,
    UNREAD,
    ChangeSet,
    ToldFields,
    as_json,
    aside_table,
    fields_changed,
    told_in,
)
from hamafza.runs.reading import Judged, coded, judge
from hamafza.store.memory import give_back
from hamafza.vocabulary.progress import Report, silent
from hamafza.web.actions import keys
from hamafza.web.actions.fact_settling import FactsTold
from hamafza.web.exchange.bad_rows import NOTHING_RIGHT, brought_right
from hamafza.web.exchange.listed import (
    branch_below,
    is_begun,
    keep_changes,
    listed_table,
    set_by_hand,
    units_now,
    weights_now,
    weights_of,
)
from hamafza.web.exchange.secret_cells import parted_all, secret_headings, secret_places
from hamafza.web.exchange.told_facts import holders_follow, keep_facts, keep_moves
from hamafza.web.exchange.told_people import hide_codes
from hamafza.web.records.uploads import Upload

FieldsTold = Callable[[pl.DataFrame], pl.DataFrame]
_AT_ONCE = 20_000
"""Changed units that are settled together: what is read of them lies in memory as words."""
_KNOWN = (IDENTITY, WORDS, TOLD)
_CHANGED_SCHEMA = {
    "listed": pl.Int64, "unit_id": pl.Int64, "line": pl.Int64, IDENTITY: pl.String,
    WORDS: pl.Int64, TOLD: pl.Int64, "changes": pl.String, "by_hand": pl.String, "was": pl.String,
    "facts": pl.String,
}  # fmt: skip


def folder_of(upload: Upload) -> Path:
    """Return where the tables of an upload's reading lie."""
    return Path(settings.HOME) / "readings" / str(upload.pk)


class Settled(NamedTuple):
    """The tables of a change-set and its facts, and the lines of the rows that are clean."""

    tables: dict[str, pl.DataFrame]
    facts: dict[str, Any]
    clean: pl.Series


def settled(upload: Upload, file: Path, mapping: ColumnMapping, report: Report) -> ChangeSet:
    """Read a file, recognise its units, code what is new or changed, and write down the change."""
    folder = folder_of(upload)
    for each in (folder.parent, folder):  # owners' names lie there
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
        each.chmod(0o700)
    if secret_headings(upload.mapping):
        keys.ready()
    with closing(CodesAhead()) as ahead:  # of a list that is known, few words are new
        hear = None if is_begun(upload.unit_list) else ahead.hear
        kept = ToldFields(folder)
        listed = listed_table(upload.unit_list)
        others = weights_of(upload.unit_list) if listed.height else {}
        tables, facts, clean = changes_of(
            upload,
            judge(  # held by nobody else: its texts go as soon as there are units
                file, country=upload.country, mapping=mapping, report=report, keep_told=kept,
                hear=hear, hide=hide_codes,
            ),
            listed, others, lambda rows: told_in(folder, rows), report, ahead,
        )  # fmt: skip
    if upload.corrects_id is not None:
        tables |= brought_right(upload, file, tables[ASIDE], clean)
        facts |= {"rejected": tables[ASIDE].height, "right": tables[RIGHT].height}
    return ChangeSet(tables, facts).written(folder)


def changes_of(
    upload: Upload,
    told: Judged,
    listed: pl.DataFrame,
    weights: Others,
    fields: FieldsTold,
    report: Report = silent,
    ahead: CodesAhead | None = None,
) -> Settled:
    """
    Return what is settled.

    ``listed`` is what the list knows, and ``weights`` how many units it has by kind with what
    capacity; ``fields`` gives what is told of rows (listed, line) now; ``ahead`` has heard the
    clean rows.
    """
    found = recognised(told.clean, told.aside, listed)
    whole = _beside(told.clean, found.rows)
    rows = whole.select("line", "listed", "is_same", *_KNOWN)
    is_new, is_same = pl.col("listed").is_null(), pl.col("is_same")
    numbers = rows.filter(~is_new & ~is_same).join(listed, on="listed")["unit_id"].to_list()
    others = _without(weights, weights_now(numbers))
    differs = whole.filter(~is_same) if rows["is_same"].any() else whole
    facts_told = FactsTold(upload, told, differs["line"])
    told = replace(told, clean=rows.select("line"))
    del whole
    units = coded(
        differs, is_synthetic=told.is_synthetic, report=report, others=others, ahead=ahead
    )
    del differs
    give_back()
    known = _beside(units, rows.drop("is_same"))
    changed = known.filter(~is_new)
    tables = {
        NEW: (known.filter(is_new) if changed.height else known).drop("listed"),
        CHANGED: _changed(upload, changed, listed, fields, facts_told),
        MARKS: _marks(rows.filter(is_same), found.gone if upload.is_whole else None, listed),
        ASIDE: _aside(upload, told),
        RIGHT: NOTHING_RIGHT,
        UNREAD: facts_told.unread(),
    }
    tables[BESIDE] = facts_told.beside(tables[NEW]["line"])
    facts = _facts(told, tables, rows)
    return Settled(tables, facts | {"weights": _weights(others, units)}, rows["line"])


def _aside(upload: Upload, told: Judged) -> pl.DataFrame:
    """Return rows set aside with their cells, national codes sealed."""
    rows = aside_table(told.rejects)
    cells, hidden = parted_all(rows["cells"], secret_places(upload.mapping))
    return rows.with_columns(cells=cells, hidden=hidden)


def _beside(table: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Join by line, a row for each of the table's; its texts, which weigh the most, stay put."""
    lines = table.select("line")
    return table.hstack(lines.join(told, on="line", how="left", maintain_order="left").drop("line"))


def keep_changed(rows: pl.DataFrame, beside: pl.DataFrame, upload: Upload) -> None:
    """Keep what changed of units, and of the facts beside them."""
    keep_changes(rows, _changes_in(rows), [(upload.pk, None)] * rows.height, upload.unit_list)
    keep_moves(rows["facts"], upload)
    units = dict(rows.select("line", "unit_id").iter_rows())
    keep_facts(beside, units, upload)
    holders_follow([units[line] for line in beside.filter(pl.col("owner").is_not_null())["line"]])


def _changes_in(rows: pl.DataFrame) -> list[dict[str, object]]:
    """Return what comes, by column, for each changed row."""
    told = [json.loads(text) for text in rows["changes"]]
    return [{column: after for column, (_, after) in change.items()} for change in told]


def _marks(same: pl.DataFrame, gone: pl.DataFrame | None, listed: pl.DataFrame) -> pl.DataFrame:
    """Return who is there again, and who is gone."""
    is_gone = pl.col("gone_in").is_not_null()
    marks = [same.select("listed").join(listed.filter(is_gone), on="listed")]
    if gone is not None:
        marks.append(gone.join(listed.filter(~is_gone), on="listed"))
    return pl.concat(
        each.select("listed", "gone_in", is_gone=pl.lit(value=bool(at)))
        for at, each in enumerate(marks)
    )


def _changed(
    upload: Upload,
    units: pl.DataFrame,
    listed: pl.DataFrame,
    fields: FieldsTold,
    beside: FactsTold,
) -> pl.DataFrame:
    """Return the changed units with what moves, settled some at a time to be no burden."""
    before = listed.select(
        "listed", "upload_id", "gone_in", number="unit_id", line_before="line",
        **{f"{name}_before": name for name in _KNOWN},
    )  # fmt: skip
    rows = units.join(before, on="listed", how="left", maintain_order="left")
    uploads = Upload.objects.filter(pk__in=rows["upload_id"].unique().to_list())
    earlier = {each.pk: folder_of(each) for each in uploads}
    branch = branch_below(upload.unit_list)
    found = [pl.DataFrame(schema=_CHANGED_SCHEMA)]
    for some in rows.iter_slices(_AT_ONCE):
        differ = fields_changed(some, fields(some.select("listed", "line")), earlier)
        found.append(_moves_of(some, differ, branch, beside))
        give_back()
    return pl.concat(found)


def _moves_of(
    rows: pl.DataFrame,
    differ: Mapping[int, list[str]],
    branch: frozenset[int] | None,
    beside: FactsTold,
) -> pl.DataFrame:
    """Return what moves of some units; what a person set by hand stays."""
    numbers = rows["number"].to_list()
    stand, hand = units_now(numbers), set_by_hand(numbers)
    beside.look_up(numbers)
    changes, held, was, facts = [], [], [], []
    for row in rows.iter_rows(named=True):
        number = row["number"]
        now = stand[number]
        is_ours = branch is None or now["office_id"] in branch  # else it went to others: theirs
        by_hand = hand.get(number, frozenset()) if is_ours else frozenset(MAY_CHANGE)
        told = differ.get(row["listed"], [])
        change, stay = moved(told, now, row, by_hand)
        changes.append({column: [now[column], after] for column, after in change.items()})
        moves, by = beside.moves(row["line"], number, told if is_ours else [])
        facts.append(moves)
        held.append(list(dict.fromkeys([*stay, *by])))
        was.append(_was(row))
    return rows.select(
        "listed", "line", *_KNOWN, unit_id="number", changes=as_json(changes),
        by_hand=as_json(held), was=as_json(was), facts=pl.Series(facts, dtype=pl.String),
    ).select(*_CHANGED_SCHEMA)  # fmt: skip


def _without(weights: Others, changed: Others) -> dict[str, tuple[int, float]]:
    """Count the units of a list, by kind, without those that change."""
    left = {}
    for kind, (many, total) in weights.items():
        fewer, less = changed.get(kind, (0, 0.0))
        left[kind] = (max(0, many - fewer), max(0.0, total - less))
    return left


def _weights(others: Others, units: pl.DataFrame) -> dict[str, tuple[int, float]]:
    sums = units.group_by("kind").agg(pl.len(), pl.col("capacity").sum())
    whole = {kind: (many, total) for kind, (many, total) in others.items()}
    for kind, many, total in sums.iter_rows():
        before = whole.get(kind, (0, 0.0))
        whole[kind] = (before[0] + many, before[1] + total)
    return whole


def _was(row: Mapping[str, Any]) -> dict[str, object]:
    known = {name: row[f"{name}_before"] for name in _KNOWN}
    place = {"upload": row["upload_id"], "line": row["line_before"], "gone_in": row["gone_in"]}
    return known | place


def _facts(told: Judged, tables: Mapping[str, pl.DataFrame], rows: pl.DataFrame) -> dict[str, Any]:
    new, changed, marks = tables[NEW], tables[CHANGED], tables[MARKS]
    moves = (changed["changes"] != "{}") | (changed["facts"] != "")
    return {
        **told.counts,
        "synthetic": told.is_synthetic,
        "new": new.height,
        "changed": int(moves.sum()),
        "same": rows.height - new.height - int(moves.sum()),
        "gone": int(marks["is_gone"].sum()),
        "back": marks.height - int(marks["is_gone"].sum()),
        "by_hand": int((changed["by_hand"] != "[]").sum()),
        "known_by": counted_by_identity(rows),
        "unread": dict(tables[UNREAD].group_by("code").len().sort("code").iter_rows()),
        "bad_headings": told.rejects.columns[3:],
        "encoding": told.encoding,
        "other_sheets": list(told.other_sheets),
    }
