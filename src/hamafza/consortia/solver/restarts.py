"""Searches a family several times over and takes each part from the search that did best there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from hamafza.consortia.family import NOBODY, FamilyProblem, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.answer import value_of
from hamafza.consortia.solver.apart import inside, part_of, parts_of
from hamafza.consortia.solver.effort import Pace

Answer = TypeVar("Answer")


@dataclass
class Turn:
    """One of several searches that share a pace: it begins and ends with its part of the share."""

    pace: Pace
    number: int
    turns: int
    before: int = 0
    """Steps of the searches before this one."""
    done: int = 0

    def __call__(self, done: int) -> float:
        """Return the share of this turn that is spent, 1 or more at its end."""
        self.done = done
        return self.pace(self.before + done) * self.turns - self.number


def several(search: Callable[[Pace], Answer], pace: Pace, turns: int) -> list[Answer]:
    """Return what each of the searches found, one after another under one pace."""
    answers, before = [], 0
    for number in range(turns):
        turn = Turn(pace, number, turns, before)
        answers.append(search(turn))
        before += turn.done
    return answers


def best_by_parts(problem: FamilyProblem, params: FormationParams, answers: list[Ints]) -> Ints:
    """Return the best of several groupings, chosen for each part that no reach joins to others."""
    if len(answers) == 1:
        return answers[0]
    best = np.full(len(problem), NOBODY)
    for at in parts_of(problem, params):
        part = part_of(problem, at)
        found = [inside(lead_of, at) for lead_of in answers]
        chosen = max(found, key=lambda lead_of: value_of(part, params, lead_of))
        best[at] = np.where(chosen == NOBODY, NOBODY, at[chosen])
    return best
