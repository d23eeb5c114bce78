"""The loops over cells, market by market: compiled, and free to run in threads."""

import math

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.compiled import unlocked

Shorts = NDArray[np.int16]
Numbers = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@unlocked
def one_demand(
    imports: Floats,
    usual_log_km: Floats,
    access: Floats,
    log_km: Floats,
    exporter: int,
    nearer_is_free: bool,
    demand: Floats,
    distance: Floats,
) -> None:
    """
    Fill demand and distance factor of one exporter, importer by product.

    Without columns in ``access`` nothing is taxed.
    """
    taxed = access.shape[1] > 0
    for j in range(imports.shape[0]):
        far = log_km[j]
        for k in range(imports.shape[1]):
            excess = far - usual_log_km[j, k]
            excess = max(excess, 0.0) if nearer_is_free else abs(excess)
            factor = math.exp(-excess)
            distance[j, k] = factor
            wanted = imports[j, k] * factor
            if taxed:
                wanted *= access[j, k]
            demand[j, k] = 0.0 if j == exporter else wanted


@unlocked
def market_row(
    wanted: Floats, mfn: Floats, cut: float, sigma: Floats, taxed: bool, plain: bool, row: Floats
) -> None:
    """Fill one market's demand as a pair meets it; ``wanted`` holds all that suppliers share."""
    if not taxed:
        row[:] = wanted[:]
    elif plain:
        for k in range(len(row)):
            row[k] = wanted[k] / (1.0 + mfn[k] * cut)
    else:
        for k in range(len(row)):
            row[k] = wanted[k] / (1.0 + mfn[k] * cut) ** sigma[k]


@unlocked
def pair_cells(
    supply: Floats,
    row: Floats,
    usual_km: Floats,
    per_usual_km: Floats,
    km: float,
    nearer_is_free: bool,
    ease: float,
    cells: Floats,
) -> None:
    """Fill supply times demand times distance factor times ease of one pair."""
    inverse = 1.0 / km
    if nearer_is_free:
        for k in range(len(cells)):
            cells[k] = supply[k] * row[k] * min(usual_km[k] * inverse, 1.0) * ease
    else:
        for k in range(len(cells)):
            near, far = usual_km[k] * inverse, per_usual_km[k] * km
            cells[k] = supply[k] * row[k] * min(near, far) * ease


@unlocked
def add_to_both(cells: Floats, sold: Floats, bought: Floats) -> None:
    """Add a pair's cells to its exporter's and to its importer's products."""
    for k in range(len(cells)):
        sold[k] += cells[k]
        bought[k] += cells[k]


@unlocked
def total(cells: Floats) -> float:
    """Return the sum by eight running sums: in one order on every machine, and fast."""
    a, b, c, d, e, f, g, h = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    whole = len(cells) // 8 * 8
    for k in range(0, whole, 8):
        a += cells[k]
        b += cells[k + 1]
        c += cells[k + 2]
        d += cells[k + 3]
        e += cells[k + 4]
        f += cells[k + 5]
        g += cells[k + 6]
        h += cells[k + 7]
    for k in range(whole, len(cells)):
        a += cells[k]
    return ((a + b) + (c + d)) + ((e + f) + (g + h))


@unlocked
def special_cells(
    wanted: Floats,
    supply: Floats,
    sigma: Floats,
    usual_km: Floats,
    km: float,
    nearer_is_free: bool,
    ease: float,
    product: Numbers,
    rate: Floats,
    first: int,
    cells: Floats,
) -> None:
    """Put right the cells whose rate is their own; ``product`` are places among all products."""
    for at in range(len(product)):
        k = product[at] - first
        if 0 <= k < len(cells):
            near, far = usual_km[k] / km, km / usual_km[k]
            factor = min(near, 1.0) if nearer_is_free else min(near, far)
            cells[k] = supply[k] * (wanted[k] / (1.0 + rate[at]) ** sigma[k]) * factor * ease


@unlocked
def sum_cells(
    supply: Floats,
    wanted: Floats,
    usual_km: Floats,
    km: Floats,
    mfn: Floats,
    preference: Floats,
    order: Numbers,
    sigma: Floats,
    special_begins: Longs,
    special_product: Numbers,
    special_rate: Floats,
    first: int,
    taxed: bool,
    plain: bool,
    nearer_is_free: bool,
    ease: Floats,
    pair: Floats,
    sold: Floats,
    bought: Floats,
    best: Floats,
    best_market: Shorts,
) -> None:
    """
    Sum all cells of a block: ``pair``, ``sold`` exporter by product, ``bought`` importer by it.

    ``order`` holds for each importer the exporters by their preference, so that a demand row
    serves all who pay alike. ``best`` keeps the largest cells of each exporter's product,
    exporter by product by rank, with their markets; its last axis may be empty.
    """
    countries, width = supply.shape
    row, cells, per_usual_km = np.empty(width), np.empty(width), 1.0 / usual_km
    for j in range(countries):
        known, cut = False, 0.0
        for at in range(countries):
            i = order[j, at]
            if i == j or ease[i, j] == 0.0:
                continue
            if not known or (taxed and preference[i, j] != cut):
                cut = preference[i, j] if taxed else 0.0
                market_row(wanted[j], mfn[j], cut, sigma, taxed, plain, row)
                known = True
            pair_cells(
                supply[i], row, usual_km[j], per_usual_km[j], km[i, j], nearer_is_free,
                ease[i, j], cells,
            )  # fmt: skip
            low, high = special_begins[i * countries + j], special_begins[i * countries + j + 1]
            if low < high:
                special_cells(
                    wanted[j], supply[i], sigma, usual_km[j], km[i, j], nearer_is_free, ease[i, j],
                    special_product[low:high], special_rate[low:high], first, cells,
                )  # fmt: skip
            pair[i, j] = total(cells)
            add_to_both(cells, sold[i], bought[j])
            if best.shape[2]:
                keep_best(cells, j, best[i], best_market[i])


@unlocked
def keep_best(cells: Floats, market: int, best: Floats, best_market: Shorts) -> None:
    """Put a pair's cells among the largest of each product; an equal cell stands behind."""
    last = best.shape[1] - 1
    for k in range(len(cells)):
        if cells[k] > best[k, last]:
            at = last
            while at > 0 and cells[k] > best[k, at - 1]:
                best[k, at], best_market[k, at] = best[k, at - 1], best_market[k, at - 1]
                at -= 1
            best[k, at], best_market[k, at] = cells[k], market


@unlocked
def sum_realised(
    stretch_exporter: Shorts,
    stretch_importer: Shorts,
    begins: Numbers,
    block: int,
    place: Shorts,
    value: Floats,
    first: int,
    supply: Floats,
    wanted: Floats,
    usual_km: Floats,
    per_usual_km: Floats,
    km: Floats,
    mfn: Floats,
    preference: Floats,
    sigma: Floats,
    special_begins: Longs,
    special_product: Numbers,
    special_rate: Floats,
    taxed: bool,
    plain: bool,
    nearer_is_free: bool,
    ease: Floats,
    pair: Floats,
    sold: Floats,
    bought: Floats,
) -> None:
    """Sum min(potential, actual) over one chunk's rows of a block: what is no longer a gap."""
    countries = supply.shape[0]
    for at in range(len(stretch_exporter)):
        low, high = begins[at, block], begins[at, block + 1]
        i, j = stretch_exporter[at], stretch_importer[at]
        if low == high or i == j:
            continue
        special, last = special_begins[i * countries + j], special_begins[i * countries + j + 1]
        cut, realised = preference[i, j] if taxed else 0.0, 0.0
        far, per_far, eased = km[i, j], 1.0 / km[i, j], ease[i, j]
        for row in range(low, high):
            k = place[row] - first
            cell = supply[i, k] * wanted[j, k] * eased
            near = usual_km[j, k] * per_far
            cell *= min(near, 1.0) if nearer_is_free else min(near, far * per_usual_km[j, k])
            if taxed:
                rate = mfn[j, k] * cut
                while special < last and special_product[special] < place[row]:
                    special += 1
                if special < last and special_product[special] == place[row]:
                    rate = special_rate[special]
                cell /= (1.0 + rate) if plain else (1.0 + rate) ** sigma[k]
            cell = min(cell, value[row])
            realised += cell
            sold[i, k] += cell
            bought[j, k] += cell
        pair[i, j] += realised


@unlocked
def dot(a: Floats, b: Floats) -> float:
    """Return the sum of products in one order on every machine, which BLAS does not promise."""
    c, d, e, f = 0.0, 0.0, 0.0, 0.0
    whole = len(a) // 4 * 4
    for k in range(0, whole, 4):
        c += a[k] * b[k]
        d += a[k + 1] * b[k + 1]
        e += a[k + 2] * b[k + 2]
        f += a[k + 3] * b[k + 3]
    for k in range(whole, len(a)):
        c += a[k] * b[k]
    return (c + d) + (e + f)


@unlocked
def dots(sellers: Floats, buyers: Floats, out: Floats) -> None:
    """Fill the dot of each seller's row with each buyer's row."""
    for i in range(sellers.shape[0]):
        for j in range(buyers.shape[0]):
            out[i, j] = dot(sellers[i], buyers[j])
