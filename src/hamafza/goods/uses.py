"""What a good is for: a part of something else, a supply of industry, or neither."""

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

_PART_CLASSES = ("42", "53")
"""Parts and accessories of capital goods and of transport equipment, in BEC Rev. 4."""
_SUPPLY_CLASSES = ("22", "322")
"""Processed supplies of industry and processed fuels, in BEC Rev. 4."""
_SAYS_PART = re.compile(r"\b(parts?|accessories)\b", re.IGNORECASE)
_HEADINGS = re.compile(r"(\d{2})\.?(\d{2})(?:\s*(?:to|-)\s*(\d{2})\.?(\d{2}))?(?!\d)")


class Use(StrEnum):
    """What a good is for; the Broad Economic Categories and the tariff's own text tell it."""

    PART = "part"
    SUPPLY = "supply"
    OTHER = "other"


@dataclass(frozen=True)
class Purpose:
    """``of`` are the headings that a part belongs to, as its text names them; may be empty."""

    use: Use
    of: tuple[str, ...] = ()


class Uses:
    """Purposes of subheadings: ``classes`` has hs6 and bec; ``nomenclature`` the texts."""

    def __init__(self, classes: pl.DataFrame, nomenclature: pl.DataFrame) -> None:
        self._bec: dict[str, str] = dict(classes.select("hs6", "bec").iter_rows())
        rows = nomenclature.select("code", "description_en").iter_rows()
        self._text: dict[str, str] = dict(rows)
        self._headings = sorted(code for code in self._text if len(code) == 4)

    def of(self, hs6: str) -> Purpose:
        """Return what a subheading is for; a code that no table knows is neither."""
        bec, text = self._bec.get(hs6, ""), self._text.get(hs6, "")
        if bec.startswith(_PART_CLASSES) or _SAYS_PART.search(text.split(";")[-1]):
            return Purpose(Use.PART, self._wholes(hs6))
        if bec.startswith(_SUPPLY_CLASSES):
            return Purpose(Use.SUPPLY)
        return Purpose(Use.OTHER)

    def _wholes(self, hs6: str) -> tuple[str, ...]:
        """Return the headings that its texts name; its own, where they only say "parts"."""
        texts = self._text.get(hs6, ""), self._text.get(hs6[:4], "")
        for text in texts:
            named = self._named(text) if _SAYS_PART.search(text) else []
            others = tuple(code for code in named if code != hs6[:4])
            if others:
                return others
        if _SAYS_PART.search(texts[0]) and not _SAYS_PART.match(texts[1]):
            return (hs6[:4],)
        return ()

    def _named(self, text: str) -> list[str]:
        """Return the headings named in a text; "8425 to 8430" names six."""
        found: list[str] = []
        for match in _HEADINGS.finditer(text):
            first = match[1] + match[2]
            last = match[3] + match[4] if match[3] else first
            found += [code for code in self._headings if first <= code <= last]
        return list(dict.fromkeys(found))
