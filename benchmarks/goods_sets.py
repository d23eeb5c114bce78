"""Labelled phrases for the goods room, and the measures taken on them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.goods.classifier import Classifier
from hamafza.goods.verdict import Verdict
from hamafza.runs.goods_tables import goods_tables

DATA = Path(__file__).parent / "data"
LINES = DATA / "goods_lines"
_SEED = 20261124
_HELD_OUT_SHARE = 0.2
BINS = 10


@dataclass(frozen=True)
class Labelled:
    """
    A phrase with its right code; ``hs6`` is empty where the label stops at the heading.

    ``also`` are other codes that an expert could defend for these words.
    """

    text: str
    hs4: str
    hs6: str
    trade: str = ""
    also: tuple[str, ...] = ()


def seen_phrases(column: str) -> list[Labelled]:
    """Return the 232 development phrases, ``text_fa`` or ``text_en``: seen while building."""
    frame = pl.read_csv(DATA / "fa_products_seen.csv", infer_schema=False).fill_null("")
    return [Labelled(row[column], row["hs4"], row["hs6"]) for row in frame.iter_rows(named=True)]


def open_half() -> list[Labelled]:
    """Return the workshop lines that may be learnt from: goods whose heading the words fix."""
    return workshop_lines("open", "good")


def workshop_lines(half: str, kind: str) -> list[Labelled]:
    """Return lines of a half (``open`` or ``sealed``) of a kind (``good``, ``open``, ...)."""
    frame = pl.read_csv(LINES / f"{half}.csv", infer_schema=False).fill_null("")
    return [
        Labelled(
            r["text"], r["hs4"], r["hs6"], r["trade"], tuple(filter(None, r["also"].split("|")))
        )
        for r in frame.filter(pl.col("kind") == kind).iter_rows(named=True)
    ]


def sealed_fingerprint() -> str:
    """Return the SHA-256 of the sealed half, as ``docs/algorithms/goods.md`` has it."""
    return sha256((LINES / "sealed.csv").read_bytes()).hexdigest()


def trade_terms() -> list[Labelled]:
    """Return the UK terms whose six digits stand in the nomenclature."""
    known = set(goods_tables().nomenclature["code"])
    rows = goods_tables().trade_terms.iter_rows()
    return [Labelled(t, code[:4], code[:6]) for t, code in rows if code[:6] in known]


def held_out() -> tuple[list[Labelled], list[Labelled]]:
    """Return the UK terms for training and a fixed random fifth that nothing may learn from."""
    terms = trade_terms()
    random.Random(_SEED).shuffle(terms)
    cut = int(len(terms) * _HELD_OUT_SHARE)
    return terms[cut:], terms[:cut]


def without(shipped: Classifier, hidden: Sequence[Labelled]) -> Classifier:
    """Return a classifier that has never met the hidden terms."""
    texts = [one.text for one in hidden]
    tables = goods_tables()
    left = tables.trade_terms.filter(~pl.col("term").is_in(texts))
    return Classifier(replace(tables, trade_terms=left), shipped.params, shipped.vectors)


def with_gaps(shipped: Classifier, share: float, seed: int) -> Classifier:
    """Return a classifier whose lexicon has lost a random share of its articles."""
    tables = goods_tables()
    lexicon = tables.lexicon.with_row_index("row")
    articles = lexicon.filter(pl.col("kind") == "article")["row"].to_list()
    lost = random.Random(seed).sample(articles, int(share * len(articles)))
    left = lexicon.filter(~pl.col("row").is_in(lost)).drop("row")
    return Classifier(replace(tables, lexicon=left), shipped.params, shipped.vectors)


def folds(labelled: Sequence[Labelled], count: int) -> Iterator[tuple[list[Labelled], list[int]]]:
    """Yield for each fold what is left to learn from and the positions of what is held back."""
    order = list(range(len(labelled)))
    random.Random(_SEED).shuffle(order)
    for fold in range(count):
        back = sorted(order[fold::count])
        kept = set(order) - set(back)
        yield [labelled[at] for at in sorted(kept)], back


def measured(labelled: Sequence[Labelled], verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return top-1 and top-5 at heading and subheading, and the calibration error, in percent."""
    pairs = list(zip(labelled, verdicts, strict=True))
    six = [(one, verdict) for one, verdict in pairs if one.hs6]
    sure = [
        verdict.candidates[0].probability if verdict.candidates else 0.0 for verdict in verdicts
    ]
    right = [one.hs4 in _headings(verdict)[:1] for one, verdict in pairs]
    return {
        "phrases": len(pairs),
        "HS4 top-1 %": _share(one.hs4 in _headings(v)[:1] for one, v in pairs),
        "HS4 top-5 %": _share(one.hs4 in _headings(v)[:5] for one, v in pairs),
        "HS6 top-1 %": _share(one.hs6 in _subheadings(v)[:1] for one, v in six),
        "HS6 top-5 %": _share(one.hs6 in _subheadings(v)[:5] for one, v in six),
        "HS6 after a question %": _share(_right_after(one, v) for one, v in six),
        "ECE %": round(100 * calibration_error(sure, right), 1),
        "asked %": _share(v.question is not None for v in verdicts),
    }


def guild_of() -> dict[str, str]:
    """Return the wider guild of each of the writers' 134 trades."""
    return dict(pl.read_csv(LINES / "trades.csv", infer_schema=False).iter_rows())


def worst_tenth(
    labelled: Sequence[Labelled], verdicts: Sequence[Verdict], wider: Mapping[str, str]
) -> float:
    """
    Return HS4 top-5 over the lines of the worst tenth of trades, in percent.

    A trade has four or five lines in a half: the worst of so small groups are bad by chance. With
    ``wider`` they are put together first.
    """
    hits: dict[str, list[bool]] = {}
    for one, verdict in zip(labelled, verdicts, strict=True):
        trade = wider.get(one.trade, one.trade)
        hits.setdefault(trade, []).append(one.hs4 in _headings(verdict)[:5])
    ranked = sorted(hits.values(), key=lambda of: sum(of) / len(of))
    worst = ranked[: max(1, round(len(ranked) / 10))]
    return _share(hit for of in worst for hit in of)


def alone_at_precision(
    labelled: Sequence[Labelled], verdicts: Sequence[Verdict], threshold: float
) -> tuple[float, float]:
    """Return the share of lines surer than a threshold, and how many of those are right."""
    sure = [
        one.hs4 == v.candidates[0].hs4
        for one, v in zip(labelled, verdicts, strict=True)
        if v.candidates and v.candidates[0].probability >= threshold
    ]
    return round(100 * len(sure) / len(labelled), 1), _share(iter(sure))


def threshold_for(
    labelled: Sequence[Labelled], verdicts: Sequence[Verdict], precision: float
) -> float:
    """Return the least probability above which so many headings are right."""
    pairs = sorted(
        (
            (v.candidates[0].probability, one.hs4 == v.candidates[0].hs4)
            for one, v in zip(labelled, verdicts, strict=True)
            if v.candidates
        ),
        reverse=True,
    )
    found, right = 1.0, 0
    for count, (probability, is_right) in enumerate(pairs, start=1):
        right += is_right
        if right >= precision * count:
            found = probability
    return found


def _right_after(one: Labelled, verdict: Verdict) -> bool:
    """Answer the question from the label; an answer at the heading leaves its best subheading."""
    if verdict.question is None:
        return one.hs6 in _subheadings(verdict)[:1]
    answers = [answer.code for answer in verdict.question.answers]
    if one.hs6 in answers:
        return True
    within = [code for code in _subheadings(verdict) if code[:4] == one.hs4]
    return one.hs4 in answers and one.hs6 in within[:1]


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    p, r = np.array(sure), np.array(right, dtype=float)
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(p[bins == b].mean() - r[bins == b].mean()) * (bins == b).sum() for b in set(bins)]
    return float(sum(gaps) / len(p))


def _headings(verdict: Verdict) -> list[str]:
    return list(dict.fromkeys(candidate.hs4 for candidate in verdict.candidates))


def _subheadings(verdict: Verdict) -> list[str]:
    """Five most probable subheadings: the order that a top-5 at six digits is judged in."""
    by_six = sorted(verdict.candidates, key=lambda candidate: -candidate.probability_hs6)
    return [candidate.hs6 for candidate in by_six]


def _share(hits: Iterator[bool]) -> float:
    found = list(hits)
    return round(100 * sum(found) / max(len(found), 1), 1)
