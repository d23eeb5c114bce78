"""What differs between machines, read from the environment; nonsense is refused, not guessed."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from hamafza.vocabulary.refusals import Refusal

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


class SettingNotUnderstood(Refusal):
    code = "setting-not-understood"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def listed(name: str, default: str) -> list[str]:
    """Return the names between commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def truth(name: str, default: bool) -> bool:
    """Return what was said in plain words; anything else is refused."""
    said = os.environ.get(name)
    if said is None:
        return default
    if said.strip().lower() in _YES:
        return True
    if said.strip().lower() in _NO:
        return False
    raise SettingNotUnderstood(name=name, value=said, expected="true, false")


def whole(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number that is not below ``least``."""
    said = text(name) or str(default)
    if not said.isdecimal() or int(said) < least:
        raise SettingNotUnderstood(name=name, value=said, expected=f"{least}, {least + 1}, ...")
    return int(said)


def networks(name: str, default: str) -> list[str]:
    """Return the addresses and networks between commas; what is neither is refused."""
    named = listed(name, default)
    for one in named:
        try:
            ip_network(one, strict=False)
        except ValueError:
            expected = "10.0.0.1, 10.0.0.0/24, ::1"
            raise SettingNotUnderstood(name=name, value=one, expected=expected) from None
    return named


def secret_key(folder: Path) -> str:
    """Return the key given, or the one kept in the folder, made at the first start."""
    given = text("HAMAFZA_SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _keep_once(kept, secrets.token_urlsafe(48))
    return kept.read_text(encoding="utf-8").strip()


def _keep_once(path: Path, words: str) -> None:
    """Write whole and only once, also when two processes start together."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(words, encoding="utf-8")
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def database(folder: Path) -> dict[str, object]:
    """Return Django's description of the database named by ``HAMAFZA_DATABASE_URL``."""
    url = text("HAMAFZA_DATABASE_URL") or f"sqlite:///{folder / 'hamafza.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(parts.path[1:])
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return _postgres(parts)
    raise SettingNotUnderstood(
        name="HAMAFZA_DATABASE_URL",
        value=url.split("@")[-1],
        expected="sqlite:///..., postgres://user:password@host/name",
    )


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Writers take their turn at BEGIN instead of failing halfway; readers never wait (WAL).
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgres(parts) -> dict[str, object]:
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
