"""``{% load markets %}``: sums of trade, and the year and source under a figure."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from hamafza.runs.market_grounds import Ground, Standing, standing
from hamafza.web.pages.market_qualities import MEANINGS, QUALITIES
from hamafza.web.pages.public import market_words
from hamafza.web.templatetags.parts import badge

register = template.Library()
MILLION = 1_000_000.0


@register.filter
def thousands(usd: float) -> SafeString:
    """Write thousand dollars in the reader's digits."""
    return format_html('<span class="n">{}</span>', market_words.thousands(usd))


@register.filter
def millions(usd: float) -> SafeString:
    """Write million dollars in the reader's digits, with decimals where they would be lost."""
    decimals = 0 if usd >= MILLION * 100 else 2
    language = "fa" if get_language_bidi() else "en"
    told = market_words.writing.number(usd / MILLION, language, decimals)
    return format_html('<span class="n">{}</span>', told)


@register.filter
def ground(told: Ground) -> SafeString:
    """Write the years and the source that a figure rests on; a file's own words stay as told."""
    comma = "، " if get_language_bidi() else ", "
    language = "fa" if get_language_bidi() else "en"
    digits = ((market_words.writing.digits(year, language),) for year in told.years)
    years = format_html_join(comma, '<span class="n">{}</span>', digits)
    words = market_words.source_words(told)
    shape = "{}{}{}" if told.source in market_words.SOURCES else "{}{}<bdi>{}</bdi>"
    return format_html(shape, years, comma, words)


@register.simple_tag
def trade_standing() -> Standing:
    """Return what the flows rest on that a page without a single market shows."""
    return standing()


@register.simple_tag
def quality(mark: str) -> SafeString:
    """Say whether trade of the two countries is recorded; a dashed border is what is not."""
    kind = "firm" if mark == "recorded" else "proposed"
    return badge(kind, str(QUALITIES[mark]))


@register.filter
def quality_means(mark: str) -> str:
    """Say what the mark means, in a sentence."""
    return str(MEANINGS[mark])


@register.filter
def unlocalized(figure: float) -> str:
    """Write a figure for an attribute that programs read: Latin digits and a point."""
    return f"{figure:g}"
