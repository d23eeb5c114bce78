"""A clerk acts for an officer, in the officer's branch, for a time; every event names both."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hamafza.web.actions import delegations as act
from hamafza.web.actions import runs
from hamafza.web.actions.accounts import change_role, close_account
from hamafza.web.actions.events import verified_chain
from hamafza.web.actions.office_unions import merge_offices
from hamafza.web.records.accounts import ActingIsNotKept, Role, User
from hamafza.web.records.delegations import Delegation
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run
from hamafza.web.standing_in import stand_in
from tests.people import make_union, make_unit, person
from tests.web.offices.making import CARPENTERS, clerk_of, delegated, whose
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def fresh(user: User) -> User:
    return stand_in(User.objects.get(pk=user.pk))


def test_a_clerk_without_a_delegation_sees_nothing(client, cast):
    client.force_login(cast.nasrin)
    for name in ("units", "offices", "twins", "uploads", "home", "delegations"):
        assert client.get(reverse(f"office:{name}")).status_code == 403
    assert client.get(reverse("office:unit", args=[cast.unit.pk])).status_code == 403
    html = client.get("/en" + reverse("office:standing_in")).content.decode()
    assert "Nobody has asked you to act" in html


def test_a_clerk_acts_in_the_branch_and_no_further_and_the_event_names_both(client, cast):
    strange = make_unit(name="بیگانه", union=CARPENTERS)
    delegated(cast.farideh, cast.nasrin, today())
    client.force_login(cast.nasrin)
    assert client.get(reverse("office:unit", args=[strange.pk])).status_code == 404
    client.post(reverse("office:verify_unit", args=[cast.unit.pk]))
    event = Event.objects.get(verb="verify-unit")
    assert (event.actor, event.acting_for, event.role) == (cast.nasrin, cast.farideh, "union")
    assert "acting_for" in event.facts()
    verified_chain(is_demo=False)
    html = client.get("/en" + reverse("office:unit", args=[cast.unit.pk])).content.decode()
    assert "in the place of" in html
    cast.nasrin.refresh_from_db()
    assert cast.nasrin.role == Role.CLERK


def test_the_day_after_nothing_is_left(client, cast, monkeypatch):
    given = delegated(cast.farideh, cast.nasrin, today() + timedelta(days=2))
    client.force_login(cast.nasrin)
    page = reverse("office:units")
    for days, code in ((0, 200), (2, 200), (3, 403)):
        when = today() + timedelta(days=days)
        monkeypatch.setattr("hamafza.web.standing_in.timezone.localdate", lambda day=when: day)
        assert client.get(page).status_code == code, days
        monkeypatch.undo()
    assert given.ended_at is None


def test_an_ended_delegation_ends_with_the_next_click(client, cast):
    given = delegated(cast.farideh, cast.nasrin, today())
    client.force_login(cast.nasrin)
    assert client.get(reverse("office:units")).status_code == 200
    act.end_delegation(actor=cast.farideh, delegation=given)
    act.end_delegation(actor=cast.farideh, delegation=given)  # a double click
    assert client.get(reverse("office:units")).status_code == 403
    assert Event.objects.filter(verb="end-delegation").count() == 1


@pytest.mark.parametrize("how", ["closed", "role", "office"])
def test_an_officer_who_left_the_branch_takes_the_clerk_along(cast, how):
    delegated(cast.farideh, cast.nasrin, today())
    assert fresh(cast.nasrin).acting_for == cast.farideh
    if how == "closed":
        close_account(actor=cast.mina, account=cast.farideh)
    elif how == "role":
        change_role(actor=cast.mina, account=cast.farideh, role=Role.OBSERVER)
    else:
        other = make_union(CARPENTERS)
        change_role(actor=cast.mina, account=cast.farideh, role=Role.UNION, scope=other)
    assert fresh(cast.nasrin).acting_for is None
    assert whose(fresh(cast.nasrin)) == set()


def test_where_unions_are_merged_the_delegation_follows_the_officer(cast):
    delegated(cast.farideh, cast.nasrin, today())
    kept = make_union(CARPENTERS)
    merge_offices(actor=cast.mina, gone=cast.farideh.office, into=kept)
    clerk = fresh(cast.nasrin)
    assert (clerk.acting_for, clerk.office) == (cast.farideh, kept)


def test_a_clerk_hands_nothing_on_and_an_officer_chooses_among_own_clerks(cast):
    delegated(cast.farideh, cast.nasrin, today())
    other = clerk_of(cast.farideh.office)
    with pytest.raises(act.MayNotDelegate):
        delegated(fresh(cast.nasrin), other, today())
    stranger = clerk_of(make_union(CARPENTERS), "strange")
    for nobody in (stranger, cast.negar, cast.maryam, cast.farideh):
        with pytest.raises(act.NoSuchClerk):
            delegated(cast.farideh, nobody, today())
    for nobody in (cast.parviz, cast.negar, cast.saeed, cast.reza):
        with pytest.raises(act.MayNotDelegate):
            delegated(nobody, other, today())
    delegated(cast.hadi, stranger, today())  # of a union below the chamber


def test_a_delegation_has_a_day_that_is_possible_and_is_given_once(cast):
    for days in (-1, 90 + 1):
        with pytest.raises(act.DayNotPossible):
            delegated(cast.farideh, cast.nasrin, today() + timedelta(days=days))
    delegated(cast.farideh, cast.nasrin, today())
    with pytest.raises(act.DelegatedAlready):
        delegated(cast.farideh, cast.nasrin, today())
    Delegation.objects.update(until=today() - timedelta(days=1))
    delegated(cast.farideh, cast.nasrin, today())


def test_a_clerk_of_two_officers_acts_for_the_one_taken_up_last(client, cast):
    first = delegated(cast.farideh, cast.nasrin, today())
    second = delegated(cast.hadi, cast.nasrin, today())
    assert fresh(cast.nasrin).acting_for == cast.farideh
    client.force_login(cast.nasrin)
    client.post(reverse("office:take_up_delegation", args=[second.pk]))
    assert fresh(cast.nasrin).acting_for == cast.hadi
    act.end_delegation(actor=cast.hadi, delegation=second)
    with pytest.raises(act.DelegationIsOver):
        act.take_up(actor=cast.nasrin, delegation=second)
    assert fresh(cast.nasrin).acting_for == cast.farideh
    with pytest.raises(act.NotYourDelegation):
        act.take_up(actor=clerk_of(cast.farideh.office), delegation=first)
    with pytest.raises(act.NotYourDelegation):
        act.end_delegation(actor=cast.hadi, delegation=first)


def test_a_borrowed_role_is_never_written_down(cast):
    delegated(cast.farideh, cast.nasrin, today())
    clerk = fresh(cast.nasrin)
    with pytest.raises(ActingIsNotKept):
        clerk.save()
    with pytest.raises(ActingIsNotKept):
        clerk.save(update_fields=["role"])
    clerk.save(update_fields=["last_login"])


def test_a_run_that_a_clerk_began_goes_on_in_the_officers_name(cast, monkeypatch, work):
    told = {}

    def carry(run, report, stop):
        told["actor"], told["for"] = run.actor.pk, run.actor.acting_for
        return {}

    monkeypatch.setitem(runs.CARRIERS, "trial", carry)
    delegated(cast.farideh, cast.nasrin, today())
    run = runs.begin(actor=fresh(cast.nasrin), kind="trial", parameters={})
    assert (run.office, run.acting_for) == (cast.farideh.office, cast.farideh)
    Delegation.objects.update(ended_at=timezone.now())
    work()
    assert told == {"actor": cast.nasrin.pk, "for": cast.farideh}
    assert Run.objects.get(pk=run.pk).state == "done"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language_and_do_what_they_say(client, cast, language):
    prefix = "" if language == "fa" else "/en"
    address = prefix + reverse("office:delegations").removeprefix("/en")
    User.objects.filter(pk=cast.nasrin.pk).update(full_name="نسرین مقدم")
    client.force_login(cast.farideh)
    answer = client.post(address, {"clerk": cast.nasrin.pk, "days": "۱۴", "why": "مرخصی"})
    assert answer.status_code == 302
    given = Delegation.objects.get()
    assert given.until == today() + timedelta(days=13)
    pages = [client.get(address).content.decode()]
    client.force_login(cast.nasrin)
    standing_in = prefix + reverse("office:standing_in").removeprefix("/en")
    pages.append(client.get(standing_in).content.decode())
    client.force_login(cast.farideh)
    client.post(reverse("office:end_delegation", args=[given.pk]))
    pages.append(client.get(address).content.decode())
    for html in pages:
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)
    given.refresh_from_db()
    assert given.ended_by == cast.farideh


def test_a_wrong_number_of_days_is_said_beside_the_field(client, cast):
    client.force_login(cast.farideh)
    for days in ("0", "x", "91"):
        asked = {"clerk": cast.nasrin.pk, "days": days, "why": "مرخصی"}
        assert client.post(reverse("office:delegations"), asked).status_code == 400
    assert not Delegation.objects.exists()


def test_the_clerk_of_another_union_is_not_offered(client, cast):
    person("strange", Role.CLERK, office=make_union(CARPENTERS))
    client.force_login(cast.farideh)
    html = client.get(reverse("office:delegations")).content.decode()
    assert "Nasrin" in html
    assert "Strange" not in html
