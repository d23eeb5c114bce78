"""Two curves that close: a bound that falls, a value that rises, and the gap between them."""

from collections.abc import Sequence
from html import escape

Point = tuple[float, float, float]
"""Seconds since the beginning, value, bound."""

_HEAD_PX = 10.0


def closing(
    points: Sequence[Point],
    *,
    title: str,
    seconds: float = 0.0,
    rtl: bool = False,
    width: int = 640,
    height: int = 200,
) -> str:
    """
    Return an ``<svg>`` of both curves from zero, as steps: they change when a family ends.

    ``seconds`` is when the whole should end; the curves reach as far as there is time behind
    them. Time runs from the reader's first side. Fewer than two points give empty text.
    """
    if len(points) < 2:
        return ""
    began = points[0][0]
    longest = max(points[-1][0], seconds) - began or 1.0
    top = max(bound for _, _, bound in points) or 1.0

    def at(second: float, level: float) -> tuple[float, float]:
        x = (second - began) / longest * width
        y = height - max(level, 0.0) / top * (height - _HEAD_PX)
        return (width - x if rtl else x), y

    value = _steps([at(second, low) for second, low, _ in points])
    bound = _steps([at(second, high) for second, _, high in points])
    between = _line([*value, *reversed(bound)]) + "z"
    ends = (("closing-bound", bound[-1]), ("closing-value", value[-1]))
    dots = "".join(
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for kind, (x, y) in ends
    )
    return (
        f'<svg class="closing" viewBox="-6 0 {width + 12} {height + 2}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path class="closing-ground" d="M0 {height}H{width}"/>'
        f'<path class="closing-gap" d="{between}"/>'
        f'<path class="closing-bound" d="{_line(bound)}"/>'
        f'<path class="closing-value" d="{_line(value)}"/>{dots}</svg>'
    )


def _steps(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Hold each level until the next point."""
    held = [corners[0]]
    for x, y in corners[1:]:
        held += [(x, held[-1][1]), (x, y)]
    return held


def _line(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
