"""
The guild sector's share of non-oil exports, on three lines that are never silently added.

proven: a customs declaration is matched to a deal and to its makers. declared: a unit says so.
estimated: a survey or a model says so. Beside them stands the coverage rate, so that a share
that rises only because more is proven, not more exported, can be seen to do so.
"""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from hamafza.programme.rules import NonOilRule
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.tables.programme import EXPORT_LINES

_FIRMNESS = {line: firmness for firmness, line in enumerate(EXPORT_LINES)}


class OfficialTotalMissing(Refusal):
    code = "official-total-missing"


class ExportsAboveTotal(Refusal):
    """The guild units would have exported more than the whole country: one figure is wrong."""

    code = "exports-above-official-total"


class TotalCodeTooShort(Refusal):
    """A total by chapter cannot be judged by a rule that looks at longer codes."""

    code = "total-code-too-short"


@dataclass(frozen=True)
class ShareLine:
    """One of the three lines of a year."""

    line: str
    value_usd_cents: int
    share: Fraction


@dataclass(frozen=True)
class GuildShare:
    """
    A year under a rule; shares are of 1.

    ``coverage_share`` is the proven part of all three lines, None when there is nothing.
    ``upper_share`` is what the share would be if all that is declared and estimated were
    proven: a bound with that label, never the figure itself. What the rule leaves out is stated.
    """

    year: int
    rule: str
    rule_version: str
    total_usd_cents: int
    total_provenance: str
    total_source: str
    lines: tuple[ShareLine, ...]
    coverage_share: Fraction | None
    upper_share: Fraction
    excluded_usd_cents: int
    services_apart_usd_cents: int
    without_code_usd_cents: int
    embedded_usd_cents: int
    counted_once_usd_cents: int
    """Declared or estimated again for a deal that a firmer line already holds."""

    def line(self, name: str) -> ShareLine:
        """Return one line by name."""
        return next(line for line in self.lines if line.line == name)


def guild_share(
    exports: pl.DataFrame, totals: pl.DataFrame, rule_name: str, rule: NonOilRule
) -> list[GuildShare]:
    """
    Return each year that has an export, earliest first; columns as ``Exports``, ``OfficialTotals``.
    """
    judged = _judged(exports, rule)
    years = sorted(judged["year"].unique().to_list())
    return [_of_year(year, judged, totals, rule_name, rule) for year in years]


def _judged(exports: pl.DataFrame, rule: NonOilRule) -> pl.DataFrame:
    """Return the exports with what becomes of each: counted, or why not."""
    firmness = pl.col("line").replace_strict(_FIRMNESS, return_dtype=pl.Int64)
    direct = ~pl.col("is_embedded")
    firmest = firmness.filter(direct).min().over("deal_id")
    again = direct & pl.col("deal_id").is_not_null() & (firmness > firmest)
    fate = (
        pl.when(pl.col("is_embedded"))
        .then(pl.lit("embedded"))
        .when(again)
        .then(pl.lit("again"))
        .when(pl.col("is_service"))
        .then(pl.lit("counted" if rule.counts_services else "service"))
        .otherwise(
            rule.admits(pl.col("hs"))
            .replace_strict(
                {True: "counted", False: "excluded"}, return_dtype=pl.String, default="no-code"
            )
            .fill_null("no-code")
        )
    )
    return exports.with_columns(fate=fate)


def _of_year(
    year: int, judged: pl.DataFrame, totals: pl.DataFrame, rule_name: str, rule: NonOilRule
) -> GuildShare:
    here = judged.filter(pl.col("year") == year)
    total, provenance, source = _official_total(year, totals, rule_name, rule)
    sums = {line: _sum(here, (pl.col("fate") == "counted") & (pl.col("line") == line))
            for line in EXPORT_LINES}  # fmt: skip
    known = sum(sums.values())
    if known > total:
        raise ExportsAboveTotal(year=year, exports_usd=known // 100, total_usd=total // 100)

    def fate(name: str) -> int:
        return _sum(here, pl.col("fate") == name)

    return GuildShare(
        year=year,
        rule=rule_name,
        rule_version=rule.version,
        total_usd_cents=total,
        total_provenance=provenance,
        total_source=source,
        lines=tuple(ShareLine(line, value, Fraction(value, total)) for line, value in sums.items()),
        coverage_share=Fraction(sums["proven"], known) if known else None,
        upper_share=Fraction(known, total),
        excluded_usd_cents=fate("excluded"),
        services_apart_usd_cents=fate("service"),
        without_code_usd_cents=fate("no-code"),
        embedded_usd_cents=fate("embedded"),
        counted_once_usd_cents=fate("again"),
    )


def _official_total(
    year: int, totals: pl.DataFrame, rule_name: str, rule: NonOilRule
) -> tuple[int, str, str]:
    """Return the denominator in cents, on what it rests, and its source; latest revision only."""
    here = totals.filter(pl.col("year") == year)
    here = here.filter(pl.col("revision") == pl.col("revision").max())
    ready = here.filter(pl.col("hs").is_null() & (pl.col("rule") == rule_name))
    if ready.is_empty():
        ready = here.filter(pl.col("hs").is_not_null())
        admitted = ready.select(rule.admits(pl.col("hs")).alias("in"))["in"]
        if admitted.null_count():
            raise TotalCodeTooShort(code=ready.filter(admitted.is_null())["hs"][0], rule=rule_name)
        ready = ready.filter(admitted)
    total = int(ready["value_usd_cents"].sum())
    if total <= 0:
        raise OfficialTotalMissing(year=year, rule=rule_name)
    return total, _weakest(ready["provenance"]), "; ".join(ready["source"].unique().sort())


def _weakest(provenances: pl.Series) -> str:
    """Return the least firm ground; what is no known ground counts as invented."""
    order = [provenance.value for provenance in Provenance]
    known = [str(one) if one in order else Provenance.SYNTHETIC.value for one in provenances]
    return max(known, key=order.index)


def _sum(frame: pl.DataFrame, where: pl.Expr) -> int:
    return int(frame.filter(where)["value_usd_cents"].sum())
