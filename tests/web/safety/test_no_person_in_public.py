"""The public never sees a person: planted names, codes and numbers are looked for everywhere."""

import re

import polars as pl
import pytest
from django.urls import reverse

from hamafza.vocabulary.text import latin_digits, match_key
from hamafza.web.access import PUBLIC
from hamafza.web.actions.bank_accounts import give_account
from hamafza.web.actions.keys import hashed, sealed
from hamafza.web.exchange.told_facts import BESIDE, keep_facts
from hamafza.web.records.accounts import Role
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.web.addresses import arguments_of, calls, pages
from tests.web.unit_facts.making import iban, make_fact, make_person, national_code

pytestmark = pytest.mark.django_db
NAME, HOLDER = "گل‌اندام پنهان‌زاده", "نهان‌بانو ناپیدا"
CODE, IBAN = national_code(371_204_865), iban(9_173_640_025_817_364_002)
PHONE, MOBILE, LICENCE, ADDRESS = "03432159876", "09137654321", "0871-44219", "کوچه بی‌نشان"
POSTAL = "7619483726"
PLANTED = (NAME, HOLDER, CODE, IBAN, PHONE, MOBILE, LICENCE, ADDRESS, POSTAL)

PUBLIC_PAGES = sorted(page.name for page in pages() if PUBLIC in page.view.seen_by)
BY_NAME = {page.name: page for page in pages()}
STRANGERS = (None, Role.BUYER, Role.FACTORY)
"""Nobody signed in, and those who are no part of the registry."""


@pytest.fixture
def planted(cast):
    """All that can be told of a person, told of the unit that the public pages are about."""
    Unit.objects.filter(pk=cast.unit.pk).update(phone=PHONE, licence=LICENCE)
    tie = make_person(cast, name=NAME, number=371_204_865, gender="woman")
    make_fact(cast, "licence", number=LICENCE, holder=tie.person)
    make_fact(cast, "contact", value=MOBILE, person=tie.person, note=NAME)
    make_fact(cast, "workshop", address=ADDRESS, postal_code=POSTAL)
    give_account(actor=cast.maryam, unit=cast.unit, iban=IBAN, holder_name=HOLDER)
    return cast


@pytest.fixture
def read_from_a_file(cast):
    """A unit that a file told of without a name: it is called by its owner, whom the file tells."""
    Unit.objects.filter(pk=cast.unit.pk).update(name=NAME, phone=PHONE, licence=LICENCE)
    told = {
        "line": 2, "owner": NAME, "number": LICENCE, "licence_kind": "business", "county": ADDRESS,
        "postal_code": POSTAL, "mobile": [MOBILE], "telephone": [PHONE],
        "code_key": hashed(CODE, "person.code_sealed"), "code_sealed": sealed(CODE),
    }  # fmt: skip
    upload = Upload(country=cast.unit.country, is_demo=cast.unit.is_demo)
    keep_facts(pl.DataFrame([told], schema=BESIDE), {2: cast.unit.pk}, upload)
    assert cast.unit.persons.get().person.name == NAME
    return cast


def leaked(body: str) -> list[str]:
    """Return what of the planted stands in an answer, in any script, spelling or grouping."""
    key, run = match_key(body), re.sub(r"\W", "", latin_digits(body))
    return [
        planted
        for planted in PLANTED
        if match_key(planted) in key or re.sub(r"\W", "", planted) in run
    ]


def test_the_search_for_leaks_finds_what_officers_see(client, planted):
    """Else an empty finding below would say nothing."""
    client.force_login(planted.parviz)
    page = client.get(reverse("office:unit", args=[planted.unit.pk])).content.decode()
    assert set(leaked(page)) == {NAME, PHONE, MOBILE, LICENCE, ADDRESS, POSTAL}


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_no_public_page_shows_a_person(name, client, planted):
    page = BY_NAME[name]
    url = reverse(name, kwargs=arguments_of(name)(planted) if page.takes_arguments else {})
    for address in (url, f"/en{url}", f"{url}?q={LICENCE}", f"{url}?q={NAME}"):
        for role in STRANGERS:
            client.logout()
            if role is not None:
                client.force_login(planted.by_role[role])
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            asked = {LICENCE, NAME} if "?q=" in address else set()
            assert set(leaked(body.decode("utf-8", "replace"))) <= asked, address


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_no_public_page_shows_an_owner_whom_a_file_told(name, client, read_from_a_file):
    page = BY_NAME[name]
    url = reverse(name, kwargs=arguments_of(name)(read_from_a_file) if page.takes_arguments else {})
    for role in STRANGERS:
        client.logout()
        if role is not None:
            client.force_login(read_from_a_file.by_role[role])
        answer = client.get(url)
        body = b"".join(answer) if answer.streaming else answer.content
        assert leaked(body.decode("utf-8", "replace")) == []


def test_no_call_of_the_api_gives_a_person_to_anybody(client, planted):
    made = 0
    for call in calls():
        if "GET" not in call.methods:
            continue
        for role in (None, *planted.by_role):
            client.logout()
            if role is not None:
                client.force_login(planted.by_role[role])
            answer = client.get(call.path.format_map(_filled(planted)))
            body = b"".join(answer) if answer.streaming else answer.content
            assert leaked(body.decode("utf-8", "replace")) == [], (call.name, role)
            made += answer.status_code == 200
    assert made > 4


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.MANAGER, Role.SCREENING])
def test_who_is_no_officer_of_the_unit_sees_no_person_on_its_page(role, client, planted):
    client.force_login(planted.by_role[role])
    answer = client.get(reverse("office:unit", args=[planted.unit.pk]))
    assert answer.status_code == (200 if role == Role.OBSERVER else 403)
    assert leaked(answer.content.decode()) == []


def _filled(cast) -> "_Values":
    return _Values(cast)


class _Values(dict):
    def __init__(self, cast) -> None:
        super().__init__(public_id=cast.unit.public_id)

    def __missing__(self, name: str) -> str:
        return "1"
