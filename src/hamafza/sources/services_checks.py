"""Whether a table of services adds up: groups to their total, exports to what partners bought."""

import polars as pl

from hamafza.markets.service_parameters import ServiceChecks
from hamafza.sources.service_groups import COMMERCIAL, GOVERNMENT, TOTAL
from hamafza.sources.service_refusals import ServicesMirrorsDiffer, ServicesTotalsDiffer

_SIDE = ("year", "exporter", "importer", "is_import")


def judge_totals(
    rows: pl.DataFrame, totals: pl.DataFrame, file: str, checks: ServiceChecks, *, is_whole: bool
) -> dict[str, float]:
    """
    Compare each pair's groups with the total told beside them; return what was compared.

    Groups that pass the total are wrong in any table. Groups that fall short are wrong in one
    that says it is whole; elsewhere they are what a country left unsaid. ``SOX`` counts all but
    government services.
    """
    told = totals.unique([*_SIDE, "group"], keep="first", maintain_order=True)
    summed = rows.group_by(_SIDE).agg(
        pl.col("value_usd").sum().alias(TOTAL),
        pl.col("value_usd").filter(~pl.col("group").is_in(GOVERNMENT)).sum().alias(COMMERCIAL),
    )
    both = told.join(summed, on=_SIDE, how="inner").with_columns(
        (
            pl.when(pl.col("group") == TOTAL).then(pl.col(TOTAL)).otherwise(pl.col(COMMERCIAL))
            - pl.col("value_usd")
        ).alias("over")
    )
    compared = float(both["value_usd"].sum())
    excess = float(both["over"].clip(lower_bound=0).sum())
    lack = float((-both["over"]).clip(lower_bound=0).sum())
    shares = {
        "compared_usd": compared,
        "excess_share": excess / compared if compared else float(excess > 0),
        "lack_share": lack / compared if compared else 0.0,
    }
    is_over = shares["excess_share"] > checks.most_excess
    if is_over or (is_whole and shares["lack_share"] > checks.most_lack):
        worst = both.sort(pl.col("over").abs(), descending=True)
        raise ServicesTotalsDiffer(
            file=file,
            percent=round(100 * max(shares["excess_share"], shares["lack_share"]), 1),
            example="/".join(
                map(str, worst.select("year", "exporter", "importer", "group").row(0))
            ),
        )
    return shares


def judge_mirrors(
    rows: pl.DataFrame, file: str, checks: ServiceChecks, *, is_balanced: bool
) -> dict[str, float]:
    """
    Compare cells that both sides tell; return the value compared and the share that differs.

    The share is of the larger figure of each cell. In a balanced table it must be all but zero.
    """
    key = ["year", "exporter", "importer", "group"]
    sold = rows.filter(~pl.col("is_import")).select(*key, pl.col("value_usd").alias("sold"))
    bought = rows.filter(pl.col("is_import")).select(*key, pl.col("value_usd").alias("bought"))
    both = sold.join(bought, on=key, how="inner").with_columns(
        (pl.col("sold") - pl.col("bought")).abs().alias("apart"),
        pl.max_horizontal("sold", "bought").alias("larger"),
    )
    compared, apart = float(both["larger"].sum()), float(both["apart"].sum())
    share = apart / compared if compared else 0.0
    if is_balanced and share > checks.most_unlike:
        worst = both.sort("apart", descending=True).select(key).row(0)
        raise ServicesMirrorsDiffer(
            file=file, percent=round(100 * share, 1), example="/".join(map(str, worst))
        )
    return {"compared_usd": compared, "apart_share": share}
