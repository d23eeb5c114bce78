"""Units in the office: found in any spelling, seen within reach, verified, set right."""

import pytest
from django.urls import reverse

from hamafza.web.actions.units import NotYourUnit, VerifiedAlready, correct_unit, verify_unit
from hamafza.web.exchange.units import write_units
from hamafza.web.records.events import Event
from hamafza.web.records.units import Unit
from tests.makers import units_frame
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


def listed(client, **asked) -> str:
    answer = client.get(reverse("office:units"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def searchable(cast):
    unit = make_unit(name="کارگاه ماه‌بانو", goods_text="رومیزی", union="اتحادیه دیگر")
    correct_unit(actor=cast.parviz, unit=unit, goods_text="گلیم دستباف")
    return unit


@pytest.mark.parametrize("words", ["ماه بانو", "ماه‌بانو", "كارگاه ماه‌بانو", "گليم", "کرمان گلیم"])
def test_a_unit_is_found_in_any_spelling(client, cast, searchable, words):
    client.force_login(cast.parviz)
    assert "کارگاه ماه‌بانو" in listed(client, q=words)


def test_words_that_are_not_there_find_nothing(client, cast, searchable):
    client.force_login(cast.parviz)
    assert "کارگاه ماه‌بانو" not in listed(client, q="گلیم شیراز")


def test_filters_narrow_the_list(client, cast, searchable):
    client.force_login(cast.parviz)
    assert "کارگاه ماه‌بانو" in listed(client, kind="maker", province="کرمان", status="unverified")
    for name, value in (("kind", "service"), ("province", "یزد"), ("status", "verified")):
        assert "کارگاه ماه‌بانو" not in listed(client, **{name: value})


def test_a_unions_officer_sees_the_units_of_that_union_alone(client, cast, searchable):
    client.force_login(cast.farideh)
    html = listed(client)
    assert "مریم" in html
    assert "کارگاه ماه‌بانو" not in html
    assert client.get(reverse("office:unit", args=[searchable.pk])).status_code == 404


def test_a_list_is_turned_page_by_page(client, cast):
    write_units(units_frame(100))
    client.force_login(cast.parviz)
    first, second = listed(client), listed(client, page="۲")
    assert "?page=2" in first
    assert first != second


def test_an_observer_sees_a_unit_without_its_telephone(client, cast):
    unit = make_unit(phone="09130000000")
    client.force_login(cast.negar)
    html = client.get(reverse("office:unit", args=[unit.pk])).content.decode()
    assert unit.public_id in html
    assert "۰۹۱۳۰۰۰۰۰۰۰" not in html
    client.force_login(cast.parviz)
    html = client.get(reverse("office:unit", args=[unit.pk])).content.decode()
    assert "۰۹۱۳۰۰۰۰۰۰۰" in html


def test_a_unit_is_verified_once_and_by_whom_is_kept(cast):
    verify_unit(actor=cast.farideh, unit=cast.unit)
    cast.unit.refresh_from_db()
    assert (cast.unit.status, cast.unit.verified_by) == ("verified", cast.farideh)
    with pytest.raises(VerifiedAlready):
        verify_unit(actor=cast.parviz, unit=cast.unit)


def test_an_officer_of_another_union_neither_verifies_nor_corrects(cast):
    other = make_unit(union="اتحادیه دیگر")
    with pytest.raises(NotYourUnit):
        verify_unit(actor=cast.farideh, unit=other)
    with pytest.raises(NotYourUnit):
        correct_unit(actor=cast.farideh, unit=other, name="دیگر")
    assert Unit.objects.get(pk=other.pk).name == other.name


def test_a_correction_keeps_what_stood_there_before(client, cast):
    client.force_login(cast.farideh)
    form = {"name": "پته مریم", "goods_text": cast.unit.goods_text, "workers": "۱۲", "why": "تلفنی"}
    answer = client.post(reverse("office:unit", args=[cast.unit.pk]), form)
    assert answer.status_code == 302
    cast.unit.refresh_from_db()
    assert (cast.unit.name, cast.unit.workers) == ("پته مریم", 12)
    event = Event.objects.get(verb="correct-unit")
    assert event.before == {"name": "مریم", "workers": None}
    assert event.why == "تلفنی"
    assert "پته مریم" in listed(client, q="پته مریم")


def test_a_correction_that_changes_nothing_is_no_event(cast):
    correct_unit(actor=cast.farideh, unit=cast.unit, name=cast.unit.name)
    assert not Event.objects.filter(verb="correct-unit").exists()


def test_a_wrong_number_of_workers_is_said_beside_its_field(client, cast):
    client.force_login(cast.farideh)
    form = {"name": "الف", "goods_text": "ب", "workers": "چند"}
    answer = client.post(reverse("office:unit", args=[cast.unit.pk]), form)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()


def test_an_observer_changes_nothing(client, cast):
    client.force_login(cast.negar)
    client.post(reverse("office:unit", args=[cast.unit.pk]), {"name": "x", "goods_text": "y"})
    assert Unit.objects.get(pk=cast.unit.pk).name == "مریم"
    assert client.post(reverse("office:verify_unit", args=[cast.unit.pk])).status_code == 403


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language(client, cast, language):
    verify_unit(actor=cast.farideh, unit=cast.unit)
    client.force_login(cast.farideh)
    prefix = "/en" if language == "en" else ""
    for page in (f"{prefix}/office/units/", f"{prefix}/office/units/{cast.unit.pk}/"):
        html = client.get(page).content.decode()
        assert_digits_fit(html, language)
        assert_no_untranslated(html)
