"""What phrases say, as the arrays that the ranking reads."""

from collections.abc import Iterable, Sequence

import numpy as np

from hamafza.goods.index import Codes, Floats, Index, Ints
from hamafza.goods.meaning import Meaning
from hamafza.goods.ranking import none_features
from hamafza.goods.reasons import Heard
from hamafza.goods.scoring import CHAPTER, SOURCES, Queries


def said_by(
    heard: Sequence[Heard], codes: Codes, indexes: Sequence[Index], meaning: Meaning | None
) -> Queries:
    """
    Return all that the phrases say of codes, in one order.

    The indexes are those of the fields searched; without ``meaning`` it is not asked.
    """
    near4 = np.zeros((0, SOURCES, len(codes.hs4)), np.float32)
    near6 = np.zeros((0, SOURCES, len(codes.hs6)), np.float32)
    if meaning:
        near4, near6 = meaning.nearest([_read(one) for one in heard])
    asked = [[index.asked(one.fields[at]) for one in heard] for at, index in enumerate(indexes)]
    clues = [_clues(one, codes) for one in heard]
    rows = [row for of in clues for row, _ in of]
    return Queries(
        start=tuple(_starts([one[0] for one in field]) for field in asked),
        words=tuple(_ints(one[0] for one in field) for field in asked),
        shares=tuple(_floats(one[1] for one in field) for field in asked),
        total=tuple(_weights(field) for field in asked),
        clue_start=_starts(clues),
        clue=np.array(rows, np.int64).reshape(len(rows), 3),
        clue_value=np.array([value for of in clues for _, value in of], np.float32),
        near4=near4,
        near6=near6,
        none=none_features([one.phrase for one in heard]),
    )


def _read(heard: Heard) -> str:
    """Return the text whose meaning counts: none of a name, an address, an insult."""
    return heard.phrase.text if heard.phrase.segments else ""


def _clues(heard: Heard, codes: Codes) -> list[tuple[tuple[int, int, int], float]]:
    return [
        ((codes.at2[code], -1, clue), value)
        if clue == CHAPTER
        else ((codes.at4[code[:4]], codes.at6.get(code, -1), clue), value)
        for code, clue, value in heard.evidence.clues
    ]


def _starts(lists: Sequence[Sequence[object]]) -> Ints:
    return np.cumsum([0, *map(len, lists)], dtype=np.int64)


def _ints(lists: Iterable[Sequence[int]]) -> Ints:
    return np.array([one for of in lists for one in of], np.int64)


def _floats(lists: Iterable[Sequence[float]]) -> Floats:
    return np.array([one for of in lists for one in of], np.float32)


def _weights(asked: Sequence[tuple[list[int], list[float], float]]) -> Floats:
    return np.array([max(total, 1e-9) for _, _, total in asked], np.float32)
