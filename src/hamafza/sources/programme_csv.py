"""Exports of guild units and official totals, from hand-written CSV."""

from decimal import Decimal
from pathlib import Path

import dataframely as dy
import polars as pl

from hamafza.sources.written_rows import Row, read_rows
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.programme import EXPORT_LINES, Exports, OfficialTotals

_CODE = {"hs6": "hs", "hs4": "hs", "hs2": "hs", "code": "hs", "basis": "line", "deal": "deal_id"}
_PROVENANCES = [provenance.value for provenance in Provenance]


def read_exports(path: Path) -> dy.DataFrame[Exports]:
    """
    Read year, line (proven, declared, estimated), value_usd and what else is there.

    Also read: hs (or hs2, hs4, hs6), deal_id, evidence, service, embedded. A proven row must
    carry evidence.
    """
    rows = read_rows(path, ("year", "line", "value_usd"), _CODE)
    records = [_export(number, row) for number, row in enumerate(rows, 1)]
    return checked(Exports, pl.DataFrame(records, infer_schema_length=None))


def read_totals(path: Path, rule: str) -> dy.DataFrame[OfficialTotals]:
    """
    Read year, value_usd and, if there, hs, rule, revision, provenance, source.

    A row without a code and without a rule is taken as the total under the rule in use.
    """
    records = [_total(row, rule) for row in read_rows(path, ("year", "value_usd"), _CODE)]
    return checked(OfficialTotals, pl.DataFrame(records, infer_schema_length=None))


def _export(number: int, row: Row) -> dict[str, object]:
    line = row.one_of("line", EXPORT_LINES)
    if line == "proven" and not row.text("evidence"):
        raise row.refused("evidence", "the number of the customs declaration or bank receipt")
    return {
        "export_id": number,
        "year": _year(row),
        "line": line,
        "hs": _hs(row),
        "is_service": row.yes("service"),
        "is_embedded": row.yes("embedded"),
        "value_usd_cents": _cents(row, least=Decimal("0.01")),
        "deal_id": row.text("deal_id") or None,
        "evidence": row.text("evidence") or None,
    }


def _total(row: Row, rule: str) -> dict[str, object]:
    hs = None if row.text("hs").lower() == "total" else _hs(row)
    told = row.text("provenance")
    return {
        "year": _year(row),
        "hs": hs,
        "rule": None if hs else row.text("rule") or rule,
        "value_usd_cents": _cents(row),
        "revision": row.whole("revision", least=1) if row.text("revision") else 1,
        "provenance": row.one_of("provenance", _PROVENANCES) if told else Provenance.REAL.value,
        "source": row.text("source") or row.file,
    }


def _year(row: Row) -> int:
    year = row.whole("year", least=1900)
    if year > 2200:
        raise row.refused("year", "a Gregorian year")
    return year


def _hs(row: Row) -> str | None:
    code = row.text("hs").replace(".", "")
    if not code:
        return None
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 6):
        raise row.refused("hs", "a code of two to six digits")
    return code


def _cents(row: Row, least: Decimal = Decimal(0)) -> int:
    return int((row.decimal("value_usd", least) * 100).to_integral_value())
