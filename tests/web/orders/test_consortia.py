"""A consortium grows by buttons: invited, joined, by-laws voted, ready for its first order."""

import pytest
from django.urls import reverse

from hamafza.consortia.bylaws import Clause
from hamafza.web.actions import consortia
from hamafza.web.records.models import Consortium, Member
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated


@pytest.fixture
def founded(cast):
    cast.consortium.members.update(state="invited")
    third = make_unit(name="پروانه")
    Member.objects.create(consortium=cast.consortium, unit=third)
    cast.consortium.promoter = cast.parviz
    cast.consortium.save()
    return cast.consortium


def state(consortium):
    return Consortium.objects.get(pk=consortium.pk).state


def test_the_office_and_the_members_bring_it_to_its_first_order(client, cast, founded):
    client.force_login(cast.parviz)

    def step(towards):
        url = reverse("office:move_consortium", args=[founded.pk, towards])
        return client.post(url).status_code

    assert step("recruiting") == 302
    assert step("readiness") == 409  # nobody has answered yet
    for member in founded.members.exclude(unit=cast.unit):
        url = reverse("office:member_answer", args=[founded.pk, member.pk])
        client.post(url, {"joins": "1"})
    client.force_login(cast.maryam)
    own = founded.members.get(unit=cast.unit)
    client.post(reverse("producer:answer_invitation", args=[own.pk]), {"joins": "1"})
    client.force_login(cast.reza)
    clauses = {clause.value: "as agreed" for clause in Clause}
    assert client.post(reverse("consortium:bylaws"), {**clauses, "brand": ""}).status_code == 200
    assert client.post(reverse("consortium:bylaws"), clauses).status_code == 302
    draft = founded.bylaws.get()
    client.force_login(cast.maryam)
    assert client.post(reverse("producer:vote", args=[draft.pk]), {"for": "1"}).status_code == 302
    assert client.post(reverse("producer:vote", args=[draft.pk]), {"for": "1"}).status_code == 409
    client.force_login(cast.parviz)
    for member in founded.members.exclude(unit=cast.unit):
        client.post(reverse("office:ballot", args=[founded.pk, member.pk]), {"for": "1"})
    assert step("readiness") == 302
    assert step("agreed") == 409  # the vote is not counted yet
    client.force_login(cast.reza)
    client.post(reverse("consortium:close_vote", args=[1]))
    client.force_login(cast.parviz)
    assert step("agreed") == 302
    assert step("pilot") == 302
    assert step("registered") == 409  # a joint action comes first
    assert state(founded) == "pilot"


def test_a_unit_is_in_one_consortium_at_a_time(cast, founded):
    other = Consortium.objects.exclude(pk=founded.pk).get()
    own = Member.objects.create(consortium=other, unit=cast.unit, state="invited")
    consortia.answer_invitation(actor=cast.maryam, member=own, joins=True)
    with pytest.raises(consortia.AlreadyAMember):
        consortia.answer_invitation(
            actor=cast.maryam, member=founded.members.get(unit=cast.unit), joins=True
        )


def test_a_producer_answers_nobody_elses_invitation(client, cast, founded):
    client.force_login(cast.zohreh)
    own = founded.members.get(unit=cast.unit)
    url = reverse("producer:answer_invitation", args=[own.pk])
    assert client.post(url, {"joins": "1"}).status_code == 404


@pytest.mark.parametrize("language", ["fa", "en"])
def test_its_pages_speak_the_readers_language(client, cast, founded, language):
    for person, name, args in (
        (cast.parviz, "office:consortia", []),
        (cast.parviz, "office:consortium", [founded.pk]),
        (cast.reza, "consortium:members", []),
        (cast.reza, "consortium:bylaws", []),
        (cast.reza, "consortium:brand", []),
        (cast.maryam, "producer:memberships", []),
    ):
        client.force_login(person)
        url = reverse(name, args=args).removeprefix("/en")
        html = client.get(url if language == "fa" else f"/en{url}").content.decode()
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)
