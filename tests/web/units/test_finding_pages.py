"""The list, the map and the files of units: what is seen, by whom, and without a script."""

import io
import re
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from hamafza.web.exchange import unit_files
from hamafza.web.exchange.units import write_units
from hamafza.web.records import finding, places
from hamafza.web.records.units import Unit
from tests.makers import units_frame
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def many(cast, client):
    write_units(units_frame(100))
    client.force_login(cast.parviz)
    return client


def page(client, name="office:units", headers=None, **asked) -> str:
    answer = client.get(reverse(name), asked, headers=headers or {})
    assert answer.status_code == 200
    return answer.content.decode()


def file(client, form: str, **asked) -> bytes:
    answer = client.get(reverse("office:units_file", args=[form]), asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_while_somebody_types_only_the_list_is_sent(many):
    whole, part = page(many, q="پته"), page(many, headers=HTMX, q="پته")
    assert "<form" in whole
    assert "<form" not in part
    assert part.strip().startswith('<div id="found"')
    assert "<!doctype" not in part


def test_the_question_stays_in_the_form_and_in_every_link(many):
    html = page(many, q="پته", province="یزد", order="name", home_based="1")
    assert 'value="پته"' in html
    assert "<option selected>یزد</option>" in html
    assert 'name="home_based" value="1" checked' in html
    assert "order=name" in html.split('id="found"')[1]


def test_a_heading_that_is_none_is_said_and_narrows_nothing(many):
    assert "سرفصل چهار رقم دارد" in page(many, family="فرش")
    assert "سرفصل چهار رقم دارد" not in page(many, family="۶۳۰۲")
    assert "کالای دیگر" not in page(many, family="۶۳۰۲")


def test_more_than_can_be_counted_is_said_so(many, monkeypatch):
    monkeypatch.setattr(finding.Found.__init__, "__defaults__", (20,))
    html = page(many, q="کارگاه", order="name")
    assert "مرتب نمی‌شود" in html
    assert "مرتب نمی‌شود" not in page(many, order="name")
    assert_no_untranslated(html)
    assert_digits_fit(html, "fa")


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("name", ["office:units", "office:units_map"])
def test_pages_are_whole_in_both_languages(many, name, language):
    prefix = "/en" if language == "en" else ""
    html = many.get(prefix + reverse(name), {"q": "پته", "province": "یزد"}).content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)


def test_the_map_opens_down_to_single_units(many):
    far = page(many, "office:units_map")
    assert 'class="cluster"' in far
    near = page(many, "office:units_map", at="31.9,54.37", near="10")
    unit = Unit.objects.filter(lat_deg__range=(31.899, 31.901)).first()
    assert near.count("<circle") < far.count("<circle") + 60
    assert unit is None or reverse("office:unit", args=[unit.pk]) in near or "cluster" in near


@pytest.mark.parametrize("at", ["", "nan,nan", "x", "1", "999,999", "31,54,7"])
def test_a_place_that_is_none_is_the_whole_country(many, at):
    assert 'class="cluster"' in page(many, "office:units_map", at=at, near="3")


def test_the_map_of_very_many_counts_the_same(many, monkeypatch, cast):
    exact, _ = places.spots(finding.Found(Unit.objects.all(), finding.Asked()))
    bounded = finding.Found(Unit.objects.all(), finding.Asked(), most=10)
    gathered, since = places.spots(bounded)
    assert gathered.many.sum() == exact.many.sum() == len(exact.many)
    assert since is not None
    words = finding.Found(Unit.objects.all(), finding.Asked.of_text("پته"), most=10)
    assert places.spots(words)[0].many.sum() == len(words.all_numbers())


def circles(client) -> list[str]:
    return re.findall(r"<circle[^>]*>", page(client, "office:units_map", q="کارگاه"))


@pytest.mark.parametrize("most", [10_000, 0])
def test_the_map_is_drawn_while_the_indexes_of_units_rest(many, monkeypatch, most):
    monkeypatch.setattr(finding.Found.__init__, "__defaults__", (most,))
    whole = circles(many)
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX unit_where")
    assert circles(many) == whole != []


def test_a_map_kept_too_long_is_shown_once_more_and_gathered_behind(many, monkeypatch):
    monkeypatch.setattr(places, "threading", SimpleNamespace(Thread=AtOnce))
    asked = finding.Asked.of_text("پته")

    def gathered():
        return places.spots(finding.Found(Unit.objects.all(), asked, most=10))

    before, counted = gathered()
    assert gathered()[1] == counted
    make_unit(name="پته نو", goods_text="پته")
    stale, still = gathered()
    assert (stale.many.sum(), still) == (before.many.sum(), counted)
    fresh, again = gathered()
    assert fresh.many.sum() == before.many.sum() + 1
    assert again > counted
    monkeypatch.setattr(places, "FRESH", timedelta(0))
    gathered()
    assert gathered()[1] > again


class AtOnce:
    """A thread that has run when it is started."""

    def __init__(self, target, args, daemon):
        self.start = partial(target, *args)


def test_a_csv_holds_all_that_is_found_and_opens_in_a_spreadsheet(many):
    make_unit(name="=HYPERLINK(1)", goods_text="شال")
    text = file(many, "csv", q="کارگاه").decode("utf-8")
    assert text.startswith("\ufeff")
    assert len(text.splitlines()) == 1 + len(
        finding.Found(Unit.objects.all(), finding.Asked.of_text("کارگاه")).numbers
    )
    assert "'=HYPERLINK" in file(many, "csv", q="شال").decode()


def test_a_sheet_is_written_from_right_to_left_in_persian(many):
    book = openpyxl.load_workbook(io.BytesIO(file(many, "xlsx", province="یزد")))
    sheet = book.active
    assert sheet.sheet_view.rightToLeft
    assert sheet.max_row - 1 == Unit.objects.filter(province="یزد").count()
    answer = many.get("/en" + reverse("office:units_file", args=["xlsx"]))
    english = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert not english.sheet_view.rightToLeft
    assert english["A1"].value == "Number"


def test_a_parquet_file_bears_the_names_of_the_fields(many):
    frame = pl.read_parquet(io.BytesIO(file(many, "parquet", order="name")))
    assert frame.columns == list(unit_files.COLUMNS)
    assert frame.height == Unit.objects.count()
    assert frame["name"].to_list() == list(
        Unit.objects.order_by("name_order", "unit_id").values_list("name", flat=True)
    )


def test_a_sheet_of_too_many_is_refused_in_words(many, monkeypatch):
    from hamafza.web.pages.office import unit_export

    monkeypatch.setattr(unit_export, "MOST_ROWS_OF_A_SHEET", 5)
    answer = many.get(reverse("office:units_file", args=["xlsx"]))
    assert answer.status_code == 409 or "XLSX" in answer.content.decode()


def test_a_union_takes_along_its_own_alone_and_nobody_a_telephone(client, cast):
    make_unit(name="بیگانه", union="اتحادیه دیگر")
    make_unit(name="خودی", phone="09131112233", licence="987654")
    client.force_login(cast.farideh)
    text = file(client, "csv").decode()
    assert "خودی" in text
    assert "بیگانه" not in text
    assert "09131112233" not in text
    assert "987654" not in text


def test_what_is_no_form_of_file_is_not_there(many):
    assert many.get(reverse("office:units_file", args=["exe"])).status_code == 404
