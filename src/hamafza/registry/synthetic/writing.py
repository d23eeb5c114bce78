"""The hands that write a union's file: keyboards, lost half-spaces, slips, digits."""

import numpy as np
from numpy.typing import NDArray

from hamafza.registry.synthetic.params import Noise

Texts = NDArray[np.object_]

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})
_HALF_SPACE = "\u200c"


def by_hand(rng: np.random.Generator, texts: Texts, noise: Noise) -> Texts:
    """Return texts as different hands type them; the words stay the words."""
    count = len(texts)
    written = texts.copy()
    lost = rng.random(count) < noise.half_space_lost_share
    _change(written, lost, lambda text: text.replace(_HALF_SPACE, " "))
    slipped = rng.random(count) < noise.slip_share
    places = rng.random(count)
    for at in np.flatnonzero(slipped):
        written[at] = _slip(written[at], places[at])
    arabic = rng.random(count) < noise.arabic_letters_share
    _change(written, arabic, lambda text: text.translate(_ARABIC))
    return written


def digits_by_hand(rng: np.random.Generator, texts: Texts, noise: Noise) -> Texts:
    """Return figures partly in Persian digits."""
    written = texts.copy()
    persian = rng.random(len(texts)) < noise.persian_digits_share
    _change(written, persian, lambda text: text.translate(_PERSIAN_DIGITS))
    return written


def emptied(rng: np.random.Generator, texts: Texts, share: float) -> Texts:
    """Return texts with a share of the cells left empty."""
    return np.where(rng.random(len(texts)) < share, "", texts)


def _change(texts: Texts, where: NDArray[np.bool_], change: object) -> None:
    assert callable(change)
    for at in np.flatnonzero(where):
        texts[at] = change(texts[at])


def _slip(text: str, place: float) -> str:
    """Exchange two neighbouring letters inside a word of five letters or more."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5]
    if not long:
        return text
    at = long[int(place * len(long))]
    word = words[at]
    words[at] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words)
