"""Makers' words to codes: the classifier over shipped tables, in bulk and on all cores."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import dataframely as dy
import polars as pl

from hamafza.goods.classifier import Classifier, ClassifierParams
from hamafza.goods.verdict import Verdict
from hamafza.goods.wording import Wording
from hamafza.runs.goods_meaning import meaning_vectors
from hamafza.runs.goods_tables import goods_tables
from hamafza.store.fanout import fan_out
from hamafza.store.home import home
from hamafza.store.parameters import load
from hamafza.store.tables import read_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.classified import BestCodes, Classified

TEXT = "text"

# Distinct texts in one partition; below two of them starting a process costs more than it saves
# (about 3 s to build the classifier against 1 s for 5,000 texts).
_PARTITION = 20_000

# Partitions between two reports of progress.
_ROUND = 4

T = TypeVar("T")
Rows = dict[str, list[object]]

_NUMBERS = {"probability": pl.Float64, "probability_hs6": pl.Float64, "rank": pl.Int64}


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """Return the classifier over shipped tables and learnt terms; built once in a process."""
    params = load(ClassifierParams, "goods", section="classifier")
    tables = goods_tables()
    if confirmed_terms_file().is_file():
        confirmed = read_parquet(confirmed_terms_file(), tables.confirmed.columns)
        tables = replace(tables, confirmed=confirmed)
    return Classifier(tables, params, meaning_vectors())


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
    distinct = texts.cast(pl.String).fill_null("").unique(maintain_order=True).to_list()
    return checked(BestCodes, _fanned(_best_frame, distinct, processes, report))


def classify_texts(
    texts: Sequence[str], top: int = 10, *, processes: int | None = None, report: Report = silent
) -> dy.DataFrame[Classified]:
    """Return the candidates of each line; equal texts are read once."""
    series = pl.Series(TEXT, texts, dtype=pl.String).fill_null("")
    lines = series.to_frame().with_row_index("line")
    distinct = series.unique(maintain_order=True)
    asked = [(text, top) for text in distinct.to_list()]
    ranks = _fanned(_ranked_frame, asked, processes, report)
    found = lines.join(ranks, on=TEXT, how="left", maintain_order="left_right")
    return checked(Classified, found)


def _fanned(
    frame_of: Callable[[Sequence[T]], pl.DataFrame],
    asked: Sequence[T],
    processes: int | None,
    report: Report,
) -> pl.DataFrame:
    """Fan out only what is worth a process; report after each round of partitions."""
    partitions = [asked[at : at + _PARTITION] for at in range(0, len(asked), _PARTITION)]
    if len(partitions) < 2:
        processes = 1
    found = [frame_of([])]
    for at in range(0, len(partitions), _ROUND):
        found += fan_out(frame_of, partitions[at : at + _ROUND], processes=processes)
        report("classifying", min((at + _ROUND) * _PARTITION, len(asked)), len(asked))
    return pl.concat(found)


def _best_frame(texts: Sequence[str]) -> pl.DataFrame:
    rows: Rows = {name: [] for name in BestCodes.column_names()}
    for verdict in _verdicts(texts, 1):
        first = verdict.candidates[0] if verdict.candidates else None
        rows["text"].append(verdict.text)
        rows["hs4"].append(first.hs4 if first else None)
        rows["hs6"].append(first.hs6 if first else None)
        rows["probability"].append(first.probability if first else 0.0)
        rows["probability_hs6"].append(first.probability_hs6 if first else 0.0)
        rows["reason"].append(wording().reason(verdict.reason, verdict.language))
        rows["service_code"].append(verdict.service_code or None)
    return _frame(rows)


def _ranked_frame(asked: Sequence[tuple[str, int]]) -> pl.DataFrame:
    rows: Rows = {TEXT: [], **{name: [] for name in Classified.column_names()[1:]}}
    top = asked[0][1] if asked else 1
    for verdict in _verdicts([text for text, _ in asked], top):
        question = _question(verdict)
        for rank, candidate in enumerate(verdict.candidates, start=1):
            codes = (candidate.hs4, candidate.hs6, candidate.probability, candidate.probability_hs6)
            reason = wording().reason(candidate.reason, verdict.language)
            _append(rows, (verdict.text, rank, *codes, reason, question))
        if not verdict.candidates:
            reason = wording().reason(verdict.reason, verdict.language)
            _append(rows, (verdict.text, 1, None, None, 0.0, 0.0, reason, question))
    return _frame(rows)


def _verdicts(texts: Sequence[str], top: int) -> Iterable[Verdict]:
    """A process that only hands texts out builds no classifier: it is 6 s and 400 MB."""
    return classifier().classify(texts, top) if texts else ()


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
