"""``{% load markets %}``: sums of trade, in thousand dollars."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamafza.web.pages.public import market_words

register = template.Library()


@register.filter
def thousands(usd: float) -> SafeString:
    """Write thousand dollars in the reader's digits."""
    return format_html('<span class="n">{}</span>', market_words.thousands(usd))
