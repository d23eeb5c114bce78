"""Published numbers beside ours: table 5 of "The Log of Gravity", and complexity's check values."""

import time

import numpy as np
import polars as pl

from benchmarks.frame import Figures
from hamafza.markets.complexity import complexity
from hamafza.markets.gravity import fit_gravity
from hamafza.markets.parameters import ComplexityParams
from tests.markets.log_of_gravity import ALL, CHECKS, FEATURES, TRADING, pairs
from tests.markets.test_complexity import PUBLISHED

FORMULA = f"trade ~ {' + '.join(FEATURES)} | s2_ex + s1_im"


def ours(*, only_trading: bool) -> Figures:
    """Fit table 5 by the estimator that fills missing pairs."""
    traded, features, there = pairs()
    observed = there & (traded > 0) if only_trading else there
    began = time.perf_counter()
    fitted = fit_gravity(traded, features, observed)
    took = time.perf_counter() - began
    return _told(took, fitted.slopes, fitted.errors, only_trading, int(observed.sum()))


def pyfixest(*, only_trading: bool) -> Figures:
    """Fit the same by pyfixest; its errors carry a small-sample factor, taken off here."""
    from pyfixest import fepois

    rows = pl.read_parquet(CHECKS / "log_of_gravity.parquet")
    frame = (rows.filter(pl.col("trade") > 0) if only_trading else rows).to_pandas()
    fepois(FORMULA, frame, vcov="hetero")  # the first call compiles
    began = time.perf_counter()
    fitted = fepois(FORMULA, frame, vcov="hetero")
    took = time.perf_counter() - began
    effects = frame["s2_ex"].nunique() + frame["s1_im"].nunique() - 1
    count = len(frame)
    factor = np.sqrt((count - effects - len(FEATURES)) / count)
    slopes, errors = (np.asarray(each()) for each in (fitted.coef, fitted.se))
    return _told(took, slopes, errors * factor, only_trading, count)


def published_countries() -> Figures:
    """Reckon the published table of 226 countries and 785 products."""
    rows = pl.read_parquet(CHECKS / "world_trade_sitc4_1998_2000.parquet")
    wide = rows.pivot("product", index="country", values="value").fill_null(0).sort("country")
    names, exports = wide["country"].to_list(), wide.drop("country").to_numpy().astype(float)
    every = ComplexityParams(smallest_country_usd=0, smallest_population=0, smallest_product_usd=0)
    began = time.perf_counter()
    found = complexity(exports, every)
    took = time.perf_counter() - began
    index = dict(zip((names[at] for at in found.countries), found.eci, strict=True))
    apart = max(abs(index[name] - value) for name, value in PUBLISHED.items())
    return {"wall_s": round(took, 3), "largest_difference": float(f"{apart:.1e}")}


def _told(
    took: float, slopes: np.ndarray, errors: np.ndarray, only_trading: bool, count: int
) -> Figures:
    table = TRADING if only_trading else ALL
    same = np.array_equal(np.round([slopes, errors], 3), table)
    told = ", ".join(f"{a:.4f} ({b:.4f})" for a, b in zip(slopes, errors, strict=True))
    return {"wall_s": round(took, 3), "pairs": count, "slopes": told, "to_3_decimals": same}
