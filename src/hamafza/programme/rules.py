"""
What counts as a non-oil export: a named, versioned rule.

There is no one meaning: official figures differ over petrochemicals, condensate, gold and
services. So a share is always told under a rule, and can be told under each.
"""

from dataclasses import dataclass

import polars as pl

from hamafza.vocabulary.refusals import Refusal


class RuleUnknown(Refusal):
    code = "non-oil-rule-unknown"


@dataclass(frozen=True)
class NonOilRule:
    """``excluded`` are beginnings of HS codes; ``version`` is the date the rule was laid down."""

    version: str
    excluded: tuple[str, ...] = ("27", "9999")
    counts_services: bool = False
    title_en: str = ""
    title_fa: str = ""

    def __post_init__(self) -> None:
        if not all(code.isdigit() and 2 <= len(code) <= 6 for code in self.excluded):
            raise ValueError("excluded holds beginnings of HS codes, two to six digits")

    def admits(self, hs: pl.Expr) -> pl.Expr:
        """Return whether a code counts; null where the code is too short to tell."""
        out = [hs.str.starts_with(code) for code in self.excluded]
        unclear = [
            hs.str.len_chars().lt(len(code)) & pl.lit(code).str.starts_with(hs)
            for code in self.excluded
        ]
        excluded = pl.any_horizontal(out) if out else pl.lit(False)
        cannot_tell = pl.any_horizontal(unclear) if unclear else pl.lit(False)
        return pl.when(cannot_tell).then(None).otherwise(~excluded)


@dataclass(frozen=True)
class NonOilRules:
    """All rules by name, and the one that is meant when none is named."""

    default: str
    rules: dict[str, NonOilRule]

    def __post_init__(self) -> None:
        if self.default not in self.rules:
            raise ValueError("default names no rule")

    def named(self, name: str | None = None) -> tuple[str, NonOilRule]:
        """Return a rule with its name; without a name the default one."""
        chosen = name or self.default
        if chosen not in self.rules:
            raise RuleUnknown(rule=chosen, known=", ".join(sorted(self.rules)))
        return chosen, self.rules[chosen]
