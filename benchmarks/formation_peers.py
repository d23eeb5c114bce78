"""
What a practitioner would do: cluster units by place, then make the clusters into consortia.

Every method gets the same help afterwards: the best able lead for each cluster, members whose way
costs more than they bring pruned, left-over units put into the nearest consortium with room.
"""

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans
from sklearn.neighbors import kneighbors_graph

from hamafza.consortia.params import FormationParams
from hamafza.consortia.problem import FamilyProblem
from hamafza.consortia.solver.geometry import points_of
from hamafza.vocabulary.places import great_circle_km

Labels = NDArray[np.int64]
USUAL_SIZE = 24
NEIGHBOURS = 15
HILBERT_BITS = 16
CANDIDATES = 20


def agglomerative(problem: FamilyProblem, params: FormationParams) -> Labels:
    """Ward's linkage over a neighbour graph, clusters above the largest size split."""
    flat = _flat(problem)
    if len(flat) <= USUAL_SIZE:
        return np.zeros(len(flat), np.int64)
    graph = kneighbors_graph(flat, min(NEIGHBOURS, len(flat) - 1), include_self=False)
    clusters = max(1, len(flat) // USUAL_SIZE)
    ward = AgglomerativeClustering(clusters, linkage="ward", connectivity=graph + graph.T)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # towns apart are joined by the library, as they should
        labels = ward.fit_predict(flat)
    return _split(labels, flat, params.max_size)


def k_means(problem: FamilyProblem, params: FormationParams) -> Labels:
    """k-means with a cluster for every 24 units, clusters above the largest size split."""
    flat = _flat(problem)
    clusters = max(1, len(flat) // USUAL_SIZE)
    means = MiniBatchKMeans(clusters, n_init=1, random_state=0)
    return _split(means.fit_predict(flat), flat, params.max_size)


def hilbert_chunks(problem: FamilyProblem, params: FormationParams) -> Labels:
    """Units along a Hilbert curve, cut into pieces of the largest size."""
    order = np.argsort(_hilbert(_flat(problem)))
    labels = np.empty(len(order), np.int64)
    labels[order] = np.arange(len(order)) // params.max_size
    return labels


PEERS: dict[str, Callable[[FamilyProblem, FormationParams], Labels]] = {
    "Ward and split": agglomerative,
    "k-means and split": k_means,
    "Hilbert chunks": hilbert_chunks,
}


def consortia_from(
    labels: Labels, problem: FamilyProblem, params: FormationParams
) -> NDArray[np.int64]:
    """Return the lead of each unit (-1 for none) that the clusters allow."""
    lead_of = np.full(len(problem), -1)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    for cluster in np.split(order, cuts):
        chosen = _best_of(cluster, problem, params)
        if chosen is not None:
            lead, members = chosen
            lead_of[members] = lead
    _insert_the_rest(lead_of, problem, params)
    return lead_of


def _best_of(
    cluster: NDArray[np.int64], problem: FamilyProblem, params: FormationParams
) -> tuple[int, NDArray[np.int64]] | None:
    able = cluster[problem.readiness[cluster] >= params.lead_readiness]
    if not len(able) or len(cluster) < params.min_size:
        return None
    profit = _profits(able, cluster, problem, params)
    best = int(np.argmax(np.where(profit > 0, profit, 0).sum(axis=1)))
    lead, gain = able[best], profit[best]
    ranked = [at for at in np.argsort(-gain) if np.isfinite(gain[at]) and cluster[at] != lead]
    ranked = ranked[: params.max_size - 1]
    members = [int(np.flatnonzero(cluster == lead)[0])]
    for at in ranked:
        short = len(members) < params.min_size
        capacity = problem.capacity[cluster[members]].sum()
        if gain[at] <= 0 and not short and capacity >= params.min_capacity:
            break
        members.append(int(at))
    chosen = cluster[members]
    enough = problem.capacity[chosen].sum() >= params.min_capacity
    worth = gain[members].sum() - params.fixed_cost
    if len(members) < params.min_size or not enough or worth <= 0:
        return None
    return int(lead), chosen


def _profits(
    leads: NDArray[np.int64], units: NDArray[np.int64], problem: FamilyProblem,
    params: FormationParams,
) -> NDArray[np.float64]:  # fmt: skip
    km = great_circle_km(
        problem.lat_deg[leads, None], problem.lon_deg[leads, None],
        problem.lat_deg[None, units], problem.lon_deg[None, units],
    )  # fmt: skip
    profit = problem.weight[None, units] - params.distance_cost_per_km * km
    return np.where(km <= params.reach_km, profit, -np.inf)


def _insert_the_rest(
    lead_of: NDArray[np.int64], problem: FamilyProblem, params: FormationParams
) -> None:
    leads = np.unique(lead_of[lead_of >= 0])
    free = np.flatnonzero(lead_of < 0)
    if not len(leads) or not len(free):
        return
    size = dict(zip(*np.unique(lead_of[lead_of >= 0], return_counts=True), strict=True))
    points = points_of(problem.lat_deg, problem.lon_deg)
    near = cKDTree(points[leads]).query(points[free], k=min(CANDIDATES, len(leads)))[1]
    near = near.reshape(len(free), -1)
    for row in np.argsort(-problem.weight[free]):
        unit = free[row]
        options = leads[near[row]]
        profit = _profits(options, np.array([unit]), problem, params)[:, 0]
        for lead, gain in zip(options, profit, strict=True):
            if gain > 0 and size[lead] < params.max_size:
                lead_of[unit] = lead
                size[lead] += 1
                break


def _flat(problem: FamilyProblem) -> NDArray[np.float64]:
    """Return kilometres on a plane: clustering libraries know no sphere."""
    narrowing = np.cos(np.radians(problem.lat_deg.mean()))
    return 111.2 * np.column_stack([problem.lat_deg, problem.lon_deg * narrowing])


def _split(labels: Labels, flat: NDArray[np.float64], most: int) -> Labels:
    """Cut each cluster along the Hilbert curve into as few even pieces as sizes allow."""
    key = _hilbert(flat)
    pieces, new = np.empty(len(labels), np.int64), 0
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        members = members[np.argsort(key[members])]
        for part in np.array_split(members, -(-len(members) // most)):
            pieces[part] = new
            new += 1
    return pieces


def _hilbert(flat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each place's position along a Hilbert curve (Wikipedia's xy2d)."""
    span = max(1e-9, float(np.ptp(flat, axis=0).max()))
    grid = ((flat - flat.min(axis=0)) / span * (2**HILBERT_BITS - 1)).astype(np.int64)
    x, y = grid[:, 0].copy(), grid[:, 1].copy()
    along, side = np.zeros(len(flat), np.int64), 1 << (HILBERT_BITS - 1)
    while side:
        right, up = ((x & side) > 0).astype(np.int64), ((y & side) > 0).astype(np.int64)
        along += side * side * ((3 * right) ^ up)
        flipped = (up == 0) & (right == 1)
        x, y = np.where(flipped, side - 1 - x, x), np.where(flipped, side - 1 - y, y)
        turned = up == 0
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        side >>= 1
    return along
