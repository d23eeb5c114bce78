"""Papers that facts rest on: their bytes lie in the installation's folder, once for equal ones."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

_FOLDER = "papers"


@dataclass(frozen=True)
class Paper:
    """A file as it came: what the person called it, and its bytes; ``ending`` is ours."""

    name: str
    held: bytes
    ending: str

    @property
    def path(self) -> str:
        return f"{_FOLDER}/{hashlib.sha256(self.held).hexdigest()}.{self.ending}"


def with_paper_kept(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said with its paper, if there is one, kept and named by its place."""
    paper = said.get("file")
    if not isinstance(paper, Paper):
        return said
    if not default_storage.exists(paper.path):
        default_storage.save(paper.path, ContentFile(paper.held))
    return said | {"file": paper.path, "file_name": paper.name}
