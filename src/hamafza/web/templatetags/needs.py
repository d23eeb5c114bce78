"""``{% load needs %}{{ match.reasons|why }}``: why a workshop was found, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hamafza.web.templatetags import look

register = template.Library()


@register.filter(name="why")
def reason_words(reasons: Iterable[Mapping[str, Any]]) -> list[str | SafeString]:
    """Return each reason as a few words in the reader's language."""
    return [
        mark_safe(_WORDS[reason["code"]](reason))  # figures come escaped from the look
        for reason in reasons
        if reason["code"] in _WORDS
    ]


def _capacity(reason: Mapping[str, Any]) -> str:
    pieces = look.num(reason["pieces"])
    if reason["basis"] == "estimated":
        return _("about %(pieces)s pieces a month, estimated") % {"pieces": pieces}
    return _("%(pieces)s pieces a month") % {"pieces": pieces}


_WORDS = {
    "same-subheading": lambda reason: _("makes %(hs)s itself") % {"hs": look.hs(reason["hs"])},
    "same-heading": lambda reason: _("same heading, %(hs)s") % {"hs": look.hs(reason["hs"])},
    "same-service": lambda reason: _("gives this service"),
    "words": lambda reason: (
        _("its words: %(words)s") % {"words": _quoted(" ".join(reason["words"]))}
    ),
    "near": lambda reason: _("%(km)s km away") % {"km": look.num(reason["km"], 0)},
    "capacity": _capacity,
    "capacity-unknown": lambda reason: _("capacity not known"),
    "readiness": lambda reason: (
        _("readiness %(share)s") % {"share": look.percent(reason["share"], 0)}
    ),
}


def _quoted(words: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", words)
