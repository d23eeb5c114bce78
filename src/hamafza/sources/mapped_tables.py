"""
Tables that people and offices keep, CSV or XLSX in Persian, Arabic or English.

Each column is known by its heading, guessed from a list of names or told by a mapping file:
``[columns]`` gives the heading of a field, ``[constants]`` a text for every row; ``guess = false``
leaves every other column unread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from hamafza.sources.country_names import country_codes
from hamafza.sources.registry_files import read_registry, registry_pieces
from hamafza.sources.trade_refusals import TradeColumnsMissing, TradeMappingNotSound
from hamafza.store.parameters import read_toml
from hamafza.vocabulary.dates import parse_date
from hamafza.vocabulary.text import compact_key, latin_digits, once_for_each

Names = Mapping[str, tuple[str, ...]]
"""Field to the headings it is known by."""


@dataclass(frozen=True)
class ColumnsTold:
    """Which heading gives a field, and which field has one text for every row."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    guess: bool = True
    """Whether headings that are not told are guessed."""


@dataclass(frozen=True)
class TableSeen:
    """A table's headings, its first rows, and which field each known heading is taken for."""

    headings: list[str]
    rows: list[list[str]]
    taken: dict[str, str]


def read_mapping(path: Path | None, names: Names) -> ColumnsTold:
    """Return what a mapping file tells; refuse a field that the table does not have."""
    if path is None:
        return ColumnsTold()
    told = read_toml(path)
    columns, constants = (
        {str(key): str(value) for key, value in dict(told.get(part, {})).items()}
        for part in ("columns", "constants")
    )
    for key in [*columns, *constants, *(set(told) - {"columns", "constants", "guess"})]:
        if key not in names:
            raise TradeMappingNotSound(key=key, known=", ".join(names))
    return ColumnsTold(columns, constants, bool(told.get("guess", True)))


def table_seen(path: Path, names: Names, rows: int = 5) -> TableSeen:
    """Return what a table looks like before anybody has said what its columns mean."""
    known = _known(names)
    raw = next(registry_pieces(path, lambda row: len(_guessed(row, known)), rows))
    taken = {heading: name for name, heading in _guessed(raw.headings, known).items()}
    shown = raw.frame.head(rows).select(f"c{at}" for at in range(len(raw.headings)))
    return TableSeen(raw.headings, [[cell or "" for cell in row] for row in shown.iter_rows()],
                     taken)  # fmt: skip


def mapped_rows(path: Path, names: Names, mapping: ColumnsTold) -> pl.DataFrame:
    """
    Return ``line`` and every field of ``names`` as text; empty cells and missing columns are null.

    Titles above the headings, and headings over two rows, are read as in registries. Refuses a
    mapping that names a heading the table has not.
    """
    known = _known(names)
    told = {compact_key(heading): name for name, heading in mapping.columns.items()}
    raw = read_registry(path, lambda row: len(_guessed(row, known | told)))
    guessed = _guessed(raw.headings, known) if mapping.guess else {}
    found = guessed | _guessed(raw.headings, told)
    strange = [heading for key, heading in mapping.columns.items() if key not in found]
    if strange:
        listed = ", ".join(raw.headings)[:200]
        raise TradeColumnsMissing(file=path.name, missing=", ".join(strange), found=listed)
    place = {name: f"c{raw.headings.index(heading)}" for name, heading in found.items()}
    return raw.frame.select(
        "line",
        *(_cell(place.get(name), mapping.constants.get(name)).alias(name) for name in names),
    )


def demand(rows: pl.DataFrame, needed: tuple[str, ...], file: str) -> None:
    """Refuse a table in which a needed field has nothing at all; ``a|b`` needs one of the two."""
    has = {name for name in rows.columns if rows[name].null_count() < rows.height}
    missing = [name for name in needed if not has & set(name.split("|"))]
    if missing:
        found = ", ".join(sorted(has - {"line"})) or "-"
        raise TradeColumnsMissing(file=file, missing=", ".join(missing), found=found)


def number(column: str) -> pl.Expr:
    """Return the number a text says, in digits of any script, thousands marks and % allowed."""
    plain = once_for_each(pl.col(column), latin_digits)
    return (
        plain.str.replace_all("٫", ".", literal=True)
        .str.replace_all("[٬,،%٪ \u00a0\u200f]", "")
        .str.replace("^[−–]", "-")
        .cast(pl.Float64, strict=False)
    )


def digits(column: str) -> pl.Expr:
    """Return a code's digits, in Latin script, without dots and blanks."""
    return once_for_each(pl.col(column), latin_digits).str.replace_all(r"[.\s'`-]", "")


def day(column: str) -> pl.Expr:
    """Return the Gregorian day of a text in either calendar."""
    texts = pl.col(column).str.slice(0, 10)
    return texts.map_elements(parse_date, return_dtype=pl.Date, skip_nulls=True)


def country(column: str) -> pl.Expr:
    """Return ISO alpha-3 of a country's code, number or name in three languages."""
    known = country_codes()
    keys = once_for_each(pl.col(column), compact_key)
    return keys.str.strip_chars_start("0").replace_strict(
        known, default=None, return_dtype=pl.String
    )


def _known(names: Names) -> dict[str, str]:
    return {compact_key(text): name for name, texts in names.items() for text in (name, *texts)}


def _guessed(headings: list[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return field to heading; what stands in brackets counts, as it may be a unit."""
    found: dict[str, str] = {}
    for heading in headings:
        name = known.get(compact_key(heading))
        if name is not None and name not in found:
            found[name] = heading
    return found


def _cell(place: str | None, constant: str | None) -> pl.Expr:
    cell = pl.col(place).str.strip_chars().replace("", None) if place else pl.lit(None, pl.String)
    return cell if constant is None else cell.fill_null(constant)
