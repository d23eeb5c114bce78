"""``{% load screening %}{% standing deal %}``: all that a deal's owner sees of its screening."""

from django import template
from django.utils.safestring import SafeString

from hamafza.web.actions import goods_control, screening
from hamafza.web.records.deals import Deal
from hamafza.web.screeningwords import GOODS_STANDINGS, STANDINGS
from hamafza.web.templatetags.parts import badge

register = template.Library()


@register.inclusion_tag("screening/_goods_standing.html")
def goods_standing(deal: Deal, reader_kind: str) -> dict[str, object]:
    """Draw how a deal's goods stand; its manager is led to the questions that are open."""
    found = goods_control.standing(deal)
    kind, word = GOODS_STANDINGS[found]
    asks = found is goods_control.Standing.OPEN and reader_kind == "consortium"
    return {"deal": deal, "kind": kind, "word": word, "asks": asks}


@register.simple_tag
def standing(deal: Deal) -> SafeString:
    """Draw clear, waiting or stopped; never a name, a score or a list's entry."""
    kind, word = STANDINGS[screening.standing(deal)]
    return badge(kind, str(word))
