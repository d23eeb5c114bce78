"""A run of the formation: every family on its own; then tables and a record."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.params import FormationParams, SolverParams
from hamafza.consortia.problem import FamilyProblem, Floats
from hamafza.consortia.refusals import EffortNotPossible
from hamafza.consortia.solver.answer import FamilyFormation
from hamafza.consortia.solver.exact import PROVED_SHARE
from hamafza.consortia.solver.form import form_family
from hamafza.consortia.solver.pooled import pool
from hamafza.consortia.standing import changes_of
from hamafza.runs.floors import formed_with_floors
from hamafza.runs.formation_paces import paces_of
from hamafza.runs.formation_problems import problems_of
from hamafza.runs.formation_tables import (
    FormationTables,
    Formed,
    record_of,
    tables_of,
    write_formation,
)
from hamafza.runs.formation_timetable import Timetable
from hamafza.runs.formation_verdict import judged
from hamafza.runs.standing import Inherited, prices_before, with_standing
from hamafza.runs.warming import warm_up_once
from hamafza.store.clock import cpu_seconds, monotonic
from hamafza.store.fanout import cores, fan_out, is_elsewhere
from hamafza.store.memory import give_back
from hamafza.store.parameters import load
from hamafza.store.records import Stopwatch
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.stop import AfterIterations, AtDeadline, Either, Stop

STAGE = "formation"


@dataclass(frozen=True)
class Effort:
    """How long to search: so many iterations, the same anywhere, or so many seconds in all."""

    iterations: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        """Refuse an effort that is none."""
        for name in ("iterations", "seconds"):
            value = getattr(self, name)
            if value is not None and not 0 < value < float("inf"):
                raise EffortNotPossible(name=name, value=value)
        if self.iterations is None and self.seconds is None:
            object.__setattr__(self, "iterations", 300)

    def part(self, share: float) -> "Effort":
        """Return a part of the effort."""
        if share == 1.0:
            return self
        count = None if self.iterations is None else max(1, round(share * self.iterations))
        return Effort(count, None if self.seconds is None else share * self.seconds)


def effort_of(stop: Stop) -> Effort:
    """Return the effort that a stop by count or by deadline stands for."""
    if isinstance(stop, AfterIterations):
        return Effort(iterations=stop.most)
    if isinstance(stop, AtDeadline):
        return Effort(seconds=max(stop.deadline_s - stop.clock(), 1e-3))
    if isinstance(stop, Either):
        efforts = [effort_of(each) for each in stop.stops]
        counts = [each.iterations for each in efforts if each.iterations is not None]
        times = [each.seconds for each in efforts if each.seconds is not None]
        return Effort(min(counts, default=None), min(times, default=None))
    return Effort()


def formation_params(path: Path | None = None) -> FormationParams:
    """Return the shipped rules of a consortium, changed by the [formation] table of a file."""
    return load(FormationParams, STAGE, section="formation", path=path)


@dataclass(frozen=True)
class FormationResult:
    """The tables written (see ``vocabulary.tables.formation``) and the record's figures."""

    params: FormationParams

    consortia: pl.DataFrame
    members: pl.DataFrame
    prices: pl.DataFrame
    certificate: pl.DataFrame
    record: dict[str, Any] = field(default_factory=dict)
    floors: pl.DataFrame | None = None
    standing: pl.DataFrame | None = None
    districts: pl.DataFrame | None = None
    district_units: pl.DataFrame | None = None
    branches: pl.DataFrame | None = None
    """Only where floors were asked for, consortia stood, districts were searched, or branched."""


@dataclass(frozen=True)
class Standing:
    """Where a formation stands: its value so far, and what no grouping can exceed."""

    units_done: int
    units: int
    value: float
    """Of the families that have ended."""
    bound: float
    """Families that have not ended count with all their weight, so it falls as they end."""


Told = Callable[[Standing], None]


@dataclass(frozen=True)
class _Job:
    problem: FamilyProblem
    params: FormationParams
    solver: SolverParams
    iterations: int | None
    seconds: float | None
    seed: int
    price_before: Floats | None = None


@dataclass(frozen=True)
class _Jobs:
    """The families of a run, each made a job when it is handed out, for it then has its time."""

    timetable: Timetable
    params: FormationParams
    solver: SolverParams
    iterations: int | None
    seed: int
    prices: pl.DataFrame | None

    def __len__(self) -> int:
        return len(self.timetable.problems)

    def __iter__(self) -> Iterator[_Job]:
        for each, seconds in zip(self.timetable.problems, self.timetable.shares(), strict=True):
            price = prices_before(each.unit_id, self.prices)
            yield _Job(each, self.params, self.solver, self.iterations, seconds, self.seed, price)


def form_consortia(
    units: pl.DataFrame,
    params: FormationParams,
    effort: Effort | Stop,
    *,
    seed: int = 1,
    processes: int | None = None,
    out_dir: Path | None = None,
    report: Report = silent,
    inputs: Mapping[str, str] | None = None,
    standing: Inherited | None = None,
    told: Told | None = None,
    judge: bool = False,
) -> FormationResult:
    """
    Form the consortia of all families and, with ``out_dir``, write them and the run record.

    A ``Stop`` that counts or has a deadline will do for the effort. ``inputs`` are SHA-256 by
    name, for the record. ``standing`` are consortia of today, whose changes are charged. Counted
    by iterations, the groups are the same for any number of processes. ``told`` hears how value
    and bound close whenever a family ends. With ``judge`` nothing is written or returned unless
    the certificate verifies; CertificateDoesNotHold is raised.
    """
    processes = _at_least_one(processes)
    effort = effort if isinstance(effort, Effort) else effort_of(effort)
    # All that the search stood on is let go before the judge needs room of its own.
    tables, record = _searched(
        units, params, effort, seed, processes, standing, dict(inputs or {}), report, told
    )
    result = _result(params, tables, record)
    if judge:
        give_back()
        judged(units, result, processes=processes)
    return _written(result, tables, out_dir)


def _searched(
    units: pl.DataFrame,
    params: FormationParams,
    effort: Effort,
    seed: int,
    processes: int,
    standing: Inherited | None,
    inputs: dict[str, str],
    report: Report,
    told: Told | None,
) -> tuple[FormationTables, dict[str, Any]]:
    """Return the tables of all families, and what run.json says of them."""
    watch = Stopwatch()
    rows: pl.DataFrame = units_at_the_door(units)
    if standing is not None:
        rows = with_standing(rows, standing.standing)
    before = None if standing is None else standing.prices
    solver = load(SolverParams, STAGE, section="solver")
    if len(rows):
        warm_up_once()
    began = monotonic()  # compiling, once an installation, is no part of the time allowed
    if effort.seconds is not None and is_elsewhere(processes, processes=processes):
        fan_out(_ready, list(range(processes)), processes=processes)
    cpu: list[float] = []

    def solve(problems: list[FamilyProblem], share: float) -> list[tuple[FamilyProblem, Formed]]:
        part = effort.part(share)
        spent = monotonic() - began if share == 1.0 else 0.0
        left = None if part.seconds is None else part.seconds - spent
        timetable = Timetable(problems, left, processes)
        progress = _Progress(report, timetable, told)
        jobs = _Jobs(timetable, params, solver, part.iterations, seed, before)
        ended = fan_out(_form, jobs, processes=processes, each=progress.told)
        away = is_elsewhere(len(jobs), processes=processes)
        cpu.append(sum(one.cpu_s for one in ended) if away else 0.0)
        return list(zip(timetable.problems, ended, strict=True))

    reached = formed_with_floors(rows, params.floors, partial(problems_of, rows, params), solve)
    stands = standing.standing if standing else None
    tables = tables_of(reached.families, params, reached.floors, stands)
    told_of = standing.told() if standing else {}
    return tables, record_of(tables, params, seed, inputs, watch, sum(cpu), told_of)


def _result(
    params: FormationParams, tables: FormationTables, record: dict[str, Any]
) -> FormationResult:
    return FormationResult(
        params, tables.consortia, tables.members, tables.prices, tables.certificate, record,
        tables.floors, tables.standing, tables.districts, tables.district_units, tables.branches,
    )  # fmt: skip


def _written(
    result: FormationResult, tables: FormationTables, out_dir: Path | None
) -> FormationResult:
    if out_dir is not None:
        write_formation(tables, result.record, Path(out_dir))
    return result


def _at_least_one(processes: int | None) -> int:
    if processes is not None and processes < 1:
        raise EffortNotPossible(name="processes", value=processes)
    return processes or cores()


def _form(job: _Job) -> Formed:
    """Form one family; runs in a process of its own."""
    before = cpu_seconds()
    if job.problem.is_service:
        formation = _pooled(job)
    else:
        warm_up_once()
        paces = paces_of(len(job.problem), job.iterations, job.seconds, job.solver)
        formation = form_family(
            job.problem, job.params, job.solver, paces, job.seed, job.price_before
        )
    give_back()
    return Formed(formation, cpu_seconds() - before)


def _pooled(job: _Job) -> FamilyFormation:
    """Group a service; it needs no prices, and is proved where the grouping meets its ceiling."""
    answer = pool(job.problem, job.params)
    value = answer.value - changes_of(job.problem, answer.lead_of).charge(job.params)
    proved = value >= answer.bound - PROVED_SHARE * max(1.0, answer.bound)
    return FamilyFormation(
        lead_of=answer.lead_of,
        price=np.zeros(len(job.problem)),
        value=value,
        bound_prices=answer.bound,
        kind="exact" if proved else "pooled",
        bound=answer.bound,
    )


def _ready(_: int) -> None:
    """Let a process read the compiled code before the time is shared out."""
    warm_up_once()


class _Progress:
    """Tells where the work stands after each family; a report may raise to end the run."""

    def __init__(self, report: Report, timetable: Timetable, told: Told | None) -> None:
        """Take the families in the order in which they will be heard."""
        self._report, self._listener, self._timetable = report, told, timetable
        self._weights = [float(problem.weight.sum()) for problem in timetable.problems]
        self._units = sum(len(problem) for problem in timetable.problems)
        self._done, self._value, self._bound, self._open = 0, 0.0, 0.0, sum(self._weights)
        self._ended = 0
        self._tell()

    def told(self, formed: Formed) -> None:
        self._timetable.heard()
        self._done += len(formed.formation.lead_of)
        self._value += formed.formation.value
        self._bound += formed.formation.bound
        self._open -= self._weights[self._ended]
        self._ended += 1
        self._tell()

    def _tell(self) -> None:
        if self._listener is not None:
            bound = self._bound + max(0.0, self._open)
            self._listener(Standing(self._done, self._units, self._value, bound))
        self._report(STAGE, self._done, self._units)
