"""Facts of a unit: told once, changed by whoever saw what stood there, ended and kept."""

from datetime import date

import pytest

from hamafza.registry.unit_facts import DatesOutOfOrder, YearNotPossible
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.web.actions import facts as act
from hamafza.web.actions.fact_kinds import KINDS, CodeHasNoSuchShape, ContactNotUsable
from hamafza.web.actions.units import NotYourUnit
from hamafza.web.records.certificates import Certificate
from hamafza.web.records.events import Event
from hamafza.web.records.licences import Licence
from tests.people import make_unit
from tests.web.unit_facts.making import LEAST, day, make_fact, make_person

pytestmark = pytest.mark.django_db
ENDING = [name for name, kind in KINDS.items() if not kind.is_single]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_told_once_and_by_whom_is_kept(cast, kind):
    fact = make_fact(cast, kind)
    assert (fact.unit, fact.told_by, fact.version) == (cast.unit, cast.parviz, 1)
    event = Event.objects.get()
    assert (event.verb, event.subject_id, event.actor) == (f"add-{kind}", fact.pk, cast.parviz)
    assert set(LEAST) == set(KINDS)


@pytest.mark.parametrize("kind", ENDING)
def test_a_double_click_is_one_fact_and_one_event(cast, kind):
    assert make_fact(cast, kind) == make_fact(cast, kind)
    assert KINDS[kind].model.objects.count() == Event.objects.count() == 1


@pytest.mark.parametrize("kind", ENDING)
def test_what_ended_stays_as_history_and_may_be_told_again(cast, kind):
    fact = make_fact(cast, kind)
    ended = act.end_fact(actor=cast.farideh, fact=fact, seen=1, why="فروخته شد")
    assert (ended.ended_by, ended.ended_why) == (cast.farideh, "فروخته شد")
    again = make_fact(cast, kind)
    assert again.pk != fact.pk
    assert KINDS[kind].model.objects.count() == 2
    assert KINDS[kind].model.objects.living().get() == again
    assert list(Event.objects.values_list("verb", flat=True)) == [
        f"add-{kind}", f"end-{kind}", f"add-{kind}",
    ]  # fmt: skip


def test_what_a_record_has_once_never_ends(cast):
    with pytest.raises(act.FactNeverEnds):
        act.end_fact(actor=cast.parviz, fact=make_fact(cast, "workshop"), seen=1)


def test_a_change_tells_the_changed_fields_alone(cast):
    fact = make_fact(cast, "machine", how_many=2)
    act.change_fact(actor=cast.farideh, fact=fact, seen=1, said={"how_many": 3}, why="یکی خرید")
    event = Event.objects.get(verb="change-machine")
    assert (event.before, event.after, event.why) == ({"how_many": 2}, {"how_many": 3}, "یکی خرید")
    act.change_fact(actor=cast.farideh, fact=fact, seen=2, said={"how_many": 3})
    assert Event.objects.filter(verb="change-machine").count() == 1


def test_two_officers_at_one_fact_do_not_overwrite_each_other(cast):
    fact = make_fact(cast, "machine")
    act.change_fact(actor=cast.farideh, fact=fact, seen=1, said={"how_many": 3})
    with pytest.raises(act.FactChangedMeanwhile):
        act.change_fact(actor=cast.parviz, fact=fact, seen=1, said={"how_many": 5})
    with pytest.raises(act.FactChangedMeanwhile):
        act.end_fact(actor=cast.parviz, fact=fact, seen=1)
    act.end_fact(actor=cast.parviz, fact=fact, seen=2)
    with pytest.raises(act.FactEnded) as refused:
        act.change_fact(actor=cast.farideh, fact=fact, seen=2, said={"how_many": 4})
    assert refused.value.facts == {"who": "Parviz"}


def test_a_second_workshop_row_is_a_change_somebody_has_not_seen(cast):
    make_fact(cast, "workshop")
    with pytest.raises(act.FactChangedMeanwhile):
        make_fact(cast, "workshop", jobs=5)


def test_one_licence_number_is_written_down_once_for_a_unit(cast):
    make_fact(cast, "licence", number="۰۴۵۱-۸۸")
    assert Licence.objects.get().number == "0451-88"
    with pytest.raises(act.FactThere):
        make_fact(cast, "licence", number="0451-88", trade="سوزن‌دوزی")
    make_fact(cast, "licence", kind="home-based", number="0451-88")


def test_a_licence_is_suspended_comes_back_and_once_revoked_does_not(cast):
    fact = make_fact(cast, "licence")
    for at, state in enumerate(("suspended", "valid", "revoked"), 1):
        act.change_fact(actor=cast.farideh, fact=fact, seen=at, said={"state": state})
    with pytest.raises(StepNotPermitted):
        act.change_fact(actor=cast.farideh, fact=fact, seen=4, said={"state": "valid"})


def test_dates_years_and_codes_that_cannot_be_are_refused_and_nothing_is_kept(cast):
    with pytest.raises(DatesOutOfOrder):
        make_fact(cast, "certificate", issued_on=date(2024, 5, 2), expires_on=date(2024, 5, 1))
    with pytest.raises(YearNotPossible):
        make_fact(cast, "export", year=1403)
    with pytest.raises(CodeHasNoSuchShape):
        make_fact(cast, "good", hs6="63025")
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("way", "value"),
    [("mobile", "۰۹۱۲"), ("mobile", "شماره"), ("email", "nobody"), ("telephone", "12+34567")],
)
def test_a_contact_by_which_nobody_is_reached_is_refused(cast, way, value):
    with pytest.raises(ContactNotUsable):
        make_fact(cast, "contact", way=way, value=value)


def test_a_telephone_is_kept_in_one_spelling_and_out_of_the_record_of_changes(cast):
    fact = make_fact(cast, "contact", value="۰۹۱۳ ۰۰۰ ۱۱ ۲۲")
    assert fact.value == "09130001122"
    act.change_fact(
        actor=cast.parviz, fact=fact, seen=1, said={"way": "mobile", "value": "09139990000"}
    )
    told = "".join(str(event.before) + str(event.after) for event in Event.objects.all())
    assert "0913" not in told


def test_an_address_stays_out_of_the_record_of_changes(cast):
    make_fact(cast, "workshop", address="کوچه سوم، پلاک ۷", postal_code="7617934567")
    told = str(Event.objects.get().after)
    assert "کوچه" not in told
    assert "7617934567" not in told


def test_the_holder_and_the_good_must_be_the_units_own(cast):
    stranger = make_person(cast, unit=make_unit(name="دیگر"))
    with pytest.raises(act.NotOfThisUnit):
        make_fact(cast, "licence", holder=stranger.person)
    theirs = make_fact(cast, "good", unit=make_unit(name="سوم"))
    with pytest.raises(act.NotOfThisUnit):
        make_fact(cast, "certificate", good=theirs)
    own = make_person(cast, number=987_654_321)
    assert make_fact(cast, "licence", holder=own.person).holder == own.person


def test_an_owner_tells_what_is_hers_to_tell_and_no_more(cast):
    for kind in ("workshop", "machine", "good", "contact", "distributor"):
        assert make_fact(cast, kind, actor=cast.maryam).told_by == cast.maryam
    for kind in ("licence", "certificate"):
        with pytest.raises(act.FactNotYours):
            make_fact(cast, kind, actor=cast.maryam)
    told = make_fact(cast, "export", actor=cast.maryam, source="customs")
    assert told.source == "own-word"


@pytest.mark.parametrize("name", ["zohreh", "reza", "salim", "omid", "negar", "saeed"])
def test_nobody_else_tells_anything(cast, name):
    for kind in KINDS:
        with pytest.raises(NotYourUnit):
            make_fact(cast, kind, actor=getattr(cast, name))


def test_an_officer_of_another_union_tells_nothing(cast):
    other = make_unit(union="اتحادیه دیگر")
    with pytest.raises(NotYourUnit):
        make_fact(cast, "machine", unit=other, actor=cast.farideh)


def test_an_officers_figures_are_confirmed_and_the_units_own_wait(cast):
    by_officer = make_fact(cast, "good")
    assert by_officer.confirmed_by == cast.parviz
    own = make_fact(cast, "good", actor=cast.maryam, words="رانر", monthly_units=900)
    assert own.confirmed_by is None
    act.confirm_good(actor=cast.farideh, fact=own, seen=1)
    own.refresh_from_db()
    assert own.confirmed_by == cast.farideh
    with pytest.raises(act.NothingToConfirm):
        act.confirm_good(actor=cast.parviz, fact=own, seen=2)
    act.change_fact(actor=cast.maryam, fact=own, seen=2, said={"words": "رانر پته"})
    own.refresh_from_db()
    assert own.confirmed_by == cast.farideh
    act.change_fact(actor=cast.maryam, fact=own, seen=3, said={"monthly_units": 9_000})
    own.refresh_from_db()
    assert own.confirmed_by is None
    with pytest.raises(act.FactNotYours):
        act.confirm_good(actor=cast.maryam, fact=own, seen=4)


def test_the_database_itself_refuses_a_paper_that_ends_before_it_begins(cast):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            unit=cast.unit, name="x", issued_on=day(0), expires_on=day(-1), told_by=cast.mina
        )
