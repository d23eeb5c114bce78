"""A life as a line: sewn where it has been, tacked where it will go."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Stage:
    """One step: ``done``, ``now`` or ``ahead``; ``when`` is already in words."""

    label: str
    state: str
    when: str = ""


def timeline(stages: Sequence[Stage], *, title: str, rtl: bool = False, width: int = 900) -> str:
    """Return an ``<svg>`` of the stages in order, from the reader's first side."""
    step = width / max(len(stages), 1)
    parts = []
    for i, stage in enumerate(stages):
        x = (i + 0.5) * step
        if i + 1 < len(stages):
            kind = "sewn" if stage.state == "done" else "tacked"
            ends = (_x(x, width, rtl), _x(x + step, width, rtl))
            parts.append(f'<path class="{kind}" d="M{ends[0]:.0f} 16L{ends[1]:.0f} 16"/>')
    for i, stage in enumerate(stages):
        x = _x((i + 0.5) * step, width, rtl)
        parts.append(f'<circle class="{escape(stage.state)}" cx="{x:.0f}" cy="16" r="8"/>')
        parts.append(f'<text x="{x:.0f}" y="46" text-anchor="middle">{escape(stage.label)}</text>')
        parts.append(f'<text x="{x:.0f}" y="66" text-anchor="middle">{escape(stage.when)}</text>')
    return (
        f'<svg class="life-svg" viewBox="0 0 {width} 76" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _x(x: float, width: int, rtl: bool) -> float:
    return width - x if rtl else x
