"""Small problems for the judge alone: rules of practice, shares, any prices, any cuts."""

from dataclasses import asdict

import polars as pl
from hypothesis import strategies as st

from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.layout import cases, laid_out
from hamafza.consortia.verdict.standing import with_what_can_be_kept
from tests.consortia.practice import best_value, problems

SIGMAS = [0.0, 0.2, 1.0, 3.0]
PRICES = [0.0, 0.3, 0.9, 1.5, 3.5]
CUTS = {"cut_id": pl.Int64, "family": pl.String, "least": pl.Int64, "price": pl.Float64,
        "units": pl.List(pl.Int64)}  # fmt: skip


@st.composite
def judged_problems(draw, most_units=7, most_parts=8):
    """Draw units and rules; return them with ``shares`` and the judge's cases by family."""
    units, params = draw(problems(most_units=most_units, with_kept=True))
    spare = most_parts - len(units)
    shares = [draw(st.sampled_from([1, 1, 2])) if at < spare else 1 for at in range(len(units))]
    units = units.with_columns(
        shares=pl.Series(shares, dtype=pl.Int64), product_line=pl.col("family")
    )
    prices = [draw(st.sampled_from(PRICES)) for _ in shares]
    asked = asked_of(asdict(params))
    rows = laid_out(units, asked).with_columns(price=pl.Series(prices))
    cuts = [_cut(draw, number, part, params) for number, part in
            enumerate(rows.partition_by("family"), start=1)]  # fmt: skip
    told = dict(cases(rows, asked, pl.DataFrame(cuts, schema=CUTS, orient="row")))
    return units, params, {name: with_what_can_be_kept(case) for name, case in told.items()}


def _cut(draw, number, rows, params):
    inside = draw(st.lists(st.sampled_from(rows["unit_id"].to_list()), unique=True))
    least = draw(st.integers(params.max_size // 2 + 1, params.max_size))
    return (number, rows["family"][0], least, draw(st.sampled_from(SIGMAS)), inside)


def best_by_family(units, params):
    """Return the most each family (or the basket) can be worth, trying all groupings."""
    if params.baskets:
        return {params.baskets[0].name: best_value(_parts(units), params)}
    return {
        family: best_value(_parts(part), params)
        for (family,), part in units.partition_by("family", as_dict=True).items()
    }


def _parts(units):
    """Return a row for each share of a unit; only the first leads, and only the first stood."""
    rows = []
    for row in units.to_dicts():
        for at in range(row["shares"]):
            part = row | {name: row[name] / row["shares"] for name in ("capacity", "weight")}
            rows.append(part if at == 0 else part | {"readiness": -1, "home": None, "kept": False})
    return pl.DataFrame(rows, schema_overrides={"owner": pl.String, "home": pl.Int64},
                        infer_schema_length=None)  # fmt: skip
