"""
By what a unit of a list is known again in a newer file of the same list.

Its own number in the list, else its licence, else its name and town where no other unit bears
both. A unit whose licence has another number is another unit as far as a list can tell: one person
may hold two, and whether the two records are one is a question of twins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from hamafza.registry.columns import FACT_FIELDS, OWN_FIELDS
from hamafza.registry.params import Recognition
from hamafza.vocabulary.text import match_key_expr

IDENTITY, WORDS, TOLD = "identity", "words", "told"
OWN, LICENCE = "own", "licence"
_LONGEST = 60
_PART = "\x1f"  # parts fields in a row's fingerprint; no cell holds it


@dataclass(frozen=True)
class Recognised:
    """
    What became of a list.

    ``rows``: ``line`` of each clean row, and ``listed`` (null for a new unit) and ``is_same``.
    ``gone``: ``listed`` of the units that neither a clean row nor one set aside is about.
    """

    rows: pl.DataFrame
    gone: pl.DataFrame


def told_by(fields: pl.DataFrame) -> pl.Series:
    """
    Return a fingerprint of all that each row tells, as it is written.

    What is told of facts stands behind, under its field's name: a file that tells none has the
    prints it had before there were such fields.
    """
    own = pl.concat_str([pl.col(name).fill_null("") for name in OWN_FIELDS], separator=_PART)
    facts = [name for name in FACT_FIELDS if fields[name].null_count() < fields.height]
    told = [pl.concat_str(pl.lit(f"{name}="), pl.col(name)) for name in facts]
    whole = pl.concat_str(own, *told, separator=_PART, ignore_nulls=True) if told else own
    return _prints(fields.select(whole).to_series())


def with_identity(rows: pl.DataFrame, params: Recognition) -> pl.DataFrame:
    """Add ``identity`` (empty where a row has no number) and ``words`` of name and town."""
    own, licence = _signs("own_id", 1), _signs("licence", params.fewest_signs)
    town = [pl.coalesce(f"{name}_found", name).fill_null("") for name in ("province", "city")]
    told = rows.with_columns(
        pl.coalesce(
            pl.concat_str(pl.lit(f"{OWN}:"), own),
            pl.concat_str(pl.lit(f"{LICENCE}:"), licence),
            pl.lit(""),
        )
        .str.slice(0, _LONGEST)
        .alias(IDENTITY),
        pl.concat_str(match_key_expr(pl.col("name").fill_null("")), *town, separator=_PART).alias(
            WORDS
        ),
    )
    return told.with_columns(_prints(told[WORDS]).alias(WORDS))


def recognised(clean: pl.DataFrame, aside: pl.DataFrame, listed: pl.DataFrame) -> Recognised:
    """
    Return which unit of the list each row is about.

    ``clean`` and ``aside`` (rows set aside) have line, identity, words; ``clean`` also told.
    ``listed`` has listed, identity, words, told. Two rows are never about one unit.
    """
    known = clean.select("line", IDENTITY, WORDS, TOLD)  # never the texts: they weigh the most
    pairs, left, rest = _paired(known, listed, [TOLD], is_same=True)
    found = [pairs]
    for on, alone in (([IDENTITY, WORDS], False), ([IDENTITY], True), ([WORDS], True)):
        pairs, left, rest = _paired(left, rest, on, alone=alone)
        found.append(pairs)
    _, _, rest = _paired(aside, rest, [IDENTITY, WORDS])
    for on in ([IDENTITY], [WORDS]):
        _, aside, rest = _paired(aside, rest, on, alone=True)
    new = left.select("line", listed=pl.lit(None, pl.Int64), is_same=pl.lit(value=False))
    return Recognised(pl.concat([*found, new]).sort("line"), rest.select("listed"))


def counted_by_identity(clean: pl.DataFrame) -> dict[str, int]:
    """Return how many rows are known by their own number, their licence, or their words."""
    kinds = clean[IDENTITY].str.split(":").list.first()
    own, licence = int((kinds == OWN).sum()), int((kinds == LICENCE).sum())
    return {OWN: own, LICENCE: licence, WORDS: clean.height - own - licence}


def _paired(
    rows: pl.DataFrame, listed: pl.DataFrame, on: Sequence[str], *, alone: bool = False,
    is_same: bool = False,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """
    Return pairs of rows and listed units that agree, and what is left of both.

    Equal ones are paired in order, or (``alone``) not at all. By words alone a pair is made only
    where one side has no number: two numbers that differ are two units.
    """
    ours, theirs = _told(rows, on, alone), _told(listed, on, alone)
    keys = [*on, "nth"]
    pairs = ours.join(theirs, on=keys, how="inner", suffix="_listed")
    if list(on) == [WORDS]:
        pairs = pairs.filter((pl.col(IDENTITY) == "") | (pl.col(f"{IDENTITY}_listed") == ""))
    pairs = pairs.select("line", "listed", is_same=pl.lit(is_same))
    return (
        pairs,
        rows.join(pairs, on="line", how="anti", maintain_order="left"),
        listed.join(pairs, on="listed", how="anti", maintain_order="left"),
    )


def _told(rows: pl.DataFrame, on: Sequence[str], alone: bool) -> pl.DataFrame:
    if IDENTITY in on:
        rows = rows.filter(pl.col(IDENTITY) != "")
    if alone:
        rows = rows.filter(pl.len().over(on) == 1)
    return rows.with_columns(nth=pl.int_range(pl.len()).over(on))


def _signs(column: str, fewest: int) -> pl.Expr:
    """Letters and digits alone, without zeros in front: Excel takes them away."""
    signs = match_key_expr(pl.col(column)).str.replace_all(" ", "").str.strip_chars_start("0")
    return pl.when(signs.str.len_chars() >= fewest).then(signs)


def _prints(texts: pl.Series) -> pl.Series:
    """Return 64 bits of each text; equal on every machine and in every version."""
    told = [
        int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
        for text in texts
    ]
    return pl.Series(texts.name, told, dtype=pl.Int64)
