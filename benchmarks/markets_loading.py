"""
How long one BACI year of eleven million rows takes into the store, beside two peers.

`python -m benchmarks.markets_loading [--only CASE ...] [--again]`

The zip is made once in out/markets_loading (CEPII's layout, a synthetic year). Ours reads, checks
each row, counts what is kept and dropped, sorts, writes the year by subheading and by heading,
and its record with the digests of all; the peers read, name the countries and write one Parquet
file. Every case is a process of its own: seconds from its start to its end, memory at its peak.
"""

import shutil
import tempfile
from pathlib import Path

import polars as pl

from benchmarks.frame import Figures, alone, run

MADE = Path(__file__).parents[1] / "out" / "markets_loading"
PACKED = MADE / "BACI_HS17_V202401b.zip"


def _packed() -> Path:
    if not PACKED.is_file():
        alone("benchmarks.markets_loading_alone", "generated", str(PACKED), str(MADE))
    return PACKED


def _loaded(how: str, table: str) -> Figures:
    """Load once; return seconds, memory, rows and bytes written."""
    packed = _packed()
    home = Path(tempfile.mkdtemp(prefix="loading-"))
    try:
        figures = alone("benchmarks.markets_loading_alone", how, str(packed), str(home))
        written = next(home.rglob(table))
        rows = pl.scan_parquet(written).select(pl.len()).collect().item()
        value = pl.scan_parquet(written).select(pl.col("value_usd").sum()).collect().item()
        return {
            "rows": rows,
            "value_bn_usd": round(value / 1e9, 3),
            **figures,
            "zip_mb": round(packed.stat().st_size / 1e6),
            "written_mb": round(written.stat().st_size / 1e6),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


CASES = {
    "one year": lambda: _loaded("ours", "flows-2023.parquet"),
    "one year, into HS2022": lambda: _loaded("ours_into_2022", "flows-2023.parquet"),
    "duckdb, unchecked": lambda: _loaded("duckdb", "duckdb.parquet"),
    "pandas, unchecked": lambda: _loaded("pandas", "pandas.parquet"),
}

if __name__ == "__main__":
    run("markets_loading", CASES, peers=("duckdb", "pandas"))
