"""
The textbook model of one family, given whole to a general solver: HiGHS, and OR-Tools' CP-SAT.

One binary for each able lead, one for each (lead, unit within reach), the rows of
``docs/algorithms/formation.md``. Both get every core and no help but the repair that all get.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from benchmarks.formation_repair import Family, Floats, Ints, consortia_from, profits, value_of
from hamafza.consortia.params import FormationParams
from hamafza.store.fanout import cores

SCALE = 1_000_000
"""CP-SAT counts in whole numbers: millionths of a mean weight and of a shipment."""


@dataclass(frozen=True)
class Pairs:
    """Able ``leads`` (positions); for each pair its lead's place in ``leads``, unit and profit."""

    leads: Ints
    lead: Ints
    unit: Ints
    profit: Floats


def pairs_of(family: Family, params: FormationParams) -> Pairs:
    """Return every unit within the reach of every able lead, a lead with itself left out."""
    leads = np.flatnonzero(family.readiness >= params.lead_readiness)
    profit = profits(leads, np.arange(len(family)), family, params)
    lead, unit = np.nonzero(np.isfinite(profit) & (np.arange(len(family)) != leads[:, None]))
    return Pairs(leads, lead, unit, profit[lead, unit])


def by_highs(family: Family, params: FormationParams, seconds: float) -> Ints:
    """Return each unit's lead (-1: none) in the best solution HiGHS has after so many seconds."""
    pairs = pairs_of(family, params)
    count = len(pairs.leads)
    solver = highspy.Highs()
    solver.silent()
    for name, value in (
        ("time_limit", float(seconds)), ("threads", cores()), ("mip_rel_gap", 1e-6)
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(_model(family, params, pairs))
    highspy.Highs.resetGlobalScheduler(True)  # one process may ask for other numbers of threads
    solver.run()
    highspy.Highs.resetGlobalScheduler(True)
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return np.full(len(family), -1)
    chosen = np.array(solver.getSolution().col_value) > 0.5
    return _leads(family, pairs, chosen[:count], chosen[count:])


def _model(family: Family, params: FormationParams, pairs: Pairs) -> highspy.HighsLp:
    """Columns are the leads, then the pairs; the value is to be made large."""
    rows, low, high = _rows(family, params, pairs)
    columns = rows.shape[1]
    own = family.weight[pairs.leads] - params.fixed_cost
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows.shape[0]
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate([own, pairs.profit])
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = low, high
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = columns, rows.shape[0]
    matrix.start_, matrix.index_, matrix.value_ = rows.indptr, rows.indices, rows.data
    return model


def _rows(
    family: Family, params: FormationParams, pairs: Pairs
) -> tuple[csr_array, Floats, Floats]:
    leads, count = len(pairs.leads), len(pairs.lead)
    at, ones = np.arange(count), np.ones(count)
    heads = np.arange(leads)

    def rows(height: int, on_leads: tuple[Ints, Floats], row: Ints, on_pairs: Floats) -> csr_array:
        """Return rows with one entry for each lead and one for each pair."""
        row_of_lead, coefficient = on_leads
        return csr_array(
            (
                np.concatenate([coefficient, on_pairs]),
                (np.concatenate([row_of_lead, row]), np.arange(leads + count)),
            ),
            shape=(height, leads + count),
        )

    follows = csr_array(
        (np.concatenate([-ones, ones]), (np.tile(at, 2), np.concatenate([pairs.lead, leads + at]))),
        shape=(count, leads + count),
    )  # (2) no member without a lead
    once = rows(len(family), (pairs.leads, np.ones(leads)), pairs.unit, ones)
    most = rows(leads, (heads, np.full(leads, 1.0 - params.max_size)), pairs.lead, ones)
    least = rows(leads, (heads, np.full(leads, 1.0 - params.min_size)), pairs.lead, ones)
    missing = family.capacity[pairs.leads] - params.min_capacity
    filled = rows(leads, (heads, missing), pairs.lead, family.capacity[pairs.unit])
    up = highspy.kHighsInf
    high = [np.zeros(count), np.ones(len(family)), np.zeros(leads), np.full(2 * leads, up)]
    low = [np.full(count + len(family) + leads, -up), np.zeros(2 * leads)]
    return (
        csr_array(vstack([follows, once, most, least, filled])),
        np.concatenate(low),
        np.concatenate(high),
    )


def by_cp_sat(family: Family, params: FormationParams, seconds: float) -> Ints:
    """Return each unit's lead (-1: none) in the best solution CP-SAT has after so many seconds."""
    from ortools.sat.python import cp_model

    pairs = pairs_of(family, params)
    model = cp_model.CpModel()
    opens = [model.new_bool_var("") for _ in pairs.leads]
    joins = [model.new_bool_var("") for _ in pairs.lead]
    once: list[list[object]] = [[] for _ in range(len(family))]
    company: list[list[int]] = [[] for _ in opens]
    for place, unit in enumerate(pairs.leads):
        once[unit].append(opens[place])
    for at, (place, unit) in enumerate(zip(pairs.lead, pairs.unit, strict=True)):
        model.add_implication(joins[at], opens[place])
        once[unit].append(joins[at])
        company[place].append(at)
    for options in once:
        model.add_at_most_one(options)
    capacity = np.floor(SCALE * family.capacity).astype(int)
    need = int(np.ceil(SCALE * params.min_capacity))
    for place, members in enumerate(company):
        size = sum(joins[at] for at in members)
        model.add(size <= params.max_size - 1)
        model.add(size >= params.min_size - 1).only_enforce_if(opens[place])
        brought = sum(int(capacity[pairs.unit[at]]) * joins[at] for at in members)
        own = int(capacity[pairs.leads[place]])
        model.add(brought >= need - own).only_enforce_if(opens[place])
    gain = np.rint(SCALE * pairs.profit).astype(int)
    own_gain = np.rint(SCALE * (family.weight[pairs.leads] - params.fixed_cost)).astype(int)
    model.maximize(
        sum(int(worth) * join for worth, join in zip(gain, joins, strict=True))
        + sum(int(worth) * opened for worth, opened in zip(own_gain, opens, strict=True))
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(seconds)
    solver.parameters.num_workers = cores()
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return np.full(len(family), -1)
    opened = np.array([solver.boolean_value(each) for each in opens], bool)
    joined = np.array([solver.boolean_value(each) for each in joins], bool)
    return _leads(family, pairs, opened, joined)


def _leads(family: Family, pairs: Pairs, opened: Ints, joined: Ints) -> Ints:
    lead_of = np.full(len(family), -1)
    lead_of[pairs.leads[opened]] = pairs.leads[opened]
    lead_of[pairs.unit[joined]] = pairs.leads[pairs.lead[joined]]
    return lead_of


SOLVERS: dict[str, Callable[[Family, FormationParams, float], Ints]] = {
    "HiGHS": by_highs,
    "CP-SAT": by_cp_sat,
}


def repaired_value(family: Family, params: FormationParams, lead_of: Ints) -> float:
    """Return the better of a solution's own value and its value after the peers' repair."""
    alone = len(family) + np.arange(len(family))
    labels = np.where(lead_of >= 0, lead_of, alone)
    repaired = consortia_from(labels, family, params)
    return max(value_of(family, params, lead_of), value_of(family, params, repaired))
