"""The demo's registry: an invented file, read as any union's file is."""

from django.conf import settings

from hamafza.runs.editions import aside_table
from hamafza.runs.generating import write_registry
from hamafza.runs.reading import read_units, write_reading
from hamafza.store.records import file_sha256
from hamafza.vocabulary.progress import Report
from hamafza.web.actions.events import record
from hamafza.web.demo import accounts
from hamafza.web.exchange.bad_rows import keep_bad_rows
from hamafza.web.exchange.units import write_units
from hamafza.web.records.accounts import Role
from hamafza.web.records.uploads import Upload

COUNTRY = "IRN"


def build(report: Report, *, units: int, seed: int) -> None:
    """Write the file, read it, keep its clean rows as units and its bad ones with reasons."""
    folder = settings.HOME / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    file, rejects = folder / "registry.csv", folder / "rejects.csv"
    write_registry(units, seed, file)
    read = read_units(file, country=COUNTRY, report=report)
    write_reading(read, folder / "units.parquet", rejects)
    officer = accounts.of(Role.PROMOTION)
    upload = Upload.objects.create(
        uploaded_by=officer,
        file_name="registry.csv",
        sha256=file_sha256(file),
        size_bytes=file.stat().st_size,
        country=COUNTRY,
        state="imported",
        counts=read.counts,
        mapping={
            "headings": read.headings,
            "columns": {name: list(named) for name, named in read.mapping.columns.items()},
            "bad_headings": read.rejects.columns[3:],
        },
        rejects_path=str(rejects.relative_to(settings.HOME)),
        is_demo=True,
    )
    write_units(read.units, upload=upload, country=COUNTRY, is_demo=True, report=report)
    keep_bad_rows(aside_table(read.rejects), upload)
    digests = {"registry": upload.sha256, "units": file_sha256(folder / "units.parquet")}
    after = read.counts | {"sha256": digests}
    record(actor=officer, verb="import-units", subject=upload, after=after)
