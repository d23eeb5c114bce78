"""
``{% load look %}``: figures, dates, money and names in the reader's language, and the parts.

Every shown number is wrapped in ``<span class="n">``: isolated, left to right, unbroken.
What each filter and tag takes stands in ``templates/components/README.md``.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hamafza.vocabulary import writing
from hamafza.vocabulary.money import Money
from hamafza.web.templatetags import charts, maps, parts

register = template.Library()
for library in (charts, maps, parts):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)

NBSP = writing.days.NBSP
NOT_KNOWN = mark_safe('<span class="quiet">—</span>')


def language() -> str:
    """Return the reader's language, ``fa`` or ``en``."""
    return (get_language() or "fa")[:2]


@register.filter
def num(value: Any, decimals: int | None = None) -> SafeString:
    """Write a figure: ``{{ 1250|num }}`` is ۱٬۲۵۰; text keeps its marks, only digits change."""
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _n(writing.number(value, language(), decimals))
    return _n(writing.digits(value, language()))


@register.filter
def decimal(value: Any, decimals: int = 2) -> SafeString:
    """Write a figure with a fixed number of decimals: ``{{ 21.5|decimal:2 }}`` is ۲۱٫۵۰."""
    return num(value, int(decimals))


@register.filter
def percent(share: Any, decimals: int = 1) -> SafeString:
    """Write a share of one as a percentage: ``{{ 0.135|percent }}`` is ۱۳٫۵٪."""
    if share is None or share == "":
        return NOT_KNOWN
    return _n(writing.percent(share, language(), int(decimals)))


@register.filter
def money(amount: Any, currency: str = "") -> SafeString:
    """Write a ``Money``, or minor units with ``:"EUR"``, with the currency's name beside it."""
    told = as_money(amount, currency)
    if told is None:
        return NOT_KNOWN
    name = writing.currency_name(told.currency, language())
    return format_html("{}{}{}", _n(writing.sum_in_figures(told, language())), NBSP, name)


@register.filter
def sum_only(amount: Any, currency: str = "") -> SafeString:
    """Write the sum without its currency, for a column whose head names it."""
    told = as_money(amount, currency)
    return NOT_KNOWN if told is None else _n(writing.sum_in_figures(told, language()))


@register.filter
def toman(amount: Any) -> str:
    """Say rials once more as round toman: «۶۱ میلیون تومان»."""
    told = as_money(amount, "IRR")
    return "" if told is None else writing.toman_in_words(told, language())


@register.filter
def currency(code: str) -> str:
    """Return the currency's name."""
    return writing.currency_name(code, language())


@register.filter
def day(value: date | None) -> SafeString | str:
    """Write weekday, day, month by name, and the year if it is not this one."""
    return NOT_KNOWN if value is None else _day(value, weekday=True)


@register.filter
def shortday(value: date | None) -> SafeString | str:
    """Write day and month by name, and the year if it is not this one."""
    return NOT_KNOWN if value is None else _day(value, weekday=False)


@register.filter
def fullday(value: date | None) -> SafeString | str:
    """Write weekday, day, month by name and the year, always: for what is printed and kept."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return writing.day_in_words(value, language())


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write the day and the hour."""
    if value is None:
        return NOT_KNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    comma = "،" if language() == "fa" else ","
    hour = _n(writing.digits(f"{local:%H:%M}", language()))
    return format_html("{}{} {}", _day(local, weekday=True), comma, hour)


@register.filter
def hs(code: str | None) -> SafeString:
    """Write a tariff code with its dots, ``6302.59`` or ``6302.59.10``; never a decimal mark."""
    if not code:
        return NOT_KNOWN
    dotted = code if "." in code else ".".join(filter(None, (code[:4], code[4:6], code[6:])))
    return _n(writing.digits(dotted, language()))


@register.filter
def digits(text: Any) -> str:
    """Put the digits of any text into the reader's script, without a span: for attributes."""
    return writing.digits(text, language())


@register.filter
def localname(thing: Any, field: str = "name") -> Any:
    """Return ``name_fa`` or ``name_en`` of an object or mapping, whichever the reader reads."""
    first, second = (
        (f"{field}_fa", f"{field}_en") if language() == "fa" else (f"{field}_en", f"{field}_fa")
    )
    for key in (first, field, second):
        value = parts.part(thing, key)
        if value:
            return value
    return "" if thing is None else thing


register.filter("name", localname)


@register.filter
def unit(figure: Any, word: str) -> SafeString:
    """Join a figure and its unit so that no line breaks between: ``{{ 35|num|unit:"روز" }}``."""
    return format_html("{}{}{}", figure, NBSP, word)


def as_money(amount: Any, currency_code: str = "") -> Money | None:
    """Return the Money meant by a Money, or by minor units and a currency."""
    if amount is None or amount == "":
        return None
    if isinstance(amount, Money):
        return amount
    if hasattr(amount, "minor") and hasattr(amount, "currency"):
        return Money(int(amount.minor), str(amount.currency))
    return Money(int(amount), currency_code)


def _day(value: date, *, weekday: bool) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return writing.day_in_words(value, language(), timezone.localdate(), weekday=weekday)


def _n(text: str) -> SafeString:
    return mark_safe(f'<span class="n">{conditional_escape(text)}</span>')
