"""
One reading in a process of its own: ``python -m benchmarks.reading_alone HOW FILE``.

Each reader imports its own library: a peer does not carry ours in its memory.
"""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    how, file = sys.argv[1], Path(sys.argv[2])
    READERS[how](file)


def generated(file: Path) -> None:
    """Write the registry that a file's name asks for: ``20000.csv``, ``20000-owners.csv``."""
    from hamafza.runs.generating import write_registry

    count, _, more = file.stem.partition("-")
    write_registry(int(count), 1, file, owners=more == "owners")


def as_sheet(file: Path) -> None:
    """Write a CSV once more as XLSX, beside it."""
    pl.read_csv(file, infer_schema=False).write_excel(file.with_suffix(".xlsx"))


def officer(file: Path) -> None:
    """Make the installation that the environment names, and an officer in it."""
    from hamafza.web import installation

    installation.open_house()
    installation.bring_up_to_date()
    from hamafza.web.records.accounts import Role, User

    User.objects.create_user(username="bench", role=Role.PROMOTION, full_name="Bench")


def checked(file: Path) -> None:
    """Read and check every cell; words are left uncoded."""
    from hamafza.runs.reading import read_units

    result = read_units(file, country="IRN", coder=_uncoded)
    assert result.counts["records"] == result.counts["clean"] + result.counts["rejected"]


def units(file: Path) -> None:
    """Read and check, words uncoded, and write the units beside the file."""
    from hamafza.runs.reading import read_units

    read_units(file, country="IRN", coder=_uncoded).units.write_parquet(
        file.with_suffix(".units.parquet")
    )


def stored(file: Path) -> None:
    """Read, check, classify and write: the whole of ``hamafza units read``."""
    from hamafza.runs.reading import read_to_files

    out = file.with_suffix(".units.parquet")
    read_to_files(file, country="IRN", out=out, rejects=file.with_suffix(".rejects.csv"))


def polars_csv(file: Path) -> None:
    """The bare scan of a peer: every cell as text, nothing checked."""
    pl.read_csv(file, infer_schema=False)


def openpyxl_rows(file: Path) -> None:
    """The bare scan of a peer: every row of the first sheet, nothing checked."""
    import openpyxl

    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    for _ in sheet.iter_rows(values_only=True):
        pass


def _uncoded(texts: pl.Series) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return texts.alias("text").to_frame().with_columns(
        hs4=nothing, hs6=nothing, service_code=nothing, probability=pl.lit(0.0),
        probability_hs6=pl.lit(0.0), reason=pl.lit(""), question=pl.lit(""),
    )  # fmt: skip


READERS = {
    "generated": generated,
    "as_sheet": as_sheet,
    "units": units,
    "officer": officer,
    "checked": checked, "stored": stored, "polars": polars_csv, "openpyxl": openpyxl_rows,
}  # fmt: skip


if __name__ == "__main__":
    main()
