"""Ranked bars and the waterfall: where each span begins and how long it is, and their SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

ROW_PX = 34
_BAR_PX = 18


@dataclass(frozen=True)
class Span:
    """A piece of a bar in per cent of the longest bar, and its look (``open``, ``take``)."""

    start: float
    size: float
    kind: str = ""


@dataclass(frozen=True)
class Bar:
    """One line of a chart: label, spans, and the figure as the reader writes it."""

    label: str
    spans: tuple[Span, ...]
    figure: str
    note: str = ""


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


def ranked_bars(
    rows: Sequence[Bar], *, title: str, rtl: bool = False, width: int = 640, label_px: int = 200
) -> str:
    """Return an ``<svg>`` of labelled bars for a page that must stand alone."""
    figure_px = 110
    track = width - label_px - figure_px
    lines = []
    for i, row in enumerate(rows):
        y = i * ROW_PX
        lines.append(_text(row.label, label_px - 10, y, rtl, width, "end"))
        lines.extend(_rect(span, label_px, track, y, rtl, width) for span in row.spans)
        lines.append(_text(row.figure, width - 4, y, rtl, width, "end", "figure"))
    return (
        f'<svg class="bars-svg" viewBox="0 0 {width} {max(len(rows), 1) * ROW_PX}" role="img">'
        f"<title>{escape(title)}</title>{''.join(lines)}</svg>"
    )


def waterfall(rows: Sequence[Bar], *, title: str, rtl: bool = False, width: int = 640) -> str:
    """Return the waterfall as an ``<svg>``; the spans come from ``fall_spans``."""
    return ranked_bars(rows, title=title, rtl=rtl, width=width, label_px=240)


def _end_to_end(row: Sequence[float], kinds: Sequence[str], longest: float) -> tuple[Span, ...]:
    start = 0.0
    spans = []
    for part, kind in zip(row, kinds, strict=True):
        size = max(part, 0.0) / longest * 100
        spans.append(Span(start, size, kind))
        start += size
    return tuple(span for span in spans if span.size > 0)


def _rect(span: Span, left: int, track: int, y: int, rtl: bool, width: int) -> str:
    wide = max(span.size / 100 * track, 2.0)
    x = left + span.start / 100 * track
    x = width - x - wide if rtl else x
    kind = f"bar-{span.kind}" if span.kind else "bar-now"
    top = y + (ROW_PX - _BAR_PX) // 2
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{_BAR_PX}" rx="3"/>'
    )


def _text(
    text: str, x: float, y: int, rtl: bool, width: int, anchor: str, kind: str = "label"
) -> str:
    """In right-to-left text SVG's ``end`` lies on the left already, so only x is mirrored."""
    x = width - x if rtl else x
    return (
        f'<text class="{kind}" x="{x:.0f}" y="{y + ROW_PX // 2 + 5}" text-anchor="{anchor}"'
        f"{' direction=' + chr(34) + 'rtl' + chr(34) if rtl else ''}>{escape(text)}</text>"
    )
