"""National codes of a file lie nowhere in the clear but in the file, and open where they must."""

import json

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hamafza.web import sealing
from hamafza.web.actions import keys, people, runs
from hamafza.web.actions import uploads as act
from hamafza.web.actions.bad_rows import correct_row
from hamafza.web.actions.upload_reading import read_upload
from hamafza.web.exchange.secret_cells import cells_now, unread_cell
from hamafza.web.records.bad_rows import BadRow, UnreadCell
from hamafza.web.records.events import Event
from hamafza.web.records.people import Person
from hamafza.web.records.runs import Run
from hamafza.web.records.uploads import Upload
from tests.web.unit_facts.making import national_code
from tests.web.units.owners import ALI, FIRST, HEADINGS, MARYAM, book, changed, send

pytestmark = pytest.mark.django_db


def test_a_code_that_lost_its_zero_is_the_persons_and_lies_nowhere_in_the_clear(
    bring, cast, settings
):
    upload = bring(FIRST)
    (maryam,) = people.persons_of_code(MARYAM)
    assert maryam.name == "مریم پارسا"
    assert sealing.opened(maryam.code_sealed) == MARYAM
    assert Person.objects.filter(code_key=None).count() == 1  # who told no code
    everywhere = json.dumps(upload.mapping, ensure_ascii=False) + "".join(
        json.dumps([each.before, each.after], ensure_ascii=False, default=str)
        for each in Event.objects.all()
    )
    for code in (MARYAM, MARYAM.lstrip("0"), ALI):
        assert code not in everywhere
        for path in _tables(settings):
            assert not _holds(path, code), path
    assert (settings.HOME / "readings").stat().st_mode & 0o77 == 0
    file = act.file_of(upload)
    assert file.stat().st_mode & 0o77 == file.parent.stat().st_mode & 0o77 == 0


def _tables(settings):
    """Return what the readings of this test have written; others lie beside it, some broken."""
    for upload in Upload.objects.all():
        yield from (settings.HOME / "readings" / str(upload.pk)).rglob("*.*")


def _holds(path, code: str) -> bool:
    if path.suffix != ".parquet":
        return code in path.read_text()
    return code in json.dumps(pl.read_parquet(path).rows(), ensure_ascii=False, default=str)


def test_rows_set_aside_keep_their_codes_sealed_and_give_them_to_who_corrects(bring, cast, client):
    lost = changed(FIRST[0], شهر="ناکجا", شهرستان="ناکجا")
    upload = bring([lost, FIRST[1]])
    row = BadRow.objects.get(upload=upload)
    code = MARYAM.lstrip("0")
    assert code not in json.dumps(row.cells)
    assert code in cells_now(row)
    client.force_login(cast.parviz)
    table = client.get(reverse("office:rejects", args=[upload.pk])).content.decode()
    assert code in table
    page = client.get(reverse("office:bad_row", args=[upload.pk, row.line])).content.decode()
    assert code in page
    cells = cells_now(row)
    cells[13] = cells[14] = "کرمان"
    kept = correct_row(actor=cast.parviz, row=row, cells=cells)
    assert kept.unit.persons.get().person == people.persons_of_code(MARYAM)[0]
    told_of = json.dumps([[each.before, each.after] for each in Event.objects.all()], default=str)
    assert code not in told_of
    assert code not in json.dumps(kept.corrected)


def test_rows_sent_back_corrected_bring_their_owners_and_keep_codes_sealed(
    bring, cast, client, work, settings
):
    lost = [changed(FIRST[0], شهر="ناکجا", شهرستان="ناکجا"), changed(FIRST[1], شرح_کالا="")]
    upload = bring([*lost, FIRST[2]])
    client.force_login(cast.parviz)
    table = client.get(reverse("office:rejects", args=[upload.pk])).content.decode()
    table = table.replace("ناکجا", "کرمان")
    file = SimpleUploadedFile("rejects.csv", table.encode())
    act.receive_corrected(actor=cast.parviz, upload=upload, file=file)
    work()
    right, still = BadRow.objects.filter(upload=upload).order_by("line")
    assert (right.unit.name, right.state) == ("پته ماه‌بانو", "corrected")
    assert right.unit.persons.get().person.name == "مریم پارسا"
    code = MARYAM.lstrip("0")
    assert code in cells_now(right)
    assert ALI in cells_now(still)
    assert code not in json.dumps(right.corrected)
    for path in _tables(settings):
        assert not _holds(path, code), path
        assert not _holds(path, ALI), path


def test_keys_may_change_and_what_was_sealed_beside_rows_opens(bring, cast):
    upload = bring(
        [changed(FIRST[0], شهر="ناکجا", شهرستان="ناکجا"), changed(FIRST[1], کد_ملی="12")]
    )
    keys.change()
    keys.retire()
    assert MARYAM.lstrip("0") in cells_now(BadRow.objects.get(upload=upload))
    assert unread_cell(UnreadCell.objects.get(upload=upload)) == "12"


def test_a_preview_masks_codes_whatever_their_heading_says(cast, client):
    lines = ["نام,کالا,شهر,شماره پرسنلی,کد ملی"]
    lines += [f"الف{at},شال,کرمان,{national_code(111222333 + at)},{MARYAM}" for at in range(4)]
    file = SimpleUploadedFile("x.csv", "\n".join(lines).encode())
    upload = act.receive_upload(actor=cast.parviz, file=file, country="IRN")
    client.force_login(cast.parviz)
    page = client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    for text in (page, json.dumps(upload.mapping)):
        assert MARYAM not in text
        assert national_code(111222333) not in text
    assert f"{MARYAM[:2]}••••••{MARYAM[-2:]}" in page


def test_a_column_of_codes_that_is_left_unread_is_hidden_all_the_same(bring, cast):
    lost = changed(FIRST[0], شهر="ناکجا", شهرستان="ناکجا")
    file = SimpleUploadedFile("ب.xlsx", book([lost, FIRST[1]], HEADINGS))
    upload = act.receive_upload(actor=cast.parviz, file=file, country="IRN")
    taken = {each: field for field, named in upload.mapping["columns"].items() for each in named}
    fields = [taken.get(each, "") if each != "کد ملی" else "" for each in HEADINGS]
    act.ask_to_read(actor=cast.parviz, upload=upload, fields=fields, name="ب")
    read_upload(
        runs.claim(run_id=Run.objects.latest("id").pk, worker="w"),
        report=lambda *_: None, stop=lambda _: False, upload=upload.pk,
    )  # fmt: skip
    row = BadRow.objects.get(upload=upload)
    assert MARYAM.lstrip("0") not in json.dumps(row.cells)
    assert MARYAM.lstrip("0") in cells_now(row)
    assert not Person.objects.exclude(code_key=None).exists()


@pytest.mark.parametrize("is_retired", [False, True])
def test_keys_that_change_while_a_reading_lies_half_done_double_nobody(
    bring, cast, monkeypatch, is_retired
):
    bring(FIRST[:1])
    monkeypatch.setattr("hamafza.runs.editions.STEP", 1)
    again = changed(FIRST[0], نام_واحد_صنفی="پته دوم", شماره_پروانه_کسب="9988776655")
    rows = [changed(FIRST[2], کد_ملی="12"), FIRST[1], again]
    upload = send(cast.parviz, rows, name="یزد.xlsx", unit_list=None)

    class Killed(Exception):
        pass

    def killed(stage: str, done: int, total: int) -> None:
        if stage == "keeping" and done == 1:
            raise Killed

    run = runs.claim(run_id=Run.objects.latest("id").pk, worker="w")
    with pytest.raises(Killed):
        read_upload(run, report=killed, stop=lambda _: False, upload=upload.pk)
    keys.change()
    if is_retired:
        keys.retire()
    read_upload(run, report=lambda *_: None, stop=lambda _: False, upload=upload.pk)
    assert sorted(Person.objects.values_list("name", flat=True)) == [
        "زهرا نیکو", "علی رضایی", "مریم پارسا",
    ]  # fmt: skip
    assert people.persons_of_code(MARYAM)[0].units.count() == 2
    assert sealing.opened(people.persons_of_code(ALI)[0].code_sealed) == ALI
    assert [unread_cell(each) for each in UnreadCell.objects.all()] == ["12"]
