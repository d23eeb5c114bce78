"""The parts of a page that carry a word: badges, marks of provenance, fields, empty states."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.vocabulary.provenance import Provenance

register = template.Library()

BADGES = {"", "synthetic", "proposed", "firm", "done", "stop", "lead"}

PROVENANCE = {
    Provenance.REAL: ("firm", gettext_lazy("Real")),
    Provenance.RECONSTRUCTED: ("proposed", gettext_lazy("Reconstructed")),
    Provenance.ESTIMATED: ("proposed", gettext_lazy("Estimated")),
    Provenance.ASSUMED: ("proposed", gettext_lazy("Assumed")),
    Provenance.SYNTHETIC: ("synthetic", gettext_lazy("Synthetic")),
}


def part(thing: Any, key: str, otherwise: Any = None) -> Any:
    """Return a value of a mapping or an object by its name."""
    if isinstance(thing, dict):
        return thing.get(key, otherwise)
    return getattr(thing, key, otherwise)


@register.simple_tag
def comma() -> str:
    """Return the comma of the reader's language and a space, for what a template joins."""
    return "، " if get_language_bidi() else ", "


@register.simple_tag
def badge(kind: str, word: str) -> SafeString:
    """Draw a word in a badge; a dashed border is what is not firm yet."""
    if kind not in BADGES:
        raise ValueError(f"no badge is called {kind!r}")
    look = f"badge badge--{kind}" if kind else "badge"
    return format_html('<span class="{}">{}</span>', look, word)


@register.simple_tag
def provenance(mark: str) -> SafeString:
    """Say on what a figure rests: real, reconstructed, estimated, assumed, synthetic."""
    kind, word = PROVENANCE[Provenance(mark)]
    return badge(kind, str(word))


@register.inclusion_tag("components/field.html")
def field(bound: Any, unit: str = "") -> dict[str, Any]:
    """Draw a form's field: label, help, field, error, in this order and tied together."""
    names = []
    if bound.help_text:
        names.append(f"{bound.id_for_label}-h")
    if bound.errors:
        names.append(f"{bound.id_for_label}-e")
    attributes = {"aria-describedby": " ".join(names)} if names else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = getattr(bound.field.widget, "input_type", "")
    is_many = getattr(bound.field.widget, "allow_multiple_selected", False)
    return {
        "bound": bound,
        "drawn": bound.as_widget(attrs=attributes),
        "unit": unit,
        "is_choice": widget == "checkbox" and not is_many,
        "is_group": widget == "radio" or (widget == "checkbox" and is_many),
    }


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", link: str = "", word: str = "") -> dict[str, str]:
    """Say that nothing is here yet, what will bring it, and what one can do."""
    return {"title": title, "text": text, "link": link, "word": word}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, of: str = "") -> dict[str, Any]:
    """Turn pages of a Django ``Page``; the rest of the query stays as it was."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else {}
    if "page" in query:
        del query["page"]
    rest = query.urlencode() if request is not None else ""
    return {"page": page, "rest": f"&{rest}" if rest else "", "label": of or _("Pages")}
