"""Files written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hamafza.store.refusals import CannotWrite, DiskFull, FileNotFound, FileNotReadable


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """
    Let ``write`` fill a temporary file beside ``path``, then put it in its place.

    A failure at any point leaves what stood there before untouched.
    """
    path = Path(path)
    with refusing_to_write(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        fresh = Path(name)
        try:
            write(fresh)
            _flush(fresh)
            fresh.chmod(0o644)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text, whole or not at all."""
    write_whole(path, lambda fresh: _write_bytes(fresh, text.encode()))


def read_text(path: Path) -> str:
    """Return the UTF-8 text of a file; refuse one that is missing or is no text."""
    try:
        return existing(path).read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as failure:
        raise FileNotReadable(file=str(path), wanted="UTF-8 text") from failure


def existing(path: Path) -> Path:
    """Return the path if a file stands there; refuse otherwise."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFound(file=str(path))
    return path


@contextmanager
def refusing_to_write(path: Path) -> Iterator[None]:
    """Turn a full disk or a forbidden place into a refusal that names the file."""
    try:
        yield
    except OSError as failure:
        if failure.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(failure):
            raise DiskFull(file=str(path)) from failure
        reason = failure.strerror or type(failure).__name__
        raise CannotWrite(file=str(path), reason=reason) from failure


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _flush(path: Path) -> None:
    """Bring the bytes to the disk before the old file goes: a crash leaves one of the two."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
