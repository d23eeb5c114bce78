"""What a practitioner would do: cluster the units of a family by place."""

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans
from sklearn.neighbors import kneighbors_graph

from benchmarks.formation_repair import Family
from hamafza.consortia.params import FormationParams

Labels = NDArray[np.int64]
USUAL_SIZE = 24
NEIGHBOURS = 15
HILBERT_BITS = 16


def agglomerative(family: Family, params: FormationParams) -> Labels:
    """Ward's linkage over a neighbour graph, clusters above the largest size split."""
    flat = _flat(family)
    if len(flat) <= USUAL_SIZE:
        return np.zeros(len(flat), np.int64)
    graph = kneighbors_graph(flat, min(NEIGHBOURS, len(flat) - 1), include_self=False)
    clusters = max(1, len(flat) // USUAL_SIZE)
    ward = AgglomerativeClustering(clusters, linkage="ward", connectivity=graph + graph.T)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # towns apart are joined by the library, as they should
        labels = ward.fit_predict(flat)
    return _split(labels, flat, params.max_size)


def constrained_k_means(family: Family, params: FormationParams) -> Labels:
    """k-means whose clusters keep the least and the largest size of a consortium."""
    from k_means_constrained import KMeansConstrained

    flat = _flat(family)
    clusters = -(-len(flat) // min(USUAL_SIZE, params.max_size))
    if clusters == 1 or clusters * params.min_size > len(flat):
        return np.zeros(len(flat), np.int64)
    means = KMeansConstrained(
        clusters, size_min=params.min_size, size_max=params.max_size, n_init=1, random_state=0
    )
    return np.asarray(means.fit_predict(flat), np.int64)


def k_means(family: Family, params: FormationParams) -> Labels:
    """k-means with a cluster for every 24 units, clusters above the largest size split."""
    flat = _flat(family)
    clusters = max(1, len(flat) // USUAL_SIZE)
    means = MiniBatchKMeans(clusters, n_init=1, random_state=0)
    return _split(means.fit_predict(flat), flat, params.max_size)


def hilbert_chunks(family: Family, params: FormationParams) -> Labels:
    """Units along a Hilbert curve, cut into pieces of the largest size."""
    order = np.argsort(_hilbert(_flat(family)))
    labels = np.empty(len(order), np.int64)
    labels[order] = np.arange(len(order)) // params.max_size
    return labels


CONSTRAINED = "k-means-constrained"
PEERS: dict[str, Callable[[Family, FormationParams], Labels]] = {
    CONSTRAINED: constrained_k_means,
    "Ward and split": agglomerative,
    "k-means and split": k_means,
    "Hilbert chunks": hilbert_chunks,
}


def _flat(family: Family) -> NDArray[np.float64]:
    """Return kilometres on a plane: clustering libraries know no sphere."""
    narrowing = np.cos(np.radians(family.lat_deg.mean()))
    return 111.2 * np.column_stack([family.lat_deg, family.lon_deg * narrowing])


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
