"""``{% load formation %}``: how value and bound close, and the sign of a change of value."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from hamafza.vocabulary.svg import closing
from hamafza.vocabulary.writing import number

register = template.Library()

MINUS = "−"


@register.simple_tag(name="closing")
def closing_curves(points: Any, seconds: float = 0.0) -> SafeString:
    """Draw the curves of a run's standing."""
    told = [(float(second), float(value), float(bound)) for second, value, bound in points or ()]
    title = _("The bound falls and the value rises while product families end")
    return mark_safe(
        closing(told, title=title, seconds=float(seconds or 0.0), rtl=get_language_bidi())
    )


@register.filter
def change(value: float | None, decimals: int = 2) -> SafeString:
    """Write a change with its sign: +0.25 or −0.25; nothing changed is 0."""
    told = round(float(value or 0.0), int(decimals))
    sign = "+" if told > 0 else MINUS if told < 0 else ""
    figure = number(abs(told), (get_language() or "fa")[:2], int(decimals) if told else 0)
    return format_html('<span class="n">{}{}</span>', sign, figure)
