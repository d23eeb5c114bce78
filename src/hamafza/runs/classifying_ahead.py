"""A file's words coded while its records are still being read."""

from collections.abc import Iterator

import dataframely as dy
import polars as pl

from hamafza.runs.classifying import (
    TEXT,
    WORTH_PROCESSES,
    Part,
    best_codes_heard,
    best_frame,
    heard_once,
    parts_of,
)
from hamafza.sources.registry_files import PIECE
from hamafza.store.fanout import Ahead, cores
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables.classified import BestCodes

GOODS_READ = pl.concat_str(["goods_text", "goods_hint"], separator=" ", ignore_nulls=True)
"""What of a clean record is coded: its maker's words, with the hint of its row."""


class CodesAhead:
    """
    Hears the records piece by piece, and has most codes by the time that the last is read.

    A file of one small piece is coded when it is read, in this process: starting another would
    take longer. One process keeps step with the reading where words repeat as they do in
    registries; where the first piece says that they do not, there is one for each core.
    """

    def __init__(self) -> None:
        self._heard = pl.Series(TEXT, [], dtype=pl.String)
        self._ahead: Ahead[Part, pl.DataFrame] | None = None

    def hear(self, clean: pl.DataFrame) -> None:
        """Hand in what a piece of clean records says that no piece before it said."""
        if self._ahead is None and clean.height < PIECE // 2:
            return
        once = heard_once(clean.select(GOODS_READ).to_series())
        new = once.filter(~once.is_in(self._heard.implode()))
        if self._ahead is None:
            self._ahead = Ahead(best_frame, processes=1 if len(new) < WORTH_PROCESSES else cores())
        self._heard = pl.concat([self._heard, new])
        for part in parts_of(new):
            self._ahead.hand_in(part)

    @property
    def has_heard(self) -> bool:
        """Say whether anything was large enough to be heard ahead."""
        return self._ahead is not None

    def codes(self, texts: pl.Series, report: Report = silent) -> dy.DataFrame[BestCodes]:
        """Return the codes of distinct texts that were heard; then nothing works any more."""
        found = best_codes_heard(texts, self._told(report))
        self.close()
        return found

    def close(self) -> None:
        """Let go of what still works, and of its memory."""
        if self._ahead is not None:
            self._ahead.close()

    def _told(self, report: Report) -> Iterator[pl.DataFrame]:
        done, total = 0, len(self._heard)
        for frame in self._ahead.results() if self._ahead else ():
            yield frame
            done += frame.height
            report("classifying", done, total)
