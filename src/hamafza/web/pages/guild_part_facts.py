"""The guild's part as pages show it: by good, by market, by province, with its band."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.goods.names import short_name
from hamafza.programme.small_cells import Cell, hidden, is_small
from hamafza.runs.guild_part import guild_parts
from hamafza.runs.market_serving import markets_of
from hamafza.sources.headings import heading_names
from hamafza.store.outlines import province_named
from hamafza.vocabulary.text import latin_digits
from hamafza.web.guild_capacity import guild_capacity
from hamafza.web.own_country import own_country
from hamafza.web.placenames import market_name
from hamafza.web.small_cells import rules

PAGE = 25
MARKETS_SHOWN = 15
BANDS = ("part_low_usd", "part_usual_usd", "part_high_usd")
SUMS = (*BANDS, "handmade_low_usd", "handmade_high_usd")
_MILLE = 1000


def facts_of(asked: Mapping[str, str], *, is_public: bool) -> dict[str, Any]:
    """Return what a page shows for ``goods``, ``market`` and ``page``; small cells are hidden."""
    chosen = asked_of(asked)
    told = _told(is_public)
    facts: dict[str, Any] = {
        "asked": chosen,
        "query": urlencode(chosen),
        "goods": sorted(((code, _goods(code)) for code in told["hs4"].unique()), key=_second),
        "markets": sorted(
            ((code, _market(code)) for code in markets_of(own_country())), key=_second
        ),
        "is_public": is_public,
    }
    rows = told if not chosen["goods"] else told.filter(pl.col("hs4") == chosen["goods"])
    parts, provinces = guild_parts(own_country(), rows)
    parts = _in_market(parts, chosen["market"])
    if chosen["goods"]:
        return facts | _of_good(chosen, parts, provinces, rows, is_public)
    page = Paginator(_by_good(parts), PAGE).get_page(latin_digits(asked.get("page", "1")))
    return facts | {"page": page, "rows": page.object_list}


def file_headings(by: str) -> list[str]:
    """Return the headings of the table that is taken along, ``by`` province or market."""
    place = _("Province") if by == "province" else _("Market")
    last = [] if by == "province" else [_("Hand-made, low"), _("Hand-made, high")]
    return [_("Heading"), _("Goods"), place, _("Low, dollars a year"),
            _("Usual, dollars a year"), _("High, dollars a year"), *last]  # fmt: skip


def file_rows(asked: Mapping[str, str], by: str, *, is_public: bool) -> Iterator[list[Any]]:
    """Yield every row of the choice: goods by market, or goods by province."""
    chosen, told = asked_of(asked), _told(is_public)
    rows = told if not chosen["goods"] else told.filter(pl.col("hs4") == chosen["goods"])
    parts, provinces = guild_parts(own_country(), rows)
    parts = _in_market(parts, chosen["market"])
    if by != "province":
        for row in parts.iter_rows(named=True):
            first = [row["hs4"], _goods(row["hs4"]), _market(row["importer"])]
            yield [*first, *(round(row[name]) for name in SUMS)]
        return
    for (code,), of_good in rows.group_by("hs4", maintain_order=True):
        sums = parts.filter(pl.col("hs4") == code).select(BANDS).sum()
        here = provinces.filter(pl.col("hs4") == code)
        for row in _by_province(here, sums, of_good, is_public):
            if row["is_told"]:
                figures = [round(row[name]) for name in BANDS]
                yield [code, _goods(str(code)), row["name"], *figures]


def asked_of(asked: Mapping[str, str]) -> dict[str, str]:
    """Read the choice; what is no good and no market asks nothing."""
    goods = latin_digits(asked.get("goods", "")).strip()[:4]
    market = asked.get("market", "").strip().upper()
    return {
        "goods": goods if goods in heading_names() else "",
        "market": market if market in markets_of(own_country()) else "",
    }


def _told(is_public: bool) -> pl.DataFrame:
    """Return the capacities that may be told: for the public none of goods that few make."""
    rows = guild_capacity()
    if not is_public:
        return rows
    sums = rows.group_by("hs4").agg(
        pl.col("units").sum(), pl.col("shipments_a_month").sum(), pl.col("largest").max()
    )
    small = [row["hs4"] for row in sums.iter_rows(named=True) if is_small(_cell(row), rules())]
    return rows.filter(~pl.col("hs4").is_in(small))


def _of_good(
    chosen: dict[str, str], parts: pl.DataFrame, provinces: pl.DataFrame, rows: pl.DataFrame,
    is_public: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return a good's band, its markets and its provinces; nothing where it is not told."""
    if parts.is_empty():
        return {"good": None, "name": _goods(chosen["goods"])}
    sums = parts.select(pl.col(*SUMS, "potential_usd").sum())
    first = parts.row(0, named=True)
    good = sums.row(0, named=True) | {
        "handmade_low": first["handmade_low"],
        "handmade_high": first["handmade_high"],
        "is_assumed": first["handmade_basis"].startswith("assumed"),
        "units": rows["units"].sum(),
        "share_usual": first["share_usual"],
    }
    ordered = parts.sort("part_usual_usd", "importer", descending=[True, False])
    return {
        "good": good,
        "name": _goods(chosen["goods"]),
        "market_name": _market(chosen["market"]) if chosen["market"] else "",
        "by_market": [
            row | {"name": _market(row["importer"])}
            for row in ordered.head(MARKETS_SHOWN).iter_rows(named=True)
        ],
        "more_markets": max(0, ordered.height - MARKETS_SHOWN),
        "by_province": _by_province(provinces, sums, rows, is_public),
    }


def _by_good(parts: pl.DataFrame) -> list[dict[str, Any]]:
    sums = parts.group_by("hs4").agg(
        pl.col(*SUMS).sum(), pl.col("handmade_high").first(), pl.len().alias("markets")
    )
    ordered = sums.sort("part_usual_usd", "hs4", descending=[True, False])
    return [row | {"name": _goods(row["hs4"])} for row in ordered.iter_rows(named=True)]


def _by_province(
    provinces: pl.DataFrame, sums: pl.DataFrame, rows: pl.DataFrame, is_public: bool
) -> list[dict[str, Any]]:
    """Divide a good's band among provinces; those that tell of too few units bear no figures."""
    untold = _untold(rows) if is_public else frozenset()
    told = [
        {
            "name": _province(row["province"]),
            "is_told": row["province"] not in untold,
            "share": row["capacity_share"],
            **{name: row["capacity_share"] * sums[name][0] for name in BANDS},
        }
        for row in provinces.iter_rows(named=True)
    ]
    return sorted(told, key=lambda row: (not row["is_told"], -row["share"], row["name"]))


def _untold(rows: pl.DataFrame) -> frozenset[str]:
    """Return the provinces of a good whose part is not told beside the good's own."""
    cells = {row["province"]: _cell(row) for row in rows.iter_rows(named=True)}
    found = hidden(cells, [list(cells)], rules())
    return frozenset(cells) if found.sums else found.cells


def _cell(row: Mapping[str, Any]) -> Cell:
    whole, largest = (round(row[name] * _MILLE) for name in ("shipments_a_month", "largest"))
    return Cell(row["units"], value=whole, largest=largest)


def _in_market(parts: pl.DataFrame, market: str) -> pl.DataFrame:
    if not market:
        return parts.filter(pl.col("importer").is_in(markets_of(own_country())))
    return parts.filter(pl.col("importer") == market)


def _goods(code: str) -> str:
    english, persian = heading_names().get(code, (code, code))
    return short_name(persian if _language() == "fa" else english)


def _market(code: str) -> str:
    return market_name(code, _language())


def _province(name: str) -> str:
    known = None if _language() == "fa" else province_named(own_country(), name)
    return known.name_en if known else name


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


def _language() -> str:
    return (get_language() or "fa")[:2]
