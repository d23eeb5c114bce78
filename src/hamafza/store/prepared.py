"""What setup works out once for an installation, beside its libraries: vectors of known texts."""

import sys
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hamafza.store.files import write_whole

Vectors = NDArray[np.float32]
Places = NDArray[np.int64]


class PreparedVectors:
    """
    Vectors by the digest of their text, so that a text that changes is simply not known.

    The file is mapped into memory: processes that read it share its pages. A missing file, or one
    that cannot be read, knows nothing.
    """

    def __init__(self, name: str, size: int) -> None:
        self._path = Path(sys.prefix) / "share" / "hamafza" / f"{name}.npy"
        self._row = np.dtype([("vector", "<f4", (size,)), ("digest", "<u8")])
        self._rows = self._read()

    @property
    def is_there(self) -> bool:
        """Say whether anything was prepared, in a whole file."""
        return bool(len(self._rows))

    @property
    def vectors(self) -> Vectors:
        """All vectors, of present texts and of some that have changed since; read only."""
        return np.asarray(self._rows["vector"])

    def places(self, texts: Sequence[str]) -> Places:
        """Return the row of each text in ``vectors``, -1 for one that is not known."""
        asked, digests = _digests(texts), self._rows["digest"]
        if not len(digests):
            return np.full(len(asked), -1, np.int64)
        at = np.minimum(np.searchsorted(digests, asked), len(digests) - 1)
        return np.where(digests[at] == asked, at, -1)

    def unknown(self, texts: Sequence[str]) -> list[str]:
        """Return the texts that have no vector yet, each once."""
        distinct = list(dict.fromkeys(texts))
        places = self.places(distinct).tolist()
        return [text for text, at in zip(distinct, places, strict=True) if at < 0]

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Add texts that were not known and write the file, whole or not at all."""
        new = np.zeros(len(texts), self._row)
        new["digest"], new["vector"] = _digests(texts), vectors
        rows = np.concatenate([self._rows, new])
        rows = rows[np.argsort(rows["digest"])]
        write_whole(self._path, lambda path: _write(path, rows))
        self._rows = rows

    def _read(self) -> NDArray[np.void]:
        nothing = np.zeros(0, self._row)
        try:
            rows = np.load(self._path, mmap_mode="r")
        except (OSError, ValueError, EOFError):
            return nothing
        return rows if rows.dtype == self._row else nothing


def _write(path: Path, rows: NDArray[np.void]) -> None:
    with path.open("wb") as stream:
        np.save(stream, rows)


def _digests(texts: Sequence[str]) -> NDArray[np.uint64]:
    told = (blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(told), "<u8")
