"""A union's file: received whole, its columns and its list confirmed by a person, then read."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from hamafza.registry.columns import ColumnMapping, demand
from hamafza.runs.reading import preview
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import runs, unit_lists
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.people import identity
from hamafza.web.actions.upload_reading import (
    IMPORTED,
    MAPPED,
    READING,
    RECEIVED,
    AlreadyRead,
    BeingRead,
    being_read,
    file_of,
    read_elsewhere,
)
from hamafza.web.branches import branch_of
from hamafza.web.exchange.secret_cells import SECRET, masked_rows, secret_headings
from hamafza.web.records.accounts import User
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.unit_lists import UnitList
from hamafza.web.records.uploads import Upload

MOST_BYTES = 400 << 20  # a full sheet of a million rows is some 300 MB as CSV
FEWEST_CODES = 3
"""So many cells that are codes by their check digits are no chance."""
JOINED_FIELDS = frozenset({"goods_text", "goods_hint"})
"""Fields that several columns may fill together."""


class NoFile(Refusal):
    code = "upload-file-missing"


class FileTooLarge(Refusal):
    code = "upload-too-large"


class FieldTwice(Refusal):
    code = "upload-field-twice"


class NotCorrectable(Refusal):
    code = "upload-not-correctable"


def receive_upload(*, actor: User, file: File | None, country: str) -> Upload:
    """
    Keep a file's bytes and what its columns seem to be; refuse one that cannot be read.

    The same bytes sent twice for one branch before they are read are one upload: a double click
    changes nothing.
    """
    name, digest, suffix, seen = _received(file)
    waiting = Upload.objects.filter(sha256=digest, country=country, uploaded_by=actor)
    kept = waiting.filter(office=branch_of(actor), corrects=None).exclude(state=IMPORTED).first()
    if kept is not None:
        return kept
    place = _folder() / f"{digest}{suffix}"
    seen["columns"] |= unit_lists.remembered(actor, country, seen["headings"], seen["columns"])
    _mask(seen)
    seen |= unit_lists.guessed(actor, country, place, digest, seen["columns"])
    return _keep(actor, name, place, digest, country, seen)


def receive_corrected(*, actor: User, upload: Upload, file: File | None) -> Run:
    """
    Take the rows of an upload that were set aside, corrected in the file handed out, and read them.

    Rows it does not bring stay set aside; rows it brings besides are added to the list.
    """
    if upload.state != IMPORTED or upload.unit_list is None:
        raise NotCorrectable(file=upload.file_name)
    name, digest, suffix, seen = _received(file)
    columns = unit_lists.as_before(upload, seen["headings"])
    mapping = ColumnMapping(_tuples(columns), upload.mapping.get("constants", {}))
    demand(mapping, seen["headings"], name)
    place = _folder() / f"{digest}{suffix}"
    seen |= {"columns": columns, "constants": mapping.constants}
    _mask(seen)
    return _begin_corrected(actor, upload, name, place, digest, seen)


@transaction.atomic
def ask_to_read(
    *,
    actor: User,
    upload: Upload,
    fields: Sequence[str],
    unit_list: int | None = None,
    name: str = "",
    is_whole: bool = True,
) -> Run:
    """
    Confirm what each column means, in the order of the headings, and begin the reading.

    An empty field leaves its column unread. ``unit_list`` is the list that the file is of; without
    one the file begins a new list under ``name``. A union's officer brings units of that union
    alone; what a chamber's file tells of other places stays with the chamber. A file that was left
    half read goes on as it was confirmed first.
    """
    kept = _free_to_read(upload)
    if not kept.stored:
        _confirm(kept, fields)
        kept.unit_list = unit_lists.chosen(actor, kept, unit_list, name)
        kept.is_whole = is_whole
    _check_list_is_free(kept)
    kept.run = runs.begin(actor=actor, kind=READING, parameters={"upload": kept.pk})
    kept.state = MAPPED
    kept.save()
    after = {"columns": kept.mapping["columns"], "list": kept.unit_list, "whole": kept.is_whole}
    record(actor=actor, verb="confirm-columns", subject=kept, after=after)
    return kept.run


@transaction.atomic
def _begin_corrected(
    actor: User, upload: Upload, name: str, place: Path, digest: str, seen: dict[str, Any]
) -> Run:
    corrected = Upload.objects.create(
        **_facts(actor, name, place, digest, upload.country, seen),
        unit_list=upload.unit_list,
        is_whole=False,
        corrects=upload,
    )
    _check_list_is_free(corrected)
    corrected.run = runs.begin(actor=actor, kind=READING, parameters={"upload": corrected.pk})
    corrected.state = MAPPED
    corrected.save()
    record(actor=actor, verb="send-corrected", subject=corrected, after={"file": name})
    return corrected.run


def _confirm(kept: Upload, fields: Sequence[str]) -> None:
    columns = _columns(kept.mapping["headings"], fields)
    constants = {"union": kept.office.name_fa} if kept.office and kept.office.is_union else {}
    for name in constants:
        columns.pop(name, None)
    demand(ColumnMapping(_tuples(columns), constants), kept.mapping["headings"], kept.file_name)
    kept.mapping |= {"columns": columns, "constants": constants}
    _mask(kept.mapping)


def _free_to_read(upload: Upload) -> Upload:
    """Return the upload locked, if it is not read yet, and not being read."""
    kept = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if kept.state == IMPORTED:
        raise AlreadyRead(file=kept.file_name)
    if kept.run_id is not None and not Run.objects.get(pk=kept.run_id).has_ended:
        raise BeingRead(file=kept.file_name)
    return kept


def _check_list_is_free(upload: Upload) -> None:
    """Two files are not read into one list at once, nor one file into two lists."""
    assert upload.unit_list is not None
    unit_list = UnitList.objects.select_for_update(no_key=True).get(pk=upload.unit_list.pk)
    other = being_read(unit_list, but=upload)
    if other is not None:
        raise BeingRead(file=other.file_name)
    same = read_elsewhere(upload)
    if same.filter(state=IMPORTED).exists():
        raise AlreadyRead(file=upload.file_name)
    if same.filter(run__state__in=(RunState.RUNNING, RunState.WAITING)).exists():
        raise BeingRead(file=upload.file_name)


def _received(file: File | None) -> tuple[str, str, str, dict[str, Any]]:
    """Keep the bytes under their digest; return the name, digest, ending, and what is seen."""
    if file is None:
        raise NoFile
    _small_enough(file)
    name = Path(file.name or "").name[:255]
    suffix = _suffix(name)
    with NamedTemporaryFile(suffix=suffix, dir=_folder()) as held:
        digest = _copied(file, held)
        seen = _seen(Path(held.name), name)
        place = _folder() / f"{digest}{suffix}"
        if not place.is_file():  # else another reading may have it open
            fresh = place.with_name(f".{Path(held.name).name}")
            shutil.copyfile(held.name, fresh)
            fresh.chmod(0o600)
            os.replace(fresh, place)
    return name, digest, suffix, seen


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


def _seen(path: Path, name: str) -> dict[str, Any]:
    """Return headings, first rows and the guess; a refusal names the file as its sender did."""
    try:
        shown = preview(path)
    except Refusal as refusal:
        if "file" in refusal.facts:
            refusal.facts["file"] = name
        raise
    columns = asdict(shown.mapping)["columns"]
    return {
        "headings": shown.headings,
        "rows": shown.rows,
        "secret": [*columns.get(SECRET, ()), *_looks_secret(shown.headings, shown.rows)],
        "columns": columns,
        "encoding": shown.encoding,
        "records": shown.records,
        "is_whole": shown.is_whole,
    }


def _mask(seen: dict[str, Any]) -> None:
    """Mask the national codes among the first rows, which the database keeps to be shown."""
    seen["rows"] = masked_rows(seen["rows"], seen["headings"], secret_headings(seen))


def _looks_secret(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the headings under which every cell is a sound national code, whatever they say."""
    cells = {heading: [row[at] for row in rows if row[at]] for at, heading in enumerate(headings)}
    return [
        heading
        for heading, some in cells.items()
        if len(some) >= FEWEST_CODES and all(map(identity().is_national_code, some))
    ]


@transaction.atomic
def _keep(
    actor: User, name: str, place: Path, digest: str, country: str, seen: dict[str, Any]
) -> Upload:
    upload = Upload.objects.create(**_facts(actor, name, place, digest, country, seen))
    record(actor=actor, verb="send-registry", subject=upload, after={"file": name})
    return upload


def _facts(
    actor: User, name: str, place: Path, digest: str, country: str, seen: dict[str, Any]
) -> dict[str, Any]:
    return {
        "uploaded_by": actor,
        "office": branch_of(actor),
        "file_name": name,
        "file": place.name,
        "sha256": digest,
        "size_bytes": place.stat().st_size,
        "country": country,
        "state": RECEIVED,
        "mapping": seen,
        "is_demo": belongs_to_demo(actor),
    }


def _columns(headings: Sequence[str], fields: Sequence[str]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for heading, name in zip(headings, fields, strict=True):
        if name:
            columns.setdefault(name, []).append(heading)
    for name, named in columns.items():
        if len(named) > 1 and name not in JOINED_FIELDS:
            raise FieldTwice(headings=", ".join(named))
    return columns


def _tuples(columns: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(named) for name, named in columns.items()}


def _folder() -> Path:
    """Return where files lie as they came, people's codes in them: its owner's alone."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix in (".csv", ".txt", ".tsv", ".xlsx", ".xlsm") else ".csv"


__all__ = [
    "IMPORTED", "MAPPED", "READING", "RECEIVED", "AlreadyRead", "BeingRead", "FieldTwice",
    "FileTooLarge", "NoFile", "ask_to_read", "file_of", "receive_corrected", "receive_upload",
]  # fmt: skip
