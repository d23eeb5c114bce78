"""
Markets at world size: potential over 11 million flows, complexity at HS6, published numbers.

`python -m benchmarks.markets [--only CASE ...] [--again]`

The world is that of ``benchmarks.trade_world`` (made when first asked for). Each case runs in a
process of its own, files in the page cache: ``wall_s`` is the best of five warm turns, ``first_s``
the first turn, which also reads the machine code; ``peak_mb`` is of all processes. The bare scan
reads and sums the four columns that a potential needs; ``scans`` is how many of the faster of the
two scans, taken in the same run, a case costs. Peers: DuckDB in SQL and Polars, reckoning the same
variant (itc2016, tariffs, growth, elasticities), give the same sums.

The peers of complexity need other packages, so they stand in an environment of their own:

    python -m venv out/peers && out/peers/bin/pip install ecomplexity econcomplex pyarrow

ecomplexity at HS6 takes minutes. How near reconstruction comes to real flows is measured by
``benchmarks.potential``.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import complexity_peers, markets_cluster, markets_golden, trade_world
from benchmarks.frame import Figures, run
from benchmarks.markets_alone import HS4, UNFILTERED, table
from benchmarks.trade_world import PRODUCTS
from benchmarks.watching import watch
from hamafza.markets.complexity import complexity
from hamafza.store.fanout import cores

PEERS = Path("out") / "peers" / "bin" / "python"


def alone(case: str) -> dict[str, float]:
    """Run a case of ``markets_alone`` and tell its figures with the memory of all processes."""
    return _told([sys.executable, "-m", "benchmarks.markets_alone", case])


def world() -> Figures:
    """Make the world if it is not there, and tell what it is."""
    trade_world.world()
    rows = pl.scan_parquet(trade_world.FLOWS).select(pl.len(), pl.col("v").sum()).collect().row(0)
    return {"rows": rows[0], "value": round(rows[1], 2), "sha256": trade_world.digest()}


@cache
def scan_s() -> float:
    """Return the faster of the two bare scans, taken once in a run."""
    return min(alone("scan-polars")["wall_s"], alone("scan-duckdb")["wall_s"])


def in_scans(case: str) -> Figures:
    """Run a case with its cost in bare scans."""
    told = alone(case)
    return told | {"scan_s": scan_s(), "scans": round(told["wall_s"] / scan_s(), 1)}


def peer(name: str, headings: int) -> Figures:
    """Run a peer once on the world's table and compare its indices with ours."""
    if not PEERS.exists():
        raise SystemExit(f"{PEERS} is missing: see the first lines of benchmarks/markets.py")
    world()
    exports = table(headings)
    country, product = np.nonzero(exports)
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        frame = pl.DataFrame({"country": country, "product": product})
        frame = frame.with_columns(pl.all().cast(pl.String).str.zfill(5))
        frame.with_columns(value=pl.Series(exports[country, product])).write_parquet(given)
        command = [str(PEERS), complexity_peers.__file__, name, str(given), str(out)]
        told = _told(command)
        found = pl.read_parquet(out)
    ours = complexity(exports, UNFILTERED, threads=cores())
    fast = alone("complexity-hs4" if headings == HS4 else "complexity-hs6")["wall_s"]
    seconds = told.pop("call_s")
    return {
        "wall_s": seconds,
        **told,
        "ours_s": fast,
        "times_ours": round(seconds / fast),
        **_apart(found, "eci", "country", dict(zip(ours.countries, ours.eci, strict=True))),
        **_apart(found, "pci", "product", dict(zip(ours.products, ours.pci, strict=True))),
    }


def _apart(
    found: pl.DataFrame, index: str, key: str, ours: dict[np.intp, float]
) -> dict[str, float]:
    """Tell the largest difference from ours, both brought to mean 0 and deviation 1."""
    name = key if key in found.columns else {"country": "loc", "product": "act"}[key]
    theirs = found.select(name, index).drop_nulls().unique(name)
    places = theirs[name].cast(pl.Int64).to_list()
    a = theirs[index].to_numpy().astype(np.float64)
    b = np.array([ours[np.intp(place)] for place in places])
    a, b = (a - a.mean()) / a.std(), (b - b.mean()) / b.std()
    sign = float(np.sign(np.corrcoef(a, b)[0, 1]))
    worst = float(np.abs(a * sign - b).max())
    return {f"{index}_apart": float(f"{worst:.1e}"), f"{index}_sign": sign}


def _told(command: list[str]) -> dict[str, float]:
    ran = watch(command, every_s=0.1)
    if ran.code:
        raise SystemExit(f"{' '.join(command)} ended with {ran.code}")
    told: dict[str, float] = json.loads(ran.told.strip().splitlines()[-1])
    return told | {"cpu_s": ran.cpu_s, "peak_mb": ran.peak_shared_once_mb}


CASES: dict[str, Callable[[], Figures]] = {
    "the world": world,
    "bare scan of four columns, Polars": partial(alone, "scan-polars"),
    "bare scan of four columns, DuckDB": partial(alone, "scan-duckdb"),
    "one exporter, itc2016": partial(in_scans, "one-itc2016"),
    "one exporter, calibrated": partial(in_scans, "one-calibrated"),
    "one exporter, gravity-ease": partial(in_scans, "one-gravity-ease"),
    "one exporter, DuckDB SQL": partial(in_scans, "one-duckdb"),
    "one exporter, Polars": partial(in_scans, "one-polars"),
    "all exporters, itc2016": partial(in_scans, "all-itc2016"),
    "all exporters, gravity-ease": partial(in_scans, "all-gravity-ease"),
    "all exporters, ten best markets of each product": partial(in_scans, "all-best"),
    "all exporters, DuckDB SQL": partial(in_scans, "all-duckdb"),
    "all exporters in parts, a cluster of two workers": markets_cluster.on_a_cluster,
    "log of gravity, table 5, all pairs, ours": partial(markets_golden.ours, only_trading=False),
    "log of gravity, table 5, all pairs, pyfixest": partial(
        markets_golden.pyfixest, only_trading=False
    ),
    "log of gravity, table 5, T > 0, ours": partial(markets_golden.ours, only_trading=True),
    "log of gravity, table 5, T > 0, pyfixest": partial(markets_golden.pyfixest, only_trading=True),
    "complexity, published table": markets_golden.published_countries,
    "complexity HS4, all outputs": partial(alone, "complexity-hs4"),
    "complexity HS6, all outputs": partial(alone, "complexity-hs6"),
    "complexity HS4, econcomplex": partial(peer, "econcomplex", HS4),
    "complexity HS4, ecomplexity": partial(peer, "ecomplexity", HS4),
    "complexity HS6, econcomplex": partial(peer, "econcomplex", PRODUCTS),
    "complexity HS6, ecomplexity": partial(peer, "ecomplexity", PRODUCTS),
}


if __name__ == "__main__":
    run("markets", CASES, peers=("duckdb", "polars", "pyfixest"))
