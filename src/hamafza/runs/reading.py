"""From a registry file to units: read, mapped, checked, coded; nothing thrown away."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from hamafza.registry.capacity import Others
from hamafza.registry.cleaning import CODES, Country
from hamafza.registry.columns import ColumnMapping, guess, score
from hamafza.registry.faults import counted
from hamafza.registry.identity import Identity
from hamafza.registry.params import (
    Assumed,
    Facts,
    Limits,
    Phones,
    Recognition,
    RegistryParams,
    Shipments,
    Words,
)
from hamafza.registry.recognising import IDENTITY, WORDS
from hamafza.registry.refusals import CountryHasNoPlaces, MappingNotSound
from hamafza.registry.units import units_table
from hamafza.runs.classifying import best_codes
from hamafza.runs.classifying_ahead import GOODS_READ, CodesAhead
from hamafza.runs.fault_words import FAULT_WORDS
from hamafza.runs.judging import Hide, Judged, Sink, judged, judged_pieces
from hamafza.sources.geography import country_names
from hamafza.sources.registry_files import LINE, RawRegistry, registry_pieces
from hamafza.sources.registry_places import country_keys, place_tables
from hamafza.store.files import keep_apart
from hamafza.store.parameters import build, load, read_toml
from hamafza.store.records import RunRecord, Stopwatch, file_sha256
from hamafza.store.resources import parameters_file
from hamafza.store.tables import write_csv_bom, write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.units import Units

Coder = Callable[[pl.Series], pl.DataFrame]
"""Distinct texts to their codes; ``runs.classifying.best_codes`` unless a test hands its own."""
SAMPLE = 2_000
"""Records that a preview reads: enough to guess by, and quick in a file of any size."""


@dataclass(frozen=True)
class ReadingResult:
    """
    What became of a file: every record is a clean unit or a reject.

    ``rejects``: line, codes, reasons, then the original cells under their original headings.
    """

    units: dy.DataFrame[Units]
    rejects: pl.DataFrame
    mapping: ColumnMapping
    encoding: str
    is_synthetic: bool
    language: str
    headings: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()
    """Sheets of a workbook that were not read: their headings are others than the first one's."""


@dataclass(frozen=True)
class Preview:
    """The first records under the mapping guessed, for a person to correct."""

    headings: list[str]
    rows: list[list[str]]
    mapping: ColumnMapping
    encoding: str
    records: int
    is_whole: bool
    """False: the file has more records than these, which were not counted."""


def read_units(
    path: Path,
    *,
    country: str,
    mapping: Path | ColumnMapping | None = None,
    report: Report = silent,
    coder: Coder | None = None,
) -> ReadingResult:
    """Return the units and the rejects of a file; refuse only what cannot be read at all."""
    with closing(CodesAhead()) as ahead:
        hear = None if coder else ahead.hear
        told = judge(path, country=country, mapping=mapping, report=report, hear=hear)
        units = coded(
            told.clean, is_synthetic=told.is_synthetic, report=report, coder=coder, ahead=ahead
        )
    return ReadingResult(
        units, told.rejects, told.mapping, told.encoding, told.is_synthetic, told.language,
        told.headings, told.counts, told.other_sheets,
    )  # fmt: skip


def judge(
    path: Path,
    *,
    country: str,
    mapping: Path | ColumnMapping | None = None,
    report: Report = silent,
    keep_told: Sink | None = None,
    hear: Sink | None = None,
    hide: Hide | None = None,
) -> Judged:
    """Read and check a file's records, their words not yet coded; the sinks are ``judged``'s."""
    known = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    home = country_of(country)
    return judged(Path(path), home, registry_params(), known, report, keep_told, hear, hide)


def judge_cells(
    headings: Sequence[str], cells: Sequence[str], line: int, *, country: str,
    mapping: ColumnMapping, hide: Hide | None = None,
) -> tuple[Judged, pl.DataFrame]:  # fmt: skip
    """Check one record that a person typed; return it judged, and its fields as they are kept."""
    frame = pl.DataFrame(
        {LINE: pl.Series([line], dtype=pl.Int64)}
        | {f"c{at}": pl.Series([cell], dtype=pl.String) for at, cell in enumerate(cells)}
    )
    raw = RawRegistry(list(headings), frame, {}, "")
    told: list[pl.DataFrame] = []
    judged_one = judged_pieces(
        [raw], lambda _: mapping, country_of(country), registry_params(), silent, told.append,
        hide=hide,
    )  # fmt: skip
    return judged_one, told[0]


def recognisable(path: Path, *, country: str, mapping: ColumnMapping) -> pl.DataFrame:
    """Return identity and words of a file's first records, by which its list may be guessed."""
    params = registry_params()
    first = islice(registry_pieces(path, lambda row: score(row, params.headings), SAMPLE), 1)
    told = judged_pieces(first, lambda _: mapping, country_of(country), params, silent)
    return pl.concat([told.clean.select(IDENTITY, WORDS), told.aside.select(IDENTITY, WORDS)])


def coded(
    clean: pl.DataFrame,
    *,
    is_synthetic: bool,
    others: Others | None = None,
    report: Report = silent,
    coder: Coder | None = None,
    ahead: CodesAhead | None = None,
) -> dy.DataFrame[Units]:
    """
    Return judged records as units: each distinct text is classified once, with its row's hint.

    ``others`` are the units of the list that are not among the records; what ``ahead`` has heard
    it has coded.
    """
    classify = coder or partial(
        ahead.codes if ahead and ahead.has_heard else best_codes, report=report
    )
    read = clean.with_columns(goods_read=GOODS_READ)
    codes = classify(read["goods_read"].unique(maintain_order=True))
    units = units_table(read, codes, registry_params(), others)
    return _as_invented(units) if is_synthetic else units


def preview(path: Path, rows: int = 8) -> Preview:
    """Return headings, first rows and the guessed mapping, without checking anything."""
    params = registry_params()
    pieces = registry_pieces(Path(path), lambda row: score(row, params.headings), SAMPLE, unread=[])
    raw = next(pieces)
    ended = next(pieces, None) is None
    guessed = guess(raw.headings, params.headings)
    shown = raw.frame.drop(LINE).head(rows)
    return Preview(
        raw.headings, [list(row) for row in shown.iter_rows()], guessed, raw.encoding,
        raw.frame.height, ended,
    )  # fmt: skip


def read_to_files(
    path: Path,
    *,
    country: str,
    out: Path,
    rejects: Path,
    mapping: Path | ColumnMapping | None = None,
    report: Report = silent,
) -> tuple[ReadingResult, RunRecord]:
    """Read a file and write both tables and the run record beside the units."""
    watch = Stopwatch()
    keep_apart(path, out, rejects)
    result = read_units(path, country=country, mapping=mapping, report=report)
    write_reading(result, out, rejects)
    record = RunRecord(
        "reading",
        parameters={"country": country, "mapping": asdict(result.mapping)},
        inputs={"registry": file_sha256(path)},
        outputs={"units": file_sha256(out), "rejects": file_sha256(rejects)},
        figures={**result.counts, "encoding": result.encoding},
    )
    watch.close(record).write(out.with_suffix(".run.json"))
    return result, record


def write_reading(result: ReadingResult, out: Path, rejects: Path) -> None:
    """Write units as Parquet and rejects as CSV that Excel shows right."""
    synthetic = str(result.is_synthetic).lower()
    metadata = {"table": "units", "synthetic": synthetic, "encoding": result.encoding}
    write_parquet(result.units, Path(out), metadata)
    write_csv_bom(result.rejects, Path(rejects))


def reasons_counted(rejects: pl.DataFrame) -> pl.DataFrame:
    """Return (reason_en, reason_fa, rows), most frequent first; a row counts once."""
    table = counted(rejects[CODES])
    words = [FAULT_WORDS[code] for code in table["code"]]
    return table.select(
        "rows",
        reason_en=pl.Series([english for english, _ in words], dtype=pl.String),
        reason_fa=pl.Series([persian for _, persian in words], dtype=pl.String),
    )


def registry_params() -> RegistryParams:
    """Return the shipped parameters of the registry room."""
    shipped = read_toml(parameters_file("registry"))
    headings = shipped["headings"]
    return RegistryParams(
        load(Limits, "registry", "limits"),
        load(Shipments, "registry", "shipments"),
        load(Assumed, "registry", "assumed"),
        load(Words, "registry", "words"),
        {name: tuple(texts) for name, texts in headings.items()},
        {code: build(Phones, told, "registry.toml") for code, told in shipped["phones"].items()},
        load(Recognition, "registry", "recognition"),
        load(Facts, "registry", "facts"),
        load(Identity, "identity"),
    )


def read_mapping(path: Path) -> ColumnMapping:
    """Return a mapping file's content; a single heading may stand without brackets."""
    told: dict[str, Any] = read_toml(Path(path))
    columns = told.get("columns", {})
    if isinstance(columns, dict):
        told["columns"] = {
            name: [each] if isinstance(each, str) else each for name, each in columns.items()
        }
    return build(ColumnMapping, told, str(path))


def country_of(code: str) -> Country:
    """Return what is known of a country's places; refuse a code of none."""
    if code not in country_names():
        raise CountryHasNoPlaces(country=code)
    return Country(code, country_keys(), place_tables(code))


def _as_invented(units: dy.DataFrame[Units]) -> dy.DataFrame[Units]:
    """What an invented file tells of its units is not real, however well it reads."""
    told = {Provenance.REAL.value: Provenance.SYNTHETIC.value}
    return checked(
        Units, units.with_columns(pl.col("capacity_basis", "readiness_basis").replace(told))
    )


__all__ = [
    "Judged", "MappingNotSound", "Preview", "ReadingResult", "coded", "country_of", "judge",
    "judge_cells", "preview", "read_mapping", "read_to_files", "read_units", "reasons_counted",
    "recognisable", "registry_params", "write_reading",
]  # fmt: skip
