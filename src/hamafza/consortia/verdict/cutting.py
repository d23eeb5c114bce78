"""Whether the cuts that a bound rests on are cuts, and which units they hold."""

from collections.abc import Iterator

import polars as pl

from hamafza.consortia.verdict.asked import Asked


def cuts_with_units(
    rows: pl.DataFrame,
    asked: Asked,
    cuts: pl.DataFrame | None,
    cut_units: pl.DataFrame | None,
) -> tuple[pl.DataFrame | None, list[str]]:
    """
    Return the cuts with a list column ``units``, and what is wrong; none of them if anything is.

    A cut says that at most floor(units / least) consortia hold ``least`` or more of its units. The
    bound charges it to the leads of its own units only, so ``least`` has to be more than half a
    consortium's size.
    """
    if cuts is None and cut_units is None:
        return None, []
    if cuts is None or cut_units is None:
        lost = "cuts.parquet" if cuts is None else "cut_units.parquet"
        return None, [f"{lost} is missing, and the cuts cannot be read without it"]
    wrong = [*_wrong_cuts(rows, asked, cuts), *_wrong_units(rows, cuts, cut_units)]
    if wrong:
        return None, wrong
    units = cut_units.group_by("cut_id").agg(units=pl.col("unit_id"))
    whole = cuts.join(units, on="cut_id", how="left").sort("cut_id")
    return whole.with_columns(pl.col("units").fill_null([])), []


def _wrong_cuts(rows: pl.DataFrame, asked: Asked, cuts: pl.DataFrame) -> Iterator[str]:
    if cuts["cut_id"].n_unique() != len(cuts) or cuts["cut_id"].null_count():
        yield "cuts.parquet names a cut more than once"
    if len(cuts.join(rows, on="family", how="anti")):
        yield "cuts.parquet names a family that there is not"
    least = 2 * pl.col("least") > asked.rules["max_size"]
    if not cuts.select(least.fill_null(value=False).all()).item():
        yield "cuts.parquet holds a cut whose least is not above half of max_size"
    price = cuts["price"]
    if price.null_count() or not price.is_finite().all() or (price < 0).any():
        yield "cuts.parquet holds a price that is negative or no number"


def _wrong_units(rows: pl.DataFrame, cuts: pl.DataFrame, cut_units: pl.DataFrame) -> Iterator[str]:
    if cut_units["unit_id"].n_unique() != len(cut_units):
        yield "cut_units.parquet puts a unit into more than one cut"
    told = cut_units.join(rows.select("unit_id", "family"), on="unit_id", how="left").join(
        cuts.select("cut_id", of="family"), on="cut_id", how="left"
    )
    if told["of"].null_count():
        yield "cut_units.parquet names a cut that cuts.parquet does not"
    if told["family"].null_count():
        yield "cut_units.parquet names a unit that is not in the units file"
    if (told["of"] != told["family"]).any():
        yield "cut_units.parquet puts a unit into a cut of another family"
