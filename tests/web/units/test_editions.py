"""A newer file of a list: new, changed, the same and gone, and what people did in between."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from hamafza.vocabulary.progress import Cancelled
from hamafza.web.actions import changes, runs
from hamafza.web.actions import units as unit_actions
from hamafza.web.actions import uploads as act
from hamafza.web.actions.bad_rows import RowDecided, correct_row
from hamafza.web.actions.goods import confirm_goods
from hamafza.web.actions.upload_reading import read_upload
from hamafza.web.records import filling
from hamafza.web.records.bad_rows import BadRow, RowState
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.unit_lists import ListedUnit, UnitList
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.readiness.making import handed_in

pytestmark = pytest.mark.django_db

HEADINGS = ["نام واحد", "کالا", "شهر", "ظرفیت ماهانه", "شماره پروانه", "تلفن"]
FIRST = [
    ["پته ماه‌بانو", "رومیزی پته‌دوزی", "کرمان", "40", "0011223344", "09130000001"],
    ["گلیم راور", "گلیم دستباف پشمی", "راور", "12", "1122334455", "09130000002"],
    ["دوخت نیکو", "پیراهن مردانه", "کرمان", "30", "", ""],
    ["نجاری سرو", "میز چوبی", "ناکجا", "5", "2233445566", ""],
]


def bytes_of(rows, headings=HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode("utf-8-sig")


def send(actor, rows, headings=HEADINGS, **asked) -> Upload:
    file = SimpleUploadedFile("کرمان.csv", bytes_of(rows, headings))
    upload = act.receive_upload(actor=actor, file=file, country="IRN")
    taken = {named[0]: name for name, named in upload.mapping["columns"].items() if named}
    fields = [taken.get(heading, "") for heading in headings]
    asked.setdefault("unit_list", upload.mapping.get("list"))
    act.ask_to_read(actor=actor, upload=upload, fields=fields, **asked)
    return upload


@pytest.fixture
def bring(cast, work):
    def bring(rows, actor=None, **asked) -> Upload:
        upload = send(actor or cast.parviz, rows, **asked)
        work()
        upload.refresh_from_db()
        assert upload.state == act.IMPORTED, upload.run.fault
        return upload

    return bring


def told(upload: Upload) -> tuple[int, ...]:
    return tuple(upload.counts[name] for name in ("new", "changed", "same", "gone", "rejected"))


def test_a_newer_file_says_what_is_new_changed_the_same_and_gone(bring, cast):
    first = bring(FIRST)
    assert told(first) == (3, 0, 0, 0, 1)
    names = dict(Unit.objects.filter(upload=first).values_list("name", "unit_id"))
    newer = [
        ["گلیم راور نو", "گلیم دستباف پشمی", "راور", "14", "1122334455", "09130000002"],
        ["دوخت نیکو", "پیراهن مردانه", "کرمان", "30", "", ""],
        ["سفال لاله", "کاسه سفالی", "کرمان", "60", "3344556677", ""],
    ]
    second = bring(newer)
    assert second.unit_list == first.unit_list
    assert told(second) == (1, 1, 1, 1, 0)
    changed = Unit.objects.get(pk=names["گلیم راور"])
    assert (changed.name, changed.monthly_units) == ("گلیم راور نو", 14.0)
    assert "گلیم راور نو" in changed.search_key
    (gone,) = ListedUnit.objects.filter(gone_in=second)
    assert gone.unit_id == names["پته ماه‌بانو"]
    assert BadRow.objects.get(upload=first).state == RowState.REPLACED
    third = bring([*newer, FIRST[0]])
    assert told(third) == (0, 0, 4, 0, 0)
    assert third.counts["back"] == 1
    assert not ListedUnit.objects.exclude(gone_in=None).exists()
    assert Unit.objects.filter(upload__isnull=False).count() == 4


def test_the_same_file_again_changes_nothing_and_asks_nobody_to_code(bring, monkeypatch):
    bring(FIRST)
    before = list(Unit.objects.order_by("pk").values())
    texts = []
    coder = "hamafza.runs.reading.best_codes"
    from hamafza.runs import reading

    plain = reading.best_codes
    monkeypatch.setattr(coder, lambda asked, report: texts.extend(asked) or plain(asked))
    again = bring(FIRST)
    assert told(again) == (0, 0, 3, 0, 1)
    assert texts == []
    assert list(Unit.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)  # as in life: steps are committed
def test_a_first_filling_leaves_every_index_made_and_every_unit_found(bring, monkeypatch):
    monkeypatch.setattr(filling, "FEWEST_NEW", 1)
    monkeypatch.setattr(filling, "MOST_THERE", 10**6)
    rested = []
    begin = filling.begin
    monkeypatch.setattr(filling, "begin", lambda new: rested.append((new, begin(new))))
    bring(FIRST)
    assert rested == [(3, True)]
    assert not filling.bring_up_to_date()
    named = {index.name for index in Unit._meta.indexes}
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, Unit._meta.db_table)
    assert named <= set(there)


@pytest.mark.django_db(transaction=True)  # as in life: steps are committed
def test_indexes_that_a_killed_filling_left_resting_are_made_by_the_next_reading(
    bring, monkeypatch
):
    monkeypatch.setattr(filling, "MOST_THERE", 10**6)
    assert filling.begin(filling.FEWEST_NEW)
    bring(FIRST)
    assert not filling.bring_up_to_date()


def test_a_part_of_a_list_makes_nobody_gone(bring):
    bring(FIRST)
    part = bring(FIRST[:1], is_whole=False)
    assert told(part) == (0, 0, 1, 0, 0)


def test_what_a_person_set_by_hand_stays_and_is_said(bring, cast, client):
    first = bring(FIRST)
    unit = Unit.objects.get(upload=first, name="گلیم راور")
    unit_actions.correct_unit(actor=cast.parviz, unit=unit, name="گلیم‌بافی راور")
    confirm_goods(actor=cast.parviz, unit=unit, text=unit.goods_text, hs6="570231")
    newer = [list(row) for row in FIRST]
    newer[1][0], newer[1][1], newer[1][5] = "گلیم راورِ نو", "جاجیم پشمی", "09139999999"
    second = bring(newer)
    unit.refresh_from_db()
    assert (unit.name, unit.hs6, unit.family) == ("گلیم‌بافی راور", "570231", "5702")
    assert (unit.goods_text, unit.phone) == ("جاجیم پشمی", "09139999999")
    assert second.counts["by_hand"] == 1
    client.force_login(cast.parviz)
    html = client.get(f"/en/office/uploads/{second.pk}/").content.decode()
    assert "set by hand, and stays:" in html
    address = f"/en/office/uploads/{second.pk}/changes.csv"
    assert address in html
    lines = list(csv.reader(io.StringIO(b"".join(client.get(address)).decode("utf-8-sig"))))
    told = {(line[3], *line[4:]) for line in lines if line[2] == unit.name}
    assert ("telephone", "09130000002", "09139999999", "changed") in told
    assert ("name of the unit", "", "", "set by hand, and stays") in told


def test_an_accepted_change_and_an_assessed_readiness_stay(bring, cast):
    headings = [*HEADINGS, "شمار کارکنان", "امتیاز آمادگی"]
    rows = [[*row, "3", "20"] for row in FIRST[:2]]
    unit = Unit.objects.get(upload=bring(rows, headings=headings), name="گلیم راور")
    cast.maryam.unit = unit
    cast.maryam.save()
    asked = changes.ask(actor=cast.maryam, unit=unit, said={"workers": 8})
    changes.accept(actor=cast.parviz, request=asked)
    handed_in(cast.maryam, unit)
    unit.refresh_from_db()
    assessed = unit.readiness
    assert assessed > 0.5
    newer = [[*row, "4", "30"] for row in FIRST[:2]]
    newer[1][5] = "09139999999"
    second = bring(newer, headings=headings)
    unit.refresh_from_db()
    assert (unit.workers, unit.readiness, unit.phone) == (8, assessed, "09139999999")
    assert second.counts["by_hand"] == 1
    other = Unit.objects.get(name="پته ماه‌بانو")
    assert (other.workers, other.readiness) == (4, 0.3)


def test_what_columns_mean_is_remembered_even_where_one_is_added(bring, cast):
    headings = [*HEADINGS[:3], "توان کارگاه", *HEADINGS[4:]]
    file = SimpleUploadedFile("a.csv", bytes_of(FIRST, headings))
    upload = act.receive_upload(actor=cast.parviz, file=file, country="IRN")
    fields = ["name", "goods_text", "city", "monthly_units", "licence", ""]
    act.ask_to_read(actor=cast.parviz, upload=upload, fields=fields)
    more = [*headings, "شناسه"]
    file = SimpleUploadedFile("b.csv", bytes_of([[*row, "7"] for row in FIRST], more))
    seen = act.receive_upload(actor=cast.mina, file=file, country="IRN").mapping["columns"]
    assert seen["monthly_units"] == ["توان کارگاه"]
    assert seen["own_id"] == ["شناسه"]
    assert not seen.get("phone")
    other = act.receive_upload(actor=cast.farideh, file=file, country="IRN").mapping["columns"]
    assert "monthly_units" not in other


def test_one_event_holds_the_digests_of_the_file_and_of_what_it_changed(bring):
    upload = bring(FIRST)
    event = Event.objects.get(verb="import-units")
    assert event.after["sha256"] == {"registry": upload.sha256, "changes": upload.change_set}
    assert len(upload.change_set) == 64


def test_rows_corrected_in_the_file_handed_out_leave_those_set_aside(bring, cast, client, work):
    client.force_login(cast.parviz)
    bad = [["", "پیراهن", "کرمان", "3", "", ""], ["قالی کویر", "قالی", "کرمان", "-4", "", ""]]
    first = bring([*FIRST, *bad])
    handed = client.get(reverse("office:rejects", args=[first.pk])).content.decode("utf-8-sig")
    corrected = handed.replace("ناکجا", "کرمان").replace(",-4,", ",4,")
    file = SimpleUploadedFile("rejects.csv", corrected.encode("utf-8-sig"))
    client.post(reverse("office:corrected", args=[first.pk]), {"file": file})
    work()
    states = dict(BadRow.objects.filter(upload=first).values_list("line", "state"))
    assert states == {5: "corrected", 6: "open", 7: "corrected"}
    assert Unit.objects.filter(upload__isnull=False).count() == 5
    assert BadRow.objects.get(upload=first, line=7).unit.name == "قالی کویر"
    left = client.get(reverse("office:rejects", args=[first.pk])).content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(left))] == ["line", "6"]
    again = SimpleUploadedFile("rejects.csv", corrected.encode("utf-8-sig"))
    client.post(reverse("office:corrected", args=[first.pk]), {"file": again})
    work()
    assert Unit.objects.filter(upload__isnull=False).count() == 5


def test_a_row_is_put_right_in_the_browser_and_the_next_is_shown(bring, cast, client):
    client.force_login(cast.parviz)
    first = bring([*FIRST, ["", "پیراهن", "کرمان", "3", "", ""]])
    page = reverse("office:bad_row", args=[first.pk, 5])
    still = client.post(page, {"c2": "هیچستان"})
    assert 'value="هیچستان"' in still.content.decode()
    done = client.post(page, {"c2": "کرمان"})
    assert done["Location"] == reverse("office:bad_row", args=[first.pk, 6])
    assert Unit.objects.get(name="نجاری سرو").line == 5
    assert client.post(page, {"c2": "کرمان"}).status_code == 409
    left = client.post(done["Location"], {"leave-out": "1", "why": "ردیف جمع"})
    assert left["Location"] == reverse("office:upload", args=[first.pk])
    verbs = list(Event.objects.filter(subject_kind="badrow").values_list("verb", flat=True))
    assert verbs == ["correct-row", "correct-row", "leave-out-row"]
    corrected = [list(row) for row in FIRST]
    corrected[3][2] = "کرمان"
    assert told(bring(corrected)) == (0, 0, 4, 0, 0)


def test_a_row_decided_by_another_is_not_decided_twice(bring, cast):
    first = bring(FIRST)
    row = BadRow.objects.get(upload=first)
    cells = [*row.cells[:2], "کرمان", *row.cells[3:]]
    correct_row(actor=cast.parviz, row=row, cells=cells)
    with pytest.raises(RowDecided):
        correct_row(actor=cast.mina, row=row, cells=cells)
    assert Unit.objects.filter(name="نجاری سرو").count() == 1


def test_a_reading_cancelled_half_way_puts_everything_back(bring, cast, monkeypatch):
    monkeypatch.setattr("hamafza.runs.editions.STEP", 1)
    first = bring(FIRST)
    before = list(Unit.objects.order_by("pk").values())
    listed = list(ListedUnit.objects.order_by("pk").values())
    rows = [["نو", "شال", "کرمان", "1", "9988776655", ""], *[list(row) for row in FIRST[1:]]]
    rows[1][0] = "گلیم دیگر"
    upload = send(cast.parviz, rows)
    run = runs.claim(run_id=Run.objects.latest("id").pk, worker="w")

    def cancel(stage, done, total):
        if stage == "keeping" and done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_upload(run, report=cancel, stop=lambda _: False, upload=upload.pk)
    assert list(Unit.objects.order_by("pk").values()) == before
    assert list(ListedUnit.objects.order_by("pk").values()) == listed
    assert BadRow.objects.filter(upload=first, state=RowState.OPEN).count() == 1
    upload.refresh_from_db()
    assert (upload.stored, upload.change_set) == (0, "")
    assert Event.objects.filter(verb="take-back-reading").count() == 1


def test_a_worker_taken_for_lost_changes_nothing_more(bring, cast, monkeypatch):
    monkeypatch.setattr("hamafza.runs.editions.STEP", 1)
    upload = send(cast.parviz, FIRST)
    lost = runs.claim(run_id=upload.run_id or Run.objects.latest("id").pk, worker="lost")
    ours = []

    def other_takes_over(stage, done, total):
        if stage == "keeping" and done == 1 and not ours:
            Run.objects.filter(pk=lost.pk).update(state=RunState.WAITING, worker="")
            ours.append(runs.claim(run_id=lost.pk, worker="ours"))

    with pytest.raises(Cancelled):
        read_upload(lost, report=other_takes_over, stop=lambda _: False, upload=upload.pk)
    assert Unit.objects.filter(upload=upload).count() == 1
    read_upload(ours[0], report=lambda *_: None, stop=lambda _: False, upload=upload.pk)
    assert Unit.objects.filter(upload=upload).count() == 3
    assert UnitList.objects.get().units.count() == 3


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_of_lists_and_rows_speak_one_language(bring, cast, client, language):
    client.force_login(cast.parviz)
    prefix = "/en" if language == "en" else ""
    bring(FIRST)
    rows = [["نو", "شال", "کرمان", "1", "", ""], *[list(row) for row in FIRST[1:]]]
    rows[1][0] = "گلیم دیگر"
    second = bring(rows)
    waiting = act.receive_upload(
        actor=cast.parviz, file=SimpleUploadedFile("x.csv", bytes_of(FIRST[:3])), country="IRN"
    )
    pages = [f"uploads/{second.pk}/", f"uploads/{second.pk}/rows/5/", f"uploads/{waiting.pk}/"]
    for page in pages:
        html = client.get(f"{prefix}/office/{page}").content.decode()
        assert_digits_fit(html, language)
        assert_no_untranslated(html)
    assert json.dumps(second.counts)
