"""Why a row is set aside: codes in no language, each with the cells it looks at."""

import polars as pl

FAULTS = (
    "quote-not-closed", "row-too-long", "name-missing", "goods-missing", "text-too-long",
    "kind-unknown", "other-country", "closed", "province-unknown", "city-missing", "city-unknown",
    "city-not-in-province", "coordinates-wrong", "capacity-not-a-number", "capacity-negative",
    "capacity-absurd", "workers-wrong", "licence-date-wrong", "digits-lost",
    "readiness-wrong", "measure-unknown",
)  # fmt: skip


def codes(flags: dict[str, pl.Expr]) -> pl.Expr:
    """Return the codes that hold for each row, in the order of FAULTS, parted by ``;``."""
    marks = [
        pl.when(flags[code].fill_null(False)).then(pl.lit(code)) for code in FAULTS if code in flags
    ]
    return pl.concat_str(marks, separator=";", ignore_nulls=True)


def counted(codes_column: pl.Series) -> pl.DataFrame:
    """Return (code, rows) of a rejects table, most frequent first; a row counts by its first."""
    firsts = codes_column.str.split(";").list.first()
    table = firsts.value_counts(sort=True)
    return table.rename({table.columns[0]: "code", "count": "rows"}).sort(
        "rows", "code", descending=[True, False]
    )
