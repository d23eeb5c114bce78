"""A map: land, home provinces, dots, stitched and whole lines, labels that keep apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from hamafza.vocabulary.svg.outlines import Outline, outline_path
from hamafza.vocabulary.svg.view import View

_LETTER_PX = 8.0  # mean advance of a 15 px label, generous
_PHONE_LETTER_PX = 13.0  # the same where maps.css enlarges labels for a phone
_LABEL_HEIGHT_PX = 19.0


@dataclass(frozen=True)
class Dot:
    """
    One workshop or one stop.

    ``kind``: ``unit-dot`` (there), ``lit`` (joined), ``lead``, ``stop`` (on a way), ``mine``.
    """

    lat_deg: float
    lon_deg: float
    kind: str = "unit-dot"
    title: str = ""
    link: str = ""
    radius_px: float = 5.0


@dataclass(frozen=True)
class Line:
    """
    ``bond`` (proposed, dashed), ``bond bond--firm`` (agreed), ``way``, ``way way--sea``.

    A bond is drawn as a slight curve, so that bonds of one city do not cover each other.
    """

    points: Sequence[tuple[float, float]]
    kind: str = "bond"


@dataclass(frozen=True)
class Label:
    """A name; ``minor`` ones leave on a phone, ``far`` is abroad, ``water`` is a sea."""

    lat_deg: float
    lon_deg: float
    text: str
    kind: str = ""
    up_px: float = 12.0


@dataclass(frozen=True)
class Area:
    """A country that is told apart by ``kind`` (a class of the style sheet)."""

    outline: Outline
    kind: str
    title: str = ""
    link: str = ""


@dataclass(frozen=True)
class Picture:
    """All that one map shows; earlier labels win when two would cover each other."""

    view: View
    title: str
    land: Sequence[Outline] = ()
    home: Sequence[Outline] = ()
    scatter: Sequence[tuple[float, float]] = ()
    dots: Sequence[Dot] = ()
    lines: Sequence[Line] = ()
    labels: Sequence[Label] = ()
    glows: Sequence[tuple[float, float, float]] = field(default=())
    """Latitude, longitude and radius in pixels of a light under a group."""
    areas: Sequence[Area] = ()
    """Drawn over the land, under all else."""


def draw(picture: Picture) -> str:
    """Return the whole ``<svg>`` element; texts are escaped."""
    view = picture.view
    parts = [
        f'<svg viewBox="0 0 {view.width} {view.height}" role="{_role(picture)}">'
        f"<title>{escape(picture.title)}</title>",
        _areas(picture.land, view, "map-land"),
        _areas(picture.home, view, "map-home"),
        *(_area(area, view) for area in picture.areas),
        _glows(picture),
        _scatter(picture),
        *(_line(line, view) for line in picture.lines),
        *(_dot(dot, view) for dot in picture.dots),
        *(_label(label, view) for label in _apart(picture.labels, view)),
        "</svg>",
    ]
    return "".join(parts)


def _role(picture: Picture) -> str:
    """A picture whose parts are links is no single image to who listens to it."""
    linked = any(dot.link for dot in picture.dots) or any(area.link for area in picture.areas)
    return "group" if linked else "img"


def _areas(outlines: Sequence[Outline], view: View, kind: str) -> str:
    paths = (outline_path(outline, view) for outline in outlines)
    drawn = "".join(f'<path d="{path}"/>' for path in paths if path)
    return f'<g class="{kind}">{drawn}</g>' if drawn else ""


def _area(area: Area, view: View) -> str:
    path = outline_path(area.outline, view)
    if not path:
        return ""
    title = f"<title>{escape(area.title)}</title>" if area.title else ""
    drawn = f'<path class="{escape(area.kind)}" d="{path}">{title}</path>'
    return f'<a href="{escape(area.link)}">{drawn}</a>' if area.link else drawn


def _glows(picture: Picture) -> str:
    if not picture.glows:
        return ""
    # one gradient, drawn under every group: light, not ornament
    light = (
        '<defs><radialGradient id="glow"><stop offset="0" stop-color="#efb42c" '
        'stop-opacity=".42"/><stop offset="1" stop-color="#efb42c" stop-opacity="0"/>'
        "</radialGradient></defs>"
    )
    discs = []
    for lat, lon, radius in picture.glows:
        x, y = picture.view.xy(lat, lon)
        discs.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="url(#glow)"/>')
    return light + "".join(discs)


def _scatter(picture: Picture) -> str:
    """Many dots as one path of points with round caps: a tenth of the weight of circles."""
    seen = {
        (round(x), round(y))
        for x, y in (picture.view.xy(lat, lon) for lat, lon in picture.scatter)
        if 0 <= x <= picture.view.width and 0 <= y <= picture.view.height
    }
    path = "".join(f"M{x} {y}h0" for x, y in sorted(seen))
    return f'<path class="scatter" d="{path}"/>' if path else ""


def _line(line: Line, view: View) -> str:
    corners = [view.xy(lat, lon) for lat, lon in line.points]
    if line.kind.startswith("bond") and len(corners) == 2:
        (x1, y1), (x2, y2) = corners
        bend_x, bend_y = (x1 + x2) / 2 - (y2 - y1) * 0.08, (y1 + y2) / 2 + (x2 - x1) * 0.08
        path = f"M{x1:.0f} {y1:.0f}Q{bend_x:.0f} {bend_y:.0f} {x2:.0f} {y2:.0f}"
    else:
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in _unrepeated(corners))
    return f'<path class="{escape(line.kind)}" d="{path}"/>'


def _unrepeated(corners: list[tuple[float, float]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for x, y in corners:
        if not kept or kept[-1] != (round(x), round(y)):
            kept.append((round(x), round(y)))
    return kept


def _dot(dot: Dot, view: View) -> str:
    x, y = view.xy(dot.lat_deg, dot.lon_deg)
    title = f"<title>{escape(dot.title)}</title>" if dot.title else ""
    circle = (
        f'<circle class="{escape(dot.kind)}" cx="{x:.1f}" cy="{y:.1f}" '
        f'r="{dot.radius_px:g}">{title}</circle>'
    )
    return f'<a href="{escape(dot.link)}">{circle}</a>' if dot.link else circle


def _label(label: Label, view: View) -> str:
    x, y = _anchor(label, view)
    kind = f' class="{escape(label.kind)}"' if label.kind else ""
    return f'<text{kind} x="{x:.0f}" y="{y:.0f}">{escape(label.text)}</text>'


def _anchor(label: Label, view: View) -> tuple[float, float]:
    """Place the label above its point, moved inwards where the edge would cut it."""
    x, y = view.xy(label.lat_deg, label.lon_deg)
    half = len(label.text) * _LETTER_PX / 2
    x = min(max(x, half), view.width - half)
    return x, min(max(y - label.up_px, _LABEL_HEIGHT_PX), view.height - 6)


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    half: float
    height: float

    @classmethod
    def of(cls, label: Label, view: View, letter_px: float) -> "_Box":
        """Return the room a label takes when its letters are so wide."""
        x, y = _anchor(label, view)
        height = _LABEL_HEIGHT_PX * letter_px / _LETTER_PX
        return cls(x, y, len(label.text) * letter_px / 2, height)

    def covers(self, other: "_Box") -> bool:
        """Say whether two labels would be written over each other."""
        apart = abs(self.x - other.x) >= self.half + other.half
        return not apart and abs(self.y - other.y) < self.height


def _apart(labels: Sequence[Label], view: View) -> list[Label]:
    """Leave out what an earlier label covers; what only a phone has no room for becomes minor."""
    kept: list[Label] = []
    desk: list[_Box] = []
    phone: list[_Box] = []
    for label in labels:
        if not label.text or not view.holds(label.lat_deg, label.lon_deg):
            continue
        box = _Box.of(label, view, _LETTER_PX)
        if any(box.covers(other) for other in desk):
            continue
        desk.append(box)
        large = _Box.of(label, view, _PHONE_LETTER_PX)
        is_cut = not large.half <= large.x <= view.width - large.half
        if is_cut or any(large.covers(other) for other in phone):
            label = replace(label, kind=f"{label.kind} minor".strip())
        elif "minor" not in label.kind:
            phone.append(large)
        kept.append(label)
    return kept
