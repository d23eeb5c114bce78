"""Files written whole or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hamafza.store.refusals import (
    CannotWrite,
    DiskFull,
    FileNotFound,
    FileNotOpened,
    FileNotReadable,
    FilesTheSame,
)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """
    Let ``write`` fill a temporary file beside ``path``, then put it in its place.

    A failure at any point leaves what stood there before untouched. A link stays a link: the file
    it leads to is replaced. What is no file, such as a device or a pipe, is written into.
    """
    path = Path(path)
    with refusing_to_write(path):
        stream = _takes_a_stream(path)
        place = path if stream else path.resolve()
        if not stream:
            place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{path.name}.", dir=None if stream else place.parent
        )
        os.close(handle)
        fresh = Path(name)
        try:
            write(fresh)
            _put(fresh, place, stream=stream)
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
    """Return the path if a file stands there that may be read; refuse otherwise."""
    path = Path(path)
    try:
        if not path.is_file():
            raise FileNotFound(file=str(path))
        path.open("rb").close()
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise FileNotOpened(file=str(path), reason=reason) from failure
    return path


def keep_apart(*paths: Path) -> None:
    """Refuse files of one run that are the same file: writing one would destroy another."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        place = path.resolve()
        if place in seen and not _takes_a_stream(path):
            raise FilesTheSame(file=str(path))
        seen.add(place)


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


def _takes_a_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _put(fresh: Path, place: Path, *, stream: bool) -> None:
    if stream:
        with fresh.open("rb") as written, place.open("wb") as opened:
            shutil.copyfileobj(written, opened)
        return
    _flush(fresh)
    fresh.chmod(0o644)
    fresh.replace(place)


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _flush(path: Path) -> None:
    """Bring the bytes to the disk before the old file goes: a crash leaves one of the two."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
