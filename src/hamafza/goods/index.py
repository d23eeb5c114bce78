"""Texts that describe codes, as BM25 postings: from words to documents to headings."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Robertson & Zaragoza 2009, section 3.2; b below its usual 0.75 because tariff texts are long
# for reasons of law, not of content.
_K1, _B = 1.2, 0.5

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Stems = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """A text that describes a code of four or six digits."""

    code: str
    text: str


class Codes:
    """The headings and subheadings of the nomenclature, in order, with their positions."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.hs4 = sorted({code for code in codes if len(code) == 4})
        self.hs6 = sorted({code for code in codes if len(code) == 6})
        self.at4 = {code: at for at, code in enumerate(self.hs4)}
        self.at6 = {code: at for at, code in enumerate(self.hs6)}
        self.parent: Ints = np.array([self.at4[code[:4]] for code in self.hs6], dtype=np.int64)
        self.starts: Ints = np.searchsorted(self.parent, np.arange(len(self.hs4)))
        self.ends: Ints = np.append(self.starts[1:], len(self.hs6))
        chapters, self.chapter_starts = np.unique([c[:2] for c in self.hs4], return_index=True)
        self.chapter_ends: Ints = np.append(self.chapter_starts[1:], len(self.hs4))
        self.at2 = {str(code): at for at, code in enumerate(chapters)}


class Postings(NamedTuple):
    """
    Documents ``document[start[w]:start[w + 1]]`` hold word w with these BM25 weights.

    Of each document: its ``heading``, its ``subheading`` (-1 for none), the place of its
    ``source``.
    """

    start: Ints
    document: Places
    weight: Floats
    heading: Places
    subheading: Places
    source: Places


class Index:
    """BM25 over several sources of documents with one vocabulary; ``stems`` reads a text."""

    def __init__(self, sources: Sequence[Sequence[Document]], codes: Codes, stems: Stems) -> None:
        documents = [document for source in sources for document in source]
        self.stems = stems
        self.vocabulary: dict[str, int] = {}
        words, lengths = array("q"), array("q")
        for one in documents:
            read = stems(one.text)
            lengths.append(len(read))
            words.extend(self.vocabulary.setdefault(word, len(self.vocabulary)) for word in read)
        start, document, weight, self.idf = _bm25(
            np.array(words, np.int64), np.array(lengths, np.int64), len(self.vocabulary)
        )
        of4 = [codes.at4[one.code[:4]] for one in documents]
        of6 = [codes.at6.get(one.code, -1) for one in documents]
        of_source = [at for at, source in enumerate(sources) for _ in source]
        self.postings = Postings(
            start, document, weight, np.array(of4, np.int32), np.array(of6, np.int32),
            np.array(of_source, np.int32),
        )  # fmt: skip
        self._unknown_idf = float(self.idf.max())
        self.headings = lru_cache(maxsize=1 << 11)(self._headings)

    def asked(self, query: Mapping[str, float]) -> tuple[list[int], list[float], float]:
        """
        Return the known words of a query, their shares, and the weight of the whole query.

        A score divided by that weight is about 1 for a full match of short texts. A word outside
        the vocabulary weighs as the rarest known: it is not explained.
        """
        words: list[int] = []
        shares: list[float] = []
        total = 0.0
        for word, share in query.items():
            at = self.vocabulary.get(word)
            if at is None:
                total += share * self._unknown_idf
                continue
            total += share * float(self.idf[at])
            words.append(at)
            shares.append(share)
        return words, shares, total

    def _headings(self, word: str) -> frozenset[int]:
        """Return the places of the headings that have a text with the word."""
        at = self.vocabulary.get(word)
        if at is None:
            return frozenset()
        of = self.postings.document[self.postings.start[at] : self.postings.start[at + 1]]
        return frozenset(self.postings.heading[of].tolist())


def _bm25(words: Ints, lengths: Ints, vocabulary: int) -> tuple[Ints, Places, Floats, Floats]:
    """
    Return where the postings of each word start, documents, weights, and each word's idf.

    ``words`` are those of all documents, one document after another.
    """
    documents = len(lengths)
    pairs = np.repeat(np.arange(documents), lengths) + words * documents
    pair, times = np.unique(pairs, return_counts=True)
    word, document = pair // documents, pair % documents
    count, length = times.astype(np.float32), lengths.astype(np.float32)
    having = np.bincount(word, minlength=vocabulary)
    idf = np.log1p((documents - having + 0.5) / (having + 0.5)).astype(np.float32)
    relative = length[document] / length.mean()
    weight = idf[word] * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * relative))
    start = np.append(0, np.cumsum(having))
    return start, document.astype(np.int32), weight.astype(np.float32), idf
