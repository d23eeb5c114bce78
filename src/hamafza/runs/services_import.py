"""Trade in services by group, read into a data set that is replaced whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.markets.refusals import LayoutUnknown
from hamafza.markets.service_parameters import ServiceChecks
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources import services_table
from hamafza.sources.dropped import Tally
from hamafza.sources.mapped_tables import TableSeen, read_mapping, table_seen
from hamafza.sources.service_refusals import ServicesEditionUnknown
from hamafza.sources.services_batis import is_batis, read_batis
from hamafza.sources.services_comtrade import is_comtrade, read_services_comtrade
from hamafza.sources.services_told import ServicesAsked, ServicesTold
from hamafza.sources.trade_files import is_zip, pieces, texts_in
from hamafza.store.data_sets import RECORD, DataSet, data_set, replaced
from hamafza.store.files import existing
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.services import EDITIONS, ServiceFlows
from hamafza.vocabulary.text import latin_digits

KIND = "services"
LAYOUTS = ("batis", "comtrade", "table")
"""The OECD's and WTO's balanced table, UN Comtrade's, and any other with its columns mapped."""
TABLE = "services.parquet"
_SOURCES = {"batis": "OECD-WTO BaTIS", "comtrade": "UN Comtrade"}
_FIRST_BYTES = 1 << 20


@dataclass(frozen=True)
class ServicesWanted:
    """
    What to take of a file, and how to tell it.

    ``layout`` is seen from the headings where it is not said; ``direction`` and ``source`` are
    for a plain table that does not tell them.
    """

    years: Sequence[int] | None = None
    edition: str | None = None
    layout: str | None = None
    direction: str = "export"
    source: str = ""


def import_services(
    path: Path,
    home: Path,
    wanted: ServicesWanted | None = None,
    mapping: Path | None = None,
    params_path: Path | None = None,
    report: Report = silent,
) -> DataSet:
    """
    Read a file into ``services-<layout>-ebops<edition>``, in place of the set there.

    The set holds ``services.parquet`` (ServiceFlows, all years) and its record, whose figures say
    what was read, kept and dropped, and how the sums held. Any refusal leaves the old set.
    """
    watch, wanted, path = Stopwatch(), wanted or ServicesWanted(), existing(Path(path))
    layout = layout_of(path) if wanted.layout is None else wanted.layout
    if layout not in LAYOUTS:
        raise LayoutUnknown(layout=layout, known=", ".join(LAYOUTS))
    params = load(ImportParams, "trade", "imports")
    checks = load(ServiceChecks, "services", "checks", params_path)
    tally = Tally()
    report("importing", 0, 1)
    told = _read(path, layout, wanted, mapping, tally, params, checks)
    tally.judge(path.name, params)
    source = f"{_SOURCES.get(layout) or wanted.source or path.stem}, {path.name}"
    name = f"services-{layout}-ebops{told.edition}"
    with replaced(home, name) as folder:
        metadata = {
            "table": KIND,
            "unit": "USD a year",
            "ebops_edition": told.edition,
            "provenance": str(Provenance.REAL),
            "source": source,
        }
        texts = told.flows.with_columns(
            pl.col("exporter", "importer", "group", "quality").cast(pl.String)
        )
        write_parquet(checked(ServiceFlows, texts), folder / TABLE, metadata)
        inputs = [path, *([mapping] if mapping else [])]
        record = RunRecord(
            kind=KIND,
            parameters=plain(params) | plain(checks) | {"services_layout": layout},
            inputs={each.name: file_sha256(each) for each in inputs},
            outputs={TABLE: file_sha256(folder / TABLE)},
            figures=_figures(told, layout, source) | tally.figures(),
        )
        watch.close(record).write(folder / RECORD)
    return data_set(home, name)


def layout_of(path: Path) -> str:
    """Return the layout that a table's headings are of; a file of another kind is a plain table."""
    if path.suffix.lower() in (".xlsx", ".xls"):
        return "table"
    texts = texts_in(path)
    tables = [text for text in texts if text.name.lower().endswith((".csv", ".txt", ".tsv"))]
    for text in tables or texts:
        try:
            headings = next(pieces(text, _FIRST_BYTES))[0].headings
        except (Refusal, StopIteration):
            if is_zip(path):
                raise
            return "table"  # in another encoding than UTF-8, as offices write it
        if is_batis(headings):
            return "batis"
        if is_comtrade(headings):
            return "comtrade"
    return "table"


def services_seen(path: Path) -> TableSeen | None:
    """Return what a plain table looks like; None where the layout is known by its headings."""
    return table_seen(path, services_table.NAMES) if layout_of(path) == "table" else None


def edition_of_services(text: str | None) -> str | None:
    """Return the edition of ``EBOPS 2010`` or ``2010``; refuse one that is not here."""
    if text is None or not text.strip():
        return None
    told = latin_digits(text).strip().upper().removeprefix("EBOPS").strip()
    if told not in EDITIONS:
        raise ServicesEditionUnknown(edition=text, known=", ".join(EDITIONS))
    return told


def _read(
    path: Path,
    layout: str,
    wanted: ServicesWanted,
    mapping: Path | None,
    tally: Tally,
    params: ImportParams,
    checks: ServiceChecks,
) -> ServicesTold:
    asked = ServicesAsked(wanted.years, wanted.edition)
    if layout == "batis":
        return read_batis(path, asked, tally, params, checks)
    if layout == "comtrade":
        return read_services_comtrade(path, asked, tally, params, checks)
    told = read_mapping(mapping, services_table.NAMES)
    return services_table.read_services_table(
        path, told, wanted.direction, asked, tally, params, checks
    )


def _figures(told: ServicesTold, layout: str, source: str) -> dict[str, Any]:
    value = pl.col("value_usd")
    by_year: dict[str, dict[str, float]] = {}
    sums = told.flows.group_by("year", "quality").agg(value.sum(), pl.len().alias("rows"))
    for year, rows in sorted(sums.group_by("year")):
        total = float(rows["value_usd"].sum())
        by_year[str(year[0])] = {"value_usd": total, "rows": float(rows["rows"].sum())} | {
            f"{quality}_share": each / total if total else 0.0
            for quality, each in sorted(
                rows.select(pl.col("quality").cast(pl.String), value).iter_rows()
            )
        }
    return {
        "edition": told.edition,
        "layout": layout,
        "source": source,
        "years": told.years,
        "services_by_year": by_year,
        "checks": told.checks,
        "rows": told.flows.height,
    }
