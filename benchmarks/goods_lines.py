"""Classify many made-up lines in a process of its own, so that its memory is its own."""

import random
import sys

import polars as pl

from hamafza.runs.classifying import best_codes
from hamafza.runs.goods_tables import goods_tables


def main() -> None:
    lines, distinct = (int(argument) for argument in sys.argv[1:])
    dice = random.Random(1)
    lexicon = goods_tables().lexicon.fill_null("")
    terms = [t for r in lexicon.iter_rows() for t in (r[0], *r[1].split("|")) if t]
    made = [f"{dice.choice(terms)} {dice.choice(terms)} {at}" for at in range(distinct)]
    best_codes(pl.Series([made[at % distinct] for at in range(lines)]))


if __name__ == "__main__":
    main()
