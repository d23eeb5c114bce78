"""Eighteen workshops of Kerman whom the story follows: a small file of their union, read as any."""

from django.conf import settings

from hamafza.runs.editions import aside_table
from hamafza.runs.reading import read_units, write_reading
from hamafza.store.records import file_sha256
from hamafza.store.resources import shipped
from hamafza.vocabulary.progress import Report
from hamafza.web.actions.events import record
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.demo import accounts
from hamafza.web.demo.units import COUNTRY
from hamafza.web.exchange.bad_rows import keep_bad_rows
from hamafza.web.exchange.units import write_units
from hamafza.web.records.accounts import Role
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

FILE = "pateh_kerman.csv"
ANSWER, TABLE_LINEN = "رومیزی", "630259"
ASKED = "پته‌دوزی روی شال"
"""Her words: a craft and a ground cloth, no article; so she is asked."""


def build(report: Report) -> None:
    """Read the file as the officer, then let its one vague maker answer her question herself."""
    upload = _read(report)
    hero = Unit.objects.get(upload=upload, goods_text=ASKED)
    confirm_goods(
        actor=accounts.of(Role.PRODUCER, hero),
        unit=hero,
        text=hero.goods_text,
        hs6=TABLE_LINEN,
        answer=ANSWER,
    )


def _read(report: Report) -> Upload:
    file = shipped("synthetic", FILE)
    read = read_units(file, country=COUNTRY, report=report)
    folder = settings.HOME / "demo"
    rejects = folder / "pateh_rejects.csv"
    write_reading(read, folder / "pateh_units.parquet", rejects)
    officer = accounts.of(Role.PROMOTION)
    upload = Upload.objects.create(
        uploaded_by=officer,
        file_name=FILE,
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
    digests = {"registry": upload.sha256, "units": file_sha256(folder / "pateh_units.parquet")}
    after = read.counts | {"sha256": digests}
    record(actor=officer, verb="import-units", subject=upload, after=after)
    return upload
