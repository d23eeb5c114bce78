"""Rules that a person can read: an article with certain attributes has a certain code."""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from hamafza.goods.lexicon import Lexicon


@dataclass(frozen=True)
class Rule:
    """``article`` with all of ``attributes`` is ``code`` (four or six digits)."""

    article: str
    attributes: frozenset[str]
    code: str
    note: str


class Rules:
    """The rules of each article, those with most attributes first."""

    def __init__(self, frame: pl.DataFrame, lexicon: Lexicon) -> None:
        self._of: dict[str, list[Rule]] = {}
        for row in frame.fill_null("").iter_rows(named=True):
            attributes = frozenset(map(lexicon.name, row["attributes"].split("+")))
            rule = Rule(lexicon.name(row["article"]), attributes, row["code"], row["note"])
            self._of.setdefault(rule.article, []).append(rule)
        for rules in self._of.values():
            rules.sort(key=lambda rule: -len(rule.attributes))

    def fitting(self, article: str, attributes: Collection[str]) -> Rule | None:
        """Return the most special rule that fits; among equals the one written first."""
        said = frozenset(attributes)
        for rule in self._of.get(article, ()):
            if rule.attributes <= said:
                return rule
        return None
