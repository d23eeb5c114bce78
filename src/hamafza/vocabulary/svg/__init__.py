"""Pictures as SVG text: maps of dots and stitches, ranked bars, a waterfall, a time line."""

from hamafza.vocabulary.svg.bars import Bar, Span, fall_spans, ranked_bars, ranked_spans, waterfall
from hamafza.vocabulary.svg.closing import closing
from hamafza.vocabulary.svg.outlines import Outline, middle_of, outline_path
from hamafza.vocabulary.svg.picture import Area, Dot, Label, Line, Picture, draw
from hamafza.vocabulary.svg.timeline import Stage, timeline
from hamafza.vocabulary.svg.view import View, view_of

__all__ = [
    "Area",
    "Bar",
    "Dot",
    "Label",
    "Line",
    "Outline",
    "Picture",
    "Span",
    "Stage",
    "View",
    "closing",
    "draw",
    "fall_spans",
    "middle_of",
    "outline_path",
    "ranked_bars",
    "ranked_spans",
    "timeline",
    "view_of",
    "waterfall",
]
