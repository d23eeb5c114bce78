"""
Branch and bound by prices: who leads, with how many of neighbouring leads may open as branches.

Each branch has prices of its own. Its bound is their sum and what the leads that may open bring
most under them, which needs no linear programme; prices go on from those of the branch above.
The leaves' prices are the proof.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hamafza.consortia.family import NOBODY, FamilyProblem, Floats, Ints
from hamafza.consortia.params import FormationParams
from hamafza.consortia.solver.branches import FORCED, Branch, Node, choose, clusters_of
from hamafza.consortia.solver.exact import PROVED_SHARE, upwards
from hamafza.consortia.solver.geometry import points_of
from hamafza.consortia.solver.lead_companies import find_companies, lead_table, nothing_found

STEPS, TRIAL_STEPS, FIRST_STEPS = 60, 15, 200
STEP_SIZE = 0.02
"""Steps of the prices for a branch, to try one out, and at the root; in mean weights."""
TRIED = 4
"""Branchings that are tried out before one is taken."""
WORSE_COUNTS = 4.0
"""A branching is as good as its worse branch, and a little as its better."""
DIVIDED_EVERY = 12
"""Members are divided among the leads of one branch in so many, for that takes far longer."""
LEAST_FRACTION = 0.02
CLUSTER_BONUS = 0.15
"""Of two clusters that are as far from a whole number of leads, that with more goes first."""
MEMORY, SCALE_MEMORY, SCALE_FLOOR, SHARE_MEMORY, FIRM_SHARE = 0.9, 0.95, 0.1, 0.9, 0.3
"""Of the prices' steps (as in ``dual``), and of how often a lead was open."""

Divide = Callable[[Ints, Floats, float], float]
"""Divides members among these leads under prices; returns what the best answer is worth now."""


@dataclass(frozen=True)
class Branched:
    """No grouping is worth more than ``bound``: the tree says why."""

    bound: float
    branches: list[Branch]


@dataclass(frozen=True)
class _Limits:
    """What branches allow of the leads still alive, smaller sets first."""

    sets: NDArray[np.bool_]
    least: Ints
    most: Ints
    forced: NDArray[np.bool_]


def can_branch(problem: FamilyProblem) -> bool:
    """Tell whether a family may be branched: nobody is kept, nobody is shared."""
    return not problem.kept.any() and bool(np.all(problem.twin == NOBODY))


class BranchSearch:
    """Searches who leads a family of a few hundred units."""

    def __init__(
        self, problem: FamilyProblem, params: FormationParams, value: float, divide: Divide
    ) -> None:
        """``value`` is in hand, with what standing consortia save."""
        self._table = lead_table(problem, params)
        self._value, self._divide = value, divide
        self._mean = float(problem.weight.mean())
        pay = 0.1 * float(problem.weight.sum()) / max(1e-12, float(problem.capacity.sum()))
        self._found = nothing_found(self._table, pay)
        leads = self._table.lead
        self._clusters = clusters_of(points_of(problem.lat_deg, problem.lon_deg)[leads])
        self._sizes = self._clusters.sum(axis=1)
        self._branches: list[Branch] = []
        self._closed = -np.inf
        """The highest bound of a branch that is not opened further."""
        self._settled = 0

    def run(self, price: Floats, goes_on: Callable[[int], bool]) -> Branched:
        """Branch until nothing is open or ``goes_on``, told the branches so far, says no."""
        leads = len(self._table.lead)
        if not leads:
            return Branched(max(0.0, self._value), [_root(len(price))])
        self._branches = [_root(len(price))]
        waiting: list[tuple[float, int, Node]] = []
        self._settle(Node(0, {}, np.arange(leads), price), FIRST_STEPS, waiting)
        while waiting and goes_on(len(self._branches)):
            if -waiting[0][0] <= max(self._closed, self._enough()):
                break
            node = heapq.heappop(waiting)[2]
            children = self._branched(node) or self._branched_at_last(node)
            for child in children:
                self._settle(child, STEPS, waiting)
        for _, _, node in waiting:
            self._leaf(node)
        return Branched(upwards(max(self._value, self._closed)), self._branches)

    def _enough(self) -> float:
        return self._value + PROVED_SHARE / 2 * abs(self._value)

    def _settle(self, node: Node, steps: int, waiting: list[tuple[float, int, Node]]) -> None:
        """Find a branch's prices; close it, or let it wait without the leads it cannot open."""
        if node.bound > self._enough():
            self._lower(node, steps)
        self._settled += 1
        asked = self._settled % DIVIDED_EVERY == 1 and len(node.opened) > 0
        if asked and node.bound > self._enough():
            opened = self._table.lead[node.opened]
            self._value = max(self._value, self._divide(opened, node.price, self._value))
        if node.bound <= self._enough():
            self._leaf(node)
            return
        node = self._without_hopeless(node)
        heapq.heappush(waiting, (-node.bound, node.number, node))

    def _branched_at_last(self, node: Node) -> list[Node]:
        """Return branches of a branch where all seemed whole, by better prices; or close it."""
        self._lower(node, FIRST_STEPS)
        children: list[Node] = []
        if node.bound > self._enough() and len(node.opened):
            opened = self._table.lead[node.opened]
            self._value = max(self._value, self._divide(opened, node.price, self._value))
            children = self._branched(node)
        if not children:
            self._leaf(node)
        return children

    def _leaf(self, node: Node) -> None:
        told = self._branches[node.number]
        self._branches[node.number] = replace(told, price=node.price)
        self._closed = max(self._closed, node.bound)

    def _add(self, parent: int, leads: Ints, count: int, *, above: bool) -> int:
        none = np.empty(0)
        self._branches.append(Branch(parent, self._table.lead[leads], count, above, none))
        return len(self._branches) - 1

    def _without_hopeless(self, node: Node) -> Node:
        """Part off, as one branch, the leads none of which could open in a better answer."""
        limits = self._limits(node)
        total, state = self._ask(node, node.price, limits)
        value = self._found.value[node.alive]
        must = value[state == FORCED]
        allowed = self._enough() - total + min(0.0, float(must.min(initial=0.0)))
        hopeless = (state <= 0) & (value < min(0.0, allowed))
        if not hopeless.any():
            return node
        gone = node.alive[hopeless]
        most = total - min(0.0, float(must.min(initial=0.0))) + float(value[hopeless].max())
        self._closed = max(self._closed, most)
        leaf = self._add(node.number, gone, 0, above=True)
        self._branches[leaf] = replace(self._branches[leaf], price=node.price)
        number = self._add(node.number, gone, 0, above=False)
        return replace(
            node, number=number, alive=node.alive[~hopeless], share=node.share[~hopeless]
        )

    def _branched(self, node: Node) -> list[Node]:
        """Return the two branches of the best of some branchings, none where all is whole."""
        best: tuple[float, int, int, list[Node]] | None = None
        for cluster, count in self._promising(node):
            children = list(self._two(node, cluster, count))
            for child in children:
                self._lower(child, TRIAL_STEPS)
            falls = sorted(
                min(node.bound - each.bound, node.bound - self._value) for each in children
            )
            promise = WORSE_COUNTS * falls[0] + falls[1]
            if best is None or promise > best[0]:
                best = promise, cluster, count, children
        if best is None:
            return []
        _, cluster, count, children = best
        members = np.flatnonzero(self._clusters[cluster])
        for child, above in zip(children, (False, True), strict=True):
            child.number = self._add(node.number, members, count, above=above)
        return children

    def _promising(self, node: Node) -> Iterator[tuple[int, int]]:
        """Yield clusters whose number of leads was least whole, and the number below."""
        share = np.zeros(len(self._table.lead))
        share[node.alive] = node.share
        count = self._clusters @ share
        score = np.abs(count - np.rint(count)) * (1.0 + CLUSTER_BONUS * np.log2(self._sizes))
        for cluster in np.argsort(-score, kind="stable")[:TRIED]:
            least, most = self._between(node, int(cluster))
            if score[cluster] >= LEAST_FRACTION and least < most:
                yield int(cluster), int(np.clip(np.floor(count[cluster]), least, most - 1))

    def _between(self, node: Node, cluster: int) -> tuple[int, int]:
        return node.between.get(cluster, (0, int(self._sizes[cluster])))

    def _two(self, node: Node, cluster: int, count: int) -> Iterator[Node]:
        least, most = self._between(node, cluster)
        for between in ((least, count), (count + 1, most)):
            told = {**node.between, cluster: between}
            yield replace(node, number=-1, between=told)

    def _limits(self, node: Node) -> _Limits:
        clusters = sorted(node.between, key=lambda cluster: int(self._sizes[cluster]))
        sets = np.ascontiguousarray(self._clusters[clusters][:, node.alive])
        between = np.array([node.between[each] for each in clusters], np.int64).reshape(-1, 2)
        forced = np.zeros(len(self._table.lead), np.bool_)
        forced[node.alive] = sets[between[:, 0] > 0].any(axis=0)
        return _Limits(sets, between[:, 0].copy(), between[:, 1].copy(), forced)

    def _ask(self, node: Node, price: Floats, limits: _Limits) -> tuple[float, Ints]:
        """Return the bound of a branch under prices, and which of its leads open."""
        find_companies(node.alive, limits.forced, self._table, price, self._found)
        state = np.empty(len(node.alive), np.int64)
        value = self._found.value[node.alive]
        total = choose(value, limits.sets, limits.least, limits.most, state)
        return float(price.sum()) + total, state

    def _lower(self, node: Node, steps: int) -> None:
        """Go on from a branch's prices for so many steps, and keep the best that are met."""
        limits, price = self._limits(node), node.price
        direction, scale = np.zeros(len(price)), np.zeros(len(price))
        share, enough = np.zeros(len(node.alive)), self._enough()
        for step in range(1, steps + 1):
            bound, state = self._ask(node, price, limits)
            if bound == -np.inf:
                node.bound, node.opened = bound, node.alive[:0]
                return
            opened = state > 0
            if bound < node.bound or step == 1:
                node.bound, node.price = min(bound, node.bound), price
                if bound <= enough:
                    return
            memory = min(SHARE_MEMORY, 1.0 - 1.0 / step)
            share = memory * share + (1.0 - memory) * opened
            node.opened, node.share = node.alive[opened], share
            excess = 1.0 - self._found.holds[node.opened].sum(axis=0)
            excess = np.sign(excess) * np.sqrt(np.abs(excess))
            excess[(price <= 0.0) & (excess > 0.0)] = 0.0
            direction = MEMORY * direction + (1.0 - MEMORY) * excess
            scale = SCALE_MEMORY * scale + (1.0 - SCALE_MEMORY) * excess**2
            size = np.sqrt(scale / (1.0 - SCALE_MEMORY**step)) + SCALE_FLOOR
            ahead = direction / (1.0 - MEMORY**step) / size
            price = np.maximum(0.0, price - STEP_SIZE * _decay(step / steps) * self._mean * ahead)


def _decay(spent: float) -> float:
    if spent <= FIRM_SHARE:
        return 1.0
    return float(((1.0 - spent) / (1.0 - FIRM_SHARE)) ** 1.5 + 1e-3)


def _root(units: int) -> Branch:
    return Branch(-1, np.empty(0, np.int64), 0, above=False, price=np.zeros(units))
