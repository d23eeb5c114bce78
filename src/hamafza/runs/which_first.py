"""Which groups of a finished formation are worth a promoter's time first, under a budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from hamafza.consortia.after_refusals import AskedCountNotPossible
from hamafza.consortia.budgets import Budget, Costs
from hamafza.consortia.first_reasons import NATIONAL_LEFT, PROVINCE_LEFT, told, why_not
from hamafza.consortia.merits import Scales, Weights, with_scores
from hamafza.consortia.which_first import NOWHERE, UNLIMITED, Choice, Limits, choose, left_over
from hamafza.runs.finished import Finished, files_of, finished, in_kinds, refuse_strangers
from hamafza.runs.first_groups import groups_of, units_of
from hamafza.sources.promoter_budget import read_budget
from hamafza.store.files import keep_apart
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.formation_after import FirstConsortia
from hamafza.vocabulary.text import match_key, match_key_expr

ROOM = "which_first"
MOST_GROUPS = 1_000_000
SHOWN_NEXT = 20
_STABILITY: dict[str, type[pl.DataType]] = {"consortium_id": pl.Int64, "overlap": pl.Float64}


@dataclass(frozen=True)
class FirstParams:
    """The judgements of ``parameters/which_first.toml``."""

    weights: Weights
    scales: Scales
    costs: Costs


@dataclass(frozen=True)
class FirstResult:
    """The table (see FirstConsortia) by score, chosen groups before the others; and figures."""

    table: pl.DataFrame
    figures: dict[str, Any]


def first_params(path: Path | None = None) -> FirstParams:
    """Return the shipped judgements, changed by what a file says."""
    return FirstParams(
        load(Weights, ROOM, "weights", path),
        load(Scales, ROOM, "scales", path),
        load(Costs, ROOM, "costs", path),
    )


def which_first(
    units_path: Path,
    folder: Path,
    count: int,
    out: Path,
    *,
    budget_path: Path | None = None,
    params_path: Path | None = None,
    stability_path: Path | None = None,
    shown: int = SHOWN_NEXT,
) -> FirstResult:
    """
    Choose ``count`` groups of the run in ``folder``, write ``out`` and its record beside it.

    ``shown`` of those not chosen follow. The record bears the name of ``out`` with ``.json``.
    """
    watch = Stopwatch()
    out = Path(out)
    _refuse_count("count", count, 1)
    _refuse_count("next", shown, 0)
    inputs = {"units": Path(units_path), "budget": budget_path, "params": params_path,
              "stability": stability_path, "consortia": Path(folder) / "consortia.parquet",
              "members": Path(folder) / "members.parquet"}  # fmt: skip
    given = {name: Path(path) for name, path in inputs.items() if path is not None}
    keep_apart(out, out.with_suffix(".json"), *{*given.values(), *files_of(folder)})
    params = first_params(params_path)
    budget = Budget() if budget_path is None else read_budget(budget_path, params.costs)
    stability = None if stability_path is None else in_kinds(Path(stability_path), _STABILITY)
    run = finished(folder)
    result = first_of(run, read_parquet(Path(units_path)), count, params, budget, stability, shown)
    write_parquet(result.table, out)
    record = watch.close(
        RunRecord("which_first", plain(params), None,
                  {name: file_sha256(path) for name, path in given.items()},
                  {out.name: file_sha256(out)}, result.figures)
    )  # fmt: skip
    record.write(out.with_suffix(".json"))
    return result


def _refuse_count(name: str, value: int, least: int) -> None:
    if not least <= value <= MOST_GROUPS:
        raise AskedCountNotPossible(name=name, value=value, least=least, most=MOST_GROUPS)


def first_of(
    run: Finished,
    units: pl.DataFrame,
    count: int,
    params: FirstParams,
    budget: Budget,
    stability: pl.DataFrame | None = None,
    shown: int = SHOWN_NEXT,
) -> FirstResult:
    """Return the first groups of a run; ``stability`` is a GroupStability of it, if there is."""
    known = units_of(units)
    refuse_strangers(run, known["unit_id"])
    groups = groups_of(run, known, params.costs, stability)
    groups = with_scores(groups, params.weights, params.scales)
    groups = groups.sort("score", "consortium_id", descending=[True, False])
    names, limits = _limits(count, budget)
    province = _positions(groups["province"], names)
    cost = groups["cost_minor"].to_numpy()
    choice = choose(groups["score"].to_numpy(), cost, province, limits)
    table = _answered(groups, choice, province, limits)
    figures = _figures(groups, choice, params, limits)
    figures["provinces_without_groups"] = [
        name for at, name in enumerate(names) if not (province == at).any()
    ]
    chosen, others = (table.filter(pl.col("chosen") == which) for which in (True, False))
    first = pl.concat([chosen, others.head(shown)])
    return FirstResult(checked(FirstConsortia, first), figures)


def _limits(count: int, budget: Budget) -> tuple[list[str], Limits]:
    purses = [budget.national, *budget.provinces.values()]
    return list(budget.provinces), Limits(
        count,
        np.array([_or_unlimited(each.money_minor) for each in purses], np.int64),
        np.array([_or_unlimited(each.places) for each in purses], np.int64),
    )


def _or_unlimited(amount: int | None) -> int:
    return UNLIMITED if amount is None else amount


def _positions(province: pl.Series, names: list[str]) -> np.ndarray:
    """Return each province's place among the purses' names, however each is spelt."""
    keys = {match_key(name): at for at, name in enumerate(names)}
    if not keys:
        return np.full(len(province), NOWHERE, np.int64)
    spelt = province.to_frame("province").select(match_key_expr(pl.col("province"))).to_series()
    return (
        spelt.replace_strict(keys, default=NOWHERE, return_dtype=pl.Int64)
        .fill_null(NOWHERE)
        .to_numpy()
    )


def _answered(
    groups: pl.DataFrame, choice: Choice, province: np.ndarray, limits: Limits
) -> pl.DataFrame:
    """Return all groups by score with what the choice left in their purses, and why not."""
    money, places = left_over(choice.chosen, groups["cost_minor"].to_numpy(), province, limits)
    taken = int(np.count_nonzero(choice.chosen))
    own = np.where(province == NOWHERE, 0, province + 1)
    has_purse = (province != NOWHERE) & np.bool_(limits.by_province)
    least = groups["score"].to_numpy()[choice.chosen].min() if taken else None
    table = groups.with_columns(
        pl.Series("chosen", choice.chosen),
        pl.Series("has_purse", has_purse),
        rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64),
        count_left=pl.lit(limits.count - taken),
        least_chosen_score=pl.lit(least, pl.Float64),
        **{PROVINCE_LEFT[name]: _told(left[own], has_purse)
           for name, left in (("money", money), ("places", places))},
        **{NATIONAL_LEFT[name]: _told(np.full(len(own), left[0]), np.ones(len(own), np.bool_))
           for name, left in (("money", money), ("places", places))},
    )  # fmt: skip
    empty = pl.lit([], pl.List(pl.String))
    return table.with_columns(
        why_not=pl.when("chosen").then(empty).otherwise(why_not(limits.by_province)),
        reasons=pl.col("reasons").fill_null([]),
    )


def _told(left: np.ndarray, has: np.ndarray) -> pl.Series:
    """Return what is left, null where there is no purse or it has no end."""
    return pl.DataFrame({"left": left, "has": has & (left != UNLIMITED)}).select(
        pl.when("has").then("left")
    ).to_series()  # fmt: skip


def _figures(
    groups: pl.DataFrame, choice: Choice, params: FirstParams, limits: Limits
) -> dict[str, Any]:
    chosen = groups.filter(pl.Series(choice.chosen))
    return {
        "groups": len(groups),
        "asked": limits.count,
        "chosen": len(chosen),
        "score": choice.score,
        "bound": choice.bound,
        "bound_lp": choice.bound_lp,
        "gap_share": choice.gap_share,
        "cost_minor": int(chosen["cost_minor"].sum()),
        "currency": params.costs.currency,
        "units": int(chosen["size"].sum()),
        "value": float(chosen["value"].sum()),
    }


def as_told(result: FirstResult) -> dict[str, Any]:
    """Return figures, first groups and next ones, each reason with its facts, for programs."""
    rows = [_with_facts(row) for row in result.table.iter_rows(named=True)]
    return {
        "figures": result.figures,
        "first": [row for row in rows if row["chosen"]],
        "next": [row for row in rows if not row["chosen"]],
    }


def _with_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "reasons": told(row["reasons"], row), "why_not": told(row["why_not"], row)}
