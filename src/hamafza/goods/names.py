"""What a code is called, in English and Persian."""

import re

import polars as pl

_RESIDUAL = re.compile(r"\bn\.e\.c|\bother than|not elsewhere|\bother\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[;؛:(]")
_AFTER_COMMA = re.compile(r"(?<=[,،])")
_WORDS_TOLD = 2
_SHORT_LETTERS = 40  # of a title that a phone shows on two lines


def short_name(name: str) -> str:
    """Return the first clauses of a heading's name: the tariff's full text is no title."""
    clauses = _AFTER_COMMA.split(_CLAUSE_ENDS.split(name)[0])
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) + len(clause) > _SHORT_LETTERS:
            break
        kept += clause
    return kept.strip(" ,،")


def _called(words: str, comma: str) -> str:
    """Return the first of the words that people use for a subheading."""
    return comma.join(words.split("|")[:_WORDS_TOLD])


class GoodsNames:
    """Names of chapters, headings and subheadings from tables handed in."""

    def __init__(
        self, nomenclature: pl.DataFrame, names_fa: pl.DataFrame, subheadings: pl.DataFrame
    ) -> None:
        english = nomenclature.select("code", "description_en").iter_rows()
        self._english: dict[str, str] = dict(english)
        self._called: dict[str, tuple[str, str]] = {
            code: (_called(fa, "، "), _called(en, ", "))
            for code, fa, en in subheadings.select("code", "words_fa", "words_en").iter_rows()
        }
        self._persian: dict[str, str] = dict(names_fa.select("code", "name_fa").iter_rows())
        for code, (called, _) in self._called.items():
            heading = short_name(self._persian.get(code[:4], ""))
            self._persian.setdefault(code, f"{heading} ({called})" if heading else called)

    def name(self, code: str, language: str) -> str:
        """
        Return the name of a code of two, four or six digits.

        Where no Persian name is known, the nearest wider one stands in (heading, then
        chapter); a code unknown in English too is returned as it is.
        """
        if language == "fa":
            for wider in (code, code[:4], code[:2]):
                if wider in self._persian:
                    return self._persian[wider]
        return self._english.get(code, code)

    def label(self, code: str, language: str) -> str:
        """Return what people call goods of a code, for an answer to tap; else its name."""
        if code in self._called:
            return self._called[code][0 if language == "fa" else 1]
        return self.name(code, language)

    def is_residual(self, code: str) -> bool:
        """Say whether a subheading takes what its sisters leave ("other", "n.e.c.")."""
        return _RESIDUAL.search(self._english.get(code, "")) is not None
