"""Bilateral trade by subheading read into a data set that is replaced whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.concordance import shares
from hamafza.markets.editions import in_edition, together
from hamafza.markets.refusals import LayoutUnknown
from hamafza.markets.trade_parameters import ImportParams
from hamafza.sources.baci_years import open_baci, read_years
from hamafza.sources.comtrade import read_comtrade
from hamafza.sources.dropped import Tally
from hamafza.sources.hs_steps import hs_codes, hs_steps, judge_editions
from hamafza.sources.trade_refusals import TradeEditionNotThis, TradeEditionsMixed
from hamafza.sources.trade_years import YearParts, whole_years
from hamafza.store.data_sets import RECORD, DataSet, data_set, replaced
from hamafza.store.files import existing
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables.trade_sets import sound_flows6

LAYOUTS = ("baci", "comtrade")
KIND = "trade"
_SOURCES = {"baci": "CEPII BACI", "comtrade": "UN Comtrade"}


@dataclass(frozen=True)
class Wanted:
    """
    What to take of a file, and how to tell it.

    ``edition`` is that of the file where its name does not say; ``into`` another one to bring it
    to; ``reference`` names a data set in that edition, by whose trade split codes are divided;
    ``countries`` is a table of country numbers to use instead of the file's own.
    """

    years: Sequence[int] | None = None
    edition: str | None = None
    into: str | None = None
    reference: str | None = None
    countries: Path | None = None


def import_flows(
    path: Path,
    home: Path,
    layout: str,
    wanted: Wanted | None = None,
    params_path: Path | None = None,
    report: Report = silent,
) -> DataSet:
    """
    Read a file into the set ``<layout>-hs<edition>`` below ``home``, in place of the one there.

    The set holds ``flows-<year>.parquet`` (Flows6) for each year and its record, whose figures
    say what was read, kept and dropped. Any refusal leaves the old set.
    """
    watch, wanted = Stopwatch(), wanted or Wanted()
    if layout not in LAYOUTS:
        raise LayoutUnknown(layout=layout, known=", ".join(LAYOUTS))
    params = load(ImportParams, "trade", "imports", params_path)
    tally = Tally()
    editions, read = _opened(existing(Path(path)), layout, wanted, tally, params)
    edition = wanted.into or editions[0]
    reference = _reference(home, wanted.reference, edition)
    name = f"{layout}-hs{edition}"
    by_year: dict[str, dict[str, float]] = {}
    with replaced(home, name) as folder:
        for done, found in enumerate(read, 1):
            frame = _brought(found, edition, reference, params)
            by_year[str(found.year)] = _written(
                frame, folder, found.year, _told(path, layout, edition)
            )
            report("importing", done, done + 1)
        judge_editions(tally, path.name, params)
        tally.judge(path.name, params)
        record = RunRecord(
            kind=KIND,
            parameters=plain(params) | {"layout": layout, "years": wanted.years},
            inputs={path.name: file_sha256(path)},
            outputs={each.name: file_sha256(each) for each in sorted(folder.iterdir())},
            figures={
                "edition": edition,
                "recorded_editions": sorted(editions),
                "split_by": wanted.reference or "rule",
                "years": sorted(map(int, by_year)),
                "by_year": by_year,
                **tally.figures(),
            },
        )
        watch.close(record).write(folder / RECORD)
    return data_set(home, name)


def by_subheading(home: Path, name: str, years: Sequence[int] | None = None) -> pl.LazyFrame:
    """Return the rows (Flows6) of a data set, unread yet: all years, or those that are named."""
    found = data_set(home, name)
    there = [int(year) for year in found.record["figures"]["years"]]
    taken = whole_years(there, years, name)
    return pl.scan_parquet([found.folder / f"flows-{year}.parquet" for year in taken])


def _opened(
    path: Path, layout: str, wanted: Wanted, tally: Tally, params: ImportParams
) -> tuple[tuple[str, ...], Iterator[YearParts]]:
    """Return the editions that a file is in, and its years; two editions need one to go into."""
    if layout == "baci":
        baci = open_baci(path, wanted.edition, wanted.countries)
        return (baci.edition,), read_years(baci, wanted.years, tally, params)
    years = read_comtrade(path, wanted.edition, wanted.years, tally, params)
    editions = tuple(sorted({edition for year in years for edition, _ in year.parts}))
    if len(editions) > 1 and wanted.into is None:
        raise TradeEditionsMixed(file=path.name, editions=", ".join(editions))
    return editions, iter(years)


def _brought(
    found: YearParts, edition: str, reference: pl.DataFrame | None, params: ImportParams
) -> pl.DataFrame:
    """Return a year's rows in one edition; the parts of several are summed."""
    frames = []
    for recorded, frame in found.parts:
        if recorded == edition:
            frames.append(frame)
            continue
        codes = frame["hs6"].unique().cast(pl.String)
        told = shares(codes, recorded, edition, hs_steps(), params.stayed_share, reference)
        frames.append(in_edition(frame, told, sorted(hs_codes(edition))))
    if len(frames) == 1:
        return sound_flows6(frames[0])
    return sound_flows6(together(frames))


def _written(
    frame: pl.DataFrame, folder: Path, year: int, told: dict[str, str]
) -> dict[str, float]:
    """Write a year; return its figures."""
    told = told | {"year": str(year)}
    write_parquet(frame, folder / f"flows-{year}.parquet", told | {"table": "flows6"})
    value = pl.col("value_usd")
    split = value * pl.col("split_share").cast(pl.Float64)
    mirror = value.filter(pl.col("basis") == "mirror")
    total, divided, mirrored = frame.select(
        value.sum().alias("a"), split.sum().alias("b"), mirror.sum().alias("c")
    ).row(0)
    return {
        "rows": frame.height,
        "value_usd": total,
        "split_share": divided / total if total else 0.0,
        "mirror_share": mirrored / total if total else 0.0,
    }


def _reference(home: Path, name: str | None, edition: str) -> pl.DataFrame | None:
    """Return world trade by subheading in the latest year of a set of the wanted edition."""
    if name is None:
        return None
    found = data_set(home, name)
    told = str(found.record.get("figures", {}).get("edition"))
    if told != edition:
        raise TradeEditionNotThis(file=name, edition=edition, fits=told)
    latest = pl.scan_parquet(found.tables("flows-*.parquet")[-1])
    return latest.group_by("hs6").agg(pl.col("value_usd").sum()).collect()


def _told(path: Path, layout: str, edition: str) -> dict[str, str]:
    return {
        "unit": "USD a year",
        "hs_edition": edition,
        "provenance": str(Provenance.REAL),
        "source": f"{_SOURCES[layout]}, {path.name}",
    }
