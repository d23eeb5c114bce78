"""Workshops able to meet a need, ranked, each with its reasons as facts."""

import numpy as np
import polars as pl

from hamafza.parts.needs import Judgement, Need
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.text import match_key_expr

MAKERS = ("maker", "service")


def capable(need: Need, units: pl.DataFrame, judgement: Judgement) -> pl.DataFrame:
    """
    Return the units that fit by code or words and lie within reach, best first.

    ``units`` has the columns of Units. Adds ``fit``, ``km``, ``able`` (pieces a month),
    ``able_basis``, ``found_words`` and ``score``. Ties go by distance, then by unit_id.
    """
    placed = _within_reach(need, units.filter(pl.col("kind").is_in(MAKERS)), judgement.reach_km)
    fitting = _with_fit(need, placed, judgement).filter(pl.col("fit") > 0)
    able = _with_pieces(fitting, units)
    near = 0.5 ** (pl.col("km") / judgement.half_km)
    enough = (pl.col("able") / need.quantity).clip(0, 1)
    score = pl.col("fit") * (
        judgement.near_weight * near
        + judgement.able_weight * enough
        + judgement.ready_weight * pl.col("readiness")
    )
    return able.with_columns(score=score).sort(
        "score", "km", "unit_id", descending=[True, False, False]
    )


def reasons(need: Need, row: dict[str, object]) -> list[dict[str, object]]:
    """Return why one capable unit stands where it does: codes and facts, no sentence."""
    told: list[dict[str, object]] = []
    if need.code and row["hs6"] == need.code:
        told.append({"code": "same-subheading", "hs": need.code})
    elif need.code and row["hs4"] == need.code[:4]:
        told.append({"code": "same-heading", "hs": need.code[:4]})
    if need.service_code and row["service_code"] == need.service_code:
        told.append({"code": "same-service", "service": need.service_code})
    if row["found_words"]:
        told.append({"code": "words", "words": row["found_words"]})
    told.append({"code": "near", "km": round(float(str(row["km"])), 1)})
    if row["able_basis"] == "unknown":
        told.append({"code": "capacity-unknown"})
    else:
        pieces = int(float(str(row["able"])))
        told.append({"code": "capacity", "pieces": pieces, "basis": row["able_basis"]})
    told.append({"code": "readiness", "share": round(float(str(row["readiness"])), 2)})
    return told


def _within_reach(need: Need, units: pl.DataFrame, reach_km: float) -> pl.DataFrame:
    lat, lon = units["lat_deg"].to_numpy(), units["lon_deg"].to_numpy()
    km = great_circle_km(need.lat_deg, need.lon_deg, lat, lon)
    placed = units.with_columns(km=pl.Series(np.atleast_1d(km), dtype=pl.Float64))
    return placed.filter(pl.col("km") <= reach_km)


def _with_fit(need: Need, units: pl.DataFrame, judgement: Judgement) -> pl.DataFrame:
    """Add the better of the fit by code and by words, and the words found."""
    never = pl.lit(0.0)
    same_heading = (pl.col("hs4") == need.code[:4]).fill_null(False) & bool(need.code)
    same_code = (pl.col("hs6") == need.code).fill_null(False) | (
        same_heading & (len(need.code) == 4)
    )
    same_service = (pl.col("service_code") == need.service_code).fill_null(False)
    by_code = (
        pl.when(same_code | (same_service & bool(need.service_code)))
        .then(pl.lit(1.0))
        .when(same_heading)
        .then(pl.lit(judgement.heading_fit))
        .otherwise(never)
    )
    text = " " + match_key_expr(pl.col("goods_text")) + " "
    found = [
        pl.when(text.str.contains(word, literal=True)).then(pl.lit(word)) for word in need.keys
    ]
    words = (
        pl.concat_list(found).list.drop_nulls() if found else pl.lit([], dtype=pl.List(pl.String))
    )
    # Where a code is asked, a word such as "parts" must not bring in another chapter's makers.
    may_fit = pl.col("hs4").is_null() | pl.col("hs4").str.starts_with(need.code[:2])
    share = pl.when(may_fit).then(words.list.len() / max(len(need.keys), 1)).otherwise(never)
    return units.with_columns(found_words=words, _by_code=by_code).with_columns(
        fit=pl.max_horizontal("_by_code", share * judgement.words_fit)
    )


def _with_pieces(fitting: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """
    Add the pieces a month a unit can make: as told, else estimated, else unknown and zero.

    A file may give capacity in shipments alone; the family's own median of pieces to a
    shipment turns one into the other.
    """
    told = units.filter((pl.col("monthly_units") > 0) & (pl.col("capacity") > 0))
    ratio = told.group_by("family").agg(
        _pieces=(pl.col("monthly_units") / pl.col("capacity")).median()
    )
    known = pl.col("monthly_units").is_not_null()
    estimated = pl.col("capacity") * pl.col("_pieces")
    return (
        fitting.join(ratio, on="family", how="left", maintain_order="left")
        .with_columns(
            able=pl.coalesce("monthly_units", estimated, pl.lit(0.0)).floor(),
            able_basis=pl.when(known)
            .then(pl.lit("told"))
            .when(pl.col("_pieces").is_not_null())
            .then(pl.lit("estimated"))
            .otherwise(pl.lit("unknown")),
        )
        .drop("_pieces", "_by_code")
    )
