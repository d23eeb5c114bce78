"""Every text the templates and the code hand to gettext, and the Persian kept for it."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from hamafza.web.messages import LOCALE

WEB = LOCALE.parent
_LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS.get(name) for name in ("gettext", "ngettext", "pgettext")}
KEYWORDS = DEFAULT_KEYWORDS | _LAZY | {"gettext_noop": None, "npgettext_lazy": ((1, "c"), 2, 3)}


@dataclass(frozen=True)
class Word:
    """A singular with its context; ``file`` is where it is asked for."""

    text: str
    context: str | None
    file: str


@lru_cache(maxsize=1)
def asked_for() -> frozenset[Word]:
    """Return every text that a template or a module asks gettext for."""
    words = set()
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")]):
        if "migrations" not in path.parts and "static" not in path.parts:
            words |= _in_file(path)
    return frozenset(words)


def kept() -> dict[str, dict[tuple[str, str | None], tuple[str, ...]]]:
    """Return each subject's Persian by text and context."""
    return {po.parts[-4]: _catalog(po) for po in LOCALE.glob("*/fa/LC_MESSAGES/django.po")}


def _in_file(path: Path) -> set[Word]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source)
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    name = str(path.relative_to(WEB))
    return {Word(_first(text), context, name) for _line, text, _comments, context in found}


def _first(text) -> str:
    return text[0] if isinstance(text, tuple) else text


def _catalog(po: Path) -> dict[tuple[str, str | None], tuple[str, ...]]:
    with po.open("rb") as source:
        catalog = read_po(source, locale="fa")
    return {
        (_first(each.id), each.context): _all(each.string)
        for each in catalog
        if each.id and not each.fuzzy
    }


def _all(text) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)
