"""
Classify many made-up lines in a process of its own, so that its memory is its own.

``python -m benchmarks.goods_lines LINES DISTINCT [english]``
"""

import random
import sys

import polars as pl

from hamafza.runs.classifying import best_codes
from hamafza.runs.goods_tables import goods_tables


def main() -> None:
    lines, distinct = (int(argument) for argument in sys.argv[1:3])
    dice = random.Random(1)
    columns = ("english",) if "english" in sys.argv else ("term_fa", "variants")
    told = goods_tables().lexicon.fill_null("").select(columns)
    terms = [t for row in told.iter_rows() for cell in row for t in cell.split("|") if t]
    made = [f"{dice.choice(terms)} {dice.choice(terms)} {at}" for at in range(distinct)]
    best_codes(pl.Series([made[at % distinct] for at in range(lines)]))


if __name__ == "__main__":
    main()
