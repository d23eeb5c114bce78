"""
How near the reconstructed matrix comes to real flows, and how long a potential takes.

`python -m benchmarks.potential [--only CASE ...] [--again]`

Judges (benchmarks/data/trade, BACI): what Afghanistan sold in 2020, who bought raw materials in
2017, and how many carpets Iran and its neighbours bought in 2024. The *plain* reconstruction
spreads each heading by the pair's share of the exporter's SITC section, and fills nothing.

- log_correlation: of the logarithms, over the judge's flows; a flow that a reconstruction lacks
  counts as 1 USD. Raw materials and Afghan rows are first scaled to the judge's total of the
  exporter and heading, since years differ.
- market_rank: rank correlation (Spearman) of the markets of an exporter, all judged goods together,
  mean over exporters with five markets or more; of carpets that of the buyers of a heading.
- heading_rank: the same for the markets of one heading.
- misplaced_share: share of the value that would have to move to another importer.
- median_factor: half of the flows are off by this factor or less.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import spearmanr

from benchmarks.frame import Figures, alone, run
from hamafza.markets.parameters import ReconstructionParams
from hamafza.markets.reconstruction import reconstruct
from hamafza.sources.bundled_trade import bundled_sources, in_2022
from hamafza.store.parameters import load

FEWEST_MARKETS = 5
DATA = Path(__file__).parent / "data" / "trade"
Matrix = NDArray[np.float64]


@dataclass
class Matrices:
    """One reconstruction: importer by heading of an exporter, and of all exporters."""

    flows: Callable[[int], Matrix]
    imports: Matrix


def plain() -> Matrices:
    """The reconstruction to beat: section shares of the recorded pairs, nothing filled."""
    sources = bundled_sources()
    sold = sources.recorded_usd.sum(axis=2, keepdims=True)
    share = np.divide(
        sources.recorded_usd, sold, out=np.zeros_like(sources.recorded_usd), where=sold > 0
    )
    imports = np.zeros_like(sources.exports_usd)
    for section in range(len(share)):
        imports += share[section].T @ (sources.exports_usd * sources.section_share[:, section])

    def flows(at: int) -> Matrix:
        return np.einsum(
            "sj,ks,k->jk", share[:, at], sources.section_share, sources.exports_usd[at]
        )

    return Matrices(flows, imports)


def ours() -> Matrices:
    """The reconstruction that the package uses."""
    made = reconstruct(bundled_sources(), load(ReconstructionParams, "markets", "reconstruction"))
    return Matrices(made.flows_usd, made.imports_usd)


def afghan(matrices: Matrices) -> Figures:
    """Compare with what Afghanistan sold in 2020."""
    table = pl.read_csv(DATA / "baci_hs17_2020_afg_exports.csv", infer_schema=False)
    rows = table.select(
        pl.lit("AFG").alias("exporter"),
        "importer",
        in_2022(pl.col("k").str.zfill(6).str.slice(0, 4)).alias("hs4"),
        (pl.col("v").cast(pl.Float64) * 1000).alias("value_usd"),
    )
    return _compared(rows, matrices)


def raw_materials(matrices: Matrices) -> Figures:
    """Compare with who bought raw materials from whom in 2017."""
    table = pl.read_parquet(DATA / "baci_rawmaterials_hs4_2017.parquet")
    rows = table.select(
        "exporter",
        "importer",
        in_2022(pl.col("hs4")).alias("hs4"),
        (pl.col("value_kusd") * 1000).alias("value_usd"),
    )
    return _compared(rows, matrices)


def carpets(matrices: Matrices) -> Figures:
    """Compare with how many carpets Iran and its neighbours bought in 2024."""
    table = pl.read_csv(
        DATA / "baci2024_hs57_iran_region_sample.csv", schema_overrides={"hs4": str}
    )
    place, goods = _places()
    real = table["imports_usd"].to_numpy().astype(np.float64)
    at = [(place[c], goods[h]) for c, h in table.select("iso3", "hs4").iter_rows()]
    made = np.array([matrices.imports[country, heading] for country, heading in at])
    headings = table["hs4"].to_numpy()
    of_heading = [
        rank
        for h in np.unique(headings)
        for rank in _ranks(real[headings == h], made[headings == h])
    ]
    market_rank = round(float(np.mean(of_heading)), 3)
    return _agreement(real, made) | {"market_rank": market_rank, "flows": len(real)}


def _compared(rows: pl.DataFrame, matrices: Matrices) -> Figures:
    place, goods = _places()
    known = rows.filter(
        pl.col("exporter").is_in(place)
        & pl.col("importer").is_in(place)
        & pl.col("hs4").is_in(goods)
    )
    summed = known.group_by("exporter", "importer", "hs4").agg(pl.col("value_usd").sum())
    real_all, made_all, misplaced = [], [], 0.0
    ranks: tuple[list[float], list[float]] = [], []
    for (exporter,), group in summed.group_by("exporter"):
        made = matrices.flows(place[str(exporter)])
        real = np.zeros_like(made)
        for importer, hs4, value in group.select("importer", "hs4", "value_usd").iter_rows():
            real[place[importer], goods[hs4]] = value
        sold = (real.sum(axis=0) > 0) & (made.sum(axis=0) > 0)
        real, made = real[:, sold], made[:, sold]
        made = made / made.sum(axis=0) * real.sum(axis=0)
        misplaced += 0.5 * float(np.abs(real - made).sum())
        ranks[0].extend(_ranks(real.sum(axis=1), made.sum(axis=1)))
        ranks[1].extend(
            rank for k in range(real.shape[1]) for rank in _ranks(real[:, k], made[:, k])
        )
        real_all.append(real[real > 0])
        made_all.append(made[real > 0])
    real, made = np.concatenate(real_all), np.concatenate(made_all)
    return _agreement(real, made) | {
        "market_rank": round(float(np.mean(ranks[0])), 3),
        "heading_rank": round(float(np.mean(ranks[1])), 3),
        "misplaced_share": round(misplaced / float(real.sum()), 3),
        "flows": len(real),
    }


def _ranks(real: Matrix, made: Matrix) -> Iterator[float]:
    """Yield the rank correlation of markets that really buy, if there are five or more."""
    buys = real > 0
    if buys.sum() >= FEWEST_MARKETS:
        told = np.ptp(made[buys]) > 0  # all alike rank nothing
        yield float(spearmanr(real[buys], made[buys]).statistic) if told else 0.0


def _agreement(real: Matrix, made: Matrix) -> dict[str, float]:
    x, y = np.log(real), np.log(np.maximum(made, 1.0))
    return {
        "log_correlation": round(float(np.corrcoef(x, y)[0, 1]), 3),
        "median_factor": round(float(np.exp(np.median(np.abs(x - y)))), 2),
    }


def _places() -> tuple[dict[str, int], dict[str, int]]:
    sources = bundled_sources()
    return sources.geography.position, {h: at for at, h in enumerate(sources.headings)}


def whole_command() -> Figures:
    """The command from its start to the written file, in a process of its own."""
    out = "/dev/shm/hamafza-bench.parquet" if Path("/dev/shm").is_dir() else "bench.parquet"
    told = alone("hamafza.cli", "markets", "potential", "--exporter", "IRN", "--out", out)
    Path(out).unlink(missing_ok=True)
    return told


def reconstruction_alone() -> Figures:
    """The factors of all ten sections, tables already read."""
    bundled_sources()
    import time

    began = time.perf_counter()
    ours()
    return {"wall_s": round(time.perf_counter() - began, 2)}


def bare_scan() -> Figures:
    """Read the written matrix once (DuckDB): what no potential over rows can be faster than."""
    return _over_rows("select sum(value_usd) from flows")


def sql_itc() -> Figures:
    """itc2016 for one exporter in SQL over the written matrix (DuckDB), without distance."""
    return _over_rows(_SQL)


def _over_rows(query: str) -> Figures:
    import tempfile
    import time

    from hamafza.runs.trading import write_reconstruction

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flows.parquet"
        rows = write_reconstruction(path, 1000.0)["rows"]
        door = duckdb.connect()
        door.execute("set threads = 2")
        door.execute(f"create view flows as select * from '{path}'")
        began = time.perf_counter()
        door.execute(query).fetchall()
        return {"wall_s": round(time.perf_counter() - began, 2), "rows": rows}


_SQL = """
with ik as (select exporter i, hs4 k, sum(value_usd) x from flows group by all),
jk as (select importer j, hs4 k, sum(value_usd) m from flows group by all),
ij as (select importer j, sum(value_usd) v from flows where exporter = 'IRN' group by all),
kk as (select k, sum(x) w from ik group by k),
s as (select ik.k, x / w * least(1, x / coalesce(nullif(m, 0), x)) s, x / w h
      from ik join kk using (k) left join jk on jk.j = 'IRN' and jk.k = ik.k where i = 'IRN'),
e as (select j, v / h as ease from ij
      join (select j, sum(s.h * m) h from s join jk using (k) group by j) using (j))
select count(*), sum(s * m * ease) from s join jk using (k) join e using (j) where j <> 'IRN'
"""


if __name__ == "__main__":
    run(
        "potential",
        {
            "Afghan exports 2020, plain": lambda: afghan(plain()),
            "Afghan exports 2020, ours": lambda: afghan(ours()),
            "raw materials 2017, plain": lambda: raw_materials(plain()),
            "raw materials 2017, ours": lambda: raw_materials(ours()),
            "carpet imports 2024, plain": lambda: carpets(plain()),
            "carpet imports 2024, ours": lambda: carpets(ours()),
            "reconstruction": reconstruction_alone,
            "hamafza markets potential": whole_command,
            "bare scan of the written matrix, DuckDB": bare_scan,
            "itc2016 in SQL over the written matrix, DuckDB": sql_itc,
        },
        peers=("duckdb",),
    )
