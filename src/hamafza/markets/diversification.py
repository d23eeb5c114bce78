"""
Which new goods, where: a rank of our own for what a country does not export yet.

The export potential map of the International Trade Centre has a product diversification
indicator; how it weighs its parts could not be verified, so this is not it. Here a cell's rank is
the geometric mean of three percentile ranks among all new cells: density of the product (how much
of what lies near it the country makes), projected demand, and the ease of the pair. A rank, no sum.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from hamafza.markets.geography import Mask, Matrix

Vector = NDArray[np.float64]


def diversification_rank(density: Vector, demand: Matrix, ease: Vector, exported: Mask) -> Matrix:
    """
    Return importer by product: above 0 to 1, the larger the better, NaN where nothing is ranked.

    ``density`` and ``exported`` (already with advantage: no new good) are by product of one
    exporter, ``ease`` by importer; let it fall back on gravity where a pair never traded
    (variant ``gravity-ease``), or such a pair stands behind all others. Equal values share the
    mean of their places.
    """
    market, goods = np.nonzero((demand > 0) & ~exported[None, :])
    found = np.full(demand.shape, np.nan)
    if len(market):
        parts = (density[goods], demand[market, goods], ease[market])
        places = [rankdata(part) / len(market) for part in parts]
        found[market, goods] = np.cbrt(places[0] * places[1] * places[2])
    return found
