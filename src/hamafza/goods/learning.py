"""Which phrases that people have given a code become terms of trade."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class LearningParams:
    """
    ``least_people`` must have given a phrase the same code, or one officer.

    ``least_share``: of all who gave the phrase a code, so many must agree.
    """

    least_people: int = 2
    least_share: float = 0.7


def agreed(phrases: pl.DataFrame, params: LearningParams, edition: str) -> pl.DataFrame:
    """
    Return ``text`` and ``code`` of the phrases on whose code people agree.

    ``phrases`` is a ``ConfirmedPhrases``; codes of another edition wait for their conversion.
    """
    share = pl.col("people") / pl.col("people").sum().over("text")
    enough = (pl.col("people") >= params.least_people) | (pl.col("officers") > 0)
    return (
        phrases.filter(pl.col("edition") == edition)
        .filter(enough & (share >= params.least_share))
        .sort("text", "people", descending=[False, True])
        .select("text", code="hs6")
    )
