"""
A sentence encoder in plain numpy: English texts to vectors that lie near where meanings do.

The network is BERT (Devlin et al. 2019) as MiniLM distils it (Wang et al. 2020), with the mean of
its last layer as the vector of a text (Reimers & Gurevych 2019).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import erf

from hamafza.goods.index import Floats, Ints
from hamafza.goods.wordpiece import WordPieces

LONGEST = 48
"""Pieces of a text that are read; a line of goods has ten."""
_BATCH = 64
_NEVER = np.float32(-1e9)


@dataclass(frozen=True)
class Layer:
    """
    One block: attention, then two dense steps, each added to what came in and normalised.

    Pairs are weight (out x in) and bias.
    """

    query: tuple[Floats, Floats]
    key: tuple[Floats, Floats]
    value: tuple[Floats, Floats]
    attended: tuple[Floats, Floats]
    attended_norm: tuple[Floats, Floats]
    inner: tuple[Floats, Floats]
    outer: tuple[Floats, Floats]
    outer_norm: tuple[Floats, Floats]


class Encoder:
    """
    ``weights`` are the published model's, by their published names; ``heads`` of attention.

    ``epsilon`` is what the model's norms add to a variance.
    """

    def __init__(
        self, weights: Mapping[str, Floats], pieces: WordPieces, heads: int, epsilon: float
    ) -> None:
        self._pieces = pieces
        self._heads = heads
        self._epsilon = np.float32(epsilon)
        # All texts are a first sentence, so its mark is the same for every piece.
        self._words = weights["embeddings.word_embeddings.weight"]
        mark = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"][:LONGEST] + mark
        self._norm = _pair(weights, "embeddings.LayerNorm")
        self._layers = list(_layers(weights))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a vector of length 1 for each text: texts x size."""
        read = [self._pieces.read(text) for text in texts]
        order = sorted(range(len(read)), key=lambda at: len(read[at]))
        vectors = np.zeros((len(read), self._words.shape[1]), np.float32)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            vectors[chosen] = self._encoded([read[at] for at in chosen])
        return vectors

    def _encoded(self, read: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, read))
        pieces: Ints = np.zeros((len(read), longest), np.int64)
        is_in = np.zeros((len(read), longest), np.float32)
        for row, numbers in enumerate(read):
            pieces[row, : len(numbers)] = numbers
            is_in[row, : len(numbers)] = 1.0
        state = self._normed(self._words[pieces] + self._places[:longest], self._norm)
        unseen = ((1 - is_in) * _NEVER)[:, None, None, :]
        for layer in self._layers:
            state = self._through(state, layer, unseen)
        total: Floats = (state * is_in[:, :, None]).sum(axis=1)
        length: Floats = np.linalg.norm(total, axis=1, keepdims=True)
        return np.asarray(total / np.maximum(length, 1e-9), np.float32)

    def _through(self, state: Floats, layer: Layer, unseen: Floats) -> Floats:
        attended = _dense(self._attended(state, layer, unseen), layer.attended)
        state = self._normed(state + attended, layer.attended_norm)
        inner = _dense(state, layer.inner)
        inner *= 0.5 * (1 + erf(inner * np.float32(np.sqrt(0.5))))
        return self._normed(state + _dense(inner, layer.outer), layer.outer_norm)

    def _attended(self, state: Floats, layer: Layer, unseen: Floats) -> Floats:
        texts, longest, size = state.shape
        apart = (texts, longest, self._heads, size // self._heads)
        query, key, value = (
            _dense(state, step).reshape(apart).transpose(0, 2, 1, 3)
            for step in (layer.query, layer.key, layer.value)
        )
        weight = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(apart[3])) + unseen
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        attended: Floats = (weight @ value).transpose(0, 2, 1, 3)
        return attended.reshape(texts, longest, size)

    def _normed(self, state: Floats, norm: tuple[Floats, Floats]) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._epsilon)
        normed: Floats = centred / spread * norm[0] + norm[1]
        return normed


def _dense(state: Floats, step: tuple[Floats, Floats]) -> Floats:
    flat = state.reshape(-1, state.shape[-1])
    return (flat @ step[0].T + step[1]).reshape(*state.shape[:-1], -1)


def _pair(weights: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _layers(weights: Mapping[str, Floats]) -> Iterator[Layer]:
    at = 0
    while f"encoder.layer.{at}.output.dense.weight" in weights:
        name = f"encoder.layer.{at}"
        own = f"{name}.attention.self"
        yield Layer(
            _pair(weights, f"{own}.query"),
            _pair(weights, f"{own}.key"),
            _pair(weights, f"{own}.value"),
            _pair(weights, f"{name}.attention.output.dense"),
            _pair(weights, f"{name}.attention.output.LayerNorm"),
            _pair(weights, f"{name}.intermediate.dense"),
            _pair(weights, f"{name}.output.dense"),
            _pair(weights, f"{name}.output.LayerNorm"),
        )
        at += 1
