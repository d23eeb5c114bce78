"""
Cells of a file that the database must not tell: national codes, left out of rows and sealed beside.

The one door by which rows that were set aside get their cells back: for those who correct them, and
for the file that is handed out.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.told_facts import UnreadCells
from hamafza.web import sealing
from hamafza.web.exchange import Binding
from hamafza.web.records.bad_rows import BadRow, UnreadCell
from hamafza.web.records.insertion import insert_rows
from hamafza.web.records.uploads import Upload

BINDINGS = (Binding(UnreadCells, UnreadCell),)
SECRET = "owner_code"
"""The field whose cells are hidden."""
DOTS = "•"
_SHOWN = 2


def secret_headings(mapping: Mapping[str, Any]) -> list[str]:
    """Return the headings whose cells are national codes: as confirmed, and as they look."""
    said = mapping.get("columns", {}).get(SECRET, [])
    return list(dict.fromkeys([*said, *mapping.get("secret", [])]))


def secret_places(mapping: Mapping[str, Any]) -> list[int]:
    """Return at which places of a row national codes stand."""
    secret = secret_headings(mapping)
    return [at for at, heading in enumerate(mapping.get("headings", [])) if heading in secret]


def parted(cells: Sequence[str], places: Sequence[int]) -> tuple[list[str], str | None]:
    """Return cells without those at the places, and those sealed; None where they say nothing."""
    open_cells = ["" if at in places else cell for at, cell in enumerate(cells)]
    secret = {str(at): cells[at] for at in places if at < len(cells) and cells[at]}
    return open_cells, sealing.seal(json.dumps(secret, ensure_ascii=False)) if secret else None


def parted_all(cells: pl.Series, places: Sequence[int]) -> tuple[pl.Series, pl.Series]:
    """Part many rows of cells, each a JSON list."""
    if not places:
        return cells, pl.Series([None] * len(cells), dtype=pl.String)
    rows = [parted(json.loads(row), places) for row in cells]
    told = [json.dumps(row, ensure_ascii=False) for row, _ in rows]
    hidden = pl.Series([sealed for _, sealed in rows], dtype=pl.String)
    return pl.Series(told, dtype=pl.String), hidden


def joined(cells: Sequence[str], hidden: str | None) -> list[str]:
    """Return cells with what was sealed of them; it stays empty where its key is lost."""
    whole = list(cells)
    for at, cell in json.loads(sealing.opened(hidden) or "{}").items():
        whole[int(at)] = cell
    return whole


def cells_now(row: BadRow) -> list[str]:
    """Return the cells of a row set aside as they stand after what was corrected."""
    if row.corrected is None:
        return joined(row.cells, row.hidden)
    return joined(row.corrected, row.corrected_hidden)


def plain_now(row: BadRow) -> list[str]:
    """Return the same without national codes: what the record of changes may hold."""
    return [str(cell) for cell in (row.cells if row.corrected is None else row.corrected)]


def keep_unread(unread: pl.DataFrame, upload: Upload) -> int:
    """Keep the cells that could not be read in rows that are units."""
    told = checked(UnreadCells, unread.select(UnreadCells.column_names()))
    return insert_rows(
        UnreadCell, told.columns, told.iter_rows(), upload_id=upload.pk, is_demo=upload.is_demo
    )


def unread_cell(kept: UnreadCell) -> str:
    """Return what stood in a cell that could not be read."""
    return (sealing.opened(kept.hidden) or "") if kept.hidden else kept.cell


def masked(cell: str) -> str:
    """Return a code of which the middle is not shown: two signs at each end are left."""
    text = cell.strip()
    if len(text) <= 2 * _SHOWN:
        return DOTS * len(text)
    return text[:_SHOWN] + DOTS * (len(text) - 2 * _SHOWN) + text[-_SHOWN:]


def masked_rows(
    rows: Sequence[Sequence[str]], headings: Sequence[str], secret: Sequence[str]
) -> list[list[str]]:
    """Return rows of a preview with the cells under secret headings masked."""
    return [
        [masked(cell) if heading in secret else cell
         for heading, cell in zip(headings, row, strict=True)]
        for row in rows
    ]  # fmt: skip
