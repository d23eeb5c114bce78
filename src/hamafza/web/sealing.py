"""
Sealing what the database must not tell, with keys that lie in files outside it.

Two rings of keys in the installation's folder ``keys/``: ``seal`` encrypts (Fernet), ``lookup``
makes keyed hashes (HMAC-SHA-256) by which a sealed text is found without opening any. The newest
key stands first in its file; a sealed text and a hash begin with the name of their key.
``web.actions.keys`` makes, changes and retires keys.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

from hamafza.vocabulary.refusals import Refusal

SEAL, LOOKUP = RINGS = ("seal", "lookup")
_PARTS = "."


class KeysMissing(Refusal):
    """A ring's file is not there, or holds no key."""

    code = "keys-missing"


class SealedField(models.TextField):
    """A sealed text; changing keys seals each such field of every model anew."""


class LookupField(models.CharField):
    """The keyed hash of the sealed field ``of``; changing keys makes it anew from there."""

    def __init__(self, *args, of: str = "", **options):
        self.of = of
        options.setdefault("max_length", 80)
        super().__init__(*args, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    @property
    def purpose(self) -> str:
        """What the hash is for: equal texts of two kinds have nothing in common."""
        return f"{self.model._meta.model_name}.{self.of}"


def seal(text: str) -> str:
    """Return the text sealed with the newest key."""
    name, key = _newest(SEAL)
    return name + _PARTS + Fernet(key.encode()).encrypt(text.encode()).decode()


def seal_all(texts: Iterable[str]) -> list[str]:
    """Return each text sealed with the newest key, thousands in one go."""
    name, key = _newest(SEAL)
    box = Fernet(key.encode())
    return [name + _PARTS + box.encrypt(text.encode()).decode() for text in texts]


def opened(sealed: str | None) -> str | None:
    """Return what was sealed; None where its key is lost, or nothing was sealed."""
    name, _, token = (sealed or "").partition(_PARTS)
    key = ring(SEAL).get(name)
    if key is None:
        return None
    try:
        return Fernet(key.encode()).decrypt(token.encode()).decode()
    except InvalidToken:  # damaged: as unreadable as one whose key is lost
        return None


def lookup(text: str, purpose: str) -> str:
    """Return the hash that is kept beside a sealed text."""
    return _hashed(*_newest(LOOKUP), text, purpose)


def lookups(text: str, purpose: str) -> list[str]:
    """Return the hash under every key at hand: while keys change, rows bear one or the other."""
    return [_hashed(name, key, text, purpose) for name, key in ring(LOOKUP).items()]


def lookup_all(texts: Iterable[str], purpose: str, name: str = "") -> list[str]:
    """Return the hash of each text under the newest key, or the one that is named."""
    named, key = (name, ring(LOOKUP)[name]) if name else _newest(LOOKUP)
    secret, begins = key.encode(), f"{purpose}:".encode()
    return [
        named + _PARTS + hmac.digest(secret, begins + text.encode(), "sha256").hex()
        for text in texts
    ]


def key_of(kept: str) -> str:
    """Return the name of the key that a sealed text, or a hash, bears."""
    return kept.partition(_PARTS)[0]


def newest(which: str) -> str:
    """Return the name of a ring's newest key."""
    return _newest(which)[0]


def ring(which: str) -> Mapping[str, str]:
    """Return a ring's keys by name, the newest first; none where the file is not there."""
    path = file_of(which)
    try:
        held = path.stat()
    except FileNotFoundError:
        return {}
    return _read(path, held.st_mtime_ns, held.st_ino)


def file_of(which: str) -> Path:
    """Return where a ring lies."""
    return Path(settings.HOME) / "keys" / which


def new_key() -> tuple[str, str]:
    """Return a new key with its name."""
    return secrets.token_hex(4), Fernet.generate_key().decode()


def write_ring(which: str, keys: Mapping[str, str]) -> None:
    """Write a ring whole, readable by its owner alone: a kill leaves the old file or the new."""
    path = file_of(which)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{which}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name} {key}\n" for name, key in keys.items())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@lru_cache(maxsize=8)
def _read(path: Path, changed_ns: int, number: int) -> Mapping[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line.strip())


def _newest(which: str) -> tuple[str, str]:
    for name, key in ring(which).items():
        return name, key
    raise KeysMissing(ring=which, file=f"keys/{which}")


def _hashed(name: str, key: str, text: str, purpose: str) -> str:
    told = hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256)
    return name + _PARTS + told.hexdigest()
