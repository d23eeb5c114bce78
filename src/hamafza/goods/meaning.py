"""How near the texts of codes lie to a phrase by what they mean, whatever words either uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hamafza.goods.index import Codes, Document, Floats, Ints

Vectors = Callable[[Sequence[str]], Floats]
"""From texts to vectors of length 1, texts x size; a text that it does not know has zeros."""


@dataclass(frozen=True)
class MeaningVectors:
    """``phrases`` encodes any English text; ``documents`` looks up what setup has encoded."""

    phrases: Vectors
    documents: Vectors


class Meaning:
    """The texts of each source, laid out so that the nearest of each code is found at once."""

    def __init__(
        self, sources: Sequence[Sequence[Document]], codes: Codes, vectors: MeaningVectors
    ) -> None:
        self._vectors = vectors
        self._documents = sources
        self._sizes = len(codes.hs4), len(codes.hs6)
        self._sources = [
            _Source(
                vectors.documents([one.text for one in source]),
                _Groups([codes.at4[one.code[:4]] for one in source]),
                _Groups([codes.at6.get(one.code, -1) for one in source]),
            )
            for source in sources
        ]

    def nearest(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """
        Return the cosine of the nearest text of each code, 0 where there is none.

        By heading, phrases x sources x headings, and likewise by subheading.
        """
        asked = self._vectors.phrases(texts)
        asked[[not text for text in texts]] = 0.0
        of4, of6 = (
            np.zeros((len(texts), len(self._sources), size), np.float32) for size in self._sizes
        )
        for at, source in enumerate(self._sources):
            near = np.maximum(asked @ source.vectors.T, 0.0)
            source.by_heading.put_best(near, of4[:, at])
            source.by_subheading.put_best(near, of6[:, at])
        return of4, of6

    def text_near(self, text: str, hs4: str) -> str:
        """Return the text of a heading that lies nearest to a phrase."""
        texts = [one.text for of in self._documents for one in of if one.code[:4] == hs4]
        near = self._vectors.documents(texts) @ self._vectors.phrases([text])[0]
        return texts[int(near.argmax())]


class _Groups:
    """Texts by the code they describe; those of code -1 belong to none."""

    def __init__(self, code_of: Sequence[int]) -> None:
        codes: Ints = np.array(code_of, np.int64)
        order = np.argsort(codes, kind="stable")
        self._order = order[codes[order] >= 0]
        self._present, self._starts = np.unique(codes[self._order], return_index=True)

    def put_best(self, values: Floats, into: Floats) -> None:
        """Write the highest value of each code: from rows x texts into rows x codes."""
        if len(self._present):
            best = np.maximum.reduceat(values[:, self._order], self._starts, axis=1)
            into[:, self._present] = best


class _Source(NamedTuple):
    vectors: Floats
    by_heading: _Groups
    by_subheading: _Groups
