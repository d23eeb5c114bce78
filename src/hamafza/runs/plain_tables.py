"""Plain tables of facts, CSV or Parquet, with columns of agreed names."""

from pathlib import Path

import polars as pl

from hamafza.store.files import existing
from hamafza.store.refusals import FileNotReadable
from hamafza.store.tables import read_parquet


def plain_table(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    """Read a plain table, CSV or Parquet, with the columns it must have."""
    if path.suffix.lower() != ".csv":
        return read_parquet(path, columns)
    texts = {"hs": pl.String, "importer": pl.String, "exporter": pl.String, "iso3": pl.String}
    try:
        frame = pl.read_csv(existing(path), schema_overrides=texts, infer_schema_length=None)
    except pl.exceptions.PolarsError as failure:
        raise FileNotReadable(file=str(path), wanted="CSV") from failure
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise FileNotReadable(file=str(path), wanted=f"columns {', '.join(missing)}")
    return frame
