"""English text as the word pieces a sentence encoder reads (Devlin et al. 2019, uncased)."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_LONGEST_WORD = 100
_UNKNOWN, _FIRST, _LAST = "[UNK]", "[CLS]", "[SEP]"


class WordPieces:
    """Splits by the longest piece first; ``vocabulary`` gives the number of each piece."""

    def __init__(self, vocabulary: Mapping[str, int], longest: int) -> None:
        self._vocabulary = vocabulary
        self._longest = longest
        self._of_word = lru_cache(maxsize=1 << 15)(self._split)

    def read(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, its ends marked; at most ``longest`` of them."""
        pieces = [piece for word in _words(text) for piece in self._of_word(word)]
        whole = [_FIRST, *pieces[: self._longest - 2], _LAST]
        return [self._vocabulary[piece] for piece in whole]

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) > _LONGEST_WORD:
            return (_UNKNOWN,)
        pieces: list[str] = []
        start = 0
        while start < len(word):
            piece = self._longest_piece(word, start)
            if not piece:
                return (_UNKNOWN,)
            pieces.append(piece)
            start += len(piece) - (2 if start else 0)
        return tuple(pieces)

    def _longest_piece(self, word: str, start: int) -> str:
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            if (piece := mark + word[start:end]) in self._vocabulary:
                return piece
        return ""


def _words(text: str) -> Iterator[str]:
    """Yield words without case and accents; each mark of punctuation is a word of its own."""
    plain = unicodedata.normalize("NFD", text.lower())
    word = ""
    for letter in plain:
        kind = unicodedata.category(letter)
        if kind == "Mn" or (kind in ("Cc", "Cf") and not letter.isspace()):
            continue
        parts = letter.isspace() or _is_mark(letter, kind)
        if not parts:
            word += letter
            continue
        if word:
            yield word
            word = ""
        if not letter.isspace():
            yield letter
    if word:
        yield word


def _is_mark(letter: str, kind: str) -> bool:
    """As the model was trained: every sign of ASCII that is no letter or digit, and class P."""
    return kind.startswith("P") or (
        letter.isascii() and letter.isprintable() and not letter.isalnum()
    )
