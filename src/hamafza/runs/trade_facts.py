"""Customs tables, tariffs, agreements and economies, each read into a data set replaced whole."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.markets.refusals import CountryUnknown
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources import agreements, customs_table, economies, tariffs
from hamafza.sources.dropped import Tally
from hamafza.sources.geography import world
from hamafza.sources.hs_steps import judge_editions
from hamafza.sources.mapped_tables import ColumnsTold, Names, read_mapping
from hamafza.sources.tariffs import TariffFacts
from hamafza.sources.trade_years import whole_years
from hamafza.store.data_sets import RECORD, DataSet, data_set, replaced
from hamafza.store.files import existing
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.provenance import Provenance

CUSTOMS, TARIFFS, AGREEMENTS, ECONOMIES = "customs", "tariffs", "agreements", "economies"
"""Kinds of run records, and the names of their tables."""


@dataclass
class _Reading:
    """One file being read: what is judged, counted and measured on the way."""

    path: Path
    mapping_path: Path | None
    params_path: Path | None
    tally: Tally = field(default_factory=Tally)
    watch: Stopwatch = field(default_factory=Stopwatch)

    def __post_init__(self) -> None:
        self.path = existing(Path(self.path))
        self.params = load(ImportParams, "trade", "imports", self.params_path)

    def told(self, names: Names) -> ColumnsTold:
        return read_mapping(self.mapping_path, names)

    def stored(
        self, home: Path, name: str, kind: str, table: pl.DataFrame, facts: dict[str, Any]
    ) -> DataSet:
        """Put ``<kind>.parquet`` and its record in place of the set in use."""
        unit = "value_usd" if kind == CUSTOMS else "value"
        figures = facts | {"rows": table.height} | self.tally.figures(unit)
        metadata = {"table": kind, "provenance": str(Provenance.REAL), "source": self.path.name}
        with replaced(home, name) as folder:
            target = folder / f"{kind}.parquet"
            write_parquet(table, target, metadata)
            inputs = [self.path, *([self.mapping_path] if self.mapping_path else [])]
            record = RunRecord(
                kind=kind,
                parameters=plain(self.params),
                inputs={each.name: file_sha256(each) for each in inputs},
                outputs={target.name: file_sha256(target)},
                figures=figures,
            )
            self.watch.close(record).write(folder / RECORD)
        return data_set(home, name)


def import_customs(
    path: Path,
    home: Path,
    reporter: str,
    edition: str = "2022",
    direction: str = "export",
    mapping: Path | None = None,
    params_path: Path | None = None,
) -> DataSet:
    """Read a country's customs table into ``customs-<country>`` (``customs.parquet``)."""
    if reporter not in world().position:
        raise CountryUnknown(country=reporter)
    reading = _Reading(path, mapping, params_path)
    told = reading.told(customs_table.NAMES)
    table = customs_table.read_customs(
        reading.path, told, direction, reporter, edition, reading.tally
    )
    judge_editions(reading.tally, reading.path.name, reading.params)
    reading.tally.judge(reading.path.name, reading.params)
    missing = []
    for calendar in table["calendar"].unique().to_list():
        rows = table.filter(pl.col("calendar") == calendar)
        whole_years(rows["year"].unique().to_list(), None, reading.path.name)
        missing += customs_table.months_missing(rows.select("year", "month").unique().rows())
    facts = {
        "country": reporter,
        "edition": edition,
        "from_day": str(table["from_day"].min()),
        "to_day": str(table["to_day"].max()),
        "months_missing": missing,
        "offices": table["office"].n_unique(),
    }
    return reading.stored(home, f"customs-{reporter.lower()}", CUSTOMS, table, facts)


def import_tariffs(
    path: Path,
    home: Path,
    facts: TariffFacts | None = None,
    label: str = "",
    mapping: Path | None = None,
    params_path: Path | None = None,
) -> DataSet:
    """
    Read a table of tariffs into ``tariffs-hs<edition>`` (``tariffs.parquet``).

    ``label`` parts tables of several keepers: ``tariffs-hs2022-wits``.
    """
    reading = _Reading(path, mapping, params_path)
    told = reading.told(tariffs.NAMES)
    table, lines = tariffs.read_tariffs(
        reading.path, told, facts or TariffFacts(), reading.tally, reading.params
    )
    edition = table["edition"][0]
    figures = {
        "edition": edition,
        "years": table["year"].unique().sort().to_list(),
        "markets": table["importer"].n_unique(),
        "for_everybody": table.filter(pl.col("exporter") == "").height,
        "national_lines_averaged": lines,
    }
    name = f"tariffs-hs{edition}" + (f"-{label.lower()}" if label else "")
    return reading.stored(home, name, TARIFFS, table, figures)


def import_agreements(
    path: Path, home: Path, mapping: Path | None = None, params_path: Path | None = None
) -> DataSet:
    """Read trade agreements into ``agreements`` (``agreements.parquet``)."""
    reading = _Reading(path, mapping, params_path)
    told = reading.told(agreements.NAMES)
    table = agreements.read_agreements(reading.path, told, reading.tally)
    reading.tally.judge(reading.path.name, reading.params)
    facts = {"agreements": table["agreement"].n_unique(), "parties": table["party"].n_unique()}
    return reading.stored(home, AGREEMENTS, AGREEMENTS, table, facts)


def import_economies(
    path: Path,
    home: Path,
    forecast_from: int | None = None,
    mapping: Path | None = None,
    params_path: Path | None = None,
) -> DataSet:
    """Read GDP and population into ``economies`` (``economies.parquet``)."""
    reading = _Reading(path, mapping, params_path)
    told = reading.told(economies.NAMES)
    table = economies.read_economies(reading.path, told, forecast_from, reading.tally)
    reading.tally.judge(reading.path.name, reading.params)
    years = whole_years(table["year"].unique().to_list(), None, reading.path.name)
    facts = {
        "countries": table["iso3"].n_unique(),
        "years": [years[0], years[-1]],
        "first_forecast": table.filter("is_forecast")["year"].min(),
    }
    return reading.stored(home, ECONOMIES, ECONOMIES, table, facts)
