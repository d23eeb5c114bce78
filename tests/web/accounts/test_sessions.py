"""Where one is signed in: listed, ended one by one or all others, and by a new password."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hamafza.web.actions import accounts, sessions
from hamafza.web.devices import device_words
from hamafza.web.records.events import Event
from hamafza.web.records.sessions import OpenSession
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def signed_in(user, agent) -> Client:
    client = Client(headers={"user-agent": agent})
    client.force_login(user)
    assert is_in(client)
    return client


def is_in(client) -> bool:
    return client.get(reverse("accounts:safety")).status_code == 200


def test_each_place_is_listed_with_its_device_and_the_own_one_is_marked(cast):
    here, _there = signed_in(cast.reza, DESK), signed_in(cast.reza, PHONE)
    signed_in(cast.mina, DESK)
    page = here.get("/en" + reverse("accounts:safety")).content.decode()
    rows = re.findall(r"<tr><th scope=\"row\"><bdi>([^<]+)</bdi>(.*?)</tr>", page)
    assert {name: "this one" in rest for name, rest in rows} == {
        "Firefox on Windows": True,
        "Samsung Internet on Android": False,
    }


def test_the_page_does_not_give_a_session_away(cast):
    client = signed_in(cast.reza, DESK)
    other = signed_in(cast.reza, PHONE).session.session_key
    assert other not in client.get(reverse("accounts:safety")).content.decode()


def test_one_session_is_ended_and_only_that(cast):
    here, there, third = (signed_in(cast.reza, agent) for agent in (DESK, PHONE, DESK))
    name = sessions.name_of(OpenSession.objects.get(pk=there.session.session_key))
    here.post(reverse("accounts:end_session"), {"session": name})
    assert [is_in(each) for each in (here, there, third)] == [True, False, True]
    assert Event.objects.get(verb="end-sessions").after == {"sessions": 1}
    assert here.post(reverse("accounts:end_session"), {"session": name}).status_code == 409


def test_nobody_ends_anothers_session(cast):
    theirs = signed_in(cast.mina, DESK)
    name = sessions.name_of(OpenSession.objects.get(pk=theirs.session.session_key))
    answer = signed_in(cast.reza, DESK).post(reverse("accounts:end_session"), {"session": name})
    assert answer.status_code == 409
    assert is_in(theirs)


def test_all_others_are_ended(cast):
    here, *others = (signed_in(cast.reza, agent) for agent in (DESK, PHONE, DESK))
    theirs = signed_in(cast.mina, DESK)
    here.post(reverse("accounts:end_other_sessions"))
    assert [is_in(each) for each in (here, *others, theirs)] == [True, False, False, True]


def test_a_new_password_ends_the_others_and_keeps_this_one(cast):
    here, there = signed_in(cast.reza, DESK), signed_in(cast.reza, PHONE)
    words = {"new_password1": "kavir-shab-12", "new_password2": "kavir-shab-12"}
    here.post(reverse("accounts:password"), {"old_password": PASSWORD} | words)
    assert (is_in(here), is_in(there)) == (True, False)
    assert sessions.of(cast.reza).count() == 1


def test_a_password_set_through_a_letter_ends_all(cast):
    there = signed_in(cast.reza, PHONE)
    accounts.set_password(account=cast.reza, password="kavir-shab-12")
    assert not is_in(there)
    assert not OpenSession.objects.filter(account=cast.reza).exists()


def test_a_closed_account_is_signed_in_nowhere(cast):
    signed_in(cast.negar, DESK)
    accounts.close_account(actor=cast.mina, account=cast.negar, why="")
    assert not OpenSession.objects.filter(account=cast.negar).exists()


def test_a_session_is_written_again_only_after_some_minutes(cast, django_assert_num_queries):
    client = signed_in(cast.reza, DESK)
    row = OpenSession.objects.get(pk=client.session.session_key)
    seen = row.seen_at
    is_in(client)
    row.refresh_from_db()
    assert row.seen_at == seen
    held = client.session
    held["seen"] = (timezone.now() - timedelta(minutes=6)).isoformat()
    held.save()
    is_in(client)
    row.refresh_from_db()
    assert row.seen_at > seen


def test_a_visitor_who_is_not_signed_in_leaves_no_session(client):
    client.get("/")
    assert not OpenSession.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PHONE, "Samsung Internet on Android"),
        (DESK, "Firefox on Windows"),
        ("curl/8.0", "a device that says nothing of itself"),
        ("<script>", "a device that says nothing of itself"),
    ],
)
def test_a_device_in_words(said, words):
    from django.utils import translation

    with translation.override("en"):
        assert device_words(said) == words
