"""A registry file read at once, in this process: what the command does."""

from pathlib import Path
from typing import Any

from django.core.files import File

from hamafza.registry.columns import ColumnMapping
from hamafza.store.files import existing
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import tasks
from hamafza.web.access import OFFICE
from hamafza.web.actions import runs, uploads
from hamafza.web.actions.unit_lists import lists_of
from hamafza.web.actions.upload_reading import BeingRead
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.uploads import Upload


class NoSuchOfficer(Refusal):
    code = "upload-no-such-officer"


class ReadingFailed(Refusal):
    code = "upload-reading-failed"


def read_now(
    *,
    username: str,
    path: Path,
    country: str,
    name: str,
    is_whole: bool,
    mapping: ColumnMapping | None,
) -> dict[str, Any]:
    """
    Read a file into a list and return the counts.

    A reading of the same file that was killed is taken up, once its worker's lease is over.
    """
    actor = _officer(username)
    with existing(path).open("rb") as stream:
        upload = uploads.receive_upload(
            actor=actor, file=File(stream, name=path.name), country=country
        )
    tasks.gather_carriers()
    runs.take_back_lost()
    upload.refresh_from_db()
    run = upload.run
    if run is not None and run.state == RunState.RUNNING:
        raise BeingRead(file=upload.file_name)
    if run is None or run.has_ended:
        run = _asked(actor, upload, name, is_whole, mapping)
    tasks.carry_out.call(run.pk)
    ended = Run.objects.get(pk=run.pk)
    if ended.state == RunState.REFUSED:
        refusal = Refusal(**ended.refusal_facts)
        refusal.code = ended.refusal_code  # type: ignore[misc]
        raise refusal
    upload.refresh_from_db()
    if ended.state != RunState.DONE or upload.state != uploads.IMPORTED:
        raise ReadingFailed(run=ended.pk, state=ended.state)
    return upload.counts


def _asked(
    actor: User, upload: Upload, name: str, is_whole: bool, mapping: ColumnMapping | None
) -> Run:
    columns = mapping.columns if mapping else upload.mapping["columns"]
    taken = {heading: field for field, named in columns.items() for heading in named}
    fields = [taken.get(heading, "") for heading in upload.mapping["headings"]]
    known = lists_of(actor, upload.country).filter(name=name).first()
    return uploads.ask_to_read(
        actor=actor,
        upload=upload,
        fields=fields,
        unit_list=known.pk if known else None,
        name=name,
        is_whole=is_whole,
    )


def _officer(username: str) -> User:
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None or found.role not in (*OFFICE, *BRANCH):
        raise NoSuchOfficer(account=username)
    return found
