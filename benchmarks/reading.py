"""
How fast a registry is read and checked, and in how much memory, beside bare scans of peers.

The registries are generated (seed 1). Each case is a process of its own, so its memory is its
own (and so is the making of the file: what this process holds would count as its children's).
The start of Python and the imports, about a second, are inside the seconds. The peers read
cells and check nothing: they are the floor, not rivals.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.frame import Figures, alone, run
from benchmarks.registries import registry, sheet

SIZES = (20_000, 200_000)
PEERS = ("polars", "openpyxl")


def main() -> None:
    cases: dict[str, Callable[[], Figures]] = {}
    for count in SIZES:
        rows = f"{count:,} rows"
        cases[f"{rows}, CSV: read and checked"] = partial(_csv, "checked", count)
        cases[f"{rows}, CSV: polars.read_csv, nothing checked"] = partial(_csv, "polars", count)
        cases[f"{rows}, XLSX: read and checked"] = partial(_xlsx, "checked", count)
        cases[f"{rows}, XLSX: openpyxl, nothing checked"] = partial(_xlsx, "openpyxl", count)
        cases[f"{rows}, CSV: read, checked, classified, stored"] = partial(_csv, "stored", count)
    cases["600,000 rows, CSV: read and checked"] = partial(_csv, "checked", 600_000)
    run("reading", cases, PEERS)


def _csv(how: str, count: int) -> Figures:
    return _measured(how, registry(count), count)


def _xlsx(how: str, count: int) -> Figures:
    return _measured(how, sheet(count), count)


def _measured(how: str, file: Path, count: int) -> Figures:
    used = alone("benchmarks.reading_alone", how, str(file))
    per_s = {"rows_per_s": round(count / used["wall_s"])}
    return {"rows": count, **per_s, "rows_per_cpu_s": round(count / used["cpu_s"]), **used}


if __name__ == "__main__":
    main()
