"""Settling what a file tells beside its units: owners, licences, contacts, workshops, machines."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from hamafza.registry.fact_changes import Moves, Standing, follow
from hamafza.runs.judging import Judged
from hamafza.vocabulary.tables.told_facts import UnreadCells
from hamafza.web import sealing
from hamafza.web.exchange.secret_cells import SECRET
from hamafza.web.exchange.told_facts import BESIDE, facts_now
from hamafza.web.exchange.told_people import is_another_name, known_people
from hamafza.web.records.uploads import Upload

NOTHING_UNREAD = UnreadCells.create_empty()
_OTHERS = "code-of-another-name"
_TOLD_WITH_CODE = ("code", "code_key", "person")


class FactsTold:
    """What the clean rows of a file tell, and how it changes units that are known."""

    def __init__(self, upload: Upload, told: Judged, lines: pl.Series) -> None:
        """``lines`` are those of units that are new or changed: the others tell nothing new."""
        self._mapping = told.mapping
        facts = (
            told.facts.filter(pl.col("line").is_in(lines.implode()))
            if told.facts.height
            else told.facts
        )
        days = (pl.col(name).dt.strftime("%Y-%m-%d") for name in ("issued_on", "expires_on"))
        self._facts, strangers = _known(facts.with_columns(days), upload)
        self._unread = pl.concat([told.unread, strangers])
        self._places = {line: at for at, line in enumerate(self._facts["line"])}
        self._now: dict[int, list[Standing]] = {}
        self._gained = [self._facts.clear()]
        self._added: list[tuple[Any, ...]] = []

    def look_up(self, numbers: Sequence[int]) -> None:
        """Read how the facts of the units stand whose moves are asked for next."""
        self._now = facts_now(numbers) if self._facts.height else {}
        self._lay_aside()

    def moves(self, line: int, unit: int, differ: Sequence[str]) -> tuple[str, list[str]]:
        """Return as JSON what changes of a unit's facts (else empty), and what stays by hand."""
        at = self._places.get(line)
        if at is None or not differ:
            return "", []
        told = self._facts.row(at, named=True)
        now = self._now.get(unit, [])
        moves = follow(told, differ, self._mapping, now)
        if moves.add:
            self._added.append(tuple(_row(told, moves, now).values()))
        if not (moves.end or moves.set or moves.add):
            return "", moves.by_hand
        said = {"end": moves.end, "set": moves.set, "said": moves.said}
        return json.dumps(said, ensure_ascii=False), moves.by_hand

    def beside(self, new: pl.Series) -> pl.DataFrame:
        """Return the facts to be told: all of new units' lines, and what changed units gain."""
        whole = self._facts.filter(pl.col("line").is_in(new.implode()))
        self._lay_aside()
        return _sealed(pl.concat([whole, *self._gained]))

    def _lay_aside(self) -> None:
        """Keep what units gained as a table, a tenth of what it weighs row by row."""
        self._gained.append(pl.DataFrame(self._added, schema=self._facts.schema, orient="row"))
        self._added.clear()

    def unread(self) -> pl.DataFrame:
        """Return the cells that could not be read, national codes sealed."""
        if self._unread.is_empty():
            return NOTHING_UNREAD
        secret = self._unread["field"] == SECRET
        hidden = pl.Series([None] * len(secret), dtype=pl.String)
        if secret.any():
            hidden = hidden.scatter(
                secret.arg_true(), sealing.seal_all(self._unread.filter(secret)["cell"])
            )
        cells = self._unread.with_columns(
            cell=pl.when(secret).then(pl.lit("")).otherwise("cell"), hidden=hidden
        )
        return cells.sort("line", maintain_order=True)


def _row(told: Mapping[str, Any], moves: Moves, now: Sequence[Standing]) -> dict[str, Any]:
    """Return a row of what a unit gains; a licence is held by the owner who stands."""
    row = dict.fromkeys(told) | moves.add | {"line": told["line"]}
    if moves.add.get("owner"):
        return row | {name: told[name] for name in _TOLD_WITH_CODE}
    owners = [each.values["person"] for each in now if each.kind == "person" and not each.is_over]
    return row | {"person": owners[0] if owners else None}


def _known(facts: pl.DataFrame, upload: Upload) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Add the ``person`` whom a code names, and leave a code out that belongs to quite another name.

    Return the facts, and the cells of codes left out: the first who bore a code keeps it.
    """
    known = known_people(facts["code"], upload)
    both = facts.join(known, on="code", how="left", maintain_order="left")
    twice = pl.col("code").is_not_null() & (
        (pl.len().over("code") > 1) | pl.col("person").is_not_null()
    )
    first: dict[str, str] = {}
    strangers: list[int] = []
    told = both.filter(twice).select("line", "code", "owner", "name")
    for line, code, owner, name in told.iter_rows():
        if is_another_name(first.setdefault(code, name or owner), owner):
            strangers.append(line)
    is_stranger = pl.col("line").is_in(strangers)
    cells = both.filter(is_stranger).select(
        "line", field=pl.lit(SECRET), code=pl.lit(_OTHERS), cell="code"
    )
    kept = both.drop("name").with_columns(
        pl.when(~is_stranger).then(name).alias(name) for name in _TOLD_WITH_CODE
    )
    return kept, cells


def _sealed(facts: pl.DataFrame) -> pl.DataFrame:
    """Seal the codes of people who are still to be written down; no other is kept."""
    new = facts["owner"].is_not_null() & facts["person"].is_null() & facts["code"].is_not_null()
    codes = facts.filter(new)["code"].unique()
    seals = dict(zip(codes, sealing.seal_all(codes) if codes.len() else (), strict=True))
    sealed = pl.when(new).then(
        pl.col("code").replace_strict(seals, default=None, return_dtype=pl.String)
    )
    return facts.with_columns(code_sealed=sealed).select(*BESIDE)
