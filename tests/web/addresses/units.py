"""Arguments of the pages on units and their files."""

from hamafza.web.records.bad_rows import BadRow
from hamafza.web.records.uploads import Upload


def _an_upload(cast):
    upload, _ = Upload.objects.get_or_create(
        file_name="واحدها.csv",
        sha256="0" * 64,
        size_bytes=1,
        uploaded_by=cast.farideh,
        mapping={"headings": ["نام واحد"], "rows": [["پته"]], "columns": {"name": ["نام واحد"]}},
    )
    return {"number": upload.pk}


def _a_read_upload(cast):
    arguments = _an_upload(cast)
    kept = Upload.objects.filter(pk=arguments["number"])
    kept.update(state="imported", mapping=kept.get().mapping | {"bad_headings": ["نام واحد"]})
    return arguments


def _a_bad_row(cast):
    arguments = _a_read_upload(cast)
    facts = {"codes": "name-missing", "cells": [""]}
    BadRow.objects.get_or_create(upload_id=arguments["number"], line=2, defaults=facts)
    return arguments | {"line": 2}


ARGUMENTS = {
    "office:unit": lambda cast: {"number": cast.unit.pk},
    "office:verify_unit": lambda cast: {"number": cast.unit.pk},
    "office:upload": _an_upload,
    "office:read_upload": _an_upload,
    "office:rejects": _a_read_upload,
    "office:upload_changes": _a_read_upload,
    "office:upload_unread": _a_read_upload,
    "office:corrected": _a_read_upload,
    "office:bad_row": _a_bad_row,
    "office:units_file": lambda cast: {"form": "csv"},
}
