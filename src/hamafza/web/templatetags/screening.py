"""``{% load screening %}{% standing deal %}``: all that a deal's owner sees of its screening."""

from django import template
from django.utils.safestring import SafeString

from hamafza.web.actions import screening
from hamafza.web.records.deals import Deal
from hamafza.web.screeningwords import STANDINGS
from hamafza.web.templatetags.parts import badge

register = template.Library()


@register.simple_tag
def standing(deal: Deal) -> SafeString:
    """Draw clear, waiting or stopped; never a name, a score or a list's entry."""
    kind, word = STANDINGS[screening.standing(deal)]
    return badge(kind, str(word))
