"""A raw record's cells as the fields of a unit, still in the words of the file."""

from collections.abc import Mapping, Sequence

import polars as pl

from hamafza.registry.columns import FIELDS, ColumnMapping, is_named_by_owner
from hamafza.vocabulary.text import match_key

LINE = "line"


def fields_of(raw: pl.DataFrame, headings: Sequence[str], mapping: ColumnMapping) -> pl.DataFrame:
    """
    Return ``line`` and one text column for each field; null where the file tells nothing.

    ``raw`` has a column ``c0``, ``c1`` ... for each heading. A value map is applied cell by
    cell, to the text without surrounding spaces.
    """
    places = {heading: f"c{at}" for at, heading in reversed(list(enumerate(headings)))}
    picked = {name: _picked(name, mapping, places) for name in FIELDS}
    if is_named_by_owner(mapping):
        picked["name"] = whole_name(picked["owner"], picked["owner_family"])
    return raw.select(LINE, **picked)


def whole_name(given: pl.Expr, family: pl.Expr) -> pl.Expr:
    """Return a name that stands in two columns, or whole in one; null where neither tells it."""
    whole = pl.concat_str(given, family, separator=" ", ignore_nulls=True)
    spaced = whole.str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(spaced.str.len_chars() > 0).then(spaced)


def choices(column: pl.Series, words: Mapping[str, Sequence[str]]) -> pl.Series:
    """Return each text's choice, null where no word of any choice is the text."""
    known = {match_key(word): choice for choice, told in words.items() for word in (choice, *told)}
    keys = {text: known.get(match_key(text)) for text in column.drop_nulls().unique()}
    return column.replace_strict(keys, default=None, return_dtype=pl.String)


def one_of(column: pl.Series, words: Sequence[str]) -> pl.Series:
    """Say for each text whether it is, or holds as a whole phrase, one of the words."""
    keys = [f" {match_key(word)} " for word in words]
    told = {
        text: any(key in f" {match_key(text)} " for key in keys)
        for text in column.drop_nulls().unique()
    }
    return column.replace_strict(told, default=False, return_dtype=pl.Boolean)


def _picked(name: str, mapping: ColumnMapping, places: Mapping[str, str]) -> pl.Expr:
    if name in mapping.columns:
        parts = [_cell(heading, mapping, places) for heading in mapping.columns[name]]
        joined = pl.concat_str(parts, separator=", ", ignore_nulls=True)
        return pl.when(joined.str.len_chars() > 0).then(joined)
    return pl.lit(mapping.constants.get(name), pl.String)


def _cell(heading: str, mapping: ColumnMapping, places: Mapping[str, str]) -> pl.Expr:
    cell = pl.col(places[heading]).str.strip_chars()
    told = mapping.values.get(heading)
    if told:
        cell = cell.replace(list(told), list(told.values()))
    return pl.when(cell.str.len_chars() > 0).then(cell)
