"""What people have confirmed, learnt: agreed phrases become terms that the classifier reads."""

from dataclasses import dataclass

import polars as pl

from hamafza.goods.learning import LearningParams, agreed
from hamafza.runs.classifying import classifier, confirmed_terms_file
from hamafza.runs.goods_tables import HS_EDITION
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import write_parquet


@dataclass(frozen=True)
class Learnt:
    """
    Phrases given, phrases agreed on, and how many of these had been read right before, in percent.

    ``right_before`` judges the classifier by people's own words; null where there are none.
    """

    phrases: int
    agreed: int
    hs4_before_percent: float | None
    hs6_before_percent: float | None


def learn(phrases: pl.DataFrame) -> Learnt:
    """
    Write the agreed phrases of a ``ConfirmedPhrases`` where all processes here read them.

    The table replaces the one before; a process that runs already learns at its next start.
    """
    watch = Stopwatch()
    params = load(LearningParams, "goods", section="learning")
    terms = agreed(phrases, params, HS_EDITION)
    before = _right_before(terms)
    target = confirmed_terms_file()
    write_parquet(terms, target)
    told = Learnt(phrases["text"].n_unique(), len(terms), *before)
    record = RunRecord(
        kind="goods-learning",
        parameters=plain(params),
        outputs={target.name: file_sha256(target)},
        figures={
            "phrases": told.phrases, "agreed": told.agreed,
            "hs4_before_percent": told.hs4_before_percent,
            "hs6_before_percent": told.hs6_before_percent,
        },
    )  # fmt: skip
    watch.close(record).write(target.with_suffix(".run.json"))
    return told


def _right_before(terms: pl.DataFrame) -> tuple[float | None, float | None]:
    """Judge the classifier as it stands; what it has learnt from before, it knows."""
    if terms.is_empty():
        return None, None
    firsts = [
        verdict.candidates[0].hs6 if verdict.candidates else ""
        for verdict in classifier().classify(terms["text"].to_list(), top=1)
    ]
    pairs = list(zip(terms["code"].to_list(), firsts, strict=True))
    of4 = sum(code[:4] == first[:4] for code, first in pairs)
    of6 = sum(code == first for code, first in pairs)
    return round(100 * of4 / len(pairs), 1), round(100 * of6 / len(pairs), 1)
