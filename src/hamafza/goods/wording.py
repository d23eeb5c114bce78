"""Reasons and questions as sentences in the language of the maker's words."""

import polars as pl

from hamafza.goods.names import GoodsNames, short_name
from hamafza.goods.questions import Question
from hamafza.goods.uses import Purpose
from hamafza.goods.verdict import Reason


class Wording:
    """Sentences from a table of both languages; codes stay as data beside them."""

    def __init__(self, table: pl.DataFrame) -> None:
        self._sentences = {
            language: dict(table.select("key", language).iter_rows()) for language in ("en", "fa")
        }

    def reason(self, reason: Reason, language: str) -> str:
        """Return why, in one sentence."""
        told = self._told(language)
        service = told.get(f"service.{reason.note}", "")
        return told[f"reason.{reason.kind}"] % {
            "words": self._quoted(reason.words, told),
            "matched": told["separator"].join(reason.matched),
            "note": reason.note,
            "service": service,
        }

    def asked(self, question: Question, language: str) -> str:
        """Return the question alone, for a page that shows the answers as targets."""
        told = self._told(language)
        words = self._quoted((question.words,), told) if question.words else ""
        return told[f"question.{question.kind}"] % {"words": words}

    def question(self, question: Question, language: str) -> str:
        """Return the question with its answers and their codes, for a table."""
        answers = (
            f"{a.label_fa if language == 'fa' else a.label_en} {dotted(a.code)}"
            for a in question.answers
        )
        return " ".join(filter(None, (self.asked(question, language), " / ".join(answers))))

    def purpose(self, purpose: Purpose, names: GoodsNames, language: str) -> str:
        """Return what a part belongs to, or that a good is a supply of industry."""
        told = self._told(language)
        wholes = [f"{code} {short_name(names.name(code, language))}" for code in purpose.of]
        key = f"purpose.{purpose.use}" + (".of" if wholes else "")
        return told[key] % {"wholes": told["separator"].join(wholes)}

    def service(self, code: str, language: str) -> str:
        """Return the name of a group of services (EBOPS 2010 letters)."""
        return self._told(language).get(f"service.{code}", code)

    def service_codes(self) -> list[str]:
        """Return the codes of the groups of services."""
        keys = self._sentences["en"]
        return [key.removeprefix("service.") for key in keys if key.startswith("service.")]

    def _told(self, language: str) -> dict[str, str]:
        return self._sentences["fa" if language == "fa" else "en"]

    def _quoted(self, words: tuple[str, ...], told: dict[str, str]) -> str:
        return told["separator"].join(told["quote"] % {"words": word} for word in words)


def dotted(code: str) -> str:
    """Return a code as tariffs print it: 6302.59."""
    return f"{code[:4]}.{code[4:]}" if len(code) > 4 else code
