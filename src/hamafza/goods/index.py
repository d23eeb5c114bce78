"""Nomenclature and trade terms as one sparse BM25 index, scored in batches."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hamafza.goods.words import english_stems

# Robertson & Zaragoza 2009, section 3.2; b below its usual 0.75 because tariff texts are long
# for reasons of law, not of content.
_K1, _B = 1.2, 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
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
        parents = np.array([self.at4[code[:4]] for code in self.hs6], dtype=np.int64)
        self.parent = parents
        self.starts = np.searchsorted(parents, np.arange(len(self.hs4)))
        self.ends = np.append(self.starts[1:], len(self.hs6))
        chapters, self.chapter_starts = np.unique([c[:2] for c in self.hs4], return_index=True)
        self.at2 = {str(code): at for at, code in enumerate(chapters)}
        self.chapter = np.array([self.at2[code[:2]] for code in self.hs4], dtype=np.int64)


class Source:
    """Documents of one kind, ordered by code; scores are the best document's for each code."""

    def __init__(self, documents: Sequence[Document], codes: Codes) -> None:
        self.documents = sorted(documents, key=lambda document: document.code)
        self.stems = [english_stems(document.text) for document in self.documents]
        of_code = np.array([document.code for document in self.documents])
        unique, self._code_starts = np.unique(of_code, return_index=True)
        headings = np.array([code[:4] for code in unique])
        unique4, self._heading_starts = np.unique(headings, return_index=True)
        self._to4 = np.array([codes.at4[code] for code in unique4])
        six = [at for at, code in enumerate(unique) if len(code) == 6]
        self._six = np.array(six, dtype=np.int64)
        self._to6 = np.array([codes.at6[str(unique[at])] for at in six], dtype=np.int64)
        self._sizes = (len(codes.hs4), len(codes.hs6))

    def by_code(self, scores: Floats) -> tuple[Floats, Floats]:
        """Return the best score of each heading and of each subheading; documents are columns."""
        best = np.maximum.reduceat(scores, self._code_starts, axis=1)
        by4 = np.zeros((len(scores), self._sizes[0]), dtype=np.float32)
        by6 = np.zeros((len(scores), self._sizes[1]), dtype=np.float32)
        by4[:, self._to4] = np.maximum.reduceat(best, self._heading_starts, axis=1)
        by6[:, self._to6] = best[:, self._six]
        return by4, by6


class Index:
    """BM25 over several sources with one vocabulary."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        stems = [words for source in sources for words in source.stems]
        self.vocabulary: dict[str, int] = {}
        for words in stems:
            for word in words:
                self.vocabulary.setdefault(word, len(self.vocabulary))
        self._weights, self.idf = _bm25(stems, self.vocabulary)

    def scores(self, queries: Sequence[Mapping[str, float]]) -> list[tuple[Floats, Floats]]:
        """
        Return for each source the scores by heading and by subheading, one row a query.

        A score is divided by the query's own weight, so 1 is about a full match of short texts.
        """
        matrix, weight = self._queries(queries)
        dense = (matrix @ self._weights).toarray().astype(np.float32, copy=False)
        dense /= np.maximum(weight, 1e-9)[:, None]
        found = []
        at = 0
        for source in self.sources:
            found.append(source.by_code(dense[:, at : at + len(source.documents)]))
            at += len(source.documents)
        return found

    def _queries(
        self, queries: Sequence[Mapping[str, float]]
    ) -> tuple[sparse.csr_matrix, NDArray[np.float32]]:
        """A word outside the vocabulary weighs as the rarest known: it is not explained."""
        unknown_idf = float(self.idf.max())
        rows, columns, values = [], [], []
        weight = np.zeros(len(queries), dtype=np.float32)
        for at, query in enumerate(queries):
            for word, share in query.items():
                column = self.vocabulary.get(word)
                weight[at] += share * (unknown_idf if column is None else self.idf[column])
                if column is not None:
                    rows.append(at)
                    columns.append(column)
                    values.append(share)
        shape = (len(queries), len(self.vocabulary))
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)
        return matrix, weight


def _bm25(
    stems: Sequence[Sequence[str]], vocabulary: Mapping[str, int]
) -> tuple[sparse.csr_matrix, Floats]:
    """Return words x documents and the idf of each word."""
    rows, columns, counts = [], [], []
    for at, words in enumerate(stems):
        for word, times in Counter(words).items():
            rows.append(vocabulary[word])
            columns.append(at)
            counts.append(times)
    row, column = np.array(rows), np.array(columns)
    count = np.array(counts, dtype=np.float32)
    lengths = np.array([len(words) for words in stems], dtype=np.float32)
    having = np.bincount(row, minlength=len(vocabulary))
    idf = np.log1p((len(stems) - having + 0.5) / (having + 0.5)).astype(np.float32)
    relative: Floats = lengths[column] / lengths.mean()
    values: Floats = idf[row] * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * relative))
    shape = (len(vocabulary), len(stems))
    matrix = sparse.csr_matrix((values, (row, column)), shape=shape, dtype=np.float32)
    return matrix, idf
