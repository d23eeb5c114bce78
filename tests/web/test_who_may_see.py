"""Every page and every call says who may see it, and holds to it."""

import pytest
from django.urls import reverse

from hamafza.web.access import PUBLIC
from hamafza.web.records.accounts import Role
from tests.web.addresses import arguments_of, calls, pages

OPENED = {200, 302, 405}  # 405: let in, though the page is only posted to
NAMES = sorted({page.name for page in pages()})
BY_NAME = {page.name: page for page in pages()}


def test_every_page_says_who_may_see_it():
    silent = [page.name for page in pages() if not getattr(page.view, "seen_by", None)]
    assert not silent


def test_every_call_says_who_may_make_it():
    silent = [each.name for each in calls() if not getattr(each.function, "seen_by", None)]
    assert not silent


def test_every_page_has_a_name():
    assert not [page.route for page in pages() if page.name.endswith("None")]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_shown_to_its_readers_and_to_nobody_else(name, client, cast):
    page = BY_NAME[name]
    url = reverse(name, kwargs=arguments_of(name)(cast) if page.takes_arguments else {})
    sign_in = reverse("accounts:sign_in")
    stranger = client.get(url)
    if PUBLIC in page.view.seen_by:
        assert stranger.status_code not in {403, 500}
        assert f"{sign_in}?" not in stranger.headers.get("Location", "")
        return
    assert stranger.status_code == 302
    assert stranger.headers["Location"].startswith(sign_in)
    answers = {}
    for role, person in cast.by_role.items():
        client.force_login(person)
        answers[role] = client.get(url).status_code
    within = {role: code for role, code in answers.items() if role in page.view.seen_by}
    without = {role: code for role, code in answers.items() if role not in page.view.seen_by}
    assert set(without.values()) <= {403}, without
    assert set(within.values()) & OPENED, within
    assert set(within.values()) <= OPENED | ({404} if page.view.scope else set()), within


@pytest.mark.django_db
def test_another_persons_run_is_as_good_as_not_there(client, cast):
    url = reverse("runs:run", kwargs=arguments_of("runs:run")(cast))
    client.force_login(cast.nader)
    assert client.get(url).status_code == 404
    client.force_login(cast.reza)
    assert client.get(url).status_code == 200


def test_the_cast_has_one_person_for_each_role(cast):
    assert set(cast.by_role) == set(Role)
