"""Offices renamed, moved, merged and split, with all that follows, and each of it taken back."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.office_history import StandsFast, TakenBackAlready, take_back
from hamafza.web.actions.office_unions import (
    Choice,
    NothingToSplit,
    OfficeChangedMeanwhile,
    merge_offices,
    merge_seen,
    split_seen,
    split_union,
)
from hamafza.web.actions.offices import (
    NotBelow,
    NotYourOffice,
    OfficeHasEnded,
    OfficeNameTaken,
    OfficeNotEmpty,
    close_office,
    move_office,
    open_office,
    rename_office,
)
from hamafza.web.exchange.offices import seats_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.events import Event
from hamafza.web.records.offices import FormerUnion, Office, OfficeChange
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.people import Cast, make_union, make_unit, person
from tests.web.offices.making import CARPENTERS, SMITHS, assert_a_tree, filled, whose

pytestmark = pytest.mark.django_db


def seat(name: str, city: str = "کرمان") -> int:
    return seats_of([("کرمان", city, name)], country="IRN")["office_id"][0]


def last(verb: str) -> OfficeChange:
    return OfficeChange.objects.filter(verb=verb).latest("pk")


def snapshot() -> tuple:
    offices = Office.objects.order_by("pk").values_list("pk", "name_fa", "parent", "path")
    units = Unit.objects.order_by("pk").values_list("pk", "office", "union")
    people = User.objects.order_by("pk").values_list("pk", "office")
    return list(offices), list(units), list(people)


def test_a_renamed_union_bears_its_name_on_its_units_and_answers_to_the_old_one(cast):
    union = filled(CARPENTERS)
    before = snapshot()
    rename_office(actor=cast.mina, office=union, name_fa="اتحادیه صنایع چوب", why="رأی مجمع")
    assert set(Unit.objects.filter(office=union).values_list("union", flat=True)) == {
        "اتحادیه صنایع چوب"
    }
    assert seat(CARPENTERS) == seat("صنایع چوب") == union.pk
    event = Event.objects.get(verb="rename-office")
    assert (event.after["units"], event.why) == (3, "رأی مجمع")
    take_back(actor=cast.mina, change=last("renamed"))
    assert snapshot() == before
    assert_a_tree()


def test_a_merged_union_leaves_units_officers_and_files_to_the_other(cast):
    gone, kept = filled(SMITHS), filled(CARPENTERS)
    officer = person("officer", Role.UNION, office=gone)
    sent = Upload.objects.create(file_name="k", sha256="2" * 64, size_bytes=1, office=gone)
    before = snapshot()
    merge_offices(actor=cast.mina, gone=gone, into=kept, why="ادغام", seen=merge_seen(gone).print)
    officer.refresh_from_db()
    sent.refresh_from_db()
    gone.refresh_from_db()
    assert officer.office == sent.office == gone.successor == kept
    assert gone.closed_on is not None
    assert len(whose(officer)) == 6
    assert seat(SMITHS) == kept.pk
    assert FormerUnion.objects.filter(union=SMITHS, office=gone).count() == 3
    assert Event.objects.filter(verb="merge-offices").count() == 1
    assert_a_tree()
    take_back(actor=cast.mina, change=last("merged"))
    assert snapshot() == before
    sent.refresh_from_db()
    assert sent.office == gone
    assert seat(SMITHS) == gone.pk


def test_a_split_moves_the_chosen_and_what_is_joined_to_them(cast):
    union = filled(CARPENTERS, 4, trade="نجاری")
    chair = make_unit(union=CARPENTERS, trade="مبل", office=union)
    twin = make_unit(union=CARPENTERS, trade="نجاری", office=union, merged_into=chair)
    single = Unit.objects.filter(office=union, trade="نجاری").first()
    officer = person("officer", Role.UNION, office=union)
    choice = Choice(trades=frozenset({"مبل"}), units=frozenset({single.public_id}))
    seen = split_seen(union, choice)
    assert (seen.units, seen.stay) == (3, 3)
    before = snapshot()
    new = split_union(
        actor=cast.mina, union=union, choice=choice, name_fa="اتحادیه مبل‌سازان",
        accounts=[officer.pk], why="رسته تازه", seen=seen.print,
    )  # fmt: skip
    moved = set(Unit.objects.filter(office=new).values_list("pk", flat=True))
    assert moved == {chair.pk, twin.pk, single.pk}
    officer.refresh_from_db()
    assert officer.office == new
    assert seat(CARPENTERS) == union.pk
    assert_a_tree()
    take_back(actor=cast.mina, change=last("split"))
    offices, units, people = snapshot()
    assert (units, people) == before[1:]
    assert offices[:-1] == before[0]
    assert_a_tree()


def test_what_was_seen_is_what_is_done(cast):
    union, other = filled(CARPENTERS, trade="نجاری"), filled(SMITHS)
    choice = Choice(trades=frozenset({"مبل"}))
    make_unit(union=CARPENTERS, trade="مبل", office=union)
    seen, merging = split_seen(union, choice).print, merge_seen(union).print
    make_unit(union=CARPENTERS, trade="مبل", office=union)
    with pytest.raises(OfficeChangedMeanwhile):
        split_union(actor=cast.mina, union=union, choice=choice, name_fa="نو", seen=seen)
    with pytest.raises(OfficeChangedMeanwhile):
        merge_offices(actor=cast.mina, gone=union, into=other, seen=merging)


def test_a_split_takes_neither_all_nor_nothing(cast):
    union = filled(CARPENTERS, trade="نجاری")
    for trade in ("نجاری", "مبل"):
        choice = Choice(trades=frozenset({trade}))
        with pytest.raises(NothingToSplit):
            split_union(actor=cast.mina, union=union, choice=choice, name_fa="نو")
    with pytest.raises(NothingToSplit):
        split_union(actor=cast.mina, union=union, choice=Choice(), name_fa="نو")


def test_a_change_on_which_something_stands_is_not_taken_back(cast):
    gone, kept = filled(SMITHS), filled(CARPENTERS)
    merge_offices(actor=cast.mina, gone=gone, into=kept)
    merged = last("merged")
    rename_office(actor=cast.mina, office=kept, name_fa="اتحادیه چوب و آهن")
    with pytest.raises(StandsFast):
        take_back(actor=cast.mina, change=merged)
    take_back(actor=cast.mina, change=last("renamed"))
    take_back(actor=cast.mina, change=merged)
    with pytest.raises(TakenBackAlready):
        take_back(actor=cast.mina, change=merged)
    rename_office(actor=cast.mina, office=kept, name_fa="اتحادیه چوب")
    make_unit(union="اتحادیه چوب", office=kept)
    with pytest.raises(StandsFast):
        take_back(actor=cast.mina, change=last("renamed"))


def test_a_moved_county_takes_its_branch_along_and_files_find_it(cast):
    union = make_union(CARPENTERS, city="بم")
    bam, yazd = union.parent, make_union(SMITHS, "یزد", "یزد").parent.parent
    chamber = person("yazd", Role.CHAMBER, office=yazd)
    make_unit(name="بمی", union=CARPENTERS, city="بم", office=union)
    assert "بمی" not in whose(chamber)
    before = snapshot()
    move_office(actor=cast.mina, office=bam, parent=yazd, why="تقسیمات تازه")
    assert "بمی" in whose(chamber)
    assert seat(CARPENTERS, "بم") == union.pk
    assert_a_tree()
    take_back(actor=cast.mina, change=last("moved"))
    assert snapshot() == before


def test_two_counties_become_one(cast):
    here, there = filled(SMITHS), filled(CARPENTERS, city="زرند")
    merge_offices(actor=cast.mina, gone=there.parent, into=here.parent)
    there.refresh_from_db()
    assert there.parent == here.parent
    assert seat("اتحادیه تازه", "زرند") == seat("اتحادیه تازه", "کرمان")
    assert_a_tree()


def test_of_two_unions_of_one_name_one_is_merged_before_their_counties_are(cast):
    here, there = filled(SMITHS), filled(SMITHS, city="زرند")
    before = snapshot()
    with pytest.raises(OfficeNameTaken):
        merge_offices(actor=cast.mina, gone=there.parent, into=here.parent)
    assert snapshot() == before


def test_a_chamber_changes_what_stands_below_it_and_nothing_else(cast):
    own, other = filled(CARPENTERS), make_union(SMITHS, city="زرند")
    rename_office(actor=cast.hadi, office=own, name_fa="اتحادیه چوب")
    for office in (other, cast.hadi.office, own.parent.parent):
        with pytest.raises(NotYourOffice):
            rename_office(actor=cast.hadi, office=office, name_fa="الف")
    for actor in (cast.farideh, cast.negar, cast.saeed, cast.nasrin, cast.maryam):
        with pytest.raises(NotYourOffice):
            rename_office(actor=actor, office=own, name_fa="الف")
    with pytest.raises(NotYourOffice):
        merge_offices(actor=cast.hadi, gone=own, into=other)
    with pytest.raises(NotYourOffice):
        move_office(actor=cast.hadi, office=own, parent=other.parent)
    with pytest.raises(NotYourOffice):
        open_office(actor=cast.hadi, parent=other.parent, kind="union", name_fa="الف")
    open_office(actor=cast.hadi, parent=cast.hadi.office, kind="union", name_fa="اتحادیه نو")


def test_a_wrong_kind_a_full_office_and_an_ended_one_are_refused(cast):
    union = filled(CARPENTERS)
    with pytest.raises(NotBelow):
        open_office(actor=cast.mina, parent=union.parent, kind="county", name_fa="الف")
    with pytest.raises(NotBelow):
        move_office(actor=cast.mina, office=union.parent, parent=union.parent.parent.parent)
    with pytest.raises(OfficeNotEmpty):
        close_office(actor=cast.mina, office=union)
    empty = open_office(actor=cast.mina, parent=union.parent, kind="union", name_fa="اتحادیه نو")
    close_office(actor=cast.mina, office=empty)
    with pytest.raises(OfficeHasEnded):
        merge_offices(actor=cast.mina, gone=union, into=empty)
    take_back(actor=cast.mina, change=last("closed"))
    assert Office.objects.get(pk=empty.pk).is_open


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["split", "merge", "rename", "move", "back", "open"]), st.integers(0, 999)
    ),
    max_size=14,
)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_no_unit_is_lost_or_doubled_and_the_tree_stays_a_tree(steps):
    from django.db import transaction

    with transaction.atomic():
        _carry_out(steps)
        transaction.set_rollback(True)


def _carry_out(steps) -> None:
    cast = Cast.on_stage()
    filled(CARPENTERS, 4, trade="نجاری")
    filled(SMITHS, 4, trade="آهنگری")
    filled(CARPENTERS, 3, city="زرند", trade="نجاری")
    numbers = sorted(Unit.objects.values_list("pk", flat=True))
    for at, (step, seed) in enumerate(steps):
        before = snapshot()
        try:
            with _savepoint():
                _step(cast, step, random.Random(seed), at)
        except Refusal:
            assert snapshot() == before
        assert sorted(Unit.objects.values_list("pk", flat=True)) == numbers
        assert not Unit.objects.filter(office=None).exists()
        assert_a_tree()


def _savepoint():
    from django.db import transaction

    return transaction.atomic()


def _step(cast: Cast, step: str, chance: random.Random, at: int) -> None:
    unions = list(Office.objects.filter(kind="union", closed_on=None).order_by("pk"))
    one, other = chance.choice(unions), chance.choice(unions)
    if step == "split":
        units = Unit.objects.filter(office=one).values_list("public_id", flat=True)
        some = frozenset(each for each in units if chance.random() < 0.5)
        split_union(actor=cast.mina, union=one, choice=Choice(units=some), name_fa=f"نو {at}")
    elif step == "merge":
        merge_offices(actor=cast.mina, gone=one, into=other)
    elif step == "rename":
        rename_office(actor=cast.mina, office=one, name_fa=f"نام {chance.randint(0, 3)}")
    elif step == "move":
        move_office(actor=cast.mina, office=one, parent=other.parent)
    elif step == "open":
        open_office(actor=cast.mina, parent=one.parent, kind="union", name_fa=f"تازه {at}")
    else:
        changes = list(OfficeChange.objects.exclude(verb="opened").order_by("pk"))
        if changes:
            take_back(actor=cast.mina, change=chance.choice(changes))
