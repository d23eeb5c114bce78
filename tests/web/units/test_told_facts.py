"""What a file tells beside its units is kept, follows newer files, and is nobody's to see twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hamafza.registry.facts_read import LONGEST
from hamafza.vocabulary.progress import Cancelled
from hamafza.web.actions import facts as fact_actions
from hamafza.web.actions import people, runs
from hamafza.web.actions import uploads as act
from hamafza.web.actions.upload_reading import read_upload
from hamafza.web.exchange.secret_cells import unread_cell
from hamafza.web.records.bad_rows import UnreadCell
from hamafza.web.records.contacts import Contact
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from hamafza.web.records.workshops import Machine, Workshop
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.unit_facts.making import national_code
from tests.web.units.owners import AT, FIRST, HEADINGS, MARYAM, ZAHRA, book, changed, send

pytestmark = pytest.mark.django_db


def facts() -> dict[str, list]:
    """Return all that stands beside units read from files, without numbers of rows."""
    living = {"ended_at": None, "unit__upload__isnull": False}
    return {
        "people": sorted(
            UnitPerson.objects.filter(**living).values_list(
                "unit__name", "person__name", "person__gender", "told_by", "version"
            )
        ),
        "licences": sorted(
            Licence.objects.filter(**living).values_list(
                "unit__name", "number", "holder__name", "trade", "activity_class", "issuer",
                "issued_on", "expires_on",
            ),
            key=str,
        ),
        "workshops": sorted(
            Workshop.objects.filter(**living).values_list(
                "unit__name", "county", "postal_code", "jobs", "jobs_women"
            ),
            key=str,
        ),
        "contacts": sorted(
            Contact.objects.filter(**living).values_list("unit__name", "way", "value")
        ),
        "machines": sorted(Machine.objects.filter(**living).values_list("unit__name", "name")),
        "persons": sorted(
            Person.objects.exclude(units=None).distinct().values_list("name", flat=True)
        ),
    }  # fmt: skip


def told(upload: Upload) -> tuple[int, ...]:
    return tuple(upload.counts[name] for name in ("new", "changed", "same", "gone", "rejected"))


def test_a_file_tells_owner_licence_workshop_contacts_and_machines(bring):
    upload = bring(FIRST)
    assert told(upload) == (3, 0, 0, 0, 0)
    assert upload.counts["unread"] == {}
    stands = facts()
    assert stands["people"] == [
        ("دوخت نیکو", "زهرا نیکو", "woman", None, 1),
        ("پته ماه‌بانو", "مریم پارسا", "woman", None, 1),
        ("گلیم راور", "علی رضایی", "man", None, 1),
    ]
    issuer = "اتحادیه صنایع دستی"
    assert stands["licences"][1] == (
        "پته ماه‌بانو", "0011223344", "مریم پارسا", "پته‌دوزی", "production", issuer,
        date(2023, 6, 5), date(2028, 6, 3),
    )  # fmt: skip
    assert ("پته ماه‌بانو", "کرمان", "7619483726", 12, 9) in stands["workshops"]
    assert [each[1:] for each in stands["contacts"] if each[0] == "پته ماه‌بانو"] == [
        ("email", "maryam@example.ir"), ("mobile", "09131234567"), ("telephone", "03432159876"),
    ]  # fmt: skip
    assert ("گلیم راور", "دار گلیم") in stands["machines"]
    assert Unit.objects.get(name="گلیم راور").phone == "09131112233"


def test_the_same_file_again_changes_and_doubles_nothing(bring):
    bring(FIRST)
    before = facts()
    numbers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    again = bring(FIRST)
    assert told(again) == (0, 0, 3, 0, 0)
    assert facts() == before
    assert list(Person.objects.order_by("pk").values_list("pk", flat=True)) == numbers


def test_two_licences_and_two_files_of_one_code_are_one_person(bring, cast):
    second = changed(FIRST[0], نام_واحد_صنفی="پته دوم", شماره_پروانه_کسب="9988776655")
    bring([*FIRST, second])
    bring([changed(second, نام_واحد_صنفی="پته سوم", شماره_پروانه_کسب="8877665544")],
          name="یزد.xlsx", unit_list=None)  # fmt: skip
    (maryam,) = people.persons_of_code(MARYAM)
    assert UnitPerson.objects.filter(person=maryam).count() == 3
    assert Licence.objects.filter(holder=maryam).count() == 3


def test_a_code_of_quite_another_name_is_reported_and_never_joined(bring, cast):
    bring(FIRST)
    stranger = changed(FIRST[1], نام_واحد_صنفی="نجاری سرو", نام="حسن", نام_خانوادگی="سروی",
                       کد_ملی=MARYAM, شماره_پروانه_کسب="7766554433")  # fmt: skip
    upload = bring([stranger], name="یزد.xlsx", unit_list=None)
    assert upload.counts["unread"] == {"code-of-another-name": 1}
    tie = UnitPerson.objects.get(unit__name="نجاری سرو")
    assert (tie.person.name, tie.person.code_key) == ("حسن سروی", None)
    assert Licence.objects.get(number="7766554433").holder == tie.person
    (cell,) = UnreadCell.objects.all()
    assert (cell.line, cell.field, cell.cell, unread_cell(cell)) == (2, "owner_code", "", MARYAM)


def test_what_cannot_be_read_keeps_its_unit_and_is_shown_with_its_line(bring, client, cast):
    wrong = changed(FIRST[0], کد_ملی="0012345670", تاریخ_اعتبار="۱۳۹۹/۰۱/۰۱", ایمیل="بدون",
                    شاغلین_زن="40", کد_پستی="123", همراه="هفته آینده")  # fmt: skip
    blurred = changed(FIRST[1], تاریخ_اعتبار="نامشخص", جنسیت="؟؟الف")
    upload = bring([wrong, blurred])
    assert told(upload) == (2, 0, 0, 0, 0)
    assert upload.counts["unread"] == {
        "code-wrong": 1, "email-wrong": 1, "ends-before-it-begins": 1, "expiry-wrong": 1,
        "gender-unknown": 1, "mobile-wrong": 1, "postal-code-wrong": 1, "women-wrong": 1,
    }  # fmt: skip
    assert UnitPerson.objects.get(unit__name="پته ماه‌بانو").person.code_key is None
    assert not UnreadCell.objects.filter(cell__contains="0012345670").exists()
    client.force_login(cast.parviz)
    page = client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    assert "کد ملی درست نیست" in page
    assert "0012345670" not in page
    table = b"".join(client.get(reverse("office:upload_unread", args=[upload.pk]))).decode()
    assert "0012345670" in table
    assert "هفته آینده" in table
    assert table.count("\n") == 9


def test_a_newer_file_changes_what_nobody_has_touched(bring, cast):
    bring(FIRST)
    newer = [
        changed(FIRST[0], تاریخ_اعتبار="۱۴۰۸/۰۳/۱۴", ایمیل="نو@example.ir", شاغلین_زن="10"),
        changed(FIRST[1], نام="زهرا", نام_خانوادگی="کرمانی", کد_ملی=ZAHRA, جنسیت="زن"),
        FIRST[2],
    ]
    newer[0] = changed(newer[0], ایمیل="new@example.ir", ماشین_آلات="چرخ گلدوزی، دستگاه پرس")
    upload = bring(newer)
    assert told(upload) == (0, 2, 1, 0, 0)
    stands = facts()
    assert ("گلیم راور", "زهرا کرمانی", "woman", None, 1) in stands["people"]
    old = UnitPerson.objects.get(unit__name="گلیم راور", person__name="علی رضایی")
    assert (old.ended_why, old.ended_by) == (upload.file_name, None)
    licence = Licence.objects.get(unit__name="گلیم راور")
    assert (licence.holder.name, licence.version, licence.ended_at) == ("زهرا کرمانی", 1, None)
    assert Licence.objects.get(number="0011223344").expires_on == date(2029, 6, 3)
    assert ("پته ماه‌بانو", "email", "new@example.ir") in stands["contacts"]
    assert ("پته ماه‌بانو", "email", "maryam@example.ir") not in stands["contacts"]
    assert [name for unit, name in stands["machines"] if unit == "پته ماه‌بانو"] == [
        "دستگاه پرس", "چرخ گلدوزی",
    ]  # fmt: skip
    assert told(bring(newer)) == (0, 0, 3, 0, 0)


def test_the_page_and_the_table_of_a_newer_file_say_what_changed(bring, cast, client):
    bring(FIRST)
    upload = bring([changed(FIRST[0], تاریخ_اعتبار="۱۴۰۸/۰۳/۱۴", نام="مریم‌بانو"), *FIRST[1:]])
    client.force_login(cast.parviz)
    page = client.get(reverse("office:upload", args=[upload.pk])).content.decode()
    assert "تاریخ پایان اعتبار پروانه" in page
    assert "مریم‌بانو پارسا" in page
    table = b"".join(client.get(reverse("office:upload_changes", args=[upload.pk]))).decode()
    assert "مریم پارسا" in table
    assert MARYAM not in table + page


def test_what_a_person_set_by_hand_stays(bring, cast):
    bring(FIRST)
    licence = Licence.objects.get(number="0011223344")
    said = {"expires_on": date(2030, 1, 1)}
    fact_actions.change_fact(actor=cast.parviz, fact=licence, seen=1, said=said)
    mobile = Contact.objects.get(unit__name="گلیم راور", way="mobile")
    fact_actions.end_fact(actor=cast.parviz, fact=mobile, seen=1)
    tie = UnitPerson.objects.get(unit__name="گلیم راور")
    people.end_person(actor=cast.parviz, tie=tie, seen=1)
    people.add_person(actor=cast.parviz, unit=tie.unit, name="حسین راوری")
    newer = [
        changed(FIRST[0], تاریخ_اعتبار="۱۴۰۸/۰۳/۱۴"),
        changed(FIRST[1], نام="زهرا", کد_ملی=ZAHRA, ایمیل="a@b.ir"),
        FIRST[2],
    ]
    upload = bring(newer)
    assert upload.counts["by_hand"] == 2
    licence.refresh_from_db()
    assert licence.expires_on == date(2030, 1, 1)
    owners = UnitPerson.objects.living().filter(unit=tie.unit)
    assert [each.person.name for each in owners] == ["حسین راوری"]
    assert not Contact.objects.living().filter(unit=tie.unit, way="mobile").exists()
    assert Contact.objects.living().filter(unit=tie.unit, way="email").exists()


def test_a_column_that_a_newer_file_lacks_ends_nothing(bring):
    bring(FIRST)
    before = facts()
    left = [at for name, at in AT.items() if name not in ("ایمیل", "تاریخ اعتبار", "ماشین آلات")]
    rows = [[row[at] for at in left] for row in FIRST]
    upload = bring(rows, headings=[HEADINGS[at] for at in left])
    assert told(upload)[:2] == (0, 0)
    assert facts() == before


def test_a_cancelled_reading_takes_back_people_and_papers_and_puts_back_the_old(
    bring, cast, monkeypatch
):
    bring(FIRST)
    before, many = facts(), Person.objects.count()
    ended = UnitPerson.objects.exclude(ended_at=None).count()
    newer = [
        changed(FIRST[0], تاریخ_اعتبار="۱۴۰۸/۰۳/۱۴", ایمیل="new@example.ir", ماشین_آلات="پرس"),
        changed(FIRST[1], نام="زهرا", نام_خانوادگی="کرمانی", کد_ملی=ZAHRA),
        changed(FIRST[2], نام_واحد_صنفی="تازه", شماره_پروانه_کسب="5544332211",
                کد_ملی=national_code(444_555_666)),
    ]  # fmt: skip
    upload = send(cast.parviz, newer)
    run = runs.claim(run_id=Run.objects.latest("id").pk, worker="w")

    def cancelled(stage: str, done: int, total: int) -> None:
        if stage == "keeping" and done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_upload(run, report=cancelled, stop=lambda _: False, upload=upload.pk)
    assert facts() == before
    assert Person.objects.count() == many
    assert UnitPerson.objects.exclude(ended_at=None).count() == ended
    assert not Unit.objects.filter(name="تازه").exists()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_of_a_file_with_owners_speak_one_language(bring, cast, client, language):
    upload = bring([changed(FIRST[0], کد_ملی="12", تاریخ_اعتبار="نامشخص"), *FIRST[1:]])
    second = bring([changed(FIRST[0], جنسیت="مرد"), changed(FIRST[1], نام="زهرا"), FIRST[2]])
    left = [name for name in HEADINGS if name != "نام واحد صنفی"]
    file = SimpleUploadedFile(
        "ب.xlsx", book([[row[AT[each]] for each in left] for row in FIRST], left)
    )
    waiting = act.receive_upload(actor=cast.parviz, file=file, country="IRN")
    client.force_login(cast.parviz)
    prefix = "/en" if language == "en" else ""
    pages = [f"uploads/{each.pk}/" for each in (upload, second, waiting)]
    for page in (*pages, f"units/{Unit.objects.get(name='پته ماه‌بانو').pk}/"):
        html = client.get(f"{prefix}/office/{page}").content.decode()
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_what_is_kept_of_a_cell_has_room_where_it_goes():
    places = {
        "owner": Person.name, "issuer": Licence.issuer, "county": Workshop.county,
        "trade": Licence.trade, "number": Licence.number, "mobile": Contact.value,
        "email": Contact.value, "website": Contact.value, "machines": Machine.name,
    }  # fmt: skip
    assert {name: place.field.max_length for name, place in places.items()} == LONGEST


def test_units_without_a_name_are_called_by_their_owners_and_the_page_says_so(bring, cast, client):
    left = [at for name, at in AT.items() if name != "نام واحد صنفی"]
    headings = [HEADINGS[at] for at in left]
    rows = [[row[at] for at in left] for row in FIRST]
    file = SimpleUploadedFile("ب.xlsx", book(rows, headings))
    waiting = act.receive_upload(actor=cast.parviz, file=file, country="IRN")
    client.force_login(cast.parviz)
    page = client.get(reverse("office:upload", args=[waiting.pk])).content.decode()
    assert "هیچ ستونی نام واحدها را نمی‌گوید" in page
    bring(rows, headings=headings)
    assert Unit.objects.filter(name="مریم پارسا").exists()


def test_the_page_of_a_unit_says_which_file_told_a_fact(bring, cast, client):
    bring(FIRST)
    client.force_login(cast.parviz)
    unit = Unit.objects.get(name="پته ماه‌بانو")
    page = client.get(reverse("office:unit", args=[unit.pk])).content.decode()
    assert page.count("به گفته فایل") == 8  # owner, licence, workshop, three contacts, two machines
    assert MARYAM not in page
