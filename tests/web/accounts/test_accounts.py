"""Accounts are opened, changed and closed by an administrator alone."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from hamafza.web.actions import accounts as act
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.events import Event
from tests.people import PASSWORD, UNION

pytestmark = pytest.mark.django_db


def _open(client, **fields):
    asked = {"full_name": "لیلا", "username": "leila", "email": "leila@example.org"}
    return client.post(reverse("office:open_account"), asked | fields)


def test_an_administrator_opens_an_account_and_the_person_sets_the_password(client, cast):
    client.force_login(cast.mina)
    opened = _open(client, role="union", about=UNION)
    page = client.get(opened.headers["Location"]).content.decode()
    link = re.search(r'value="http://testserver(/account/anew/\S+?/)"', page)
    client.logout()
    form = client.get(link[1], follow=True)
    words = {"new_password1": "kavir-shab-12", "new_password2": "kavir-shab-12"}
    client.post(form.request["PATH_INFO"], words)
    assert client.login(username="leila", password="kavir-shab-12")
    leila = User.objects.get(username="leila")
    assert (leila.role, leila.union) == (Role.UNION, UNION)
    assert client.get(link[1], follow=True).context["validlink"] is False


def test_a_producer_is_tied_to_the_unit_named_by_its_number_in_any_digits(client, cast):
    client.force_login(cast.mina)
    number = cast.unit.public_id.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    _open(client, role="producer", about=number)
    assert User.objects.get(username="leila").unit == cast.unit


@pytest.mark.parametrize("role", ["union", "manager", "producer", "buyer", "factory"])
def test_a_role_about_something_is_not_given_about_nothing(client, cast, role):
    client.force_login(cast.mina)
    assert _open(client, role=role, about="").status_code == 200
    assert _open(client, role=role, about="نیست").status_code == 200
    assert not User.objects.filter(username="leila").exists()


def test_the_officer_of_a_union_without_units_is_told_apart_from_a_slip_of_the_pen(client, cast):
    client.force_login(cast.mina)
    assert _open(client, role="union", about="اتحادیه نو").status_code == 200
    assert not User.objects.filter(username="leila").exists()
    _open(client, role="union", about="اتحادیه نو", is_new_union="on")
    assert User.objects.get(username="leila").union == "اتحادیه نو"


def test_a_name_that_is_taken_is_refused_with_a_sentence(client, cast):
    client.force_login(cast.mina)
    refused = _open(client, username="reza", role="observer")
    assert refused.status_code == 409
    assert "حسابی با نام reza هست" in refused.content.decode()


def test_the_last_administrator_stays(client, cast):
    client.force_login(cast.mina)
    closing = client.post(reverse("office:close_account", args=[cast.mina.pk]), {"why": "تعطیل"})
    assert closing.status_code == 409
    with pytest.raises(act.LastAdministrator):
        act.change_role(actor=cast.mina, account=cast.mina, role=Role.OBSERVER)
    assert User.objects.get(pk=cast.mina.pk).is_active


def test_a_closed_account_signs_in_no_more_and_its_history_says_why(client, cast):
    client.force_login(cast.mina)
    client.post(reverse("office:close_account", args=[cast.negar.pk]), {"why": "بازنشسته شد"})
    event = Event.objects.get(verb="close-account")
    assert (event.actor, event.why) == (cast.mina, "بازنشسته شد")
    assert (event.before, event.after) == ({"is_active": True}, {"is_active": False})
    assert not client.login(username="negar", password=PASSWORD)
    client.force_login(cast.mina)
    client.post(reverse("office:reopen_account", args=[cast.negar.pk]))
    assert client.login(username="negar", password=PASSWORD)


def test_a_new_role_leaves_the_old_scope_behind(cast):
    changed = act.change_role(actor=cast.mina, account=cast.reza, role=Role.UNION, scope=UNION)
    assert (changed.consortium, changed.union, changed.role) == (None, UNION, Role.UNION)


@pytest.mark.parametrize("name", ["parviz", "reza", "negar"])
def test_nobody_else_opens_accounts_even_past_the_page(cast, name):
    with pytest.raises(act.OnlyAdministrators):
        act.open_account(
            actor=getattr(cast, name), username="leila", full_name="لیلا", role=Role.OBSERVER
        )


def test_each_role_arrives_at_its_own_home(client, cast):
    for role, person in cast.by_role.items():
        client.force_login(person)
        home = client.get(reverse("accounts:home"), follow=True)
        assert home.status_code == 200, role


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client, cast):
    asked = client.get("/en/office/accounts/")
    signed_in = client.post(
        asked.headers["Location"],
        {"username": "mina", "password": PASSWORD, "next": "/en/office/accounts/"},
    )
    assert signed_in.headers["Location"] == "/en/office/accounts/"


def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(client, cast):
    known = client.post("/en/account/sign-in/", {"username": "mina", "password": "x"})
    unknown = client.post("/en/account/sign-in/", {"username": "nobody", "password": "x"})
    told = "This name and password do not belong together"
    assert told in known.content.decode()
    assert told in unknown.content.decode()


def test_a_forgotten_password_goes_by_letter_and_the_page_says_the_same_to_everybody(client, cast):
    for address in ("reza@example.org", "nobody@example.org"):
        sent = client.post("/account/forgotten/", {"email": address}, follow=True)
        assert "نامه در راه است" in sent.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["reza@example.org"]
    assert re.search(r"http://testserver/account/anew/\S+/", letter.body)
    assert "هم‌افزا" in letter.subject


def test_where_letters_are_laid_in_a_folder_the_page_names_it(client, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert str(tmp_path) in client.get("/en/account/forgotten/sent/").content.decode()
