"""The loops over rows: compiled, and free to run in threads. Shapes are told by their callers."""

import numpy as np
from numpy.typing import NDArray

from hamafza.vocabulary.compiled import unlocked

Shorts = NDArray[np.int16]
Numbers = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@unlocked
def place_of(code: int, places: Numbers) -> int:
    """Return the place of a code, -1 where there is none."""
    return places[code] if 0 <= code < len(places) else -1


@unlocked
def comes_before(i: int, j: int, k: int, a: int, b: int, c: int) -> bool:
    """Return whether cell i, j, k stands before a, b, c."""
    if i != a:
        return i < a
    if j != b:
        return j < b
    return k < c


@unlocked
def close(begins: Numbers, stretch: int, block: int, end: int) -> None:
    """Let a stretch's last blocks, filled or not, end here; without a stretch do nothing."""
    if stretch >= 0:
        begins[stretch, block + 1 :] = end


@unlocked
def index_stretches(
    exporter: Shorts,
    importer: Shorts,
    product: Numbers,
    country_place: Numbers,
    product_place: Numbers,
    edges: Numbers,
    out_exporter: Shorts,
    out_importer: Shorts,
    begins: Numbers,
    places: Shorts,
) -> int:
    """
    Fill stretches and products' places; return the stretches' count.

    -1 where rows are out of order, -2 where a code is unknown.
    """
    count, block, blocks = -1, 0, len(edges) - 1
    i, j, k = -1, -1, -1
    for row in range(len(product)):
        a, b, c = exporter[row], importer[row], product[row]
        goods = place_of(c, product_place)
        if goods < 0:
            return -2
        if a != i or b != j:
            seller, buyer = place_of(a, country_place), place_of(b, country_place)
            if min(seller, buyer) < 0:
                return -2
            if not comes_before(i, j, k, a, b, c):
                return -1
            close(begins, count, block, row)
            count, block, i, j = count + 1, 0, a, b
            out_exporter[count], out_importer[count] = seller, buyer
            begins[count, 0] = row
        elif c <= k:
            return -1
        k = c
        places[row] = goods
        while block + 1 < blocks and goods >= edges[block + 1]:
            block += 1
            begins[count, block] = row
    close(begins, count, block, len(product))
    return count + 1


@unlocked
def add_margins(
    stretch_exporter: Shorts,
    stretch_importer: Shorts,
    begins: Numbers,
    block: int,
    place: Shorts,
    value: Floats,
    first: int,
    log_km: Floats,
    mfn: Floats,
    preference: Floats,
    special_begins: Longs,
    special_product: Numbers,
    special_rate: Floats,
    sold: Floats,
    bought: Floats,
    pair: Floats,
) -> None:
    """
    Add one chunk's rows of a block to its margins.

    ``sold`` is exporter by product by (value, tariff paid); ``bought`` importer by product by
    (value, value times ln km, tariff paid). Without columns in ``mfn`` nothing is paid.
    """
    taxed, countries = mfn.shape[1] > 0, log_km.shape[0]
    for at in range(len(stretch_exporter)):
        low, high = begins[at, block], begins[at, block + 1]
        if low == high:
            continue
        i, j = stretch_exporter[at], stretch_importer[at]
        far, total = log_km[i, j], 0.0
        if not taxed:
            for row in range(low, high):
                k, w = place[row] - first, value[row]
                sold[i, k, 0] += w
                bought[j, k, 0] += w
                bought[j, k, 1] += w * far
                total += w
        else:
            cut = preference[i, j]
            special = special_begins[i * countries + j]
            last = special_begins[i * countries + j + 1]
            for row in range(low, high):
                goods, w = place[row], value[row]
                k = goods - first
                rate = mfn[j, goods] * cut
                while special < last and special_product[special] < goods:
                    special += 1
                if special < last and special_product[special] == goods:
                    rate = special_rate[special]
                sold[i, k, 0] += w
                sold[i, k, 1] += w * rate
                bought[j, k, 0] += w
                bought[j, k, 1] += w * far
                bought[j, k, 2] += w * rate
                total += w
        pair[i, j] += total


@unlocked
def pick_exporter(
    stretch_exporter: Shorts,
    stretch_importer: Shorts,
    exporter: int,
    begins: Numbers,
    place: Shorts,
    value: Floats,
    actual: Floats,
) -> None:
    """Lay one exporter's rows of a chunk into ``actual``, importer by product."""
    for at in range(len(stretch_exporter)):
        if stretch_exporter[at] == exporter:
            j = stretch_importer[at]
            for row in range(begins[at, 0], begins[at, begins.shape[1] - 1]):
                actual[j, place[row]] += value[row]


@unlocked
def merge_cells(
    i: Shorts, j: Shorts, k: Numbers, v: Floats,
    a: Shorts, b: Shorts, c: Numbers, w: Floats,
    exporter: Shorts, importer: Shorts, product: Numbers, value: Floats,
) -> int:  # fmt: skip
    """Merge two sorted lists of cells, adding up those in both; return how many there are."""
    one, other, count = 0, 0, 0
    while one < len(v) or other < len(w):
        takes_one = other == len(w) or (
            one < len(v) and not comes_before(a[other], b[other], c[other], i[one], j[one], k[one])
        )
        takes_other = one == len(v) or (
            other < len(w)
            and not comes_before(i[one], j[one], k[one], a[other], b[other], c[other])
        )
        total = 0.0
        if takes_one:
            exporter[count], importer[count], product[count] = i[one], j[one], k[one]
            total += v[one]
            one += 1
        if takes_other:
            exporter[count], importer[count], product[count] = a[other], b[other], c[other]
            total += w[other]
            other += 1
        value[count] = total
        count += 1
    return count
