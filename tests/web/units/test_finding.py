"""Units are found by words in any spelling and by what they are, on both databases alike."""

import pytest
from django.db import connection

from hamafza.vocabulary.sorting import sort_key
from hamafza.web.actions.units import correct_unit, verify_unit
from hamafza.web.exchange.units import write_units
from hamafza.web.records import finding, word_index
from hamafza.web.records.finding import CAPACITY, NAME, NEWEST, PLACE, Asked, Found, values_of
from hamafza.web.records.found_by import keys_of
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.makers import units_frame
from tests.people import make_unit

pytestmark = pytest.mark.django_db


def found(text: str = "", units=None, **asked) -> list[str]:
    question = Asked.of_text(text, **asked)
    return [
        unit.name for unit in Found(Unit.objects.all() if units is None else units, question)[:100]
    ]


@pytest.fixture
def five(db):
    make_unit(name="نساجی ماه‌بانو", goods_text="پارچه نخی", city="یزد", province="یزد")
    make_unit(name="گلیم کویر", goods_text="گليم دستباف", union="اتحادیه فرش", capacity=2)
    make_unit(name="پته زهره", goods_text="رومیزی", home_based=True, licence="۱۲۳۴۵۶")
    make_unit(name="آینه‌کاری", goods_text="آینه و گلیم", women_owned=True)
    make_unit(
        name="چرم 7", goods_text="کیف", kind="service", family="service:82", hs4=None, hs6=None
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ماه بانو", "نساجی ماه‌بانو"), ("ماه‌بانو", "نساجی ماه‌بانو"), ("مَاه", "نساجی ماه‌بانو"),
        ("نساجي", "نساجی ماه‌بانو"), ("یزد پارچ", "نساجی ماه‌بانو"), ("پارچه نخ", "نساجی ماه‌بانو"),
        ("فرش گلیم", "گلیم کویر"), ("123456", "پته زهره"), ("۱۲۳۴", "پته زهره"),
        ("١٢٣٤٥٦", "پته زهره"), ("اینه کار", "آینه‌کاری"), ("چ", "چرم 7"), ("۷", "چرم 7"),
    ],
)  # fmt: skip
def test_words_find_in_any_spelling_whole_or_begun(five, typed, name):
    assert found(typed) == [name]


@pytest.mark.parametrize("typed", ["گلیم شیراز", "انو", "OR", "گلیم* NOT", "k_maker", "every_unit"])
def test_what_is_not_there_finds_nothing(five, typed):
    assert found(typed) == []


@pytest.mark.parametrize("typed", ['"', "'", " ", "\\", "_", "* ( )"])
def test_signs_alone_ask_for_nothing(five, typed):
    assert found(typed) == found()


def test_the_number_comes_first_then_names_then_goods(five):
    assert found("گلیم") == ["گلیم کویر", "آینه‌کاری"]
    wanted = Unit.objects.get(name="آینه‌کاری")
    assert found(wanted.public_id) == found(wanted.public_id.lower()) == ["آینه‌کاری"]


def test_a_joined_record_is_found_in_the_unit_it_counts_for(five):
    one, other = Unit.objects.get(name="گلیم کویر"), Unit.objects.get(name="آینه‌کاری")
    other.merged_into = one
    other.save(update_fields=["merged_into"])
    assert found("گلیم") == ["گلیم کویر"]
    assert found(other.public_id) == ["گلیم کویر"]
    other.merged_into = None
    other.save(update_fields=["merged_into"])
    assert len(found("گلیم")) == 2


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"told": {"kind": "service"}}, {"چرم 7"}),
        ({"told": {"province": "یزد"}}, {"نساجی ماه‌بانو"}),
        ({"told": {"union": "اتحادیه فرش", "province": "کرمان"}}, {"گلیم کویر"}),
        ({"told": {"union": "' OR 1=1 --"}}, set()),
        ({"flags": frozenset({"home_based"})}, {"پته زهره"}),
        ({"flags": frozenset({"women_owned"}), "told": {"kind": "maker"}}, {"آینه‌کاری"}),
        ({"capacity": 1.0}, {"گلیم کویر"}),
    ],
)
def test_filters_narrow(five, asked, names):
    assert set(found(**asked)) == names


def test_orders_are_those_of_persian(five):
    names = ["آینه‌کاری", "پته زهره", "چرم 7", "گلیم کویر", "نساجی ماه‌بانو"]
    assert found(order=NAME) == names
    assert found(order=PLACE)[-1] == "نساجی ماه‌بانو"
    assert found(order=CAPACITY)[0] == "گلیم کویر"
    assert found(order=NEWEST)[0] == "چرم 7"


def test_a_reader_finds_within_reach_alone(five):
    mine = Unit.objects.filter(union="اتحادیه فرش")
    assert found("گلیم", mine) == ["گلیم کویر"]
    assert found(Unit.objects.get(name="آینه‌کاری").public_id, mine) == []


def test_an_officers_branch_is_one_word_of_the_index(cast):
    own = Unit.objects.filter(office=cast.unit.office_id)
    assert cast.unit.office_id is not None
    assert finding._words_of_reach(own) == [f'("o_{cast.unit.office_id}")'] or (
        finding._words_of_reach(own) == [f"('o_{cast.unit.office_id}')"]
    )
    outside = make_unit(name="بیرون از شاخه", office=None)
    assert "بیرون از شاخه" not in found("", own)
    assert cast.unit.name in found("", own)
    Unit.objects.filter(pk=outside.pk).update(office=cast.unit.office_id)
    assert "بیرون از شاخه" in found("", own)
    assert found("", Unit.objects.none()) == found("", Unit.objects.none(), order=NAME) == []


def test_more_than_the_most_is_said_and_still_sorted_or_not(five):
    every = Found(Unit.objects.all(), Asked(order=NAME), most=3)
    assert (every.count(), every.is_more, every.is_sorted) == (3, True, True)
    assert [unit.name for unit in every[0:2]] == ["آینه‌کاری", "پته زهره"]
    common = Found(Unit.objects.all(), Asked.of_text("کرمان", order=NAME), most=3)
    assert (common.is_more, common.is_sorted) == (True, False)
    assert len(common.all_numbers()) == 5


@pytest.mark.parametrize("rests", [False, True])
def test_pages_by_name_of_one_office_or_province_are_the_same_with_its_index_and_without(
    five, cast, rests
):
    """An index that rests during a first filling may not be named in a query."""
    Unit.objects.filter(name__in=["گلیم کویر", "پته زهره", "آینه‌کاری"]).update(
        office=cast.unit.office_id
    )
    joined = make_unit(name="آجر", province="یزد", office_id=cast.unit.office_id)
    Unit.objects.filter(pk=joined.pk).update(merged_into=cast.unit.pk)
    if rests:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX unit_office_name")
            cursor.execute("DROP INDEX unit_province_name")
    for units in (Unit.objects.all(), Unit.objects.filter(office=cast.unit.office_id)):
        for asked in (Asked(order=NAME), Asked(told={"province": "یزد"}, order=NAME),
                      Asked(told={"province": "کرمان", "kind": "maker"}, order=NAME)):  # fmt: skip
            every = Found(units, asked, most=0)
            there = [each for each in units.filter(merged_into=None, **asked.told)]
            there.sort(key=lambda each: (sort_key(each.name), each.pk))
            assert _sorted(every, 0, 2) + _sorted(every, 2, 9) == [each.pk for each in there]


def _sorted(every: Found, start: int, stop: int) -> list[int]:
    return finding._sorted_numbers(every.units, every.asked, slice(start, stop))


def test_the_index_follows_every_change(cast):
    unit = make_unit(name="کارگاه نخست", union="الف")
    correct_unit(actor=cast.parviz, unit=unit, goods_text="سفال میبد")
    assert found("سفال") == ["کارگاه نخست"]
    verify_unit(actor=cast.parviz, unit=unit)
    assert found("سفال", told={"status": "verified"}) == ["کارگاه نخست"]
    Unit.objects.filter(pk=unit.pk).update(union="ب")
    assert found("سفال", told={"union": "الف"}) == []
    assert found("سفال", told={"union": "ب"}) == ["کارگاه نخست"]
    Unit.objects.filter(pk=unit.pk).delete()
    assert found("سفال") == []


def test_what_a_file_brings_is_found_and_what_is_cleared_away_is_not(db):
    upload = Upload.objects.create(file_name="k.csv", sha256="0" * 64, size_bytes=1)
    write_units(units_frame(120), upload=upload)
    assert len(Found(Unit.objects.all(), Asked.of_text("پته")).numbers) == 120
    assert found("کارگاه 77") == ["کارگاه 77"]
    Unit.objects.filter(upload=upload)._raw_delete("default")
    assert Found(Unit.objects.all(), Asked.of_text("پته")).numbers == []


def test_many_at_once_have_the_keys_of_one_by_one(db):
    frame = units_frame(30)
    write_units(frame)
    for unit in Unit.objects.all():
        kept = {name: getattr(unit, name) for name in ("search_key", "name_order", "place_order")}
        assert kept == keys_of(unit)
        assert unit.name_order == sort_key(unit.name)


def test_an_endless_word_is_kept_and_found(db):
    make_unit(name="ک" * 5_000)
    assert len(found("ک" * 100)) == 1


def test_values_are_told_once_each(five):
    assert values_of("province") == sorted(["کرمان", "یزد"])
    assert values_of("city", province="یزد") == ["یزد"]


def test_an_index_that_was_lost_is_made_again(five):
    connection.check_constraints()  # PostgreSQL makes no index while a constraint waits
    assert not word_index.bring_up_to_date()
    word_index.take_away()
    assert word_index.bring_up_to_date()
    assert found("گلیم") == ["گلیم کویر", "آینه‌کاری"]


def test_a_trigger_that_was_lost_is_found_out(five):
    if connection.vendor != "sqlite":
        pytest.skip("triggers are SQLite's way")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER unit_words_update")
    Unit.objects.filter(name="چرم 7").update(union="تازه")
    assert word_index.bring_up_to_date()
    assert found(told={"union": "تازه"}) == ["چرم 7"]
