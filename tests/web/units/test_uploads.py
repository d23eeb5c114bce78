"""A union's file in the browser: sent, columns confirmed, read, and every bad row given back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hamafza.registry.columns import FIELDS
from hamafza.runs.fault_words import FAULT_WORDS
from hamafza.web.actions import uploads as act
from hamafza.web.actions.upload_reading import read_upload
from hamafza.web.pages.office.bad_rows import QUOTED
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db

HEADINGS = ["نام واحد", "کالا", "استان", "شهر", "ظرفیت ماهانه"]
ROWS = [
    ["کارگاه پته ماه‌بانو", "رومیزی پته‌دوزی", "کرمان", "كرمان", "۴۰"],
    ["گلیم رفسنجان", "گلیم دستباف پشمی", "کرمان", "رفسنجان", "12"],
    ["", "پیراهن مردانه", "کرمان", "کرمان", "30"],
    ["دوخت نیکو", "پیراهن مردانه", "کرمان", "کرمان", "-5"],
]


def a_file(rows=ROWS, headings=HEADINGS, name="واحدها.csv") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return SimpleUploadedFile(name, text.getvalue().encode("utf-8-sig"))


def sent(client, **kept) -> Upload:
    answer = client.post(reverse("office:uploads"), {"file": a_file(**kept), "country": "IRN"})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("id")


def confirmed(client, upload: Upload, **changed) -> None:
    taken = {named[0]: name for name, named in upload.mapping["columns"].items()}
    headings = upload.mapping["headings"]
    form = {f"c{at}": taken.get(heading, "") for at, heading in enumerate(headings)}
    answer = client.post(reverse("office:read_upload", args=[upload.pk]), form | changed)
    assert answer.status_code == 302, answer.content.decode()


def test_every_meaning_of_a_column_has_its_words():
    assert set(MEANINGS) == set(FIELDS)


def test_every_fault_says_which_cells_it_is_about():
    assert set(QUOTED) == set(FAULT_WORDS)


def test_the_cell_that_is_meant_is_shown_as_it_was_written(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(client)
    confirmed(client, upload)
    work()
    for prefix, words in (("", "ظرفیت کمتر از صفر است."), ("/en", "The capacity is below zero.")):
        html = client.get(f"{prefix}/office/uploads/{upload.pk}/").content.decode()
        assert '<bdi class="as-is">-5</bdi>' in html
        assert words in html


def test_an_invented_file_is_never_shown_as_real(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(
        client, headings=[*HEADINGS, "منشأ داده"], rows=[[*row, "ساختگی"] for row in ROWS]
    )
    confirmed(client, upload)
    work()
    bases = Unit.objects.filter(upload=upload).values_list("capacity_basis", flat=True)
    assert set(bases) == {"synthetic"}
    html = client.get(f"/en/office/uploads/{upload.pk}/").content.decode()
    assert "its rows are invented" in html


def test_a_file_goes_from_the_browser_to_units_and_its_bad_rows_come_back(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(client)
    shown = client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    assert "کارگاه پته ماه‌بانو" in shown
    confirmed(client, upload)
    assert "hx-get" in client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    work()
    upload.refresh_from_db()
    told = {"records": 4, "clean": 2, "rejected": 2, "new": 2, "changed": 0, "same": 0, "gone": 0}
    assert {name: upload.counts[name] for name in told} == told
    assert upload.counts["synthetic"] is False
    units = Unit.objects.filter(upload=upload).order_by("line")
    assert [(unit.line, unit.city, unit.monthly_units) for unit in units] == [
        (2, "کرمان", 40.0),
        (3, "رفسنجان", 12.0),
    ]
    result = client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    assert "نام واحد نوشته نشده است." in result
    handed = client.get(reverse("office:rejects", args=[upload.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(handed)))
    assert [row["line"] for row in rows] == ["4", "5"]
    assert rows[1]["ظرفیت ماهانه"] == "-5"


def test_an_officer_of_a_union_brings_units_of_that_union_alone(client, cast, work):
    client.force_login(cast.farideh)
    rows = [[*row, "اتحادیه دیگر"] for row in ROWS[:2]]
    upload = sent(client, rows=rows, headings=[*HEADINGS, "اتحادیه"])
    confirmed(client, upload, c5="union")
    work()
    assert set(Unit.objects.filter(upload=upload).values_list("union", flat=True)) == {
        cast.farideh.union
    }


def test_the_same_bytes_twice_are_one_upload_and_are_read_once(client, cast, work):
    client.force_login(cast.farideh)
    first = sent(client)
    assert sent(client).pk == first.pk
    confirmed(client, first)
    work()
    again = client.post(reverse("office:read_upload", args=[first.pk]), {"c0": "name"})
    assert again.status_code == 409
    assert Unit.objects.filter(upload=first).count() == 2
    first.refresh_from_db()
    client.force_login(cast.parviz)
    other = sent(client)
    assert other.mapping["list"] == first.unit_list_id
    form = {"c0": "name", "c1": "goods_text", "c3": "city", "list": "", "name": "another list"}
    assert client.post(reverse("office:read_upload", args=[other.pk]), form).status_code == 409
    assert not Run.objects.exclude(uploads=first).exists()


def test_a_reading_carried_out_again_leaves_no_unit_twice(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(client)
    confirmed(client, upload)
    work()
    run = Run.objects.get(kind=act.READING)
    read_upload(run, report=lambda *_: None, stop=lambda _: False, upload=upload.pk)
    assert Unit.objects.filter(upload=upload).count() == 2


def test_columns_that_do_not_suffice_are_told_at_once_and_can_be_set_right(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(client)
    form = {"c0": "name", "c3": "city"}
    refused = client.post(reverse("office:read_upload", args=[upload.pk]), form)
    assert refused.status_code == 409
    assert "واحدها.csv" in refused.content.decode()
    assert not Run.objects.exists()
    confirmed(client, upload)
    work()
    upload.refresh_from_db()
    assert upload.state == act.IMPORTED


def test_a_column_that_a_person_leaves_unread_is_not_guessed_after_all(client, cast, work):
    client.force_login(cast.farideh)
    upload = sent(client)
    confirmed(client, upload, c4="")
    work()
    units = Unit.objects.filter(upload=upload)
    assert units.count() == 3
    assert {(unit.monthly_units, unit.capacity_basis) for unit in units} == {(None, "assumed")}


def test_one_meaning_is_not_given_to_two_columns(client, cast):
    client.force_login(cast.farideh)
    upload = sent(client)
    form = {"c0": "name", "c1": "goods_text", "c2": "city", "c3": "city"}
    assert client.post(reverse("office:read_upload", args=[upload.pk]), form).status_code == 409
    assert not Run.objects.exists()


def test_what_was_said_of_columns_is_remembered_for_the_next_file(client, cast, work):
    client.force_login(cast.farideh)
    headings = [*HEADINGS[:4], "توان کارگاه"]
    first = sent(client, headings=headings)
    assert "monthly_units" not in first.mapping["columns"]
    confirmed(client, first, c4="monthly_units")
    work()
    second = sent(client, headings=headings, rows=ROWS[:1])
    assert second.mapping["columns"]["monthly_units"] == ["توان کارگاه"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.xlsx", b""), ("a.xlsx", b"PK no"), ("a.csv", b"\x00\x01")],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence_and_not_kept(
    client, cast, name, content
):
    client.force_login(cast.farideh)
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("office:uploads"), {"file": file, "country": "IRN"})
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_form_without_a_file_is_answered_with_a_sentence(client, cast):
    client.force_login(cast.farideh)
    assert client.post(reverse("office:uploads"), {}).status_code == 400


def test_another_officers_file_is_as_good_as_not_there(client, cast):
    client.force_login(cast.parviz)
    upload = sent(client)
    client.force_login(cast.farideh)
    assert client.get(reverse("office:upload", args=[upload.pk])).status_code == 404
    assert "واحدها.csv" not in client.get(reverse("office:uploads")).content.decode()


def test_sending_confirming_and_keeping_are_written_down(client, cast, work):
    client.force_login(cast.farideh)
    confirmed(client, sent(client))
    work()
    verbs = Event.objects.filter(subject_kind="upload").values_list("verb", flat=True)
    assert list(verbs) == ["send-registry", "confirm-columns", "import-units"]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language(client, cast, work, language):
    client.force_login(cast.farideh)
    upload = sent(client)
    prefix = "/en" if language == "en" else ""
    pages = [f"{prefix}/office/uploads/", f"{prefix}/office/uploads/{upload.pk}/"]
    before = [client.get(page).content.decode() for page in pages]
    confirmed(client, upload)
    work()
    for html in [*before, *(client.get(page).content.decode() for page in pages)]:
        assert_digits_fit(html, language)
        assert_no_untranslated(html)
