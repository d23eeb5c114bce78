"""Which encoding a text file is in: what Excel and old Persian software write."""

import codecs
from pathlib import Path

from hamafza.sources.registry_refusals import EncodingDamaged, FileEmpty, NotText
from hamafza.store.files import existing

_SAMPLE_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file of which nearly all letters beyond ASCII are sound UTF-8 is damaged UTF-8, not cp1256.
_MOSTLY_SOUND = 0.9
_CONTROLS = {chr(code) for code in range(32)} - set("\t\r\n")


def encoding_of(path: Path) -> str:
    """
    Return a codec name for the whole file: UTF-8, UTF-16 or cp1256.

    Without a mark, bytes that are sound UTF-8 to the end are UTF-8; zeros at every other byte
    are UTF-16; the rest is cp1256, the code page of Persian and Arabic Windows. Refuses an
    empty file, one that is no text, and UTF-8 broken in a few places.
    """
    with existing(path).open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileEmpty(file=path.name)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return _proved(path, name)
    if b"\x00" in sample:
        return _wide(sample, path)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _share_sound(sample) > _MOSTLY_SOUND:
        raise EncodingDamaged(file=path.name)
    return "cp1256"


def _proved(path: Path, name: str) -> str:
    if not _decodes(path, name):
        raise EncodingDamaged(file=path.name)
    return name


def _wide(sample: bytes, path: Path) -> str:
    """Text in UTF-16 has zeros beside its spaces and digits, on one side alone, and no controls."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, errors="replace")
    if min(even, odd) * 4 > max(even, odd) or _CONTROLS & set(text):
        raise NotText(file=path.name)
    return _proved(path, name)


def _decodes(path: Path, name: str) -> bool:
    try:
        with path.open(encoding=name) as stream:
            while stream.read(_SAMPLE_BYTES):
                pass
    except UnicodeError:
        return False
    return True


def _share_sound(sample: bytes) -> float:
    """Return the share of letters beyond ASCII that are sound UTF-8."""
    text = sample.decode("utf-8", errors="replace")
    beyond = sum(1 for letter in text if letter > "\x7f")
    return 1 - text.count("\ufffd") / beyond if beyond else 0.0
