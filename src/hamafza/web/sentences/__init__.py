"""Refusals as sentences in the reader's language: one file for each room, and no Django here."""

import importlib
import pkgutil
from decimal import Decimal
from functools import lru_cache

from hamafza.vocabulary.refusals import Refusal

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@lru_cache(maxsize=1)
def all_sentences() -> dict[str, tuple[str, str]]:
    """Return every room's sentences by code: English, then Persian."""
    sentences: dict[str, tuple[str, str]] = {}
    for room in pkgutil.iter_modules(__path__):
        for code, pair in importlib.import_module(f"{__name__}.{room.name}").SENTENCES.items():
            if code in sentences:
                raise ValueError(f"two rooms answer for the refusal {code!r}")
            sentences[code] = pair
    return sentences


@lru_cache(maxsize=1)
def all_words() -> dict[str, str]:
    """Return the Persian of words that refusals carry as facts in English (``WORDS`` of a room)."""
    words: dict[str, str] = {}
    for room in pkgutil.iter_modules(__path__):
        words |= getattr(importlib.import_module(f"{__name__}.{room.name}"), "WORDS", {})
    return words


def sentence(refusal: Refusal, language: str = "en") -> str:
    """Return the refusal as one sentence; a refusal without one is a fault, and crashes."""
    english, persian = all_sentences()[refusal.code]
    if language != "fa":
        return english % refusal.facts
    return persian % {name: _in_persian(fact) for name, fact in refusal.facts.items()}


def _in_persian(fact: object) -> object:
    """Numbers take Persian digits, known words their Persian; what people wrote stays."""
    if isinstance(fact, str):
        return all_words().get(fact, fact)
    if isinstance(fact, bool) or not isinstance(fact, int | float | Decimal):
        return fact
    text = f"{fact:,}" if isinstance(fact, int) else str(fact)
    return text.replace(",", "٬").replace(".", "٫").translate(_PERSIAN_DIGITS)
