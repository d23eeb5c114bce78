"""How near the texts of codes lie to a phrase by what they mean, whatever words either uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hamafza.goods.index import Codes, Document, Floats, Ints

_AT_ONCE = 64
"""Phrases compared at once: 64 times 30,000 texts are 8 MB."""


@dataclass(frozen=True)
class MeaningVectors:
    """
    ``phrases`` encodes any English text; vectors have length 1.

    ``known`` holds the vectors of texts encoded before, texts x size; ``places`` returns the row
    of each text in it, -1 for a text that is not known.
    """

    phrases: Callable[[Sequence[str]], Floats]
    known: Floats
    places: Callable[[Sequence[str]], Ints]


class Meaning:
    """The texts of each source, so that the nearest of each code is found at once."""

    def __init__(
        self, sources: Sequence[Sequence[Document]], codes: Codes, vectors: MeaningVectors
    ) -> None:
        self._vectors = vectors
        self._documents = sources
        self._sizes = len(codes.hs4), len(codes.hs6)
        self._sources = [_source(source, codes, vectors) for source in sources]
        self._asked: dict[str, Floats] = {}

    def nearest(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """
        Return the cosine of the nearest text of each code, 0 where there is none.

        By heading, phrases x sources x headings, and likewise by subheading.
        """
        asked = self._vectors.phrases(texts)
        asked[[not text for text in texts]] = 0.0
        self._asked = dict(zip(texts, asked, strict=True))
        of4, of6 = (
            np.zeros((len(texts), len(self._sources), size), np.float32) for size in self._sizes
        )
        for first in range(0, len(texts), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            near = np.maximum(asked[some] @ self._vectors.known.T, 0.0)
            for at, source in enumerate(self._sources):
                source.by_heading.put_best(near, of4[some, at])
                source.by_subheading.put_best(near, of6[some, at])
        return of4, of6

    def text_near(self, text: str, hs4: str) -> str:
        """Return the text of a heading that lies nearest to a phrase."""
        texts = [one.text for of in self._documents for one in of if one.code[:4] == hs4]
        places = self._vectors.places(texts)
        asked = self._asked.get(text)  # of the batch at work: encoding again would double it
        if asked is None:
            asked = self._vectors.phrases([text])[0]
        near = self._vectors.known[places] @ asked
        return texts[int(np.where(places < 0, 0.0, near).argmax())]


class _Groups:
    """
    Places of texts among all vectors, by the code that a text describes.

    Texts of code -1 belong to none; those of place -1 are not known.
    """

    def __init__(self, places: Ints, code_of: Sequence[int]) -> None:
        codes: Ints = np.array(code_of, np.int64)
        order = np.argsort(codes, kind="stable")
        order = order[(codes[order] >= 0) & (places[order] >= 0)]
        self._order = places[order]
        self._present, self._starts = np.unique(codes[order], return_index=True)

    def put_best(self, values: Floats, into: Floats) -> None:
        """Write the highest value of each code: from rows x texts into rows x codes."""
        if len(self._present):
            best = np.maximum.reduceat(values[:, self._order], self._starts, axis=1)
            into[:, self._present] = best


class _Source(NamedTuple):
    by_heading: _Groups
    by_subheading: _Groups


def _source(documents: Sequence[Document], codes: Codes, vectors: MeaningVectors) -> _Source:
    places = vectors.places([one.text for one in documents])
    return _Source(
        _Groups(places, [codes.at4[one.code[:4]] for one in documents]),
        _Groups(places, [codes.at6.get(one.code, -1) for one in documents]),
    )
