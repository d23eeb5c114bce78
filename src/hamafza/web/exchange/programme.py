"""Exports and official totals as the programme reads them."""

import polars as pl
from django.db.models import Max

from hamafza.programme.guild_share import GuildShare, guild_share
from hamafza.runs.programme import non_oil_rules
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.programme import Exports, OfficialTotals
from hamafza.web.exchange import Binding
from hamafza.web.records.programme import DeclaredExport, OfficialTotal

BINDINGS = (
    Binding(
        Exports,
        DeclaredExport,
        renamed={"export_id": "id", "hs": "hs6"},
        not_kept={"is_service": "a row with a service code is one"},
    ),
    Binding(
        OfficialTotals,
        OfficialTotal,
        not_kept={
            "hs": "the office enters totals under a rule, not by code",
            "value_usd_cents": "official totals are kept in whole dollars",
        },
    ),
)


def exports(until_export: int | None = None) -> pl.DataFrame:
    """Return the exports kept; ``until_export`` leaves later rows out."""
    rows = DeclaredExport.objects.order_by("id")
    if until_export is not None:
        rows = rows.filter(pk__lte=until_export)
    fields = (
        "id", "year", "line", "hs6", "service_code", "is_embedded", "value_usd_cents", "deal_id",
        "customs_number", "evidence",
    )  # fmt: skip
    told = [
        {
            "export_id": row["id"],
            "year": row["year"],
            "line": row["line"],
            "hs": row["hs6"] or None,
            "is_service": bool(row["service_code"]),
            "is_embedded": row["is_embedded"],
            "value_usd_cents": row["value_usd_cents"],
            "deal_id": None if row["deal_id"] is None else str(row["deal_id"]),
            "evidence": row["customs_number"] or row["evidence"] or None,
        }
        for row in rows.values(*fields)
    ]
    frame = pl.DataFrame(told, schema=_EXPORTS)
    return checked(Exports, frame)


def totals() -> pl.DataFrame:
    """Return the official totals kept, each under its rule; the latest revision counts."""
    told = [
        {
            "year": row.year,
            "hs": None,
            "rule": row.rule,
            "value_usd_cents": row.value_usd * 100,
            "revision": row.revision,
            "provenance": row.provenance,
            "source": row.source,
        }
        for row in OfficialTotal.objects.all()
    ]
    return checked(OfficialTotals, pl.DataFrame(told, schema=_TOTALS))


def shares(rule: str | None = None, until_export: int | None = None) -> list[GuildShare]:
    """Return the share of each year that has both exports and an official total."""
    name, chosen = non_oil_rules().named(rule)
    known = totals().filter(pl.col("rule") == name)
    told = exports(until_export).filter(pl.col("year").is_in(known["year"].to_list()))
    return guild_share(told, known, name, chosen)


def last_year() -> int | None:
    """Return the last year with an official total."""
    return OfficialTotal.objects.aggregate(last=Max("year"))["last"]


_EXPORTS = {
    "export_id": pl.Int64, "year": pl.Int64, "line": pl.String, "hs": pl.String,
    "is_service": pl.Boolean, "is_embedded": pl.Boolean, "value_usd_cents": pl.Int64,
    "deal_id": pl.String, "evidence": pl.String,
}  # fmt: skip
_TOTALS = {
    "year": pl.Int64, "hs": pl.String, "rule": pl.String, "value_usd_cents": pl.Int64,
    "revision": pl.Int64, "provenance": pl.String, "source": pl.String,
}  # fmt: skip
