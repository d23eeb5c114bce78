"""
A door to HiGHS for full searches whose callers come with a good answer of their own.

Its heuristics look for answers, and cost most of the time of a search that is only to prove; they
are off. (Seven models of 1,316 to 4,396 pairs that search who leads: 0.2 to 14 s instead of 1.6 to
17 s; docs/algorithms/formation.md.)
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

Floats = NDArray[np.float64]
GAIN_SIZE = 1000.0
"""The largest gain is scaled to this: HiGHS ends at an absolute gap of a millionth."""
OFF = (
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_feasibility_jump",
)


@dataclass(frozen=True)
class Model:
    """
    Columns from ``least`` to 1, some of them whole, rows between two heights; gain is maximised.

    ``rows`` holds one column for each gain.
    """

    gain: Floats
    whole: NDArray[np.bool_]
    rows: csc_array
    low: Floats
    high: Floats
    least: Floats | None = None


@dataclass(frozen=True)
class Searched:
    """The best columns found, None for none; no answer gains more than ``most``."""

    taken: Floats | None
    most: float
    """Infinite if nothing was proved; minus infinity if there is no answer."""
    ended: bool


@dataclass(frozen=True)
class Patience:
    """When a search is given up, and how it goes about; without ``seconds`` no watch is set."""

    seconds: float | None = None
    nodes: int = 2**31 - 1
    gap_share: float = 1e-8
    presolve: bool = True
    probes: int = 8
    """How often a branching is tried before its estimate is believed."""


class _Silent(highspy.Highs):
    """HiGHS without its greeting, which goes to standard output when callbacks are enabled."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        """Leave them off."""


def full_search(model: Model, patience: Patience, enough: float = -np.inf) -> Searched:
    """
    Return the best answer that HiGHS finds within its limits, and the ceiling it proves.

    Once no answer can gain more than ``enough`` the search has ended.
    """
    scale = max(1e-12, float(np.abs(model.gain).max())) / GAIN_SIZE
    solver = _Silent()  # type: ignore[no-untyped-call]
    solver.silent()
    for name, value in _options(patience).items():
        solver.setOptionValue(name, value)
    solver.passModel(_as_told(model, scale))
    if np.isfinite(enough):
        _end_at(solver, -enough / scale)
    solver.run()
    searched = _searched(solver, model, scale, enough)
    solver.clear()
    return searched


def _options(patience: Patience) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(OFF, False)
    told |= {"threads": 1, "mip_rel_gap": patience.gap_share, "mip_max_nodes": patience.nodes}
    told |= {"mip_pscost_minreliable": patience.probes}
    # HiGHS 1.16 restarts one model of 436 pairs for ever, and hears no time limit meanwhile.
    told["mip_allow_restart"] = False
    if not patience.presolve:
        told["presolve"] = "off"
    if patience.seconds is not None:
        told["time_limit"] = float(patience.seconds)
    return told


def _as_told(model: Model, scale: float) -> highspy.HighsLp:
    told = highspy.HighsLp()
    told.num_row_, told.num_col_ = model.rows.shape
    told.col_cost_ = -model.gain / scale
    told.col_lower_ = np.zeros(len(model.gain)) if model.least is None else model.least
    told.col_upper_ = np.ones(len(model.gain))
    told.row_lower_, told.row_upper_ = model.low, model.high
    told.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    told.a_matrix_.start_, told.a_matrix_.index_ = model.rows.indptr, model.rows.indices
    told.a_matrix_.value_ = model.rows.data
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    told.integrality_ = [kinds[whole] for whole in model.whole.tolist()]
    return told


def _end_at(solver: highspy.Highs, bound: float) -> None:
    def heard(event: Any) -> None:
        if event.data_out.mip_dual_bound >= bound:
            event.interrupt()

    highspy.Highs.enableCallbacks(solver)  # type: ignore[no-untyped-call]
    solver.cbMipInterrupt.subscribe(heard)


def _searched(solver: highspy.Highs, model: Model, scale: float, enough: float) -> Searched:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Searched(None, -np.inf, ended=True)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    taken = np.array(solver.getSolution().col_value) if found else None
    ended = status == highspy.HighsModelStatus.kOptimal
    if model.whole.any():
        most = -float(info.mip_dual_bound) * scale
    else:  # no search was needed
        most = -float(info.objective_function_value) * scale if ended else np.inf
    ended |= most <= enough
    return Searched(taken, most if np.isfinite(most) else np.inf, ended)
