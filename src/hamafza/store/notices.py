"""What ships beside the code and must be told: licences of data, and judgements with sources."""

from dataclasses import dataclass
from pathlib import Path

from hamafza.store.resources import parameters_file, shipped


@dataclass(frozen=True)
class Notice:
    """The name of what it stands beside, and the text as its owner or author wrote it."""

    name: str
    text: str


def licence_notices() -> list[Notice]:
    """Return the licence note of every shipped data set, by its folder."""
    root = shipped()
    paths = sorted(path for path in root.rglob("*") if _is_licence(path))
    return [_notice(path, path.parent.relative_to(root).as_posix()) for path in paths]


def parameter_notices() -> list[Notice]:
    """Return the shipped parameter files, whose comments name the source of each judgement."""
    folder = parameters_file("any").parent
    return [_notice(path, path.stem) for path in sorted(folder.glob("*.toml"))]


def _notice(path: Path, name: str) -> Notice:
    return Notice(name, path.read_text(encoding="utf-8").strip())


def _is_licence(path: Path) -> bool:
    return path.is_file() and path.stem.upper() in {"LICENCE", "LICENSE", "LICENCES", "OFL"}
