"""The pages of a unit's facts: told by a form, nothing typed is lost, each reader sees the own."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hamafza.web.actions.facts import change_fact
from hamafza.web.records.bank_accounts import BankAccount
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.consents import Consent
from hamafza.web.records.events import Event
from hamafza.web.records.exports import ExportRecord
from hamafza.web.records.licences import Licence
from hamafza.web.records.people import Person
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import Machine, UnitGood
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.unit_facts.making import (
    LEAST,
    iban,
    make_certificate,
    make_fact,
    make_person,
    national_code,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, cast):
    client.force_login(cast.farideh)

    def post(told, fact=None, **form):
        name, tail = ("unit_fact", [fact.pk]) if fact else ("new_unit_fact", [])
        return client.post(reverse(f"office:{name}", args=[cast.unit.pk, told, *tail]), form)

    return post


def page(client, name, *arguments, prefix="") -> str:
    answer = client.get(prefix + reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_licence_is_written_down_in_persian_digits_and_jalali_days(client, cast, office):
    tie = make_person(cast)
    form = {"kind": "business", "number": "۰۴۵۱-۸۸", "holder": tie.person_id, "state": "valid"}
    form |= {"issued_on": "۱۴۰۲/۰۱/۰۱", "expires_on": "۱۴۰۷/۰۱/۰۱", "trade": "پته‌دوزی"}
    assert office("licence", **form).status_code == 302
    kept = Licence.objects.get()
    assert (kept.number, kept.holder, kept.issued_on) == ("0451-88", tie.person, date(2023, 3, 21))
    html = page(client, "office:unit_fact", cast.unit.pk, "licence", kept.pk)
    assert 'value="1402/01/01"' in html


def test_a_refusal_stands_in_the_form_beside_all_that_was_typed(cast, office):
    form = {"kind": "business", "number": "۷۷", "trade": "سوزن‌دوزی", "state": "valid"}
    answer = office("licence", **form, issued_on="1403/05/02", expires_on="1403/05/01")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "سوزن‌دوزی" in html
    assert 'role="alert"' in html
    assert not Licence.objects.exists()
    assert office("licence", **form, issued_on="پارسال").status_code == 200


def test_who_comes_late_is_told_and_keeps_what_was_typed(cast, office):
    machine = make_fact(cast, "machine")
    change_fact(actor=cast.parviz, fact=machine, seen=1, said={"how_many": 3})
    form = {"means": "machine", "name": "چرخ تازه", "how_many": "۵", "seen": "1"}
    html = office("machine", machine, **form).content.decode()
    assert "چرخ تازه" in html
    assert 'role="alert"' in html
    machine.refresh_from_db()
    assert (machine.how_many, machine.name) == (3, LEAST["machine"]["name"])
    assert office("machine", machine, **(form | {"seen": "2"})).status_code == 302


def test_a_year_of_either_calendar_is_one_year(client, cast, office):
    form = {"country": "OMN", "currency": "USD", "source": "customs", "value": "۹٬۰۰۰"}
    office("export", **form, year="۱۴۰۲")
    office("export", **form, year="2022")
    assert sorted(ExportRecord.objects.values_list("year", flat=True)) == [2022, 2023]
    assert ExportRecord.objects.first().value_minor == 900_000
    kept = ExportRecord.objects.get(year=2023)
    assert 'value="1402"' in page(client, "office:unit_fact", cast.unit.pk, "export", kept.pk)
    html = page(client, "office:unit_fact", cast.unit.pk, "export", kept.pk, prefix="/en")
    assert 'value="2023"' in html


def test_a_paper_is_kept_by_what_it_holds_and_handed_out_to_its_readers(client, cast, office):
    paper = SimpleUploadedFile("گواهی.pdf", b"%PDF-1.7 paper")
    form = {"kind": "standard", "name": "استاندارد"}
    assert office("certificate", **form, file=paper).status_code == 302
    kept = Certificate.objects.get()
    answer = client.get(reverse("office:unit_paper", args=[cast.unit.pk, kept.pk]))
    assert answer.content == b"%PDF-1.7 paper"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    office("certificate", kept, **form, number="۷", seen="1")
    kept.refresh_from_db()
    assert kept.file.name
    wrong = SimpleUploadedFile("paper.pdf", b"<html><script>")
    assert office("certificate", **form, number="2", file=wrong).status_code == 200
    client.force_login(cast.maryam)
    assert client.get(reverse("producer:paper", args=[kept.pk])).content == b"%PDF-1.7 paper"
    client.force_login(cast.zohreh)
    assert client.get(reverse("producer:paper", args=[kept.pk])).status_code == 404


def test_what_ends_is_ended_and_its_paper_is_handed_out_no_more(client, cast, office):
    kept = make_certificate(cast)
    url = reverse("office:end_unit_fact", args=[cast.unit.pk, "certificate", kept.pk])
    client.post(url, {"seen": "1", "why": "باطل شد"})
    kept.refresh_from_db()
    assert kept.ended_why == "باطل شد"
    assert client.get(reverse("office:unit_paper", args=[cast.unit.pk, kept.pk])).status_code == 404


def test_figures_wait_for_an_officer_and_are_confirmed_by_a_click(client, cast):
    client.force_login(cast.maryam)
    form = {"words": "رانر", "measure": "piece", "monthly_units": "۹۰"}
    client.post(reverse("producer:new_fact", args=["good"]), form)
    good = UnitGood.objects.get()
    assert good.confirmed_by is None
    client.force_login(cast.farideh)
    assert reverse("office:confirm_good", args=[cast.unit.pk, good.pk]) in page(
        client, "office:unit", cast.unit.pk
    )
    client.post(reverse("office:confirm_good", args=[cast.unit.pk, good.pk]), {"seen": "1"})
    good.refresh_from_db()
    assert good.confirmed_by == cast.farideh


def test_a_person_is_written_down_and_the_code_opened_only_by_a_click(client, cast):
    client.force_login(cast.farideh)
    code = national_code(123_456_789)
    form = {"name": "مریم پارسا", "part": "owner", "national_code": code}
    url = reverse("office:new_person", args=[cast.unit.pk])
    assert client.post(url, form | {"national_code": "۱۲۳"}).status_code == 200
    assert client.post(url, form).status_code == 302
    tie = Person.objects.get().units.get()
    assert code not in page(client, "office:person", cast.unit.pk, tie.pk, prefix="/en")
    url = reverse("office:person_code", args=[cast.unit.pk, tie.pk])
    assert url.startswith("/en/"), "the page before was English"
    shown = client.post(url, {"why": "تطبیق"})
    assert code in shown.content.decode()
    assert Event.objects.filter(verb="read-national-code", actor=cast.farideh).count() == 1


def test_a_producer_sees_all_that_is_told_and_changes_her_own(client, cast):
    licence, machine = make_fact(cast, "licence"), make_fact(cast, "machine")
    client.force_login(cast.maryam)
    html = page(client, "producer:facts")
    assert licence.number in html
    assert reverse("producer:fact", args=["machine", machine.pk]) in html
    assert "producer/workshop/licence" not in html
    for name, arguments in (("new_fact", ["licence"]), ("fact", ["licence", licence.pk])):
        assert client.get(reverse(f"producer:{name}", args=arguments)).status_code == 404
    form = {"means": "machine", "name": "چرخ", "how_many": "2", "seen": "1"}
    client.post(reverse("producer:fact", args=["machine", machine.pk]), form)
    machine.refresh_from_db()
    assert machine.how_many == 2
    client.force_login(cast.zohreh)
    url = reverse("producer:fact", args=["machine", machine.pk])
    assert client.post(url, form | {"seen": "2"}).status_code == 404


def test_an_officer_of_another_union_reaches_nothing(client, cast):
    other = make_unit(union="اتحادیه دیگر")
    fact = make_fact(cast, "machine", unit=other)
    client.force_login(cast.farideh)
    for name, tail in (
        ("new_unit_fact", ["machine"]), ("unit_fact", ["machine", fact.pk]),
        ("new_person", []), ("unit_consents", []),
    ):  # fmt: skip
        assert client.get(reverse(f"office:{name}", args=[other.pk, *tail])).status_code == 404
    # Nor is a fact reached through a unit of one's own.
    own = reverse("office:unit_fact", args=[cast.unit.pk, "machine", fact.pk])
    assert client.get(own).status_code == 404


def test_consents_are_given_and_withdrawn_by_the_owner_and_by_officers(client, cast):
    client.force_login(cast.maryam)
    client.post(reverse("producer:consents"), {"use": "buyers"})
    given = Consent.objects.get()
    client.force_login(cast.farideh)
    url = reverse("office:withdraw_consent", args=[cast.unit.pk, given.pk])
    client.post(url, {"how": "telephone"})
    given.refresh_from_db()
    assert (given.withdrawn_how, given.withdrawn_to) == ("telephone", cast.farideh)
    form = {"use": "buyers", "how": "signed-paper", "evidence": "نامه ۷"}
    client.post(reverse("office:unit_consents", args=[cast.unit.pk]), form)
    assert Consent.objects.living().get().evidence == "نامه ۷"
    client.force_login(cast.zohreh)
    again = Consent.objects.living().get()
    assert client.post(reverse("producer:withdraw_consent", args=[again.pk])).status_code == 404


def test_a_member_is_paid_to_an_account_that_the_manager_confirmed(client, cast):
    number = iban(77)
    client.force_login(cast.maryam)
    url = reverse("producer:account")
    wrong = client.post(url, {"iban": "IR00", "holder_name": "مریم"})
    assert 'value="IR00"' in wrong.content.decode()
    client.post(url, {"iban": number, "holder_name": "مریم پارسا"})
    account = BankAccount.objects.get()
    assert number not in client.get(url).content.decode()
    client.force_login(cast.reza)
    here = reverse("consortium:bank_account", args=[cast.unit.pk])
    client.post(here, {"account": account.pk, "seen": 1, "verb": "confirm"})
    account.refresh_from_db()
    assert account.confirmed_by == cast.reza
    assert number not in client.get(here).content.decode()
    asked = {"account": account.pk, "seen": 2, "verb": "open", "why": "پرداخت"}
    assert number in client.post(here, asked).content.decode()
    client.force_login(cast.nader)
    assert client.get(here).status_code == 404


def test_papers_that_end_are_listed_on_the_day_the_next_first(client, cast):
    names = {-400: "قدیمی", -1: "دیروز", 0: "امروز", 90: "نود", 91: "نودویک", None: "بی‌پایان"}
    for days, name in names.items():
        make_certificate(cast, days, name=name, number=name)
    elsewhere = make_unit(union="اتحادیه دیگر")
    make_certificate(cast, 5, name="دیگری", unit=elsewhere)
    client.force_login(cast.farideh)
    html = page(client, "office:expiring")
    shown = [name for name in names.values() if f"<bdi>{name}</bdi>" in html]
    assert shown == ["دیروز", "امروز", "نود"]
    assert html.index("دیروز") < html.index("امروز") < html.index("نود")
    assert "دیگری" not in html
    client.force_login(cast.parviz)
    assert "دیگری" in page(client, "office:expiring")
    make_fact(cast, "licence", expires_on=Certificate.objects.get(name="امروز").expires_on)
    answer = client.get(reverse("office:expiring"), {"kind": "licence"})
    assert LEAST["licence"]["number"] in answer.content.decode()


def test_a_units_page_asks_no_more_of_the_database_for_many_facts(client, cast):
    client.force_login(cast.farideh)

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, "office:unit", cast.unit.pk)
        return len(queries)

    for kind in LEAST:
        if kind != "distributor":
            make_fact(cast, kind)
    make_person(cast)
    counted()  # what is remembered from the first page on is not the facts'
    few = counted()
    for at in range(12):
        make_fact(cast, "machine", name=f"چرخ {at}")
        make_fact(cast, "licence", number=f"{at}")
        make_certificate(cast, 30, number=f"{at}")
        make_person(cast, name=f"شخص {at}", number=500_000_001 + at)
    assert counted() == few


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language(client, cast, language):
    Unit.objects.filter(pk=cast.unit.pk).update(kind="distributive", monthly_units=40)
    tie = make_person(cast, gender="woman")
    facts = {kind: make_fact(cast, kind) for kind in LEAST}
    make_certificate(cast, 0, name="امروز", number="2")
    Consent.objects.create(
        unit=cast.unit, use="buyers", given_at=facts["good"].created_at, given_how="account",
        given_to=cast.maryam,
    )  # fmt: skip
    number = cast.unit.pk
    paths = [f"office/units/{number}/", "office/expiring/", f"office/units/{number}/consents/",
             f"office/units/{number}/people/{tie.pk}/"]  # fmt: skip
    paths += [f"office/units/{number}/facts/{kind}/{fact.pk}/" for kind, fact in facts.items()]
    own = ["producer/workshop/", "producer/consents/", "producer/account/"]
    own += [f"producer/workshop/{kind}/{facts[kind].pk}/" for kind in ("good", "contact", "export")]
    readers = {cast.farideh: paths, cast.maryam: own, cast.reza: ["consortium/accounts/"]}
    for reader, addresses in readers.items():
        client.force_login(reader)
        for address in addresses:
            html = client.get(f"/en/{address}" if language == "en" else f"/{address}")
            assert html.status_code == 200, address
            text = html.content.decode()
            assert_digits_fit(text, language)
            if language == "fa":
                assert_no_untranslated(text)


def test_the_machine_of_a_unit_is_told_on_its_page(client, cast):
    make_fact(cast, "machine", name="چرخ گلدوزی", how_many=3)
    client.force_login(cast.negar)
    html = page(client, "office:unit", cast.unit.pk)
    assert "چرخ گلدوزی" in html
    assert "facts/machine" not in html
    assert Machine.objects.count() == 1
