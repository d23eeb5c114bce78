"""Files from outside: hostile names and sizes, two readers at once, cells that are formulas."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hamafza.vocabulary.progress import Cancelled
from hamafza.web.actions import runs
from hamafza.web.actions import uploads as act
from hamafza.web.actions.upload_reading import read_upload
from hamafza.web.pages.sheet_cells import harmless
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.web.units.test_uploads import HEADINGS, ROWS, confirmed, sent

pytestmark = pytest.mark.django_db
ALL_COLUMNS = ["name", "goods_text", "province", "city", "monthly_units"]


def test_a_name_with_a_path_and_marks_of_direction_is_shown_apart(client, cast, tmp_path):
    client.force_login(cast.farideh)
    upload = sent(client, name="../../\u202egpj<script>.csv")
    assert "/" not in upload.file_name
    assert "/" not in upload.file.name
    html = client.get(reverse("office:uploads")).content.decode()
    assert "<bdi>\u202egpj&lt;script&gt;.csv</bdi>" in html or "<bdi>gpj&lt;script" in html
    assert "gpj<script>" not in html


def test_two_people_with_the_same_file_bring_its_units_once(client, cast, work):
    client.force_login(cast.parviz)
    first = sent(client)
    client.force_login(cast.mina)
    second = sent(client)
    assert first.pk != second.pk
    act.ask_to_read(actor=cast.parviz, upload=first, fields=ALL_COLUMNS)
    first.refresh_from_db()
    same = {"actor": cast.mina, "upload": second, "fields": ALL_COLUMNS}
    with pytest.raises(act.BeingRead):
        act.ask_to_read(**same, unit_list=first.unit_list_id)
    with pytest.raises(act.BeingRead):
        act.ask_to_read(**same, name="another list")
    work()
    with pytest.raises(act.AlreadyRead):
        act.ask_to_read(**same, name="another list")
    act.ask_to_read(**same, unit_list=first.unit_list_id)
    work()
    second.refresh_from_db()
    assert (second.counts["new"], second.counts["same"]) == (0, 2)
    assert Unit.objects.filter(upload__isnull=False).count() == 2


def read(run: Run, upload: Upload, report=lambda *_: None):
    return read_upload(run, report=report, stop=lambda _: False, upload=upload.pk)


def cancelled_reading(client, cast) -> tuple[Upload, Run]:
    """Cancel when the units are already in the database, the latest moment there is."""
    client.force_login(cast.farideh)
    upload = sent(client)
    asked = act.ask_to_read(actor=cast.farideh, upload=upload, fields=ALL_COLUMNS)
    run = runs.claim(run_id=asked.pk, worker="the first")

    def cancel(stage, done, total):
        if stage == "keeping" and done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(run, upload, report=cancel)
    Run.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)
    return upload, run


def test_a_cancelled_reading_leaves_no_half_of_a_registry(client, cast):
    upload, _run = cancelled_reading(client, cast)
    assert not Unit.objects.filter(upload=upload).exists()


def test_a_cancelled_reading_begun_again_keeps_every_unit_once(client, cast, work):
    upload, run = cancelled_reading(client, cast)
    runs.begin_again(actor=cast.farideh, run=run)
    work()
    assert Unit.objects.filter(upload=upload).count() == 2
    upload.refresh_from_db()
    assert upload.counts["records"] == upload.counts["clean"] + upload.counts["rejected"] == 4


def test_an_old_run_begun_again_does_not_replace_what_was_read_since(client, cast, work):
    upload, old = cancelled_reading(client, cast)
    act.ask_to_read(actor=cast.farideh, upload=upload, fields=ALL_COLUMNS)
    work()
    kept = set(Unit.objects.filter(upload=upload).values_list("pk", flat=True))
    runs.begin_again(actor=cast.farideh, run=old)
    work()
    assert set(Unit.objects.filter(upload=upload).values_list("pk", flat=True)) == kept
    old.refresh_from_db()
    assert old.refusal_code == "upload-already-read"


def test_the_same_bytes_read_for_another_are_not_read_again_by_an_old_run(client, cast, work):
    _upload, old = cancelled_reading(client, cast)
    client.force_login(cast.parviz)
    confirmed(client, sent(client))
    work()
    runs.begin_again(actor=cast.farideh, run=old)
    work()
    assert Unit.objects.filter(upload__isnull=False).count() == 2


def test_a_row_of_formulas_comes_back_as_words(client, cast, work):
    client.force_login(cast.farideh)
    formula = '=HYPERLINK("http://evil.example","x")'
    upload = sent(client, rows=[*ROWS, ["@SUM(A1)", formula, "کرمان", "کرمان", "-5"]])
    confirmed(client, upload)
    work()
    handed = client.get(reverse("office:rejects", args=[upload.pk])).content.decode("utf-8-sig")
    row = list(csv.DictReader(io.StringIO(handed)))[-1]
    assert row[HEADINGS[1]] == f"'{formula}"
    assert row[HEADINGS[0]] == "'@SUM(A1)"
    assert row[HEADINGS[4]] == "-5"


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), (" =1", "' =1"), ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
     ("\t=1", "'\t=1"), ("-5", "-5"), ("+98 34 3222", "+98 34 3222"), ("−۵", "−۵"),
     ("-۵٫۵", "-۵٫۵"), ("رومیزی", "رومیزی"), ("", "")],
)  # fmt: skip
def test_only_what_would_be_calculated_gets_an_apostrophe(cell, safe):
    assert harmless(cell) == safe


def bomb(unpacked_mb: int) -> SimpleUploadedFile:
    """Return a workbook of a few kilobytes whose one cell unpacks to very much."""
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _workbook().items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as cell:
            cell.write(_SHEET[0].encode())
            for _ in range(unpacked_mb):
                cell.write(b"a" * 2**20)
            cell.write(_SHEET[1].encode())
    return SimpleUploadedFile("a.xlsx", sheet.getvalue())


def _workbook() -> dict[str, str]:
    office = "http://schemas.openxmlformats.org"
    main, relations = (
        f"{office}/spreadsheetml/2006/main",
        f"{office}/officeDocument/2006/relationships",
    )
    packed = f"{office}/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{packed}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packed}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
    }


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>',
    "</t></is></c></row></sheetData></worksheet>",
)


def test_a_workbook_that_unpacks_to_very_much_is_refused_before_it_is_unpacked(client, cast):
    client.force_login(cast.farideh)
    url = "/en" + reverse("office:uploads")
    answer = client.post(url, {"file": bomb(80), "country": "IRN"})
    assert answer.status_code == 400
    assert "a.xlsx unpacks to 80 MB" in answer.content.decode()
    assert not Upload.objects.exists()
