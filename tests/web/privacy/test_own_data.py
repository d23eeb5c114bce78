"""What is kept of a person: who read it, all of it handed out, and forgotten when asked."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from hamafza.registry.unit_facts import Use
from hamafza.web.actions import consents, people
from hamafza.web.actions import privacy as act
from hamafza.web.actions.accounts import LastAdministrator, OnlyAdministrators
from hamafza.web.personal_data import ACCOUNT_LINKS, LEFT_OUT, links, personal_data
from hamafza.web.records.accounts import User
from hamafza.web.records.contacts import Contact
from hamafza.web.records.events import Event
from hamafza.web.records.people import Person
from hamafza.web.records.privacy import DeletionRequest, SensitiveRead
from hamafza.web.records.units import Unit
from tests.people import PASSWORD, make_unit, person
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
CODE = "0499370899"
"""A made-up national code whose check digit is right."""


def told_of(cast):
    cast.unit.phone, cast.unit.licence = "09131234567", "98-1234"
    cast.unit.save()
    made = people.add_person(
        actor=cast.farideh, unit=cast.unit, name="مریم کرمانی", national_code=CODE
    )
    Contact.objects.create(unit=cast.unit, value="maryam@example.net", way="email")
    return made.person


def taken(client) -> tuple[dict, str]:
    answer = client.post(reverse("accounts:take_data"))
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    assert packed.testzip() is None
    return json.loads(packed.read("my-data.json")), packed.read("my-data.html").decode()


def test_all_that_is_kept_of_a_person_comes_in_one_file(client, cast):
    told_of(cast)
    consents.give_consent(actor=cast.farideh, unit=cast.unit, use=Use.MATCHING)
    act.note_read(reader=cast.farideh, unit=cast.unit, what=["phone"], why="unit-page")
    client.force_login(cast.maryam)
    told, page = taken(client)
    assert told["account"][0]["username"] == "maryam"
    assert told["unit"][0]["phone"] == "09131234567"
    assert told["person"][0]["code_sealed"] == CODE
    assert told["consent"][0]["use"] == Use.MATCHING
    assert told["sensitiveread"][0]["what"] == "phone"
    assert told["contact"][0]["value"] == "maryam@example.net"
    for words in ("maryam", CODE, "maryam@example.net"):
        assert words in page
    assert Event.objects.get(verb="take-own-data").actor == cast.maryam


def test_no_secret_and_nothing_of_a_neighbour_is_in_it(client, cast):
    told_of(cast)
    cast.zohreh.unit.phone = "09139999999"
    cast.zohreh.unit.save()
    client.force_login(cast.maryam)
    told, page = taken(client)
    whole = json.dumps(told, ensure_ascii=False) + page
    for words in (cast.maryam.password, client.session.session_key, "09139999999", "zohreh"):
        assert words not in whole
    assert "code_key" not in whole


def test_an_officers_file_holds_the_account_and_no_unit(cast):
    told_of(cast)
    told = personal_data(cast.farideh)
    assert "unit" not in told
    assert "person" not in told
    assert CODE not in json.dumps(told)


def test_what_is_left_out_is_a_record_of_units_and_says_why():
    named = {f"{model._meta.model_name}.{key.name}" for model, key in links()}
    assert named >= ACCOUNT_LINKS
    of_units = {
        str(model._meta.model_name) for model, key in links() if key.related_model in (Unit, Person)
    }
    assert set(LEFT_OUT) <= of_units
    assert all(LEFT_OUT.values())
    assert len(of_units - set(LEFT_OUT)) > 10


def test_a_look_at_a_telephone_is_noted_with_who_what_and_why(client, cast):
    told_of(cast)
    client.force_login(cast.farideh)
    for _ in range(2):  # the same look twice within minutes is one
        client.get(reverse("office:unit", args=[cast.unit.pk]))
    (read,) = SensitiveRead.objects.all()
    assert (read.reader, read.role, read.unit) == (cast.farideh, "union", cast.unit)
    assert (read.what, read.why) == ("contact licence person phone", "unit-page")
    assert "09131234567" not in str(read.__dict__)


def test_who_sees_no_telephone_leaves_no_look(client, cast):
    told_of(cast)
    client.force_login(cast.negar)
    assert "09131234567" not in client.get(
        reverse("office:unit", args=[cast.unit.pk])
    ).content.decode().replace("۰", "0")
    assert not SensitiveRead.objects.exists()


def test_the_unit_and_the_office_see_who_read_and_others_do_not(client, cast):
    act.note_read(reader=cast.farideh, unit=cast.unit, what=["phone"], why="unit-page")
    for user, url in ((cast.maryam, "accounts:own_data"), (cast.mina, "office:reads")):
        client.force_login(user)
        assert "Farideh" in client.get(reverse(url)).content.decode()
    client.force_login(cast.zohreh)
    assert "Farideh" not in client.get(reverse("accounts:own_data")).content.decode()
    client.force_login(cast.mina)
    url = reverse("office:reads")
    assert "Farideh" in client.get(url, {"q": cast.unit.public_id}).content.decode()
    assert "Farideh" not in client.get(url, {"q": make_unit().public_id}).content.decode()
    assert "Farideh" in client.get(url, {"q": "farideh"}).content.decode()


def test_looks_are_listed_in_as_many_queries_however_many(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.mina)
    for number in range(30):
        act.note_read(reader=cast.farideh, unit=make_unit(), what=["phone"], why="unit-page")
        assert number >= 0
    with django_assert_max_num_queries(12):
        client.get(reverse("office:reads"))


def asked(client, cast) -> DeletionRequest:
    client.force_login(cast.maryam)
    client.post(reverse("accounts:ask_deletion"), {"words": "کارگاه را بستم"})
    return DeletionRequest.objects.get(account=cast.maryam)


def test_a_person_is_forgotten_and_what_must_stay_stays_without_a_name(client, cast):
    who = told_of(cast)
    request = asked(client, cast)
    events = Event.objects.count()
    client.force_login(cast.mina)
    assert "مریم کرمانی" in client.get(reverse("office:deletions")).content.decode()
    url = reverse("office:forget_person", args=[request.pk])
    client.post(url, {"person": [who.pk], "why": "خواست خودش"})
    account = User.objects.get(pk=cast.maryam.pk)
    assert (account.username, account.full_name, account.email, account.is_active) == (
        f"forgotten-{account.pk}", act.FORGOTTEN, "", False,
    )  # fmt: skip
    who.refresh_from_db()
    assert (who.name, who.code_sealed, who.code_key) == (act.FORGOTTEN, None, None)
    unit = Unit.objects.get(pk=cast.unit.pk)
    assert (unit.phone, unit.licence) == (None, "98-1234")
    assert Contact.objects.get().value == act.FORGOTTEN
    assert not client.login(username="maryam", password=PASSWORD)
    assert Event.objects.count() > events
    event = Event.objects.get(verb="forget-person")
    assert "مریم" not in json.dumps([event.before, event.after], ensure_ascii=False)
    assert DeletionRequest.objects.get().words == ""


def test_the_record_of_changes_still_stands_after_somebody_was_forgotten(client, cast):
    from hamafza.web.actions.events import verified_chain

    told_of(cast)
    act.forget(actor=cast.mina, request=asked(client, cast), why="x")
    assert verified_chain(is_demo=False).end.number == Event.objects.count()


def test_the_others_of_a_unit_are_still_reached(client, cast):
    told_of(cast)
    act.forget(actor=cast.mina, request=asked(client, cast), people=[], why="تنها حساب")
    assert Unit.objects.get(pk=cast.unit.pk).phone == "09131234567"
    assert Contact.objects.get().value == "maryam@example.net"


def test_nobody_of_another_unit_is_forgotten_along(client, cast):
    told_of(cast)
    stranger = Person.objects.create(name="غریبه")
    act.forget(actor=cast.mina, request=asked(client, cast), people=[stranger.pk], why="x")
    stranger.refresh_from_db()
    assert stranger.name == "غریبه"


def test_asked_twice_it_is_asked_once_and_answered_once(client, cast):
    request = asked(client, cast)
    assert client.post(reverse("accounts:ask_deletion")).status_code == 409
    client.force_login(cast.mina)
    url = reverse("office:refuse_deletion", args=[request.pk])
    assert client.post(url, {"why": " "}).status_code == 409
    client.post(url, {"why": "یک معامله باز است"})
    with pytest.raises(act.DeletionDecided):
        act.forget(actor=cast.mina, request=request)
    client.force_login(cast.maryam)
    assert "یک معامله باز است" in client.get(reverse("accounts:own_data")).content.decode()
    client.post(reverse("accounts:ask_deletion"))
    assert DeletionRequest.objects.filter(state="asked").count() == 1


def test_only_an_administrator_forgets_and_never_the_last_one(client, cast):
    request = asked(client, cast)
    with pytest.raises(OnlyAdministrators):
        act.forget(actor=cast.parviz, request=request)
    own = act.ask_deletion(actor=cast.mina)
    with pytest.raises(LastAdministrator):
        act.forget(actor=cast.mina, request=own)
    person("second", "administrator")
    act.forget(actor=cast.mina, request=own)


@pytest.mark.parametrize("name", ["accounts:own_data", "office:reads", "office:deletions"])
@pytest.mark.parametrize("filled", [False, True])
def test_the_pages_are_whole_in_both_languages(client, cast, name, filled):
    cast.mina.full_name = cast.farideh.full_name = "نام"
    cast.mina.save(), cast.farideh.save()
    if filled:
        act.note_read(reader=cast.farideh, unit=cast.unit, what=["phone"], why="unit-page")
        act.ask_deletion(actor=cast.mina)
    client.force_login(cast.mina)
    html = client.get(reverse(name)).content.decode()
    assert_digits_fit(html, "fa")
    assert_no_untranslated(html)
    assert_digits_fit(client.get(f"/en{reverse(name)}").content.decode(), "en")
