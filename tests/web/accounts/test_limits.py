"""How often one may search, call and ask; and who is counted behind a proxy."""

import pytest
from django.core import mail
from django.urls import reverse

from hamafza.web import protection
from hamafza.web.actions.tries import TooOften
from hamafza.web.environment import SettingNotUnderstood, networks
from hamafza.web.limits import ASKING, COUNTERS, READING, Counters
from hamafza.web.protection import Allowance

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Three of each within a minute."""
    limits = protection.Limits(**dict.fromkeys(protection.Limits.__annotations__, Allowance(3, 60)))
    monkeypatch.setattr(protection, "limits", lambda: limits)


def test_every_page_that_is_counted_is_there():
    assert all(reverse(name).startswith("/") for name in (*READING, *ASKING))


def test_too_many_calls_are_answered_with_when_to_come_again(client, few):
    for _ in range(3):
        assert client.get("/api/marks/none").status_code == 200
    refused = client.get("/api/marks/none")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["code"] == "too-often"
    assert set(refused.json()["sentence"]) == {"en", "fa"}


def test_another_address_still_calls(client, few):
    for _ in range(4):
        client.get("/api/marks/none")
    assert client.get("/api/marks/none", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_searches_of_one_account_are_counted_and_opening_the_page_is_not(client, cast, few):
    client.force_login(cast.parviz)
    for _ in range(5):
        assert client.get("/office/units/").status_code == 200
    for word in "abc":
        assert client.get("/office/units/", {"q": word}).status_code == 200
    refused = client.get("/en/office/units/", {"q": "d"})
    assert refused.status_code == 429
    assert "tried too often" in refused.content.decode()
    client.force_login(cast.mina)
    assert client.get("/office/units/", {"q": "d"}).status_code == 200


def test_letters_are_counted_by_address_and_by_whom_they_go_to(client, cast, few):
    url = reverse("accounts:forgotten")
    for _ in range(3):
        assert client.post(url, {"email": "reza@example.org"}).status_code == 302
    assert client.post(url, {"email": "mina@example.org"}).status_code == 429
    for number in range(3):
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = client.post(url, {"email": "REZA@example.org"}, **where)
        assert answer.status_code == 302
    assert len(mail.outbox) == 3


def test_asking_for_a_letter_does_not_tell_who_has_an_account(client, cast):
    url = "/en" + reverse("accounts:forgotten")
    known = client.post(url, {"email": "reza@example.org"}, follow=True)
    unknown = client.post(url, {"email": "nobody@example.org"}, follow=True)
    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain


def test_counts_begin_anew_after_their_time_and_the_longest_unseen_are_forgotten(few):
    now = [0.0]
    counters = Counters(most_kept=2, clock=lambda: now[0])
    for _ in range(3):
        counters.one_more("api", "a")
    with pytest.raises(TooOften):
        counters.one_more("api", "a")
    now[0] = 60.0
    counters.one_more("api", "a")
    for reader in "bc":
        counters.one_more("api", reader)
    assert len(counters._kept) == 2


def test_the_counters_of_the_house_are_the_ones_forgotten_between_tests():
    assert not COUNTERS._kept


@pytest.mark.parametrize(
    ("trusted", "said", "remote", "counted"),
    [
        ([], "203.0.113.9", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "203.0.113.9", "10.1.1.1", "203.0.113.9"),
        (["10.0.0.0/8"], "6.6.6.6, 203.0.113.9, 10.2.2.2", "10.1.1.1", "203.0.113.9"),
        (["10.0.0.0/8"], "203.0.113.9", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "203.0.113.9, nonsense", "10.1.1.1", "10.1.1.1"),
        (["::1"], "2001:db8::7", "::1", "2001:db8::7"),
        (["10.0.0.0/8"], "", "10.1.1.1", "10.1.1.1"),
    ],
)
def test_who_called_is_believed_of_our_own_proxies_alone(
    rf, settings, trusted, said, remote, counted
):
    from hamafza.web.proxies import forwarded

    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", headers={"x-forwarded-for": said}, REMOTE_ADDR=remote)
    forwarded(lambda _request: None)(request)
    assert request.META["REMOTE_ADDR"] == counted


@pytest.mark.parametrize(("remote", "secure"), [("10.1.1.1", True), ("198.51.100.1", False)])
def test_https_is_believed_of_our_own_proxies_alone(rf, settings, remote, secure):
    from hamafza.web.proxies import forwarded

    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", headers={"x-forwarded-proto": "https"}, REMOTE_ADDR=remote)
    forwarded(lambda _request: None)(request)
    assert request.is_secure() is secure


def test_a_proxy_that_is_no_address_is_refused(monkeypatch):
    monkeypatch.setenv("HAMAFZA_TRUSTED_PROXIES", "10.0.0.1, proxy.example")
    with pytest.raises(SettingNotUnderstood):
        networks("HAMAFZA_TRUSTED_PROXIES", "")
