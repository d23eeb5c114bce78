"""The parts of the look write figures, dates and names in the reader's language."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.forms import CharField, Form
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary.money import Money
from hamafza.vocabulary.provenance import Provenance
from hamafza.vocabulary.svg import draw
from hamafza.vocabulary.text import latin_digits
from hamafza.web import pictures
from hamafza.web.records.accounts import User
from hamafza.web.templatetags.look import num
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated


def written(template: str, language: str = "fa", **facts) -> str:
    with override(language):
        return Template("{% load look %}" + template).render(Context(facts))


@given(st.integers(-(10**12), 10**12), st.sampled_from(["fa", "en"]))
def test_a_shown_figure_reads_back_as_itself(value, language):
    with override(language):
        shown = num(value).removeprefix('<span class="n">').removesuffix("</span>")
    plain = latin_digits(shown).replace("٬", "").replace(",", "").replace("\u2212", "-")
    assert int(plain) == value


@pytest.mark.parametrize(
    ("template", "persian", "english"),
    [
        ("{{ x|num }}", "۱٬۲۵۰", "1,250"),
        ("{{ x|decimal:1 }}", "۱٬۲۵۰٫۰", "1,250.0"),
        ("{{ half|percent }}", "۵۰٫۰٪", "50.0%"),
        ("{{ code|hs }}", "۶۳۰۲.۵۹", "6302.59"),
        ("{{ price|money }}", "۲۱٫۵۰</span>\u00a0یورو", "21.50</span>\u00a0EUR"),
        ("{{ 2150|money:'EUR' }}", "۲۱٫۵۰</span>\u00a0یورو", "21.50</span>\u00a0EUR"),
        ("{{ day|day }}", "شنبه ۷\u00a0آذر ۱۴۰۹", "Thursday 28\u00a0November 2030"),
        ("{{ place|localname }}", "کرمان", "Kerman"),
        ("{{ text|digits }}", "بند ۱۲", "بند 12"),
    ],
)
def test_each_filter_writes_both_languages(template, persian, english):
    facts = {
        "x": 1250,
        "half": 0.5,
        "code": "630259",
        "price": Money(2150, "EUR"),
        "day": date(2030, 11, 28),
        "place": {"name_fa": "کرمان", "name_en": "Kerman"},
        "text": "بند 12",
    }
    if template == "{{ day|day }}":
        persian = "پنج‌شنبه ۷\u00a0آذر ۱۴۰۹"
    assert persian in written(template, "fa", **facts)
    assert english in written(template, "en", **facts)


def test_what_is_not_known_is_a_dash_and_never_a_zero():
    for name in ("num", "money", "day", "percent", "hs"):
        assert "—" in written("{{ nothing|" + name + " }}", nothing=None)


def test_a_name_without_the_readers_language_falls_back_to_the_other():
    assert written("{{ x|localname }}", "en", x={"name_fa": "پته", "name_en": ""}) == "پته"


def test_every_ground_of_a_figure_has_its_badge():
    for ground in Provenance:
        shown = written("{% provenance mark %}", mark=ground)
        assert "badge--" in shown
        assert_no_untranslated(shown)


def test_what_is_not_firm_is_dashed_by_its_badge():
    assert "badge--firm" in written("{% provenance 'real' %}")
    assert "badge--proposed" in written("{% provenance 'estimated' %}")


def test_a_field_ties_its_help_and_its_error_to_the_input():
    class Offer(Form):
        pieces = CharField(help_text="ظرفیت")

    shown = written("{% field form.pieces %}", form=Offer({"pieces": ""}))
    assert 'aria-describedby="id_pieces-h id_pieces-e"' in shown
    assert shown.index("<label") < shown.index('class="help"') < shown.index("<input")
    assert shown.index("<input") < shown.index('class="error"')
    assert 'aria-invalid="true"' in shown


def test_bars_draw_a_figure_for_each_bar():
    rows = [{"label": "عراق", "parts": (3, 1), "figure": 1}]
    shown = written("{% bars rows decimals=1 %}", rows=rows)
    assert "--from:75.00;--size:25.00" in shown
    assert "۱٫۰" in shown


def test_squares_never_promise_more_than_there_is():
    shown = written("{% squares 600 47 0 10 'x' %}")
    assert shown.count('class="mine"') == 4
    assert shown.count("<i") == 60


def test_turning_pages_keeps_the_search():
    page = Paginator(range(30), 10).page(2)
    request = RequestFactory().get("/?q=pateh&page=2")
    shown = written("{% pagination page %}", page=page, request=request)
    assert "?page=3&amp;q=pateh" in shown
    assert_digits_fit(shown, "fa")


def test_a_dead_chart_word_is_a_fault():
    with pytest.raises(ValueError, match="capton"):
        written("{% bars rows capton='x' %}", rows=[])


def test_a_route_is_whole_on_land_and_dotted_at_sea():
    legs = [
        {"mode": "road", "from_name": "کرمان", "to_name": "بندر", "points": [(30.3, 57), (27, 56)]},
        SimpleNamespace(mode="sea", from_name="", to_name="مسقط", points=[(27, 56), (23.6, 58.6)]),
    ]
    drawn = draw(pictures.way("IRN", "x", legs))
    assert 'class="way"' in drawn
    assert 'class="way way--sea"' in drawn
    assert "مسقط" in drawn


def test_a_consortium_is_stitched_until_it_is_firm():
    lead, member = pictures.Place(30.3, 57.1, "کرمان"), pictures.Place(30.0, 57.3, "ماهان")
    proposed = draw(pictures.consortium("IRN", "x", lead, [member]))
    agreed = draw(pictures.consortium("IRN", "x", lead, [member], firm=True))
    assert "bond--firm" not in proposed
    assert "bond--firm" in agreed


def test_a_country_without_provinces_is_drawn_as_one_area():
    assert "map-home" in draw(pictures.nation("BGD", "x"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sources/", "/account/sign-in/"])
def test_public_pages_speak_one_language(client, address):
    persian = client.get(address).content.decode()
    assert 'dir="rtl"' in persian
    assert_digits_fit(persian, "fa")
    assert_no_untranslated(persian)
    english = client.get(f"/en{address}").content.decode()
    assert 'dir="ltr"' in english
    assert_digits_fit(english, "en")


@pytest.mark.django_db
def test_the_parts_are_for_an_administrator_alone(client, cast):
    assert client.get("/parts-of-the-look/").status_code == 404
    client.force_login(cast.mina)
    assert client.get("/parts-of-the-look/").status_code == 200


@pytest.mark.django_db
def test_demo_accounts_are_named_only_where_all_is_demo(client):
    maker = User.objects.create(
        username="producer", full_name="مریم", role="producer", unit=make_unit(), is_demo=True
    )
    assert "demo-accounts" in client.get("/account/sign-in/").content.decode()
    User.objects.filter(pk=maker.pk).update(is_demo=False)
    assert "demo-accounts" not in client.get("/account/sign-in/").content.decode()
