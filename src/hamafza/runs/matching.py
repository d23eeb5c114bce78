"""A factory's need against the registry: capable units, a joint bid, and the reasons."""

from dataclasses import dataclass, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from hamafza.parts.joint import JointBid, joint_bid
from hamafza.parts.matching import capable, reasons
from hamafza.parts.needs import Judgement, Need
from hamafza.store.parameters import load
from hamafza.store.tables import read_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.needs import NeedMatches
from hamafza.vocabulary.tables.units import Units


@dataclass(frozen=True)
class Matching:
    """``reasons`` has a list of facts for each row of ``matches``, in its order."""

    matches: dy.DataFrame[NeedMatches]
    reasons: list[list[dict[str, object]]]
    bid: JointBid


def judgement_of(path: Path | None = None) -> Judgement:
    return load(Judgement, "parts", "judgement", path)


def match_need(
    need: Need, units: pl.DataFrame, judgement: Judgement | None = None, most: int = 50
) -> Matching:
    """Return the best ``most`` capable units; the joint bid is made among them."""
    found = capable(need, units, judgement or judgement_of()).head(most)
    able = [
        (unit_id, int(pieces)) for unit_id, pieces in found.select("unit_id", "able").iter_rows()
    ]
    bid = joint_bid(need.quantity, able, judgement or judgement_of())
    shares = {share.unit_id: share.pieces for share in bid.shares}
    ranked = found.with_columns(
        rank=pl.int_range(1, found.height + 1, dtype=pl.Int64),
        share=pl.Series([shares.get(unit_id, 0) for unit_id, _ in able], dtype=pl.Int64),
    )
    told = [reasons(need, row) for row in found.iter_rows(named=True)]
    return Matching(checked(NeedMatches, ranked), told, bid)


def match_file(
    need: Need,
    units_path: Path,
    *,
    params_path: Path | None = None,
    reach_km: float | None = None,
    most: int = 50,
) -> Matching:
    """Match a need against a units.parquet; ``reach_km`` overrides the parameter."""
    units = read_parquet(units_path, Units.column_names())
    judgement = judgement_of(params_path)
    if reach_km is not None:
        judgement = replace(judgement, reach_km=reach_km)
    return match_need(need, checked(Units, units), judgement, most)
