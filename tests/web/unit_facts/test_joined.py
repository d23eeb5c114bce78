"""Facts of records that are joined: the unit has them all, and each goes back with its record."""

import pytest

from hamafza.registry.unit_facts import Use
from hamafza.web.actions import bank_accounts, consents, twin_search, twins
from hamafza.web.actions import facts as act
from hamafza.web.actions.people import living_ties
from hamafza.web.actions.twin_ties import OwnersDiffer
from hamafza.web.pages.unit_facts import sections
from hamafza.web.records.licences import Licence
from hamafza.web.records.runs import Run
from hamafza.web.records.units import Unit
from hamafza.web.records.workshops import Machine
from tests.people import make_unit, person
from tests.web.twins.making import make_pair
from tests.web.unit_facts.making import iban, make_fact, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """Two records of one unit, each with facts of its own, joined by an officer."""
    one, other = make_unit(name="قنادی محمدی"), make_unit(name="قنادي محمدي")
    for unit, number in ((one, "11"), (other, "22")):
        make_fact(cast, "licence", unit=unit, number=number)
        make_fact(cast, "machine", unit=unit, name=f"فر {number}")
    make_person(cast, unit=other)
    owner = person("owner", "producer", unit=other)
    consents.give_consent(actor=owner, unit=other, use="buyers")
    bank_accounts.give_account(actor=owner, unit=other, iban=iban(77), holder_name="م")
    pair = make_pair(one, other)
    twins.say_same(actor=cast.parviz, pair=pair)
    one.refresh_from_db()
    other.refresh_from_db()
    # A record that somebody signs in for is the one that is kept.
    assert one.merged_into_id == other.pk
    return other, one, owner


def test_the_unit_has_the_facts_of_all_its_records(cast, two):
    kept, joined, _owner = two
    assert act.records_of(kept) == act.records_of(joined) == {kept.pk, joined.pk}
    told = {
        section.kind: section.rows for section in sections(cast.parviz, kept, shows_people=True)
    }
    assert {row.fact.number for row in told["licence"]} == {"11", "22"}
    assert {row.record for row in told["machine"]} == {"", joined.public_id}
    assert len(told["person"]) == 1
    assert consents.agreed([joined.pk], Use.BUYERS)
    assert bank_accounts.accounts_of(joined).count() == 1


def test_facts_of_a_joined_record_are_changed_from_the_unit_and_go_back_with_it(cast, two):
    kept, joined, owner = two
    machine = Machine.objects.get(unit=joined)
    act.change_fact(actor=owner, fact=machine, seen=1, said={"how_many": 3})
    act.end_fact(actor=cast.parviz, fact=Licence.objects.get(unit=joined), seen=1, why="باطل شد")
    new = make_fact(cast, "machine", unit=joined, name="خمیرگیر")
    assert new.unit == kept, "what is told anew goes to the record that stands for the unit"
    twins.undo(actor=cast.parviz)
    joined.refresh_from_db()
    assert joined.merged_into_id is None
    assert act.records_of(joined) == {joined.pk}
    assert list(Machine.objects.filter(unit=joined).values_list("name", "how_many")) == [
        ("فر 11", 3)
    ]
    assert {each.name for each in Machine.objects.filter(unit=kept)} == {"فر 22", "خمیرگیر"}
    assert not Licence.objects.living().filter(unit=joined).exists()
    assert list(living_ties([joined.pk])) == []
    assert not consents.agreed([joined.pk], Use.BUYERS)


def test_one_licence_told_of_both_is_written_down_once_more_nowhere(cast, two):
    kept, joined, _owner = two
    with pytest.raises(act.FactThere):
        make_fact(cast, "licence", unit=kept, number="11")
    with pytest.raises(act.FactThere):
        make_fact(cast, "licence", unit=joined, number="22", trade="شیرینی‌پزی")


def test_the_owner_of_a_joined_record_tells_for_the_unit(cast):
    first, second = make_unit(name="الف"), make_unit(name="الف")
    owner = person("first", "producer", unit=second)
    other = person("second", "producer", unit=first)
    twins.say_same(actor=cast.parviz, pair=make_pair(first, second))
    for one in (owner, other):
        one.refresh_from_db()
        told = make_fact(cast, "machine", unit=one.unit, actor=one, name=one.username)
        assert told.unit == first


@pytest.fixture
def couple(cast):
    """Two records alike in all but whose they are."""
    one, other = make_unit(name="قنادی محمدی"), make_unit(name="قنادی محمدی")
    make_person(cast, unit=one, name="زهرا محمدی")
    make_person(cast, unit=other, name="علی محمدی", number=222_333_444)
    return one, other


def test_a_couple_with_a_workshop_each_are_not_joined(cast, couple):
    with pytest.raises(OwnersDiffer):
        twins.say_same(actor=cast.parviz, pair=make_pair(*couple))
    assert not Unit.objects.filter(merged_into__isnull=False).exists()


def test_the_machine_holds_a_pair_of_other_owners_for_an_officer(cast, couple, work):
    run = Run.objects.create(kind="twins", actor=cast.parviz, parameters={})
    pair = make_pair(*couple, decision="automatic", probability=0.999, run=run)
    assert twin_search._join_some([pair.pk]) == [False]
    pair.refresh_from_db()
    assert (pair.held, pair.state) == ("other-owners", "open")


def test_owners_in_common_or_not_known_hinder_nothing(cast, couple):
    one, other = couple
    make_person(cast, unit=one, name="علی محمدی", number=222_333_444, part="partner")
    twins.say_same(actor=cast.parviz, pair=make_pair(one, other))
    third = make_unit(name="قنادی محمدی")
    make_person(cast, unit=third, name="بی‌کد", number=0)
    twins.say_same(actor=cast.parviz, pair=make_pair(one, third))
    third.refresh_from_db()
    assert act.records_of(third) == {one.pk, other.pk, third.pk}
