"""Headers, languages, refusals and faults at the edge."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from hamafza.store.refusals import FileNotFound
from hamafza.web.guards import Declared
from tests.web import pagecheck

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_content_policy(client):
    answer = client.get("/account/sign-in/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "language"), [("/account/sign-in/", "fa"), ("/en/account/sign-in/", "en")]
)
def test_persian_has_no_prefix_and_english_has_one(client, path, language):
    page = client.get(path, headers={"Accept-Language": "de"}).content.decode()
    assert f'lang="{language}"' in page
    assert f'dir="{"rtl" if language == "fa" else "ltr"}"' in page


def test_the_other_language_is_one_click_away_and_keeps_the_place(client, cast):
    client.force_login(cast.mina)
    assert (
        'href="/en/office/accounts/?q=reza"'
        in client.get("/office/accounts/?q=reza").content.decode()
    )
    assert (
        'href="/office/accounts/?q=reza"'
        in client.get("/en/office/accounts/?q=reza").content.decode()
    )


@pytest.mark.parametrize("path", ["/nowhere/", "/en/nowhere/", "/api/nowhere"])
def test_an_address_where_nothing_stands_says_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    if "/api/" not in path:
        told = "Nothing stands at this address" if "/en/" in path else "در این نشانی چیزی نیست"
        assert told in answer.content.decode()


def test_a_fault_of_ours_needs_no_database_to_be_told():
    assert "اشکال از ماست" in render_to_string("500.html", {"english": False})
    assert "The fault is ours" in render_to_string("500.html", {"english": True})


@pytest.mark.parametrize(("method", "status"), [("get", 400), ("post", 409)])
def test_a_refusal_is_a_page_with_its_sentence_and_the_way_back(
    client, cast, monkeypatch, method, status
):
    def refuse(*args, **kwargs):
        raise FileNotFound(file="units.csv")

    monkeypatch.setattr("hamafza.web.pages.office.accounts.User.objects", _Refusing(refuse))
    client.force_login(cast.mina)
    came_from = {"Referer": "http://testserver/office/"}
    answer = getattr(client, method)("/office/accounts/", headers=came_from)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "پرونده units.csv پیدا نشد" in page
    assert 'href="/office/"' in page


class _Refusing:
    def __init__(self, refuse):
        self.select_related = refuse


def test_the_way_back_never_leads_to_a_strangers_site(client, cast, monkeypatch):
    def refuse(*args, **kwargs):
        raise FileNotFound(file="units.csv")

    monkeypatch.setattr("hamafza.web.pages.office.accounts.User.objects", _Refusing(refuse))
    client.force_login(cast.mina)
    page = client.get("/office/accounts/", headers={"Referer": "http://elsewhere.example/"})
    assert "elsewhere" not in page.content.decode()


def test_a_form_without_its_key_is_answered_in_words(cast):
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post("/en/account/sign-in/", {"username": "mina", "password": "x"})
    assert answer.status_code == 403
    assert "This form lay open too long" in answer.content.decode()


def test_a_view_that_says_nothing_is_served_to_nobody():
    def view(request):
        return HttpResponse("secret")

    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(view, (), {}, url_name="silent")
    with pytest.raises(ImproperlyConfigured):
        Declared(lambda asked: view(asked)).process_view(request, view, (), {})


HOMES = ["mina", "farideh", "saeed", "reza", "maryam", "salim", "omid", "negar"]


@pytest.mark.parametrize("name", HOMES)
def test_every_home_is_wholly_in_the_readers_language(client, cast, name):
    client.force_login(getattr(cast, name))
    persian = client.get("/account/", follow=True).content.decode()
    pagecheck.assert_digits_fit(persian, "fa")
    pagecheck.assert_no_untranslated(persian)
    pagecheck.assert_digits_fit(client.get("/en/account/", follow=True).content.decode(), "en")


def test_the_synthetic_badge_stands_only_where_invented_rows_are(client, cast):
    assert "badge--synthetic" not in client.get("/account/sign-in/").content.decode()
    cast.unit.is_demo = True
    cast.unit.save()
    assert "badge--synthetic" in client.get("/account/sign-in/").content.decode()


def test_a_request_under_a_strange_name_is_answered_in_words(client):
    answer = client.get("/en/account/sign-in/", headers={"Host": "strange.example"})
    assert answer.status_code == 400
    assert "not understood" in answer.content.decode()


def test_a_page_of_a_signed_in_person_is_not_kept_by_the_browser(client, cast):
    assert "no-store" not in client.get("/sources/").headers.get("Cache-Control", "")
    client.force_login(cast.maryam)
    assert "no-store" in client.get("/producer/").headers["Cache-Control"]
