"""Makers' words to codes: the classifier over shipped tables, in bulk and on all cores."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hamafza.goods.classifier import Classifier, ClassifierParams
from hamafza.goods.verdict import Verdict
from hamafza.goods.wording import Wording
from hamafza.goods.words import heard_as
from hamafza.runs.goods_meaning import meaning_vectors
from hamafza.runs.goods_tables import goods_tables
from hamafza.store.fanout import as_they_come
from hamafza.store.home import home
from hamafza.store.memory import give_back
from hamafza.store.parameters import load
from hamafza.store.tables import read_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.classified import BestCodes, Classified

TEXT = "text"
PLACE = "place"
_HEARD = "heard"

# Distinct texts below which starting a process costs more than it saves (about 4 s to build the
# classifier against 2 to 4 s for 5,000 texts).
WORTH_PROCESSES = 25_000

# Distinct texts in one partition: their candidates as Python objects are some 30 MB.
_PARTITION = 5_000

Rows = dict[str, list[object]]

_NUMBERS = {
    "probability": pl.Float64, "probability_hs6": pl.Float64, "rank": pl.Int64, PLACE: pl.Int64,
}  # fmt: skip


class Part(NamedTuple):
    """Some of the distinct texts; ``first`` is the place of the first among all."""

    first: int
    texts: pl.Series


_NOTHING = Part(0, pl.Series(TEXT, [], dtype=pl.String))


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """Return the classifier over shipped tables and learnt terms; built once in a process."""
    params = load(ClassifierParams, "goods", section="classifier")
    tables = goods_tables()
    if confirmed_terms_file().is_file():
        confirmed = read_parquet(confirmed_terms_file(), tables.confirmed.columns)
        tables = replace(tables, confirmed=confirmed)
    built = Classifier(tables, params, meaning_vectors())
    give_back()  # a sixth of what building took, in each process that classifies
    return built


def confirmed_terms_file() -> Path:
    """Return where this installation keeps what ``goods learn`` has learnt."""
    return home() / "goods" / "confirmed-terms.parquet"


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Return the sentences for reasons and questions."""
    return Wording(goods_tables().wording)


def classify_one(text: str, top: int = 10) -> Verdict:
    """Return the verdict of one phrase, for a page or ``goods explain``."""
    return next(classifier().classify([text], top))


def best_codes(
    texts: pl.Series, *, processes: int | None = None, report: Report = silent
) -> dy.DataFrame[BestCodes]:
    """Return the likeliest code of each distinct text; a null counts as an empty text."""
    once = heard_once(texts)
    return best_codes_heard(texts, _fanned(best_frame, once, processes, report))


def heard_once(texts: pl.Series) -> pl.Series:
    """Return texts that are heard otherwise than each other, in order: «کيف» and «کیف» are one."""
    once = distinct(texts).to_frame()
    return once.select(heard_as(pl.col(TEXT))).to_series().unique(maintain_order=True)


def best_codes_heard(texts: pl.Series, heard: Iterable[pl.DataFrame]) -> dy.DataFrame[BestCodes]:
    """Return the code of each distinct text, from those of what they are heard as."""
    codes = pl.concat([best_frame(_NOTHING), *heard]).rename({TEXT: _HEARD})
    once = distinct(texts).to_frame().with_columns(heard_as(pl.col(TEXT)).alias(_HEARD))
    return checked(BestCodes, once.join(codes, on=_HEARD, how="left", maintain_order="left"))


def parts_of(once: pl.Series) -> list[Part]:
    """Return the texts some thousands at a time."""
    total = len(once)
    return [Part(at, once.slice(at, _PARTITION)) for at in range(0, total, _PARTITION)]


def distinct(texts: pl.Series) -> pl.Series:
    """Return each text once, in the order they are first met."""
    return texts.cast(pl.String).fill_null("").unique(maintain_order=True).alias(TEXT)


def places_of(texts: pl.Series, once: pl.Series) -> pl.DataFrame:
    """Return the place of each ``line``'s text among the distinct ones."""
    lines = texts.alias(TEXT).to_frame().with_row_index("line")
    found = lines.join(once.to_frame().with_row_index(PLACE), on=TEXT, how="left")
    return found.select(pl.col("line", PLACE).cast(pl.Int64)).sort("line")


def ranked_parts(
    once: pl.Series, top: int, *, processes: int | None = None, report: Report = silent
) -> Iterator[pl.DataFrame]:
    """
    Yield the candidates of distinct texts, some thousands of texts at a time and in order.

    Columns are ``place`` of the text and those of ``Classified`` without the line.
    """
    return _fanned(partial(_ranked_frame, top=top), once, processes, report)


def no_ranks() -> pl.DataFrame:
    """Return what ``ranked_parts`` yields, without rows."""
    return _ranked_frame(_NOTHING, 1)


def _fanned(
    frame_of: Callable[[Part], pl.DataFrame],
    once: pl.Series,
    processes: int | None,
    report: Report,
) -> Iterator[pl.DataFrame]:
    """Fan out only what is worth a process."""
    total, parts = len(once), parts_of(once)
    if total < WORTH_PROCESSES:
        processes = 1
    for at, frame in enumerate(as_they_come(frame_of, parts, processes=processes), start=1):
        yield frame
        report("classifying", min(at * _PARTITION, total), total)


def best_frame(part: Part) -> pl.DataFrame:
    """Return the likeliest code of each text of a part."""
    rows: Rows = {name: [] for name in BestCodes.column_names()}
    for verdict in _verdicts(part, 1):
        first = verdict.candidates[0] if verdict.candidates else None
        rows["text"].append(verdict.text)
        rows["hs4"].append(first.hs4 if first else None)
        rows["hs6"].append(first.hs6 if first else None)
        rows["probability"].append(first.probability if first else 0.0)
        rows["probability_hs6"].append(first.probability_hs6 if first else 0.0)
        rows["reason"].append(wording().reason(verdict.reason, verdict.language))
        rows["service_code"].append(verdict.service_code or None)
    return _frame(rows)


def _ranked_frame(part: Part, top: int) -> pl.DataFrame:
    rows: Rows = {PLACE: [], **{name: [] for name in Classified.column_names()[1:]}}
    for place, verdict in enumerate(_verdicts(part, top), start=part.first):
        question = _question(verdict)
        for rank, candidate in enumerate(verdict.candidates, start=1):
            codes = (candidate.hs4, candidate.hs6, candidate.probability, candidate.probability_hs6)
            reason = wording().reason(candidate.reason, verdict.language)
            _append(rows, (place, rank, *codes, reason, question))
        if not verdict.candidates:
            reason = wording().reason(verdict.reason, verdict.language)
            _append(rows, (place, 1, None, None, 0.0, 0.0, reason, question))
    return _frame(rows)


def _verdicts(part: Part, top: int) -> Iterable[Verdict]:
    """A process that only hands texts out builds no classifier: it is 5 s and 200 MB."""
    return classifier().classify(part.texts.to_list(), top) if len(part.texts) else ()


def _append(rows: Rows, cells: Iterable[object]) -> None:
    for column, cell in zip(rows.values(), cells, strict=True):
        column.append(cell)


def _question(verdict: Verdict) -> str:
    asked = verdict.question
    return wording().question(asked, verdict.language) if asked else ""


def _frame(rows: Rows) -> pl.DataFrame:
    """Pack a partition before it travels: lists of Python texts weigh ten times as much."""
    types = {name: _NUMBERS.get(name, pl.String) for name in rows}
    return pl.DataFrame(rows, schema=types)
