"""Nobody tries many passwords; the owner elsewhere still comes in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from hamafza.web import protection
from hamafza.web.actions import tries as act
from hamafza.web.records.tries import Tries
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
BARRED = "This was tried too often"
MOST = protection.limits().sign_in.most


def tried(client, password, username="maryam", **where):
    url = "/en/account/sign-in/"
    return client.post(url, {"username": username, "password": password}, **where)


def wrong_tries(client, count=MOST, **where):
    for _ in range(count):
        assert BARRED not in tried(client, "wrong", **where).content.decode()


def test_after_ten_wrong_tries_even_the_right_password_is_not_asked_for(client, cast):
    wrong_tries(client)
    answer = tried(client, PASSWORD)
    assert answer.status_code == 200
    assert f"{BARRED}. Wait 15 minutes" in answer.content.decode()


def test_capitals_and_spaces_do_not_begin_a_new_count(client, cast):
    wrong_tries(client)
    assert BARRED in tried(client, "wrong", username=" MARYAM ").content.decode()


def test_another_address_and_another_account_are_not_barred(client, cast):
    wrong_tries(client)
    assert tried(client, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302
    client.logout()
    assert tried(client, PASSWORD, username="zohreh").status_code == 302


def test_the_right_password_begins_the_count_anew(client, cast):
    wrong_tries(client, MOST - 1)
    assert tried(client, PASSWORD).status_code == 302
    client.logout()
    wrong_tries(client, MOST - 1)


def test_a_quarter_of_an_hour_later_the_door_is_open(client, cast, monkeypatch):
    wrong_tries(client)
    later = protection.limits().sign_in.within_s + 1
    now = Tries.objects.latest("until").until  # some second of the present
    monkeypatch.setattr("hamafza.web.records.tries.time", lambda: now + later)
    assert tried(client, PASSWORD).status_code == 302


def test_many_accounts_from_one_address_are_too_many(client, cast):
    most = protection.limits().sign_in_address.most
    for number in range(most):
        act.one_more("sign_in_address", "127.0.0.1")
        assert number < most
    assert BARRED in tried(client, PASSWORD).content.decode()
    assert tried(client, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_one_account_from_many_addresses_is_too_many(client, cast):
    for _ in range(protection.limits().sign_in_account.most):
        act.one_more("sign_in_account", "maryam")
    assert BARRED in tried(client, PASSWORD, REMOTE_ADDR="192.0.2.99").content.decode()


def test_those_who_sign_in_rightly_are_not_counted_against_their_office(client, cast):
    for _ in range(3):
        assert tried(client, PASSWORD).status_code == 302
        client.logout()
    counted = {each.count for each in Tries.objects.all()}
    assert counted == {0}


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_none_slips_through():
    """Twenty at the same moment: ten get in, whatever the database."""

    def one(_number: int) -> bool:
        try:
            act.one_more("sign_in", "maryam", "127.0.0.1")
        except act.TooOften:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as threads:
        let_in = list(threads.map(one, range(20)))
    assert sum(let_in) == MOST
    assert Tries.objects.get().count == 20
    assert connection.vendor in {"sqlite", "postgresql"}


def test_no_name_and_no_address_can_be_read_from_a_count(client, cast):
    tried(client, "wrong", REMOTE_ADDR="192.0.2.7")
    kept = " ".join(Tries.objects.values_list("key", flat=True))
    assert Tries.objects.count() == 3
    assert "maryam" not in kept
    assert "192.0.2.7" not in kept


def test_a_forged_forwarding_changes_no_address(client, cast):
    wrong_tries(client, headers={"x-forwarded-for": "203.0.113.9"})
    assert BARRED in tried(client, PASSWORD).content.decode()


def test_behind_a_proxy_the_address_it_names_is_counted(client, cast, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
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
