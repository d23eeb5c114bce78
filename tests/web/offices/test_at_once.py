"""Two officers who change the tree at once, and a file that comes in while a union is merged."""

import pytest

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import offices as offices_act
from hamafza.web.actions.office_unions import Choice, merge_offices, split_union
from hamafza.web.actions.offices import move_office, open_office
from hamafza.web.exchange.units import write_units
from hamafza.web.records.events import Event
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit
from tests.makers import units_frame
from tests.people import Cast, make_union
from tests.web.offices.making import CARPENTERS, SMITHS, assert_a_tree, filled
from tests.web.safety.test_chain_two_at_once import on_postgresql, together


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_two_unions_into_each_other_leave_one():
    on_postgresql()
    cast = Cast.on_stage()
    one, other = filled(CARPENTERS, 5), filled(SMITHS, 5)
    told = together(
        lambda: merge_offices(actor=cast.mina, gone=one, into=other),
        lambda: merge_offices(actor=cast.parviz, gone=other, into=one),
    )
    assert [type(each) for each in told] == [offices_act.OfficeHasEnded]
    assert Office.objects.filter(pk__in=(one.pk, other.pk), closed_on=None).count() == 1
    assert Event.objects.filter(verb="merge-offices").count() == 1
    assert_a_tree()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_comes_in_while_its_union_is_merged_lands_in_the_one_that_stays():
    on_postgresql()
    cast = Cast.on_stage()
    union = make_union("اتحادیه صنایع دستی")
    kept = filled(CARPENTERS, 2)
    told = together(
        lambda: write_units(units_frame(400)),
        lambda: merge_offices(actor=cast.mina, gone=union, into=kept),
    )
    assert told == []
    assert not Unit.objects.filter(office=None).exists()
    assert not Unit.objects.filter(office=union).exists()
    assert_a_tree(as_written=True)


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_make_each_office_once():
    on_postgresql()
    told = together(*[lambda: write_units(units_frame(200))] * 3)
    assert told == []
    assert Office.objects.filter(kind="union").count() == 3
    assert Unit.objects.exclude(office=None).count() == 600
    assert_a_tree()


@pytest.mark.django_db(transaction=True)
def test_a_split_and_a_move_at_once_lose_nothing():
    on_postgresql()
    cast = Cast.on_stage()
    union = filled(CARPENTERS, 6)
    chosen = frozenset(Unit.objects.filter(office=union).values_list("public_id", flat=True)[:3])
    county = make_union(SMITHS, city="بم").parent
    before = Unit.objects.count()
    told = together(
        lambda: split_union(
            actor=cast.mina, union=union, choice=Choice(units=chosen), name_fa="اتحادیه نو"
        ),
        lambda: move_office(actor=cast.parviz, office=union, parent=county),
    )
    assert told == []
    assert Unit.objects.count() == before
    assert_a_tree()


@pytest.mark.django_db
def test_a_double_click_opens_one_office(cast):
    above = cast.hadi.office
    open_office(actor=cast.hadi, parent=above, kind="union", name_fa=CARPENTERS)
    with pytest.raises(Refusal):
        open_office(actor=cast.hadi, parent=above, kind="union", name_fa=CARPENTERS)
    assert Office.objects.filter(name_fa=CARPENTERS).count() == 1
