"""A union's file: received whole, its columns confirmed by a person, read in the background."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from hamafza.registry.columns import FIELDS, ColumnMapping, demand
from hamafza.runs.reading import preview, read_to_files
from hamafza.vocabulary.progress import Cancelled, Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import runs
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.exchange.units import forget_units, write_units
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.uploads import Upload

READING = "reading"
RECEIVED, MAPPED, IMPORTED = "received", "mapped", "imported"
MOST_BYTES = 400 << 20  # a full sheet of a million rows is some 300 MB as CSV
JOINED_FIELDS = frozenset({"goods_text", "goods_hint"})
"""Fields that several columns may fill together."""


class NoFile(Refusal):
    code = "upload-file-missing"


class FileTooLarge(Refusal):
    code = "upload-too-large"


class AlreadyRead(Refusal):
    code = "upload-already-read"


class BeingRead(Refusal):
    code = "upload-being-read"


class FieldTwice(Refusal):
    code = "upload-field-twice"


def receive_upload(*, actor: User, file: File | None, country: str) -> Upload:
    """
    Keep a file's bytes and what its columns seem to be; refuse one that cannot be read.

    The same bytes sent twice by one person are one upload: a double click changes nothing.
    """
    if file is None:
        raise NoFile
    _small_enough(file)
    name = Path(file.name or "").name[:255]
    with NamedTemporaryFile(suffix=_suffix(name), dir=_folder()) as held:
        digest = _copied(file, held)
        kept = _received_before(actor, digest, country)
        if kept is not None:
            return kept
        seen = _seen(Path(held.name), name)
        path = _folder() / f"{digest}{_suffix(name)}"
        shutil.copyfile(held.name, path)
        path.chmod(0o600)
    return _keep(actor, name, path, digest, country, seen)


@transaction.atomic
def ask_to_read(*, actor: User, upload: Upload, fields: Sequence[str]) -> Run:
    """
    Confirm what each column means, in the order of the headings, and begin the reading.

    An empty field leaves its column unread. A union's officer brings units of that union alone.
    """
    kept = _free_to_read(upload)
    columns = _columns(kept.mapping["headings"], fields)
    constants = {"union": actor.union} if actor.role == Role.UNION else {}
    for name in constants:
        columns.pop(name, None)
    demand(ColumnMapping(_tuples(columns), constants), kept.mapping["headings"], kept.file_name)
    kept.mapping |= {"columns": columns, "constants": constants}
    kept.run = runs.begin(actor=actor, kind=READING, parameters={"upload": kept.pk})
    kept.state = MAPPED
    kept.save()
    record(actor=actor, verb="confirm-columns", subject=kept, after={"columns": columns})
    return kept.run


@runs.carries_out(READING)
def read_upload(
    run: Run, *, report: Report, stop: Callable[[int], bool], upload: int
) -> dict[str, object]:
    """
    Read the file and keep its clean units; what a broken attempt left is cleared away first.

    A reading that is cancelled leaves no unit; one that another reading has replaced does nothing.
    """
    kept = Upload.objects.get(pk=upload)
    _check_not_replaced(kept, run)
    folder = runs.folder(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    rejects = folder / "rejects.csv"
    result, made = read_to_files(
        file_of(kept),
        country=kept.country,
        out=folder / "units.parquet",
        rejects=rejects,
        mapping=_mapping(kept),
        report=report,
    )
    forget_units(kept)
    try:
        write_units(
            result.units, upload=kept, country=kept.country, is_demo=kept.is_demo, report=report
        )
    except Cancelled:
        forget_units(kept)
        raise
    counts = result.counts | {"synthetic": result.is_synthetic}
    _finish(run, kept, counts, rejects, digests=made.inputs | made.outputs)
    return {"figures": made.figures, "upload": kept.pk}


def file_of(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return Path(settings.MEDIA_ROOT) / str(upload.file.name)


def rejects_of(upload: Upload) -> Path | None:
    """Return the rejected records of an upload as CSV, if it has been read."""
    path = Path(settings.HOME) / upload.rejects_path
    return path if upload.rejects_path and path.is_file() else None


@transaction.atomic
def _finish(
    run: Run, upload: Upload, counts: dict[str, Any], rejects: Path, digests: dict[str, str]
) -> None:
    """Write the import down as one event, with the SHA-256 of what was read and what was kept."""
    kept = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    kept.state, kept.counts = IMPORTED, counts
    kept.rejects_path = str(rejects.relative_to(settings.HOME))
    kept.save()
    after = counts | {"sha256": digests}
    record(actor=run.actor, verb="import-units", subject=kept, after=after)


def _free_to_read(upload: Upload) -> Upload:
    """Return the upload locked, if nobody has read these bytes or reads them now."""
    same = Upload.objects.filter(sha256=upload.sha256, country=upload.country)
    kept = {one.pk: one for one in same.select_for_update(no_key=True).order_by("pk")}
    if any(one.state == IMPORTED for one in kept.values()):
        raise AlreadyRead(file=upload.file_name)
    runs_of = Run.objects.filter(pk__in=[one.run_id for one in kept.values() if one.run_id])
    if any(not run.has_ended for run in runs_of):
        raise BeingRead(file=upload.file_name)
    return kept[upload.pk]


def _check_not_replaced(upload: Upload, run: Run) -> None:
    """Refuse a reading begun again after another one took its place, for these same bytes."""
    others = Upload.objects.filter(sha256=upload.sha256, country=upload.country)
    others = others.exclude(pk=upload.pk)
    if upload.run_id != run.pk or others.filter(state=IMPORTED).exists():
        raise AlreadyRead(file=upload.file_name)
    if others.filter(run__state=RunState.RUNNING).exists():
        raise BeingRead(file=upload.file_name)


def _small_enough(file: File) -> None:
    if file.size > MOST_BYTES:
        raise FileTooLarge(size_mb=round(file.size / 2**20), most_mb=MOST_BYTES >> 20)


def _copied(file: File, held: Any) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
        held.write(chunk)
    held.flush()
    return digest.hexdigest()


def _received_before(actor: User, digest: str, country: str) -> Upload | None:
    same = Upload.objects.filter(sha256=digest, country=country)
    own = same.filter(uploaded_by=actor).first()
    if own is not None:
        return own
    read = same.filter(state=IMPORTED).first()
    if read is not None:
        raise AlreadyRead(file=read.file_name)
    return None


def _seen(path: Path, name: str) -> dict[str, Any]:
    """Return headings, first rows and the guess; a refusal names the file as its sender did."""
    try:
        shown = preview(path)
    except Refusal as refusal:
        if "file" in refusal.facts:
            refusal.facts["file"] = name
        raise
    return {
        "headings": shown.headings,
        "rows": shown.rows,
        "columns": asdict(shown.mapping)["columns"],
        "encoding": shown.encoding,
        "records": shown.records,
    }


@transaction.atomic
def _keep(
    actor: User, name: str, path: Path, digest: str, country: str, seen: dict[str, Any]
) -> Upload:
    before = _columns_confirmed_before(actor, seen["headings"])
    upload = Upload.objects.create(
        uploaded_by=actor,
        file_name=name,
        file=path.name,
        sha256=digest,
        size_bytes=path.stat().st_size,
        country=country,
        state=RECEIVED,
        mapping=seen | ({"columns": before} if before else {}),
        is_demo=belongs_to_demo(actor),
    )
    record(actor=actor, verb="send-registry", subject=upload, after={"file": name})
    return upload


def _columns_confirmed_before(actor: User, headings: list[str]) -> dict[str, Any] | None:
    """What a person said of the same headings last time is what they mean this time."""
    earlier = Upload.objects.filter(uploaded_by=actor, state=IMPORTED).order_by("-id")[:20]
    for upload in earlier:
        if upload.mapping.get("headings") == headings:
            return upload.mapping["columns"]
    return None


def _columns(headings: Sequence[str], fields: Sequence[str]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for heading, name in zip(headings, fields, strict=True):
        if name:
            columns.setdefault(name, []).append(heading)
    for name, named in columns.items():
        if len(named) > 1 and name not in JOINED_FIELDS:
            raise FieldTwice(headings=", ".join(named))
    return columns


def _mapping(upload: Upload) -> ColumnMapping:
    """
    Return what the person confirmed, and nothing that is guessed beside it.

    A constant that says nothing keeps the reading from guessing a field whose column the person
    left unread.
    """
    columns = _tuples(upload.mapping["columns"])
    said = dict(upload.mapping.get("constants", {}))
    unread: dict[str, Any] = {name: None for name in FIELDS if name not in columns}
    return ColumnMapping(columns, unread | said)


def _tuples(columns: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(named) for name, named in columns.items()}


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix in (".csv", ".txt", ".tsv", ".xlsx", ".xlsm") else ".csv"
