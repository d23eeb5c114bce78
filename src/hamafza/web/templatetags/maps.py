"""Maps in a page: an inline picture with its caption and its credits."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from hamafza.vocabulary.svg import Picture, draw

register = template.Library()


@register.inclusion_tag("components/map.html", name="map")
def map_figure(picture: Picture | None, caption: str = "", ground: str = "sea") -> dict[str, Any]:
    """Draw a ``Picture``; ``ground`` is ``sea`` on working pages and empty on the dark hero."""
    drawn = "" if picture is None else draw(picture)
    return {"drawn": mark_safe(drawn), "caption": caption, "ground": ground}
