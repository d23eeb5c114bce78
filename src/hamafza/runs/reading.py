"""From a registry file to units: read, mapped, checked, coded; nothing thrown away."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from hamafza.registry.cleaning import CODES, Country, read_and_check
from hamafza.registry.columns import ColumnMapping, demand, guess, score, settled
from hamafza.registry.faults import counted
from hamafza.registry.fields import fields_of, one_of
from hamafza.registry.params import Assumed, Limits, RegistryParams, Shipments, Words
from hamafza.registry.refusals import CountryHasNoPlaces, MappingNotSound
from hamafza.registry.units import units_table
from hamafza.runs.classifying import best_codes
from hamafza.runs.fault_words import FAULT_WORDS, reasons
from hamafza.sources.geography import country_names
from hamafza.sources.registry_files import LINE, RawRegistry, read_registry
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
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """The first records under the mapping guessed, for a person to correct."""

    headings: list[str]
    rows: list[list[str]]
    mapping: ColumnMapping
    encoding: str
    records: int


def read_units(
    path: Path,
    *,
    country: str,
    mapping: Path | ColumnMapping | None = None,
    report: Report = silent,
    coder: Coder | None = None,
) -> ReadingResult:
    """Return the units and the rejects of a file; refuse only what cannot be read at all."""
    path, params = Path(path), registry_params()
    home = _country(country)
    raw = _raw(path, params, report)
    used = _settled(raw, mapping, params, path.name)
    fields = fields_of(raw.frame, raw.headings, used)
    judged = read_and_check(fields, home, params, list(raw.surplus))
    report("reading", 2, 3)
    clean, bad = judged.filter(pl.col(CODES) == ""), judged.filter(pl.col(CODES) != "")
    units = _coded(clean, params, coder or partial(best_codes, report=report))
    report("reading", 3, 3)
    language, invented = _language(raw.headings), _synthetic(fields, params.words)
    return ReadingResult(
        _as_invented(units) if invented else units,
        _rejects(raw, bad, language),
        used,
        raw.encoding,
        invented,
        language,
        {"records": raw.frame.height, "clean": units.height, "rejected": bad.height},
    )


def preview(path: Path, rows: int = 8) -> Preview:
    """Return headings, first rows and the guessed mapping, without checking anything."""
    params = registry_params()
    raw = _raw(Path(path), params, silent)
    shown = raw.frame.drop(LINE).head(rows)
    guessed = guess(raw.headings, params.headings)
    return Preview(
        raw.headings, [list(row) for row in shown.iter_rows()], guessed, raw.encoding,
        raw.frame.height,
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
    headings = read_toml(parameters_file("registry"))["headings"]
    return RegistryParams(
        load(Limits, "registry", "limits"),
        load(Shipments, "registry", "shipments"),
        load(Assumed, "registry", "assumed"),
        load(Words, "registry", "words"),
        {name: tuple(texts) for name, texts in headings.items()},
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


def _raw(path: Path, params: RegistryParams, report: Report) -> RawRegistry:
    report("reading", 0, 3)
    raw = read_registry(path, lambda row: score(row, params.headings))
    report("reading", 1, 3)
    return raw


def _settled(
    raw: RawRegistry, mapping: Path | ColumnMapping | None, params: RegistryParams, file: str
) -> ColumnMapping:
    told = read_mapping(mapping) if isinstance(mapping, Path) else mapping
    used = settled(guess(raw.headings, params.headings), told)
    demand(used, raw.headings, file)
    return used


def _country(code: str) -> Country:
    if code not in country_names():
        raise CountryHasNoPlaces(country=code)
    return Country(code, country_keys(), place_tables(code))


def _coded(clean: pl.DataFrame, params: RegistryParams, coder: Coder) -> dy.DataFrame[Units]:
    """Classify each distinct text once, with the hint of its row where the file has one."""
    read = clean.with_columns(
        goods_read=pl.concat_str(["goods_text", "goods_hint"], separator=" ", ignore_nulls=True)
    )
    return units_table(read, coder(read["goods_read"].unique(maintain_order=True)), params)


def _rejects(raw: RawRegistry, bad: pl.DataFrame, language: str) -> pl.DataFrame:
    told = {codes: reasons(codes, language) for codes in bad[CODES].unique()}
    reason = pl.col(CODES).replace_strict(told, default="", return_dtype=pl.String)
    why = bad.select(LINE, CODES, reasons=reason)
    behind = _behind(raw, bad[LINE].to_list())
    names = _distinct([*raw.headings, *(f"+{at + 1}" for at in range(len(behind)))])
    cells = {f"c{at}": name for at, name in enumerate(names[: len(raw.headings)])}
    whole = why.join(raw.frame.rename(cells), on=LINE, how="left", maintain_order="left")
    added = zip(behind, names[len(raw.headings) :], strict=True)
    return whole.with_columns(column.alias(name) for column, name in added)


def _behind(raw: RawRegistry, lines: list[int]) -> list[pl.Series]:
    """Return the cells behind the last heading as columns, where a row has such."""
    rows = [raw.surplus.get(line, []) for line in lines]
    return [
        pl.Series([row[at] if at < len(row) else "" for row in rows], dtype=pl.String)
        for at in range(max(map(len, rows), default=0))
    ]


def _distinct(headings: list[str]) -> list[str]:
    """Two columns of one heading, or one called like ours, get a number behind."""
    taken = {LINE, CODES, "reasons"}
    names = []
    for heading in headings:
        name, again = heading, 2
        while name in taken:
            name, again = f"{heading} ({again})", again + 1
        taken.add(name)
        names.append(name)
    return names


def _language(headings: list[str]) -> str:
    letters = "".join(headings)
    return "fa" if any("\u0600" <= letter <= "\u06ff" for letter in letters) else "en"


def _as_invented(units: dy.DataFrame[Units]) -> dy.DataFrame[Units]:
    """What an invented file tells of its units is not real, however well it reads."""
    told = {Provenance.REAL.value: Provenance.SYNTHETIC.value}
    return checked(
        Units, units.with_columns(pl.col("capacity_basis", "readiness_basis").replace(told))
    )


def _synthetic(fields: pl.DataFrame, words: Words) -> bool:
    """A file is invented when each of its rows says so."""
    told = fields["origin"].drop_nulls()
    return told.len() == fields.height and bool(one_of(told, words.synthetic).all())


__all__ = [
    "MappingNotSound", "Preview", "ReadingResult", "preview", "read_mapping", "read_to_files",
    "read_units", "reasons_counted", "registry_params", "write_reading",
]  # fmt: skip
