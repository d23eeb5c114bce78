"""Nobody tries many passwords; the owner elsewhere still comes in."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from hamafza.web.pages.public import sign_in_tries
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
BARRED = "Too many wrong tries"


@pytest.fixture(autouse=True)
def forgotten():
    caches["sign-in"].clear()
    yield
    caches["sign-in"].clear()


def tried(client, password, username="maryam", **where):
    url = "/en/account/sign-in/"
    return client.post(url, {"username": username, "password": password}, **where)


def wrong_tries(client, count=sign_in_tries.MOST_TRIES, **where):
    for _ in range(count):
        assert BARRED not in tried(client, "wrong", **where).content.decode()


def test_after_ten_wrong_tries_even_the_right_password_is_not_asked_for(client, cast):
    wrong_tries(client)
    answer = tried(client, PASSWORD)
    assert answer.status_code == 200
    assert BARRED in answer.content.decode()


def test_capitals_and_spaces_do_not_begin_a_new_count(client, cast):
    wrong_tries(client)
    assert BARRED in tried(client, "wrong", username=" MARYAM ").content.decode()


def test_another_address_and_another_account_are_not_barred(client, cast):
    wrong_tries(client)
    assert tried(client, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302
    client.logout()
    assert tried(client, PASSWORD, username="zohreh").status_code == 302


def test_the_right_password_begins_the_count_anew(client, cast):
    wrong_tries(client, sign_in_tries.MOST_TRIES - 1)
    assert tried(client, PASSWORD).status_code == 302
    client.logout()
    wrong_tries(client, sign_in_tries.MOST_TRIES - 1)


def test_a_quarter_of_an_hour_later_the_door_is_open(client, cast, monkeypatch):
    wrong_tries(client)
    now = sign_in_tries.time()
    monkeypatch.setattr("time.time", lambda: now + sign_in_tries.WINDOW_S + 1)
    assert tried(client, PASSWORD).status_code == 302


def test_a_forged_forwarding_changes_no_address(client, cast):
    wrong_tries(client, headers={"x-forwarded-for": "203.0.113.9"})
    assert BARRED in tried(client, PASSWORD).content.decode()


def test_behind_a_proxy_the_address_it_names_is_counted(client, cast, settings):
    settings.HTTPS = True
    wrong_tries(client, headers={"x-forwarded-for": "1.1.1.1, 203.0.113.9"})
    barred = tried(client, PASSWORD, headers={"x-forwarded-for": "8.8.8.8, 203.0.113.9"})
    assert BARRED in barred.content.decode()
    other = tried(client, PASSWORD, headers={"x-forwarded-for": "203.0.113.9, 203.0.113.10"})
    assert other.status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_house(client, cast, elsewhere):
    url = reverse("accounts:sign_in")
    sent = {"username": "maryam", "password": PASSWORD, "next": elsewhere}
    assert client.post(f"{url}?next={elsewhere}", sent)["Location"] == reverse("accounts:home")
