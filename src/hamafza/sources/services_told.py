"""
Rows of trade in services as three layouts tell them, made one: judged, counted, paired.

A row names who sold, who bought, a group, a year, a value, and by whose record. The same cell may
be told twice, as one country's exports and as the other's imports; it counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from hamafza.markets.service_parameters import ServiceChecks
from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.geography import world
from hamafza.sources.service_groups import COMMERCIAL, TOTAL, edition_of_group, service_groups
from hamafza.sources.service_refusals import ServicesEditionsMixed, ServicesEditionUnknown
from hamafza.sources.services_checks import judge_mirrors, judge_totals
from hamafza.sources.trade_years import whole_years
from hamafza.vocabulary.tables.services import QUALITY

EXPORT, IMPORT = "export", "import"
FLOWS = {
    "x": EXPORT, "exp": EXPORT, "export": EXPORT, "exports": EXPORT, "2": EXPORT,
    "credit": EXPORT, "صادرات": EXPORT, "صدور": EXPORT, "الصادرات": EXPORT,
    "m": IMPORT, "imp": IMPORT, "import": IMPORT, "imports": IMPORT, "1": IMPORT,
    "debit": IMPORT, "واردات": IMPORT, "ورود": IMPORT, "الواردات": IMPORT,
}  # fmt: skip
KEY = ("year", "exporter", "importer", "group")
_NOBODYS = (
    "W00", "WLD", "WL", "W1", "WORLD", "ROW", "RWD", "FRE", "0", "EU", "EU27", "EU28", "EUN", "EXT",
    "ANT", "AN", "SCG", "YU", "YUG", "جهان", "همه",
)  # fmt: skip
"""The world, groups, free zones, and countries that are no more."""


@dataclass(frozen=True)
class ServicesAsked:
    """What to take of a file: years and edition, all there are where not said."""

    years: Sequence[int] | None = None
    edition: str | None = None


@dataclass
class ServicesTold:
    """A table read: its rows as ServiceFlows, its edition, and what its checks found."""

    flows: pl.DataFrame
    edition: str
    years: list[int]
    checks: dict[str, dict[str, float]]


@dataclass
class Piece:
    """Rows kept of a part of a file, and the totals told beside them."""

    rows: pl.DataFrame
    totals: pl.DataFrame
    years: set[int]
    """Years and editions met, also those that were not asked for."""
    editions: set[str]


def sorted_out(named: pl.DataFrame, asked: ServicesAsked, tally: Tally) -> Piece:
    """
    Return the rows kept of a piece, in few bytes; the others are counted with their reason.

    ``named`` has year, flow, reporter, partner (as told), reporter_iso3, partner_iso3, is_area,
    is_breakdown, told_group (``as_group``), value_usd, is_reported, told_quality.
    """
    editions = edition_of_group()
    codes = named["told_group"].drop_nulls().unique()
    met = {editions[code] for code in codes if code in editions}
    years = set(named["year"].drop_nulls().unique().to_list())
    if asked.years is not None:
        named = named.filter(pl.col("year").is_in(list(asked.years)) | pl.col("year").is_null())
    if asked.edition is not None:
        of_other = [code for code, each in editions.items() if each != asked.edition]
        named = named.filter(~pl.col("told_group").is_in(of_other).fill_null(False))
    sold = pl.col("flow") == EXPORT
    here, there = pl.col("reporter_iso3"), pl.col("partner_iso3")
    sides = named.with_columns(
        pl.when(sold).then(here).otherwise(there).alias("exporter"),
        pl.when(sold).then(there).otherwise(here).alias("importer"),
        pl.any_horizontal(
            pl.col("is_area"), pl.col("reporter", "partner").str.to_uppercase().is_in(_NOBODYS)
        )
        .fill_null(False)
        .alias("is_nobodys"),
    ).with_columns(_reason())
    _count_unknown(sides, tally)
    beside = pl.col("told_group").is_in([TOTAL, COMMERCIAL]) & ~pl.col("is_breakdown")
    is_pair = pl.all_horizontal(pl.col("exporter", "importer", "value_usd").is_not_null())
    totals = sides.filter(beside & is_pair)
    good = tally.take(sides, "value_usd", ("year", "reporter", "partner", "code"))
    return Piece(_small(good), _small(totals), years, met)


def demand_asked(pieces: Sequence[Piece], asked: ServicesAsked, file: str) -> None:
    """Refuse years and an edition that the file has not, before it looks empty."""
    years = {year for piece in pieces for year in piece.years}
    if asked.years is not None and years:
        whole_years(years, asked.years, file)
    editions = {edition for piece in pieces for edition in piece.editions}
    if asked.edition is not None and editions and asked.edition not in editions:
        known = ", ".join(sorted(editions))
        raise ServicesEditionUnknown(edition=asked.edition, known=known)


def _reason() -> pl.Expr:
    value, group = pl.col("value_usd"), pl.col("told_group")
    names = pl.col("exporter", "importer")
    return first_reason(
        [
            (pl.col("year").is_null(), Reason.YEAR),
            (pl.col("flow").is_null(), Reason.DIRECTION),
            (pl.col("is_nobodys"), Reason.TOTAL),
            (group.is_in([TOTAL, COMMERCIAL]), Reason.TOTAL),
            (pl.col("is_breakdown") | (group == "-"), Reason.BREAKDOWN),
            (group.is_null(), Reason.GROUP),
            (value.is_null() | ~value.is_finite(), Reason.VALUE),
            (value < 0, Reason.NEGATIVE),
            (pl.any_horizontal(names.is_null()), Reason.COUNTRY),
            (pl.col("exporter") == pl.col("importer"), Reason.SAME),
        ]
    )


def _small(rows: pl.DataFrame) -> pl.DataFrame:
    countries = pl.Enum(list(world().countries))
    groups = pl.Enum([*service_groups(), TOTAL, COMMERCIAL])
    return rows.select(
        pl.col("year").cast(pl.Int16),
        pl.col("exporter", "importer").cast(countries),
        pl.col("told_group").cast(groups).alias("group"),
        pl.col("value_usd").cast(pl.Float64),
        (pl.col("flow") == IMPORT).alias("is_import"),
        pl.col("is_reported"),
        pl.col("told_quality").cast(QUALITY, strict=False),
    )


def _count_unknown(rows: pl.DataFrame, tally: Tally) -> None:
    bad = rows.filter(pl.col("reason") == str(Reason.COUNTRY))
    for side in ("reporter", "partner"):
        unnamed = bad.filter(pl.col(f"{side}_iso3").is_null())
        told = unnamed.group_by(pl.col(side).fill_null("-")).agg(pl.col("value_usd").sum())
        for name, value in told.iter_rows():
            tally.unknown_countries[name] = tally.unknown_countries.get(name, 0.0) + value


def paired(
    pieces: Sequence[Piece],
    file: str,
    asked: ServicesAsked,
    tally: Tally,
    checks: ServiceChecks,
    *,
    is_balanced: bool,
) -> ServicesTold:
    """
    Return the table of all pieces, each cell once; refuse one whose sums do not hold.

    The exporter's record goes before the importer's. In a balanced table both are the same figure,
    which is ``balanced`` where either side reported the cell and ``estimated`` where neither did.
    """
    rows = pl.concat([piece.rows for piece in pieces])
    totals = pl.concat([piece.totals for piece in pieces])
    edition = _one_edition(rows, file)
    rows = _once(rows, tally)
    found = {
        "totals": judge_totals(rows, totals, file, checks, is_whole=is_balanced),
        "mirrors": judge_mirrors(rows, file, checks, is_balanced=is_balanced),
    }
    years = whole_years(rows["year"].unique().to_list(), asked.years, file)
    return ServicesTold(_flows(rows, tally, is_balanced), edition, years, found)


def _one_edition(rows: pl.DataFrame, file: str) -> str:
    editions = edition_of_group()
    found = sorted({editions[code] for code in rows["group"].unique().cast(pl.String)})
    if len(found) > 1:
        raise ServicesEditionsMixed(file=file, editions=", ".join(found))
    return found[0]


def _once(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Of a cell told twice by the same side the first row counts."""
    kept = rows.unique([*KEY, "is_import"], keep="first", maintain_order=True)
    twice = rows.filter(rows.select(*KEY, "is_import").is_duplicated())
    _withdraw(rows, kept, twice, Reason.TWICE, tally)
    return kept


def _flows(rows: pl.DataFrame, tally: Tally, is_balanced: bool) -> pl.DataFrame:
    """Return year, exporter, importer, group, value_usd and quality, sorted by the first four."""
    any_report = pl.col("is_reported").any().over(KEY)
    both = pl.len().over(KEY) > 1
    marked = rows.with_columns(any_report.alias("any_report"), both.alias("both"))
    kept = marked.filter(~pl.col("is_import") | ~pl.col("both"))
    gone = marked.filter(pl.col("is_import") & pl.col("both"))
    _withdraw(marked, kept, gone, Reason.REPORTED, tally)
    rests = (
        pl.when(~pl.col("any_report" if is_balanced else "is_reported"))
        .then(pl.lit("estimated"))
        .when(pl.lit(is_balanced))
        .then(pl.lit("balanced"))
        .when(pl.col("is_import"))
        .then(pl.lit("mirror"))
        .otherwise(pl.lit("reported"))
    )
    told = pl.coalesce(pl.col("told_quality"), rests.cast(QUALITY))
    return kept.select(*KEY, "value_usd", told.alias("quality")).sort(KEY)


def _withdraw(
    before: pl.DataFrame, after: pl.DataFrame, gone: pl.DataFrame, reason: Reason, tally: Tally
) -> None:
    rows = before.height - after.height
    if rows:
        lost = float(before["value_usd"].sum()) - float(after["value_usd"].sum())
        tally.keep(-rows, -lost)
        tally.drop(reason, rows, lost, "/".join(map(str, gone.select(*KEY).row(0))))
