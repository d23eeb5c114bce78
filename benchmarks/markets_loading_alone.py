"""
One loading in a process of its own: ``python -m benchmarks.markets_loading_alone HOW ZIP HOME``.

Each reader imports its own library: a peer does not carry ours in its memory.
"""

import sys
import zipfile
from pathlib import Path


def main() -> None:
    how, packed, home = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    READERS[how](packed, home)


def generated(packed: Path, home: Path) -> None:
    """Write the zip of one year."""
    from benchmarks.markets_loading_world import rows_of, write_zip

    home.mkdir(parents=True, exist_ok=True)
    unpacked = write_zip(packed, rows_of(2023))
    (home / "unpacked_bytes").write_text(str(unpacked))


def ours(packed: Path, home: Path) -> None:
    """Read, check, count and store, with headings and record."""
    from hamafza.runs.trade_sets import import_flows

    import_flows(packed, home, "baci")


def ours_into_2022(packed: Path, home: Path) -> None:
    """As ``ours``, brought into the edition of 2022."""
    from hamafza.runs.trade_sets import Wanted, import_flows

    import_flows(packed, home, "baci", Wanted(into="2022"))


def duckdb(packed: Path, home: Path) -> None:
    """Unpack, read with types, name the countries, sort, write Parquet; nothing is checked."""
    import duckdb as engine

    table, countries = _unpacked(packed, home)
    engine.sql(
        f"COPY (SELECT t AS year, a.country_iso3 AS exporter, b.country_iso3 AS importer, "
        f"k AS hs6, v * 1000 AS value_usd, try_cast(trim(q) AS FLOAT) AS quantity_t "
        f"FROM read_csv('{table}', types={{'k': 'VARCHAR', 'q': 'VARCHAR'}}) f "
        f"JOIN read_csv('{countries}') a ON a.country_code = f.i "
        f"JOIN read_csv('{countries}') b ON b.country_code = f.j ORDER BY ALL) "
        f"TO '{home / 'duckdb.parquet'}' (COMPRESSION zstd)"
    )


def pandas(packed: Path, home: Path) -> None:
    """Read out of the zip, name the countries, write Parquet; nothing is checked or counted."""
    import pandas as pd

    with zipfile.ZipFile(packed) as members:
        named = {name.split("_")[0]: name for name in members.namelist()}
        with members.open(named["BACI"]) as stream:
            rows = pd.read_csv(stream, dtype={"k": str}, skipinitialspace=True, na_values=["NA"])
        with members.open(named["country"]) as stream:
            codes = pd.read_csv(stream).set_index("country_code")["country_iso3"]
    rows["exporter"] = rows["i"].map(codes)
    rows["importer"] = rows["j"].map(codes)
    rows["value_usd"] = rows["v"] * 1000
    kept = rows[["t", "exporter", "importer", "k", "value_usd", "q"]]
    kept.to_parquet(home / "pandas.parquet", compression="zstd", index=False)


def _unpacked(packed: Path, home: Path) -> tuple[Path, Path]:
    with zipfile.ZipFile(packed) as members:
        named = {name.split("_")[0]: name for name in members.namelist()}
        paths = [Path(members.extract(named[part], home)) for part in ("BACI", "country")]
    return paths[0], paths[1]


READERS = {
    "generated": generated,
    "ours": ours,
    "ours_into_2022": ours_into_2022,
    "duckdb": duckdb,
    "pandas": pandas,
}

if __name__ == "__main__":
    main()
