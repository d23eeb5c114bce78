"""The pages of new goods: ranked, explained, in one language, and as files."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hamafza.runs.concentration import concentration_page
from hamafza.runs.new_goods import new_goods
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture(scope="module")
def first() -> str:
    return new_goods("IRN").goods()[0].hs4


def page(client, query="", language="fa", status=200) -> str:
    with translation.override(language):
        url = reverse("public:new_goods") + query
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_speak_one_language(client, language, first):
    for query in ("", "?page=3", "?made=1", f"?hs4={first}", f"?hs4={first}&page=2"):
        html = page(client, query, language)
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_goods_stand_by_rank_with_their_reasons(client, first):
    html = page(client, language="en")
    assert html.count('class="reason"') == 20
    assert f'id="h{first}"' in html
    assert "Countries that sell it mostly sell these too" in html
    assert "no sum of money" in html


def test_the_page_says_on_how_few_the_exports_hang(client):
    found = concentration_page("IRN")
    html = page(client, language="en")
    assert "On how few the exports hang" in html
    assert f'<span class="n">{found.goods.equal:.1f}</span> goods of equal worth' in html


def test_only_goods_of_registered_workshops_are_shown_if_asked(client, first):
    other = new_goods("IRN").goods()[30].hs4
    for number in range(6):
        make_unit(name=f"کارگاه {number}", kind="maker", hs4=other, family=other)
    html = page(client, "?made=1", "en")
    assert html.count('class="reason"') == 1
    assert '<span class="n">6</span> registered workshops' in html
    assert "No new good has a market here" not in html


def test_a_good_that_is_not_new_is_no_page(client):
    page(client, "?hs4=5701", status=404)
    page(client, "?hs4=zzzz", status=404)


def test_files_hold_every_row(client, first):
    goods = client.get(reverse("public:new_goods_table", args=["csv"])).content.decode()
    assert len(goods.splitlines()) == 1 + len(new_goods("IRN").goods())
    one = client.get(reverse("public:new_goods_table", args=["csv"]), {"hs4": first})
    assert len(one.content.decode().splitlines()) == 1 + len(new_goods("IRN").markets(first))
    sheet = client.get(reverse("public:new_goods_table", args=["xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert client.get(reverse("public:new_goods_table", args=["pdf"])).status_code == 404
