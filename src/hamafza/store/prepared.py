"""What setup works out once for an installation, beside its libraries: vectors of known texts."""

import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import is_zipfile

import numpy as np
from numpy.typing import NDArray

from hamafza.store.files import write_whole

Digests = NDArray[np.uint64]
Vectors = NDArray[np.float16]


class PreparedVectors:
    """
    Vectors by the digest of their text, so that a text that changes is simply not known.

    A missing file, or one that cannot be read, knows nothing.
    """

    def __init__(self, name: str, size: int) -> None:
        self._path = Path(sys.prefix) / "share" / "hamafza" / f"{name}.npz"
        self._size = size
        self._read_already: tuple[Digests, Vectors] | None = None

    @property
    def is_there(self) -> bool:
        """Say whether anything was prepared, in a whole file; only its end is read for it."""
        return is_zipfile(self._path)

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vector of each text, zeros for one that is not known."""
        found = np.zeros((len(texts), self._size), np.float32)
        at, known = self._places(texts)
        found[known] = self._known()[1][at[known]]
        return found

    def unknown(self, texts: Sequence[str]) -> list[str]:
        """Return the texts that have no vector yet, each once."""
        distinct = list(dict.fromkeys(texts))
        _, known = self._places(distinct)
        return [text for text, has in zip(distinct, known.tolist(), strict=True) if not has]

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add texts that were not known and write the file, whole or not at all."""
        known, kept = self._known()
        digests = np.concatenate([known, _digests(texts)])
        order = np.argsort(digests)
        every = np.concatenate([kept, vectors.astype(np.float16)])[order]
        self._read_already = digests[order], every
        write_whole(self._path, self._write)

    def _places(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        asked, (digests, _) = _digests(texts), self._known()
        if not len(digests):
            return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
        at = np.minimum(np.searchsorted(digests, asked), len(digests) - 1)
        return at, digests[at] == asked

    def _known(self) -> tuple[Digests, Vectors]:
        """Return the digests in order and their vectors; read when first asked for."""
        if self._read_already is None:
            self._read_already = self._read()
        return self._read_already

    def _read(self) -> tuple[Digests, Vectors]:
        try:
            with np.load(self._path) as kept:
                return kept["digests"], kept["vectors"]
        except (OSError, ValueError, KeyError, EOFError):
            return np.zeros(0, np.uint64), np.zeros((0, self._size), np.float16)

    def _write(self, path: Path) -> None:
        with path.open("wb") as stream:
            digests, vectors = self._known()
            np.savez(stream, digests=digests, vectors=vectors)


def _digests(texts: Sequence[str]) -> Digests:
    told = (blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(told), np.uint64)
