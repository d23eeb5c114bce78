"""The potential (itc2016) of the generated world as its peers reckon it: DuckDB SQL and Polars."""

import polars as pl

from benchmarks.trade_world import COUNTRY, FLOWS, PAIR, TARIFF

SCAN = f"select sum(i), sum(j), sum(k), sum(v) from '{FLOWS}'"

_MARGINS = f"""create or replace temp table ik as
select i, k, sum(v) x, sum(v * p.pref * m.mfn) / sum(v) t
from '{FLOWS}' f join '{PAIR}' p using (i, j) join '{TARIFF}' m using (j, k) group by i, k;
create or replace temp table jk as
select j, k, sum(v) m, sum(v * p.logd) / sum(v) ld, sum(v * p.pref) / sum(v) pf
from '{FLOWS}' f join '{PAIR}' p using (i, j) group by j, k;
create or replace temp table ij as select i, j, sum(v) v from '{FLOWS}' group by i, j;
create or replace temp table kk as
select k, sum(x) x, sum(x * t) / sum(x) t, sum(x * g) xg
from ik join '{COUNTRY}' c on c.id = ik.i group by k;
create or replace temp table s as
select ik.i, ik.k, ik.x * c.g / kk.xg * least(1, ik.x / coalesce(nullif(jk.m, 0), ik.x))
  * (1 + ik.t) / (1 + kk.t) s, ik.x / kk.x sh
from ik join kk using (k) join '{COUNTRY}' c on c.id = ik.i
left join jk on jk.j = ik.i and jk.k = ik.k;
create or replace temp table d as
select jk.j, jk.k, jk.m, jk.m * pow(c.g / c.n, mf.e) * c.n d0, 1 + mf.mfn * jk.pf tb, mf.mfn, jk.ld
from jk join '{COUNTRY}' c on c.id = jk.j join '{TARIFF}' mf using (j, k);
"""
_EASE = """create or replace temp table ease as
select i, j, ij.v / e.h as ease from ij join
  (select s.i, d.j, sum(s.sh * d.m) h from s join d using (k) {where} group by s.i, d.j) e
using (i, j);
"""
_CELL = "s.s * d.d0 * d.tb / (1 + d.mfn * p.pref) * exp(-abs(d.ld - p.logd)) * e.ease"
ALL = (
    _MARGINS
    + _EASE.format(where="")
    + f"""select count(*), sum({_CELL})
from s join d using (k) join '{PAIR}' p on p.i = s.i and p.j = d.j
join ease e on e.i = s.i and e.j = d.j where s.i <> d.j"""
)


def one(number: int) -> str:
    """Return the statements for one exporter; the last gives cells, potential, actual, gap."""
    return (
        _MARGINS
        + _EASE.format(where=f"where s.i = {number}")
        + f"""create or replace temp table epi as
select d.j, d.k, {_CELL} as epi, coalesce(f.v, 0) v
from s join d using (k) join (select * from '{PAIR}' where i = {number}) p on p.j = d.j
join (select * from ease where i = {number}) e on e.j = d.j
left join (select j, k, v from '{FLOWS}' where i = {number}) f on f.j = d.j and f.k = d.k
where s.i = {number} and d.j <> {number};
select count(*), sum(epi), sum(v), sum(greatest(epi - v, 0)) from epi"""
    )


def one_polars(number: int) -> dict[str, float]:
    """Reckon one exporter with lazy frames on the streaming engine."""
    flows, pair, tariff = (pl.scan_parquet(path) for path in (FLOWS, PAIR, TARIFF))
    country = pl.scan_parquet(COUNTRY)
    v, paid = pl.col("v"), pl.col("v") * pl.col("pref") * pl.col("mfn")
    placed = flows.join(pair, on=["i", "j"])
    ik = placed.join(tariff, on=["j", "k"]).group_by("i", "k").agg(
        v.sum().alias("x"), (paid.sum() / v.sum()).alias("t")
    )  # fmt: skip
    jk = placed.group_by("j", "k").agg(
        v.sum().alias("m"),
        ((v * pl.col("logd")).sum() / v.sum()).alias("ld"),
        ((v * pl.col("pref")).sum() / v.sum()).alias("pf"),
    )
    x, grown = pl.col("x"), pl.col("x") * pl.col("g")
    paid_by_all = (x * pl.col("t")).sum() / x.sum()
    kk = ik.join(country, left_on="i", right_on="id").group_by("k").agg(
        x.sum().alias("xk"), paid_by_all.alias("tk"), grown.sum().alias("xg")
    )  # fmt: skip
    bought = jk.filter(pl.col("j") == number).select("k", pl.col("m").alias("own"))
    own = (
        ik.filter(pl.col("i") == number)
        .join(kk, on="k")
        .join(country, left_on="i", right_on="id")
        .join(bought, on="k", how="left")
        .select(
            "k",
            (grown / pl.col("xg") * pl.min_horizontal(1.0, (x / pl.col("own")).fill_null(1.0))
             * (1 + pl.col("t")) / (1 + pl.col("tk"))).alias("s"),
            (x / pl.col("xk")).alias("sh"),
        )
    )  # fmt: skip
    cells = own.join(jk.filter(pl.col("j") != number), on="k")
    traded = flows.filter(pl.col("i") == number)
    hypothetical = cells.group_by("j").agg((pl.col("sh") * pl.col("m")).sum().alias("h"))
    ease = traded.group_by("j").agg(v.sum()).join(hypothetical, on="j").select(
        "j", (v / pl.col("h")).alias("ease")
    )  # fmt: skip
    return _summed(cells, ease, traded, pair.filter(pl.col("i") == number), tariff, country)


def _summed(
    cells: pl.LazyFrame,
    ease: pl.LazyFrame,
    traded: pl.LazyFrame,
    pair: pl.LazyFrame,
    tariff: pl.LazyFrame,
    country: pl.LazyFrame,
) -> dict[str, float]:
    g, n, rate = pl.col("g"), pl.col("n"), pl.col("mfn")
    demand = (
        pl.col("m") * (g / n).pow(pl.col("e")) * n
        * (1 + rate * pl.col("pf")) / (1 + rate * pl.col("pref"))
        * (-(pl.col("ld") - pl.col("logd")).abs()).exp()
    )  # fmt: skip
    found = (
        cells.join(ease, on="j")
        .join(pair, on="j")
        .join(country, left_on="j", right_on="id")
        .join(tariff, on=["j", "k"])
        .join(traded.select("j", "k", "v"), on=["j", "k"], how="left")
        .select((pl.col("s") * demand * pl.col("ease")).alias("epi"), pl.col("v").fill_null(0.0))
        .select(
            pl.len().alias("cells"),
            pl.col("epi").sum().alias("potential"),
            pl.col("v").sum().alias("actual"),
            (pl.col("epi") - pl.col("v")).clip(0).sum().alias("gap"),
        )
        .collect(engine="streaming")
    )
    return dict(found.row(0, named=True))
