"""Other people's tables, sent by an officer and read in the background into data sets."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import transaction

from hamafza.runs.trade_asked import KINDS, demand_readable, import_asked, seen
from hamafza.runs.trade_facts import CUSTOMS
from hamafza.sources.mapped_tables import TableSeen
from hamafza.store.data_sets import DataSet, data_sets
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.stop import Stop
from hamafza.web.actions import runs
from hamafza.web.actions.events import record
from hamafza.web.actions.uploads import MOST_BYTES, FieldTwice, FileTooLarge, NoFile
from hamafza.web.own_country import own_country
from hamafza.web.records.accounts import User
from hamafza.web.records.runs import ENDED, Run

KIND = "trade-import"
SENT = "trade"
"""Below the folder of uploads: each file under its own name, in a folder of the digest of both."""
MAPPING = "mapping.toml"
_UNSAFE = re.compile(r"[^\w.()\-]+")


class FileNotSent(Refusal):
    """No file of this digest waits to be read."""

    code = "trade-file-not-sent"


def receive(*, file: File | None, kind: str) -> str:
    """
    Keep a file under its own name and return the digest of both; no data set changes yet.

    The name stays, for BACI's tells the edition. A table whose columns are asked about is looked
    into, so that what cannot be read is refused at once.
    """
    if file is None:
        raise NoFile
    if file.size > MOST_BYTES:
        raise FileTooLarge(size_mb=round(file.size / 2**20), most_mb=MOST_BYTES >> 20)
    place = Path(settings.MEDIA_ROOT) / SENT
    place.mkdir(parents=True, exist_ok=True)
    name = _UNSAFE.sub("_", Path(file.name or "").name)[-120:].lstrip(".") or "table"
    with NamedTemporaryFile(dir=place, delete=False) as held:
        fresh, digest = Path(held.name), sha256(name.encode())
        for chunk in file.chunks():
            digest.update(chunk)
            held.write(chunk)
    fresh.chmod(0o600)
    folder = place / digest.hexdigest()
    folder.mkdir(exist_ok=True)
    fresh.replace(folder / name)
    look_into(digest.hexdigest(), kind)
    return digest.hexdigest()


def file_sent(digest: str) -> Path:
    """Return where the bytes lie; refuse a digest that nobody sent."""
    place = Path(settings.MEDIA_ROOT) / SENT / digest
    found = sorted(place.iterdir()) if digest.isalnum() and place.is_dir() else []
    if not found:
        raise FileNotSent
    return found[0]


def look_into(digest: str, kind: str) -> TableSeen | None:
    """Return what the table looks like, where its columns are asked about."""
    return seen(kind, file_sent(digest))


@transaction.atomic
def ask_to_import(
    *, actor: User, kind: str, digest: str, wishes: Mapping[str, str], fields: list[str]
) -> Run:
    """
    Confirm what each column means, in the order of the headings, and begin the reading.

    An empty field leaves its column unread. The very same asked twice is one run.
    """
    if kind not in KINDS:
        raise FileNotSent
    demand_readable(wishes)
    path, table = file_sent(digest), look_into(digest, kind)
    if kind == CUSTOMS:
        wishes = {"country": own_country(), **wishes}
    asked = {
        "kind": kind,
        "digest": digest,
        "file_name": path.name,
        "wishes": {name: told for name, told in wishes.items() if told},
        "columns": {} if table is None else _columns(table.headings, fields),
    }
    for waiting in Run.objects.filter(kind=KIND, actor=actor).exclude(state__in=ENDED):
        if waiting.parameters == asked:
            return waiting
    return runs.begin(actor=actor, kind=KIND, parameters=asked)


@runs.carries_out(KIND)
def import_table(
    run: Run,
    *,
    report: Report,
    stop: Stop,
    kind: str,
    digest: str,
    file_name: str,
    wishes: Mapping[str, str],
    columns: Mapping[str, str],
) -> dict[str, object]:
    """Read the file into its data set; a refusal or a cancellation leaves the old one in use."""
    path = file_sent(digest)
    before = {each.name: each.folder.name for each in data_sets(Path(settings.HOME))}
    mapping = _mapping(run, columns)
    found = import_asked(kind, path, Path(settings.HOME), wishes, mapping, report)
    _replaced(run, found, before.get(found.name))
    return {
        "set": found.name,
        "stamp": found.folder.name,
        "figures": found.record["figures"],
        "link": "office:trade",
    }


@transaction.atomic
def _replaced(run: Run, found: DataSet, before: str | None) -> None:
    """Write down that a data set took the place of the one before."""
    told = found.record
    after = {
        "set": found.name,
        "stamp": found.folder.name,
        "inputs": told["inputs"],
        "outputs": told["outputs"],
        "rows_kept": told["figures"]["rows_kept"],
    }
    record(
        actor=run.actor, verb="replace-data-set", subject=run, before={"stamp": before}, after=after
    )


def _mapping(run: Run, columns: Mapping[str, str]) -> Path | None:
    """Write what a person confirmed as a mapping file; a JSON text is a TOML text too."""
    if not columns:
        return None
    lines = [
        "guess = false",
        "[columns]",
        *(f"{name} = {json.dumps(told, ensure_ascii=False)}" for name, told in columns.items()),
    ]
    path = runs.folder(run.pk) / MAPPING
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _columns(headings: list[str], fields: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for heading, name in zip(headings, fields, strict=False):
        if name and name in columns:
            raise FieldTwice(headings=f"{columns[name]}, {heading}")
        if name:
            columns[name] = heading
    return columns
