"""The tree: what the database itself refuses, and how it grows from what units tell."""

import pytest
from django.db import IntegrityError, transaction

from hamafza.web.actions.office_building import build_offices
from hamafza.web.actions.offices import open_office
from hamafza.web.exchange.offices import new_office, seats_of
from hamafza.web.exchange.units import write_units
from hamafza.web.records.events import Event
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.makers import units_frame
from tests.people import make_union, make_unit
from tests.web.offices.making import CARPENTERS, assert_a_tree

pytestmark = pytest.mark.django_db


def refused(**fields) -> bool:
    try:
        with transaction.atomic():
            Office.objects.filter(pk=fields.pop("pk")).update(**fields)
    except IntegrityError:
        return True
    return False


def test_the_database_itself_takes_no_ring_and_no_wrong_kind(cast):
    union = cast.unit.office
    county, province = union.parent, union.parent.parent
    national = province.parent
    for office, parent in (
        (province, county), (county, union), (county, county), (national, province),
        (union, union), (county, national), (national.parent, national), (union, national.parent),
    ):  # fmt: skip
        assert refused(pk=office.pk, parent=parent), (office.kind, parent.kind)
    assert refused(pk=union.pk, parent=None)
    assert refused(pk=union.pk, kind="county")
    with pytest.raises(IntegrityError), transaction.atomic():
        new_office(number=7, kind="union", country="IRN", above=county, names=("الف", ""))
    assert not refused(pk=union.pk, parent=province)


def test_two_open_offices_beside_each_other_have_two_names(cast):
    there = make_union(CARPENTERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        new_office(
            number=1_500_000, kind="union", country="IRN", above=there.parent,
            names=(there.name_fa, ""), key=there.name_key,
        )  # fmt: skip


def test_units_grow_the_tree_of_their_places_and_unions(db):
    write_units(units_frame(300))
    assert not Unit.objects.filter(office=None).exists()
    unions = Office.objects.filter(kind="union")
    assert unions.count() == 3  # one of that name in each of three counties
    assert {union.parent.name_en for union in unions} == {
        "Chamber of Guilds, Kerman county", "Chamber of Guilds, Yazd county",
        "Chamber of Guilds, Isfahan county",
    }  # fmt: skip
    for unit in Unit.objects.select_related("office__parent__parent")[:20]:
        assert unit.province in unit.office.parent.parent.name_fa
    assert_a_tree()


def test_building_again_changes_nothing_and_is_one_event_for_each_piece(cast):
    Unit.objects.update(office=None)
    told = build_offices(actor=cast.mina)
    assert told == {"units": Unit.objects.count(), "offices": 0}
    seats = dict(Unit.objects.values_list("pk", "office"))
    offices = set(Office.objects.values_list("pk", "path"))
    assert build_offices(actor=None) == {"units": 0, "offices": 0}
    assert dict(Unit.objects.values_list("pk", "office")) == seats
    assert set(Office.objects.values_list("pk", "path")) == offices
    assert Event.objects.filter(verb="lay-units-into-offices").count() == 1


def test_spellings_of_one_union_are_one_office(db):
    spelt = ("اتحادیه درودگران", "اتحاديه  درودگران", "صنف درودگران", "درودگران")
    seats = seats_of([("کرمان", "کرمان", name) for name in spelt], country="IRN")
    assert seats["office_id"].n_unique() == 1


def test_who_tells_no_union_or_no_town_is_held_by_a_chamber(db):
    rows = [("کرمان", "کرمان", None), ("کرمان", "ناکجاآباد", "درودگران"), ("", "", "درودگران")]
    seats = seats_of(rows, country="IRN")
    offices = Office.objects.in_bulk(seats["office_id"].to_list())
    assert [offices[one].kind for one in seats["office_id"]] == ["county", "provincial", "national"]


def test_a_country_without_shipped_places_has_its_tree_too(db):
    seats = seats_of([("Dhaka", "Savar", "Weavers"), ("Dhaka", "", None)], country="BGD")
    chamber = Office.objects.get(pk=seats["office_id"][1])
    assert (chamber.kind, chamber.country) == ("provincial", "BGD")
    assert_a_tree()


def test_an_officers_file_fills_the_own_branch_alone(cast):
    upload = Upload.objects.create(
        file_name="k.csv", sha256="1" * 64, size_bytes=1, office=cast.hadi.office
    )
    write_units(units_frame(60), upload=upload)
    own = Unit.objects.filter(upload=upload)
    assert own.count() == 60
    below = Office.objects.below(cast.hadi.office).values("pk")
    assert not own.exclude(office__in=below).exists()
    assert Office.objects.filter(kind="union").count() == 2  # the cast's, and the file's in Kerman
    strangers = own.exclude(city="کرمان")
    assert set(strangers.values_list("office", flat=True)) == {cast.hadi.office_id}


def test_a_union_that_spans_a_province_takes_its_units_from_every_county(cast):
    province = cast.unit.office.parent.parent
    wide = open_office(actor=cast.mina, parent=province, kind="union", name_fa="اتحادیه مسگران")
    for city in ("کرمان", "زرند", "بم"):
        seat = seats_of([("کرمان", city, "اتحادیه مسگران")], country="IRN")["office_id"][0]
        assert seat == wide.pk
    other = seats_of([("یزد", "یزد", "اتحادیه مسگران")], country="IRN")["office_id"][0]
    assert other != wide.pk


def test_offices_of_the_demo_on_which_somebody_real_stands_are_real(db):
    write_units(units_frame(30), is_demo=True)
    assert set(Office.objects.values_list("is_demo", flat=True)) == {True}
    make_unit(union="اتحادیه صنایع دستی")
    real = Office.objects.filter(is_demo=False)
    assert {office.kind for office in real} == {
        "promotion", "national", "provincial", "county", "union",
    }  # fmt: skip
    assert Office.objects.filter(is_demo=True).exists()
