"""Charts that are tables first: ranked bars, the waterfall, the life of a deal, the squares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from hamafza.vocabulary.svg import Span, fall_spans, ranked_spans
from hamafza.web.templatetags.parts import part

register = template.Library()

SQUARES_AT_MOST = 120  # six rows of twenty: more cannot be counted by eye


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[Any], **words: Any) -> dict[str, Any]:
    """
    Draw ranked bars. A row has label, parts (numbers), figure; may have link and note.

    ``kinds="now open"`` names the look of each part: now, open (dashed), take, net, keep.
    ``decimals`` is kept the same down the column. Words: caption, head, bar_head, value_head.
    """
    rows = list(rows)
    kinds = str(words.pop("kinds", "now open")).split()
    spans = ranked_spans([[float(p) for p in part(row, "parts", ())] for row in rows], kinds)
    lines = [
        {
            "label": part(row, "label"),
            "link": part(row, "link", ""),
            "note": part(row, "note", ""),
            "figure": part(row, "figure"),
            "spans": [_styled(span) for span in row_spans],
        }
        for row, row_spans in zip(rows, spans, strict=True)
    ]
    return {"lines": lines, "decimals": words.pop("decimals", None), **_heads(words)}


@register.inclusion_tag("components/fall.html")
def fall(rows: Iterable[Any], **words: Any) -> dict[str, Any]:
    """
    Draw a waterfall. A row has label, amount (Money), kind ("", take, keep, net), perhaps note.

    The first row is what came in; takes and keeps are negative; the last is what remains.
    """
    rows = list(rows)
    kinds = [part(row, "kind", "") for row in rows]
    spans = fall_spans([float(part(row, "amount").minor) for row in rows], kinds)
    lines = [
        {
            "label": part(row, "label"),
            "note": part(row, "note", ""),
            "amount": part(row, "amount"),
            "kind": span.kind,
            "spans": [_styled(span)],
        }
        for row, span in zip(rows, spans, strict=True)
    ]
    return {"lines": lines, **_heads(words)}


@register.inclusion_tag("components/steps.html")
def steps(stages: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Draw a life. A stage has label, state (done, now, ahead), perhaps when (date or text)."""
    lines = [
        {
            "label": part(stage, "label"),
            "state": part(stage, "state", "ahead"),
            "when": part(stage, "when", ""),
        }
        for stage in stages
    ]
    return {"stages": lines, "label": label or _("The life of this deal")}


@register.inclusion_tag("components/squares.html")
def squares(total: int, mine: int = 0, others: int = 0, each: int = 1, label: str = "") -> Any:
    """
    Draw a quantity as squares of ``each`` pieces: mine, others', and dashed what is still open.

    A square begun is drawn only when it is full, so that the picture never promises more.
    """
    if total // each > SQUARES_AT_MOST:
        each = -(-total // SQUARES_AT_MOST)
    own = mine // each
    lit = (mine + others) // each - own
    return {
        "squares": ["mine"] * own + ["with"] * lit + [""] * max(-(-total // each) - own - lit, 0),
        "label": label,
        "each": each,
    }


def _styled(span: Span) -> dict[str, str]:
    kind = "" if span.kind == "now" else span.kind
    return {"kind": kind, "style": f"--from:{span.start:.2f};--size:{span.size:.2f}"}


def _heads(words: Mapping[str, Any]) -> dict[str, Any]:
    heads = {"caption": "", "head": "", "bar_head": "", "value_head": ""}
    strange = set(words) - set(heads)
    if strange:
        raise ValueError(f"a chart has no {', '.join(sorted(strange))}")
    return heads | dict(words)
