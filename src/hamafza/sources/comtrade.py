"""
UN Comtrade's CSV: the layouts of the API and web (refYear, reporterISO, cmdCode, primaryValue ...),
of its bulk files (the same names without ISO codes, parted by tabs, packed), and the older one
(Year, Trade Flow, Reporter ISO, Commodity Code, Trade Value (US$) ...).

A flow may be told twice: by the country that sold and by the one that bought. A country that
reported exports for the year is believed; of one that did not, what its partners say they bought
from it stands in, marked as a mirror. Imports are valued with freight and insurance, exports
without: mirrors are kept as told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.baci import known_countries
from hamafza.sources.dropped import Reason, Tally, first_reason
from hamafza.sources.geography import world
from hamafza.sources.hs_steps import hs_codes, judge_editions
from hamafza.sources.trade_files import Columns, Text, parsed, pieces, texts_in
from hamafza.sources.trade_refusals import TradeColumnsMissing, TradeEditionNotTold
from hamafza.sources.trade_years import YearParts, whole_years
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.codes import HS_EDITIONS
from hamafza.vocabulary.tables.trade_sets import BASIS

_HEADINGS = {
    "year": ("refyear", "year", "period"),
    "frequency": ("freqcode",),
    "period": ("period",),
    "flow": ("flowcode", "trade flow"),
    "flow_code": ("trade flow code",),
    "reporter_iso": ("reporteriso", "reporter iso"),
    "reporter": ("reportercode", "reporter code"),
    "partner_iso": ("partneriso", "partner iso"),
    "partner": ("partnercode", "partner code"),
    "partner2": ("partner2code", "2nd partner code"),
    "customs": ("customscode", "customs proc. code"),
    "transport": ("motcode", "mode of transport code"),
    "supply": ("moscode",),
    "code": ("cmdcode", "commodity code"),
    "edition": ("classificationcode", "classification"),
    "value_usd": ("primaryvalue", "trade value (us$)"),
    "weight_kg": ("netwgt", "netweight (kg)"),
}
_NEEDED = ("year", "flow", "code", "value_usd")
_EDITIONS = {f"H{at}": edition for at, edition in enumerate(HS_EDITIONS)}
_EXPORT, _IMPORT, _RETURNED = "export", "import", "returned"
_FLOWS = {
    "x": _EXPORT, "2": _EXPORT, "export": _EXPORT, "exports": _EXPORT,
    "m": _IMPORT, "1": _IMPORT, "import": _IMPORT, "imports": _IMPORT,
    "rx": _RETURNED, "3": _RETURNED, "re-export": _RETURNED, "re-exports": _RETURNED,
    "rm": _RETURNED, "4": _RETURNED, "re-import": _RETURNED, "re-imports": _RETURNED,
    "dx": _RETURNED, "fm": _RETURNED, "mip": _RETURNED, "mop": _RETURNED, "xip": _RETURNED,
    "xop": _RETURNED,
}  # fmt: skip
_WORLD = ("0", "W00", "WLD", "WL")
# Areas not elsewhere specified, bunkers, free zones and special categories of the UN's list.
_AREAS = (
    "129", "221", "290", "471", "472", "473", "492", "527", "536", "568", "577", "636", "637",
    "697", "837", "838", "839", "849", "879", "899",
)  # fmt: skip
_OTHER_ISO = {"S19": "TWN"}
_KEY = ("year", "exporter", "importer", "hs6")


@dataclass(frozen=True)
class _Headings:
    """Which heading of a table gives which field; a field it has not is None."""

    of: dict[str, str | None]

    def kinds(self) -> dict[str, pl.DataType]:
        return {heading: pl.String() for heading in self.of.values() if heading is not None}

    def select(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return every field as text without outer blanks; empty is null."""
        return rows.select(
            (pl.col(heading) if heading else pl.lit(None, pl.String))
            .str.strip_chars()
            .replace("", None)
            .alias(name)
            for name, heading in self.of.items()
        )


def read_comtrade(
    path: Path,
    edition: str | None,
    years: Sequence[int] | None,
    tally: Tally,
    params: ImportParams,
) -> list[YearParts]:
    """Return each year's flows as Flows6 by edition, mirrors marked; nothing counts twice."""
    kept = []
    for text in _tables(path):
        for columns, lines in pieces(text):
            headings = _headings(columns, text.name)
            rows = headings.select(parsed(columns, lines, headings.kinds()))
            kept.append(_taken(rows, edition, years, tally, path.name))
    rows = pl.concat(kept)
    judge_editions(tally, path.name, params)
    tally.judge(path.name, params)
    rows = _without_twins(rows, tally)
    rows = _annual(rows, tally)
    rows = _believed(rows, tally)
    tally.judge(path.name, params)
    there = whole_years(rows["year"].unique().to_list(), years, path.name)
    return [YearParts(year, _parts(rows.filter(pl.col("year") == year))) for year in there]


def _tables(path: Path) -> list[Text]:
    """Return the tables of a file; a zip may hold notes beside them."""
    texts = texts_in(path)
    tables = [text for text in texts if text.name.lower().endswith((".csv", ".txt", ".tsv"))]
    return tables or texts


def _headings(columns: Columns, file: str) -> _Headings:
    known = {heading.lower(): heading for heading in reversed(columns.headings)}
    of = {
        name: next((known[each] for each in names if each in known), None)
        for name, names in _HEADINGS.items()
    }
    missing = [name for name in _NEEDED if of[name] is None]
    missing += [side for side in ("reporter", "partner") if not (of[side] or of[f"{side}_iso"])]
    if missing:
        wanted = ", ".join("/".join(_HEADINGS[name]) for name in missing)
        found = ", ".join(columns.headings)[:200] or "-"
        raise TradeColumnsMissing(file=file, missing=wanted, found=found)
    return _Headings(of)


def _taken(
    rows: pl.DataFrame, edition: str | None, years: Sequence[int] | None, tally: Tally, file: str
) -> pl.DataFrame:
    """Return the rows kept of a piece, in few bytes; the others are counted."""
    number = dict(known_countries(shipped_csv("trade", "baci_country_codes.csv")).iter_rows())
    by_code = {str(code): iso3 for code, iso3 in number.items()}
    by_iso = {name: name for name in world().countries} | _OTHER_ISO
    flow = pl.coalesce("flow", "flow_code").str.to_lowercase().replace_strict(_FLOWS, default=None)
    named = rows.with_columns(
        pl.col("year").str.slice(0, 4).cast(pl.Int16, strict=False),
        flow.alias("flow"),
        *(_country(side, by_iso, by_code) for side in ("reporter", "partner")),
        pl.col("value_usd").cast(pl.Float64, strict=False),
        (pl.col("weight_kg").cast(pl.Float64, strict=False) / 1000)
        .cast(pl.Float32)
        .alias("quantity_t"),
        pl.col("edition")
        .str.to_uppercase()
        .replace_strict(_EDITIONS, default=edition)
        .alias("edition"),
        ((pl.col("partner") == "0") | pl.col("partner_iso").is_in(_WORLD))
        .fill_null(False)
        .alias("is_world"),
    )
    if years is not None:
        named = named.filter(pl.col("year").is_in(list(years)) | pl.col("year").is_null())
    if named.filter(pl.col("edition").is_null() & _is_hs6()).height:
        raise TradeEditionNotTold(file=file)
    sold = pl.col("flow") == _EXPORT
    reporter, partner = pl.col("reporter_name"), pl.col("partner_name")
    sides = named.with_columns(
        pl.when(sold).then(reporter).otherwise(partner).alias("exporter"),
        pl.when(sold).then(partner).otherwise(reporter).alias("importer"),
    ).with_columns(_reason())
    _count_unknown(sides, tally)
    for each, codes in sides.filter(_is_hs6()).group_by("edition").agg("code").iter_rows():
        tally.codes.setdefault(str(each), set()).update(codes)
    good = tally.take(sides, "value_usd", ("reporter", "partner", "code"))
    countries = pl.Enum(list(world().countries))
    return good.select(
        "year",
        pl.col("exporter", "importer").cast(countries),
        pl.col("code").alias("hs6"),
        "value_usd",
        "quantity_t",
        (pl.col("flow") == _IMPORT).alias("is_mirror"),
        "edition",
        pl.col("period").cast(pl.Int32, strict=False),
        (pl.col("frequency") == "M")
        .fill_null(pl.col("period").str.len_chars() == 6)
        .alias("is_month"),
    )


def _country(side: str, by_iso: dict[str, str], by_code: dict[str, str]) -> pl.Expr:
    """Return a side's ISO alpha-3, from its own ISO column or else its number."""
    iso = pl.col(f"{side}_iso").str.to_uppercase()
    number = pl.col(side).str.strip_chars_start("0").replace_strict(by_code, default=None)
    told = iso.replace_strict(by_iso, default=None, return_dtype=pl.String)
    return pl.coalesce(told, number).alias(f"{side}_name")


def _is_hs6() -> pl.Expr:
    return pl.col("code").str.contains(r"^\d{6}$").fill_null(False)


def _reason() -> pl.Expr:
    """Return why a row is left out: the first that holds."""
    value = pl.col("value_usd")
    unspecified = pl.col("code").str.starts_with("99")
    breaks = [
        ("partner2", _WORLD),
        ("customs", ("C00",)),
        ("transport", ("0",)),
        ("supply", ("0",)),
    ]
    broken = pl.any_horizontal(
        (pl.col(name).is_not_null() & ~pl.col(name).is_in(list(whole))) for name, whole in breaks
    )
    names = pl.col("exporter", "importer").is_null()
    is_area = pl.any_horizontal(pl.col("partner", "reporter").is_in(_AREAS))
    because: list[tuple[pl.Expr, Reason]] = [
        (pl.col("year").is_null(), Reason.YEAR),
        (pl.col("flow").is_null(), Reason.DIRECTION),
        (pl.col("flow") == _RETURNED, Reason.RETURNED),
        (pl.col("is_world"), Reason.TOTAL),
        (~_is_hs6(), Reason.TOTAL),
        (value.is_null() | ~value.is_finite(), Reason.VALUE),
        (value < 0, Reason.NEGATIVE),
        (broken, Reason.BREAKDOWN),
        (pl.any_horizontal(names) & is_area, Reason.AREA),
        (pl.any_horizontal(names), Reason.COUNTRY),
        (pl.col("exporter") == pl.col("importer"), Reason.SAME),
        (unspecified, Reason.UNSPECIFIED),
        (~_in_edition(), Reason.EDITION),
    ]
    return first_reason(because)


def _in_edition() -> pl.Expr:
    """Say whether the code is one of the edition that its row names."""
    there = pl.lit(False)
    for edition in HS_EDITIONS:
        is_there = pl.col("code").is_in(list(hs_codes(edition)))
        there = pl.when(pl.col("edition") == edition).then(is_there).otherwise(there)
    return there


def _count_unknown(rows: pl.DataFrame, tally: Tally) -> None:
    bad = rows.filter(pl.col("reason") == str(Reason.COUNTRY))
    for side in ("reporter", "partner"):
        code = pl.coalesce(f"{side}_iso", side, pl.lit("-")).alias("code")
        unnamed = bad.filter(pl.col(f"{side}_name").is_null())
        for name, value in unnamed.group_by(code).agg(pl.col("value_usd").sum()).iter_rows():
            tally.unknown_countries[name] = tally.unknown_countries.get(name, 0.0) + value


def _without_twins(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Rows that say the same in every cell came twice, as when downloads overlap."""
    once = rows.unique(maintain_order=True)
    _withdraw(rows, once, Reason.TWICE, tally)
    return once


def _annual(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Months stand for a year where the year itself is not told."""
    is_told = (~pl.col("is_month")).any().over("year", "exporter", "is_mirror")
    kept = rows.filter(~pl.col("is_month") | ~is_told)
    _withdraw(rows, kept, Reason.MONTHLY, tally)
    return kept


def _believed(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Leave out mirrors of exporters that reported the year themselves."""
    reported = (~pl.col("is_mirror")).any().over("year", "exporter")
    kept = rows.filter(~pl.col("is_mirror") | ~reported)
    _withdraw(rows, kept, Reason.REPORTED, tally)
    return kept


def _withdraw(before: pl.DataFrame, after: pl.DataFrame, reason: Reason, tally: Tally) -> None:
    rows = before.height - after.height
    if rows:
        lost = float(before["value_usd"].sum()) - float(after["value_usd"].sum())
        gone = before.join(after, on=before.columns, how="anti", nulls_equal=True)
        shown = gone if gone.height else before.filter(before.is_duplicated())
        example = "/".join(map(str, shown.select(*_KEY).row(0)))
        tally.keep(-rows, -lost)
        tally.drop(reason, rows, lost, example)


def _parts(rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """Return Flows6 by edition; months and reports of one key are summed."""
    parts = []
    for edition in sorted(rows["edition"].unique().to_list()):
        codes = pl.Enum(sorted(hs_codes(edition)))
        told = pl.col("quantity_t")
        frame = (
            rows.filter(pl.col("edition") == edition)
            .with_columns(pl.col("hs6").cast(codes))
            .group_by(*_KEY)
            .agg(
                pl.col("value_usd").sum(),
                pl.when(told.is_not_null().any()).then(told.sum()).alias("quantity_t"),
                pl.when(pl.col("is_mirror").any())
                .then(pl.lit("mirror"))
                .otherwise(pl.lit("direct"))
                .cast(BASIS)
                .alias("basis"),
                pl.lit(0.0, pl.Float32).alias("split_share"),
            )
            .sort("exporter", "importer", "hs6")
        )
        parts.append((edition, frame))
    return parts
