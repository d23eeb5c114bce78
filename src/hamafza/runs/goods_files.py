"""Files of makers' words: every line classified, and what a person should look at first."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from hamafza.goods.editions import EDITIONS
from hamafza.goods.refusals import EditionUnknown, NoTextColumn, NothingToClassify
from hamafza.runs.classifying import (
    PLACE,
    TEXT,
    classifier,
    distinct,
    no_ranks,
    places_of,
    ranked_parts,
)
from hamafza.runs.goods_tables import editions
from hamafza.sources.registry_files import read_registry
from hamafza.sources.registry_refusals import NoRecords
from hamafza.store.fanout import let_go
from hamafza.store.files import existing, keep_apart
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import write_csv, write_csv_bom, write_csv_parts, write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.classified import Classified
from hamafza.vocabulary.text import latin_digits

CODE = "code"
_LINES_AT_ONCE = 15_000
"""Candidates of so many lines are 30 MB while they are put in order."""


def classify_file(
    path: Path, out: Path, top: int = 10, report: Report = silent, review: Path | None = None
) -> int:
    """
    Classify the ``text`` column of a file into a CSV; return the number of lines.

    ``review`` is written for the person who looks at what the machine left open. Candidates wait
    on disk until they are written: those of 600,000 lines are five million rows.
    """
    for written in filter(None, (out, review)):
        keep_apart(path, written)
    once, places = _told(path)
    with TemporaryDirectory(prefix="hamafza-") as folder:
        ranks = _kept(ranked_parts(once, top, report=report), Path(folder))
        let_go()
        write_csv_parts(_with_lines(ranks, places), out)
        if review is not None:
            write_csv_bom(to_review(once, places, ranks), review)
    return places.height


def _told(path: Path) -> tuple[pl.Series, pl.DataFrame]:
    """Return the distinct texts of a file, and the place of each line's among them."""
    texts = read_texts(path)
    once = distinct(texts)
    return once, places_of(texts, once)


def _kept(parts: Iterable[pl.DataFrame], folder: Path) -> pl.LazyFrame:
    """Put the candidates of distinct texts on disk as they come; return them to be read."""
    for at, part in enumerate(chain([no_ranks()], parts)):
        rounded = part.with_columns(pl.col("probability", "probability_hs6").round(6))
        write_parquet(rounded, folder / f"{at:06}.parquet")
    return pl.scan_parquet(folder / "*.parquet")


def _with_lines(ranks: pl.LazyFrame, places: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the candidates of each line, some lines at a time and in order."""
    for some in places.iter_slices(_LINES_AT_ONCE):
        first, last = some[PLACE].min(), some[PLACE].max()
        near = ranks.filter(pl.col(PLACE).is_between(first, last))
        joined = near.join(some.lazy(), on=PLACE, how="inner").drop(PLACE)
        found = joined.collect(engine="streaming")
        yield checked(Classified, found.select(Classified.column_names()).sort("line", "rank"))


def convert_file(
    path: Path, out: Path, choices: Path, edition: str, wanted: str
) -> tuple[int, int]:
    """
    Convert the ``code`` column between editions; return lines read, and lines left to a person.

    A code that no edition knows stays unconverted and is told with no choice.
    """
    for one in (edition, wanted):
        if one not in EDITIONS:
            raise EditionUnknown(edition=one, known=", ".join(EDITIONS))
    for written in (out, choices):
        keep_apart(path, written)
    codes = [code_digits(code) for code in column_of(path, CODE)]
    known = classifier().codes.at6
    found = [editions().codes(code, edition, wanted) for code in codes]
    plain = [
        of[0] if len(of) == 1 and (wanted != "2022" or of[0] in known) else None for of in found
    ]
    write_csv(pl.DataFrame({"line": range(len(codes)), CODE: codes, "converted": plain}), out)
    name = classifier().names.name
    rows = [
        (line, codes[line], choice, name(choice, "fa"), name(choice, "en"))
        for line, of in enumerate(found)
        if plain[line] is None
        for choice in of
        if wanted != "2022" or choice in known
    ]
    schema = {"line": pl.Int64, CODE: pl.String, "choice": pl.String,
              "name_fa": pl.String, "name_en": pl.String}  # fmt: skip
    write_csv_bom(pl.DataFrame(rows, schema=schema, orient="row"), choices)
    return len(codes), sum(one is None for one in plain)


def code_digits(code: str) -> str:
    """Return a code without dots and with the zero that spreadsheets take from its front."""
    digits = "".join(mark for mark in latin_digits(code) if mark.isdecimal())
    return digits.zfill(6) if len(digits) == 5 else digits


def to_review(once: pl.Series, places: pl.DataFrame, ranks: pl.LazyFrame) -> pl.DataFrame:
    """
    Return each distinct text once, those first where a person's minute gains most.

    ``gain`` is how many lines are expected to be wrong if nobody looks: lines of these words times
    the chance that the likeliest code is not right.
    """
    surest = ranks.group_by(PLACE).agg(pl.col("probability_hs6").max().alias("surest"))
    firsts = ranks.filter(pl.col("rank") == 1).select(PLACE, "hs6", "question", "reason")
    lines = places.lazy().group_by(PLACE).agg(pl.len().alias("lines"), pl.col("line").min())
    texts = once.to_frame().lazy().with_row_index(PLACE).with_columns(pl.col(PLACE).cast(pl.Int64))
    of_text = texts.join(firsts, on=PLACE).join(surest, on=PLACE).join(lines, on=PLACE).collect()
    gain = (pl.col("lines") * (1 - pl.col("surest"))).round(3).alias("gain")
    told = of_text.with_columns(gain).sort(["gain", "line"], descending=[True, False])
    return told.select(
        "text", "lines", "gain", "hs6", probability_hs6="surest", question="question",
        reason="reason", first_line="line",
    )  # fmt: skip


def read_texts(path: Path) -> pl.Series:
    """Return the ``text`` column of a file of makers' words."""
    return column_of(path, TEXT)


def column_of(path: Path, wanted: str) -> pl.Series:
    """
    Return a column of a CSV or a spreadsheet, in any encoding that registries come in.

    Refuse a file that is missing, empty or without that column.
    """
    frame = _comma_separated(existing(path))
    if frame is None or _column(frame, wanted) is None:
        frame = _as_registries_are_read(path, frame, wanted)
    column = _column(frame, wanted)
    if column is None:
        raise NoTextColumn(file=str(path), column=wanted, found=", ".join(frame.columns)[:200])
    if frame.is_empty():
        raise NothingToClassify(file=str(path))
    return frame[column].fill_null("")


def _column(frame: pl.DataFrame, wanted: str) -> str | None:
    named = {name.strip().lower(): name for name in reversed(frame.columns)}
    return named.get(wanted)


def _comma_separated(path: Path) -> pl.DataFrame | None:
    """Return the table of a UTF-8 CSV; an empty line of it is a line."""
    try:
        return pl.read_csv(path, infer_schema=False)
    except pl.exceptions.NoDataError as failure:
        raise NothingToClassify(file=str(path)) from failure
    except (pl.exceptions.PolarsError, OSError):
        return None


def _as_registries_are_read(path: Path, plain: pl.DataFrame | None, wanted: str) -> pl.DataFrame:
    try:
        raw = read_registry(path, lambda row: sum(cell.strip().lower() == wanted for cell in row))
    except NoRecords as failure:
        if plain is not None:
            return plain
        raise NothingToClassify(file=str(path)) from failure
    except OSError as failure:
        raise FileNotReadable(file=str(path), wanted="CSV") from failure
    names = {f"c{at}": heading for at, heading in enumerate(raw.headings)}
    unique = {
        c: name for c, name in names.items() if list(names.values()).index(name) == int(c[1:])
    }
    return raw.frame.select(list(unique)).rename(unique)
