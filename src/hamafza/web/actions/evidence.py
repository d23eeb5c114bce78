"""Evidence: a photograph or a paper handed in, kept as it came and shown to officers alone."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files import File

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo
from hamafza.web.records.accounts import User
from hamafza.web.records.evidence import Evidence
from hamafza.web.records.units import Unit

MOST_BYTES = 6 << 20  # a photograph of a paper, as phones make them
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


class EvidenceTooLarge(Refusal):
    code = "evidence-too-large"


class EvidenceNotReadable(Refusal):
    """Neither a PDF nor a photograph, whatever its name says."""

    code = "evidence-not-readable"


def keep(*, actor: User | None, unit: Unit, file: File) -> Evidence:
    """
    Keep a file's bytes under their digest, inside the action of what it is evidence for.

    What a broken transaction leaves is a file that no row names, and the same bytes find again.
    """
    if (file.size or 0) > MOST_BYTES:
        raise EvidenceTooLarge(most_mb=MOST_BYTES >> 20)
    content = file.read()
    kind = next((kind for mark, kind in _BEGINNINGS.items() if content.startswith(mark)), None)
    if kind is None:
        raise EvidenceNotReadable()
    digest = sha256(content).hexdigest()
    name = f"evidence/{digest}{SUFFIXES[kind]}"
    _lay(Path(settings.MEDIA_ROOT) / name, content)
    return Evidence.objects.create(
        unit=unit,
        uploaded_by=actor,
        file=name,
        file_name=Path(file.name or "").name[:255],
        media_type=kind,
        sha256=digest,
        size_bytes=len(content),
        is_demo=belongs_to_demo(actor, unit),
    )


def path_of(evidence: Evidence) -> Path:
    """Return where the bytes lie."""
    return Path(settings.MEDIA_ROOT) / str(evidence.file.name)


def _lay(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_bytes(content)
    beside.replace(path)
