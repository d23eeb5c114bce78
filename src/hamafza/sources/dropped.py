"""What an importer left out and why, and the check that nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import isclose

import polars as pl

from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.trade_refusals import (
    TradeCountriesUnknown,
    TradeFileEmpty,
    TradeTooLittleKept,
    TradeValuesNegative,
)


class Reason(StrEnum):
    """Why a row was left out."""

    VALUE = "value not usable"
    NEGATIVE = "value below zero"
    COUNTRY = "country not known"
    SAME = "exporter is importer"
    CODE = "code is no HS6"
    EDITION = "code is not of the edition"
    UNSPECIFIED = "goods not specified"
    YEAR = "year not readable"
    OTHER_YEAR = "year is not that of the file"
    MONTH = "month not readable"
    DIRECTION = "direction not known"
    DATE = "date not readable"
    NAME = "no name"
    SOURCE = "no source"
    RATE = "rate is no percentage"
    TWICE = "told twice"
    BOUND = "bound rate, not the applied one"
    GROUP = "code is no group of services"
    # What stands beside the rows that count is no fault of a file:
    TOTAL = "total of other rows"
    BREAKDOWN = "breakdown of other rows"
    AREA = "area that is no country"
    RETURNED = "re-export or re-import, which the main flow holds"
    REPORTED = "mirror of a flow its exporter reported"
    MONTHLY = "month of a year that is there"
    EMPTY = "nothing told"


BESIDE = frozenset(
    {
        Reason.TOTAL,
        Reason.BREAKDOWN,
        Reason.AREA,
        Reason.RETURNED,
        Reason.REPORTED,
        Reason.MONTHLY,
        Reason.BOUND,
        Reason.EMPTY,
    }
)
"""Reasons that are no fault of a file."""


def first_reason(because: Sequence[tuple[pl.Expr, Reason]]) -> pl.Expr:
    """Return the column ``reason``: the first that holds, null where none does."""
    found = pl.lit(None, pl.String)
    for holds, reason in reversed(because):
        found = pl.when(holds.fill_null(False)).then(pl.lit(str(reason))).otherwise(found)
    return found.alias("reason")


class TotalsDiffer(ValueError):
    """What was read is not what was kept and dropped: a fault of ours, so it crashes."""


@dataclass
class Tally:
    """Rows and values read, kept and dropped; ``value`` is of what the table counts."""

    rows_read: int = 0
    value_read: float = 0.0
    rows_kept: int = 0
    value_kept: float = 0.0
    dropped: dict[Reason, tuple[int, float, str]] = field(default_factory=dict)
    unknown_countries: dict[str, float] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    """Subheadings met, by the edition that their rows are said to be of."""

    def drop(self, reason: Reason, rows: int, value: float, example: str) -> None:
        """Count rows left out; the first example of a reason stays."""
        before = self.dropped.get(reason, (0, 0.0, example))
        self.dropped[reason] = (before[0] + rows, before[1] + value, before[2])

    def keep(self, rows: int, value: float) -> None:
        """Count rows kept."""
        self.rows_kept += rows
        self.value_kept += value

    def take(self, rows: pl.DataFrame, value: str | None, example: Sequence[str]) -> pl.DataFrame:
        """
        Count rows that have a column ``reason`` (null for good); return those kept without it.

        ``value`` names the column summed, ``example`` those that show a row.
        """
        shown = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in example],
                              separator="/")  # fmt: skip
        amount = pl.col(value).fill_null(0.0).fill_nan(0.0) if value else pl.lit(0.0)
        self.rows_read += rows.height
        self.value_read += float(rows.select(amount.sum()).item() or 0.0)
        bad = rows.filter(pl.col("reason").is_not_null()).group_by("reason", maintain_order=True)
        for reason, many, lost, shows in bad.agg(
            pl.len(), amount.sum().alias("lost"), shown.first().alias("shows")
        ).iter_rows():
            self.drop(Reason(reason), many, float(lost), shows)
        kept = rows.filter(pl.col("reason").is_null())
        self.keep(kept.height, float(kept.select(amount.sum()).item() or 0.0))
        return kept.drop("reason")

    def figures(self, unit: str = "value_usd") -> dict[str, object]:
        """Return the counts for the run record, after the check that they sum up."""
        self.check()
        left = [
            {"reason": str(reason), "rows": rows, unit: value, "example": example}
            for reason, (rows, value, example) in sorted(self.dropped.items())
        ]
        return {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            f"{unit}_read": self.value_read,
            f"{unit}_kept": self.value_kept,
            "dropped": left,
        }

    def check(self) -> None:
        """Raise TotalsDiffer unless read = kept + dropped, in rows and in value."""
        rows = self.rows_kept + sum(left[0] for left in self.dropped.values())
        value = self.value_kept + sum(left[1] for left in self.dropped.values())
        if rows != self.rows_read or not isclose(
            value, self.value_read, rel_tol=1e-9, abs_tol=1e-3
        ):
            raise TotalsDiffer(f"{self.rows_read} {self.value_read} read, {rows} {value} told")

    def judge(self, file: str, params: ImportParams) -> None:
        """Refuse a table that is not what it should be; one that passes may be stored."""
        if not self.rows_read:
            raise TradeFileEmpty(file=file)
        self._judge_values(file)
        self._judge_countries(file, params)
        faults = [kind for kind in self.dropped if kind not in BESIDE]
        lost = sum(self.dropped[kind][0] for kind in faults)
        told = self.rows_kept + lost
        if not self.rows_kept or self.rows_kept < params.least_kept_share * told:
            reason = max(faults or list(self.dropped), key=lambda kind: self.dropped[kind][0])
            raise TradeTooLittleKept(
                file=file, kept=self.rows_kept, rows=self.rows_read, reason=str(reason),
                example=self.dropped[reason][2],
            )  # fmt: skip

    def _judge_values(self, file: str) -> None:
        if Reason.NEGATIVE in self.dropped:
            rows, _, example = self.dropped[Reason.NEGATIVE]
            raise TradeValuesNegative(file=file, rows=rows, example=example)

    def _judge_countries(self, file: str, params: ImportParams) -> None:
        """By value where there is one, else by rows."""
        rows, value, example = self.dropped.get(Reason.COUNTRY, (0, 0.0, ""))
        share = value / self.value_read if self.value_read else rows / self.rows_read
        if share > params.most_unknown_share:
            worst = sorted(self.unknown_countries.items(), key=lambda item: -item[1])[:5]
            codes = ", ".join(code for code, _ in worst) or example
            raise TradeCountriesUnknown(file=file, codes=codes, percent=round(100 * share, 1))
