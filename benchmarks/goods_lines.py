"""
Write many made-up lines into a file, for the command that classifies them.

``python -m benchmarks.goods_lines LINES DISTINCT OUT fa|en``
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from hamafza.runs.goods_tables import goods_tables


def main() -> None:
    lines, distinct = (int(argument) for argument in sys.argv[1:3])
    made = list(_made(distinct, sys.argv[4]))
    with Path(sys.argv[3]).open("w", encoding="utf-8") as stream:
        stream.write("text\n")
        stream.writelines(f'"{made[at % distinct]}"\n' for at in range(lines))


def _made(distinct: int, language: str) -> Iterator[str]:
    """Two terms of the lexicon and a number: no two lines are alike."""
    dice = random.Random(1)
    columns = ("english",) if language == "en" else ("term_fa", "variants")
    told = goods_tables().lexicon.fill_null("").select(columns)
    terms = [t for row in told.iter_rows() for cell in row for t in cell.split("|") if t]
    for at in range(distinct):
        yield f"{dice.choice(terms)} {dice.choice(terms)} {at}"


if __name__ == "__main__":
    main()
