"""Pictures as SVG text: maps of dots and stitches; where the spans of bars lie."""

from hamafza.vocabulary.svg.bars import Span, fall_spans, ranked_spans
from hamafza.vocabulary.svg.closing import closing
from hamafza.vocabulary.svg.outlines import Outline, middle_of, outline_path
from hamafza.vocabulary.svg.picture import Area, Dot, Label, Line, Picture, draw
from hamafza.vocabulary.svg.view import View, view_of

__all__ = [
    "Area",
    "Dot",
    "Label",
    "Line",
    "Outline",
    "Picture",
    "Span",
    "View",
    "closing",
    "draw",
    "fall_spans",
    "middle_of",
    "outline_path",
    "ranked_spans",
    "view_of",
]
