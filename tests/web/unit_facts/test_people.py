"""People: once for however many units, with a code that only its keys open."""

import pytest
from django.urls import reverse

from hamafza.registry.identity import NationalCodeLength, NationalCodeWrong
from hamafza.web import sealing
from hamafza.web.actions import people as act
from hamafza.web.actions.facts import FactChangedMeanwhile, FactNotYours, FactThere
from hamafza.web.actions.units import NotYourUnit
from hamafza.web.records.events import Event
from hamafza.web.records.people import Person, UnitPerson
from hamafza.web.records.privacy import SensitiveRead
from tests.people import make_unit
from tests.web.pagecheck import assert_no_untranslated
from tests.web.unit_facts.making import make_fact, make_person, national_code

pytestmark = pytest.mark.django_db
CODE = national_code(123_456_789)


def test_a_code_is_sealed_and_found_by_its_hash(cast):
    tie = make_person(cast)
    row = Person.objects.filter(pk=tie.person_id).values().get()
    assert CODE not in "".join(str(value) for value in row.values())
    assert sealing.opened(tie.person.code_sealed) == CODE
    assert act.persons_of_code(f" {CODE[:3]}-{CODE[3:]}") == [tie.person]
    assert act.persons_of_code(national_code(987_654_321)) == []
    told = "".join(str(event.after) for event in Event.objects.all())
    assert CODE not in told
    assert "پارسا" not in told


def test_two_seals_of_one_code_have_nothing_in_common(cast):
    first, second = (sealing.seal(CODE).partition(".")[2] for _ in range(2))
    assert first != second
    assert sealing.lookup(CODE, "a.b") != sealing.lookup(CODE, "a.c")


def test_one_person_with_two_licences_in_two_workshops_is_one_person(cast):
    first = make_person(cast)
    other = make_unit(name="کارگاه دوم")
    second = make_person(cast, unit=other)
    assert first.person == second.person
    assert Person.objects.count() == 1
    for unit, number in ((cast.unit, "11"), (other, "22")):
        make_fact(cast, "licence", unit=unit, number=number, holder=first.person)
    assert first.person.licences.count() == 2


def test_a_couple_with_one_licence_each_are_two_people(cast):
    wife = make_person(cast, name="مریم پارسا", gender="woman")
    husband = make_person(cast, name="علی پارسا", number=222_333_444, gender="man")
    assert wife.person != husband.person
    assert UnitPerson.objects.filter(unit=cast.unit).count() == 2


def test_a_double_click_writes_nobody_down_twice(cast):
    assert make_person(cast) == make_person(cast)
    assert Person.objects.count() == 1
    make_person(cast, name="بی‌کد", number=0)
    with pytest.raises(FactThere):
        make_person(cast, name="بي‌كد", number=0)


def test_a_code_under_quite_another_name_is_asked_about(cast):
    make_person(cast)
    with pytest.raises(act.CodeOfAnotherName):
        make_person(cast, name="بهرام کاوه", unit=make_unit(name="دیگر"))
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("1234567890", NationalCodeWrong), ("12345", NationalCodeLength), ("الف", NationalCodeLength)],
)
def test_a_wrong_code_is_refused_and_nobody_is_kept(cast, code, refusal):
    with pytest.raises(refusal):
        act.add_person(actor=cast.parviz, unit=cast.unit, name="مریم", national_code=code)
    assert not Person.objects.exists()


def test_a_person_is_set_right_and_the_record_says_only_which_fields(cast):
    tie = make_person(cast, number=0)
    said = {"name": "مریم پارسای", "gender": "woman", "national_code": CODE}
    person = act.correct_person(actor=cast.farideh, tie=tie, seen=1, **said)
    assert (person.version, sealing.opened(person.code_sealed)) == (2, CODE)
    event = Event.objects.get(verb="correct-person")
    assert event.after == {"changed": ["name", "gender", "national_code"]}
    with pytest.raises(FactChangedMeanwhile):
        act.correct_person(actor=cast.parviz, tie=tie, seen=1, name="م")
    act.correct_person(actor=cast.parviz, tie=tie, seen=2, name="مریم پارسای", gender="woman")
    assert Event.objects.filter(verb="correct-person").count() == 1


def test_a_code_somebody_else_bears_is_refused(cast):
    make_person(cast)
    other = make_person(cast, name="مریم پارسایی", number=0)
    with pytest.raises(act.CodeOfAnotherPerson):
        act.correct_person(actor=cast.parviz, tie=other, seen=1, name="م", national_code=CODE)


def test_who_leaves_is_kept_as_history(cast):
    tie = make_person(cast)
    act.end_person(actor=cast.parviz, tie=tie, seen=1, why="فروخت")
    assert list(act.living_ties([cast.unit.pk])) == []
    assert UnitPerson.objects.get().ended_why == "فروخت"
    assert make_person(cast).pk != tie.pk


def test_reading_a_code_is_written_down(cast):
    tie = make_person(cast)
    assert act.read_code(actor=cast.farideh, tie=tie, why="تطبیق کارت") == CODE
    event = Event.objects.get(verb="read-national-code")
    assert (event.actor, event.subject_id, event.why) == (cast.farideh, tie.person_id, "تطبیق کارت")


@pytest.mark.parametrize("name", ["maryam", "zohreh", "reza", "salim", "negar", "saeed"])
def test_nobody_but_officers_writes_people_down_or_reads_their_code(cast, name):
    tie = make_person(cast)
    actor = getattr(cast, name)
    with pytest.raises((FactNotYours, NotYourUnit)):
        make_person(cast, actor=actor, name="دیگری", number=222_333_444)
    with pytest.raises((FactNotYours, NotYourUnit)):
        act.correct_person(actor=actor, tie=tie, seen=1, name="دیگری")
    with pytest.raises((FactNotYours, NotYourUnit)):
        act.end_person(actor=actor, tie=tie, seen=1)
    with pytest.raises((FactNotYours, NotYourUnit)):
        act.read_code(actor=actor, tie=tie, why="")


def test_the_demos_people_are_apart_from_the_real_ones(cast):
    """An invented code may happen to be somebody's: the two must never meet."""
    make_person(cast)
    demo = make_unit(name="نمونه", is_demo=True)
    tie = make_person(cast, unit=demo, name="مریم نمونه")
    assert tie.person.is_demo
    assert Person.objects.count() == 2


def test_an_officer_finds_the_units_of_a_code_in_the_own_branch_and_each_look_is_noted(
    client, cast
):
    tie = make_person(cast)
    elsewhere = make_unit(name="کارگاه دور", office=None)
    make_person(cast, unit=elsewhere)
    where = reverse("office:units_by_code")
    for officer, seen in ((cast.parviz, True), (cast.farideh, False)):
        client.force_login(officer)
        html = client.post(where, {"national_code": CODE}).content.decode()
        assert reverse("office:unit", args=[tie.unit_id]) in html
        assert (elsewhere.name in html) is seen
        assert CODE not in html
        assert_no_untranslated(html)
    reads = SensitiveRead.objects.filter(why="by-code")
    assert reads.filter(reader=cast.farideh).values_list("unit", flat=True).get() == tie.unit_id
    assert reads.filter(reader=cast.parviz).count() == 2


@pytest.mark.parametrize(("code", "told"), [(national_code(7), "ندارد"), ("123", "کد ملی")])
def test_a_code_of_nobody_or_of_no_shape_is_said(client, cast, code, told):
    make_person(cast)
    client.force_login(cast.parviz)
    html = client.post(reverse("office:units_by_code"), {"national_code": code}).content.decode()
    assert told in html
    assert not SensitiveRead.objects.filter(why="by-code").exists()
