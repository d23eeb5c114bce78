"""Arguments of the pages on units and their files."""

from django.conf import settings

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
    (settings.HOME / "rejects.csv").write_text("line,codes,reasons\n", encoding="utf-8")
    arguments = _an_upload(cast)
    Upload.objects.filter(pk=arguments["number"]).update(rejects_path="rejects.csv")
    return arguments


ARGUMENTS = {
    "office:unit": lambda cast: {"number": cast.unit.pk},
    "office:verify_unit": lambda cast: {"number": cast.unit.pk},
    "office:upload": _an_upload,
    "office:read_upload": _an_upload,
    "office:rejects": _a_read_upload,
}
