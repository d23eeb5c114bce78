"""The published data of "The Log of Gravity" as the estimator takes it, and its table 5."""

from pathlib import Path

import numpy as np
import polars as pl

CHECKS = Path(__file__).parents[2] / "benchmarks" / "data" / "checks"
FEATURES = ("ldist", "border", "comlang", "colony", "comfrt_wto")
# Table 5, Poisson pseudo-maximum likelihood: distance, contiguity, language, colonial tie, free
# trade agreement; slopes and their robust standard errors, all 18,360 pairs and the 9,613 above 0.
ALL = ((-0.750, 0.370, 0.383, 0.079, 0.376), (0.041, 0.091, 0.093, 0.134, 0.077))
TRADING = ((-0.770, 0.352, 0.418, 0.038, 0.374), (0.042, 0.090, 0.094, 0.134, 0.076))


def pairs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return trade, features and which pairs are there, exporter by importer."""
    rows = pl.read_parquet(CHECKS / "log_of_gravity.parquet")
    names = np.union1d(rows["s2_ex"], rows["s1_im"])
    cell = np.searchsorted(names, rows["s2_ex"]), np.searchsorted(names, rows["s1_im"])
    shape = (len(names), len(names))
    traded, features = np.zeros(shape), np.zeros((*shape, len(FEATURES)))
    there = np.zeros(shape, dtype=bool)
    traded[cell], there[cell] = rows["trade"].to_numpy(), True
    features[cell] = rows.select(FEATURES).to_numpy()
    return traded, features, there
