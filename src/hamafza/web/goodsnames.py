"""Names of goods by their code, in the reader's language."""

from django.utils.translation import get_language

from hamafza.goods.names import short_name
from hamafza.runs.requirements import goods_names


def code_name(code: str) -> str:
    """Return what goods of a chapter, heading or subheading are called, short."""
    known = goods_names()
    return (
        known.label(code, language())
        if len(code) == 6
        else short_name(known.name(code, language()))
    )


def language() -> str:
    """Return the reader's language, ``fa`` or ``en``."""
    return (get_language() or "fa")[:2]
