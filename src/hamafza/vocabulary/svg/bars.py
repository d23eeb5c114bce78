"""Ranked bars and the waterfall: where each span begins and how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A piece of a bar in per cent of the longest bar, and its look (``open``, ``take``)."""

    start: float
    size: float
    kind: str = ""


def ranked_spans(rows: Sequence[Sequence[float]], kinds: Sequence[str]) -> list[tuple[Span, ...]]:
    """
    Return the spans of each row's parts, laid end to end, in per cent of the longest row.

    ``kinds`` gives the look of the first part, the second and so on.
    """
    longest = max((sum(max(part, 0.0) for part in row) for row in rows), default=0.0)
    return [_end_to_end(row, kinds, longest or 1.0) for row in rows]


def fall_spans(amounts: Sequence[float], kinds: Sequence[str]) -> list[Span]:
    """
    Return the spans of a waterfall in per cent of the first amount.

    A negative amount hangs from where the one before it ended; a positive one after the first
    is a level reached, and stands on the ground.
    """
    whole = amounts[0] if amounts and amounts[0] > 0 else 1.0
    level = 0.0
    spans = []
    for amount, kind in zip(amounts, kinds, strict=True):
        size = abs(amount) / whole * 100
        level = level - size if amount < 0 else size
        spans.append(Span(level if amount < 0 else 0.0, size, kind))
    return spans


def _end_to_end(row: Sequence[float], kinds: Sequence[str], longest: float) -> tuple[Span, ...]:
    start = 0.0
    spans = []
    for part, kind in zip(row, kinds, strict=True):
        size = max(part, 0.0) / longest * 100
        spans.append(Span(start, size, kind))
        start += size
    return tuple(span for span in spans if span.size > 0)
