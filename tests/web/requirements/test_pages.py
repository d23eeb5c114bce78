"""Pages on what markets ask: the public card, the producer's list, the office's review."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hamafza.markets.requirements import LineState, Subject
from hamafza.web.actions import requirements as act
from hamafza.web.records.requirements import RequirementLine
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.requirements.making import days_ago, make_line, shown_line

pytestmark = pytest.mark.django_db
FORM = {
    "code": "۶۳۰۲.۵۹",
    "market": "OMN",
    "subject": "tariff",
    "duty_percent": "۵٫۵",
    "text_fa": "نرخ پایه",
    "text_en": "Base rate",
    "source": "Gazette 12",
    "source_url": "https://example.org/12",
    "told_on": "1405/08/01",
    "check_by": "",
}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def page(client, name, language="fa", query="", **arguments) -> str:
    with translation.override(language):
        answer = client.get(reverse(name, kwargs=arguments or None) + query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def card(client, language="fa", code="630259") -> str:
    return page(client, "public:requirements", language, market="OMN", code=code)


def test_an_empty_card_says_of_each_subject_that_it_is_unknown(client, cast):
    html = card(client, "en")
    assert html.count("Unknown: nobody has entered it.") == len(Subject)


def test_the_public_sees_no_line_before_its_review_and_none_that_was_sent_back(client, cast):
    waiting = make_line(cast, text_en="Waiting words")
    act.return_line(actor=cast.mina, line=make_line(cast, text_en="Returned words"), note="no")
    html = card(client, "en")
    assert "Waiting words" not in html
    assert "Returned words" not in html
    act.show_line(actor=cast.mina, line=waiting)
    assert "Waiting words" in card(client, "en")
    assert waiting.text_fa in card(client)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_speaks_one_language(client, cast, language):
    shown_line(cast, subject=Subject.TARIFF, duty_percent="5.5", code="63")
    shown_line(cast, told_on=days_ago(500), code="6302")
    old = shown_line(cast)
    newer = make_line(cast, replaces=old)
    act.show_line(actor=cast.mina, line=newer)
    waiting = make_line(cast)
    pages = [card(client, language), page(client, "public:requirement_cards", language),
             card(client, language, code="63")]  # fmt: skip
    client.force_login(cast.maryam)
    pages.append(page(client, "producer:requirements", language))
    client.force_login(cast.parviz)
    for state in ("entered", "shown", "old", "returned", "past"):
        pages.append(page(client, "office:requirement_lines", language, f"?state={state}"))
    for line in (old, newer, waiting):
        pages.append(page(client, "office:requirement", language, number=line.pk))
    pages.append(page(client, "office:enter_requirement", language, f"?replaces={newer.pk}"))
    for html in pages:
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_a_card_takes_lines_of_heading_and_chapter_and_marks_the_old(client, cast):
    shown_line(cast, code="63", text_en="Of the chapter", told_on=days_ago(500))
    html = card(client, "en")
    assert "Of the chapter" in html
    assert "from chapter" in html
    assert "Old: to be checked again" in html
    assert "A gazette" in html


@pytest.mark.parametrize(("market", "code"), [("QQQ", "6302"), ("OMN", "6399"), ("OMN", "x"),
                                              ("OMN", "63025")])  # fmt: skip
def test_a_card_of_no_such_country_or_code_is_not_there(client, cast, market, code):
    for name in ("public:requirements", "public:requirements_table"):
        url = reverse(name, kwargs={"market": market, "code": code})
        assert client.get(url).status_code == 404


def test_the_form_leads_to_the_card_in_any_script_and_refuses_what_is_no_code(client, cast):
    url = reverse("public:requirement_cards")
    answer = client.get(url, {"code": "۶۳۰۲.۵۹", "market": "OMN"})
    assert answer["Location"] == reverse("public:requirements", args=["OMN", "630259"])
    assert client.get(url, {"code": "6399", "market": "OMN"}).status_code == 422


def test_the_file_of_a_card_holds_what_is_seen_and_what_is_unknown(client, cast):
    shown_line(cast, text_en="=cmd()", source="A gazette")
    url = reverse("public:requirements_table", args=["OMN", "630259"])
    with translation.override("en"):
        text = b"".join(client.get("/en" + url)).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert len(rows) == len(Subject)
    assert {len(row) for row in rows} == {len(head)}
    assert sum(row[3].startswith("Unknown") for row in rows) == len(Subject) - 1
    (told,) = [row for row in rows if row[0] == "Papers"]
    assert told[5] == "'=cmd()"
    assert told[7] == "A gazette"


def test_the_office_enters_reviews_corrects_and_withdraws(client, cast):
    client.force_login(cast.parviz)
    answer = client.post(reverse("office:enter_requirement"), FORM)
    line = RequirementLine.objects.get()
    assert answer["Location"] == reverse("office:requirement", args=[line.pk])
    assert (line.code, line.market, line.subject) == ("630259", "OMN", Subject.TARIFF)
    assert str(line.duty_percent) == "5.500"
    assert (line.check_by - line.told_on).days == 365
    review = reverse("office:review_requirement", args=[line.pk])
    assert client.post(review, {"answer": "show"}).status_code == 409
    client.force_login(cast.mina)
    assert client.post(review, {"answer": "show"}).status_code == 302
    assert "5.5" in card(client, "en")
    client.force_login(cast.parviz)
    url = reverse("office:enter_requirement") + f"?replaces={line.pk}"
    assert client.get(url).context["form"].initial["source"] == "Gazette 12"
    assert client.post(url, FORM | {"duty_percent": "7"}).status_code == 302
    newer = RequirementLine.objects.first()
    assert newer.replaces == line
    client.force_login(cast.mina)
    client.post(reverse("office:review_requirement", args=[newer.pk]), {"answer": "show"})
    url = reverse("office:withdraw_requirement", args=[newer.pk])
    client.post(url, {"why": "repealed"})
    newer.refresh_from_db()
    assert newer.state == LineState.WITHDRAWN
    assert "Unknown" in card(client, "en")
    assert "Base rate" in card(client, "en")  # in the history


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "6399"), ("market", "QQQ"), ("subject", "gossip"), ("told_on", "yesterday"),
     ("source", ""), ("text_en", ""), ("source_url", "javascript:alert(1)"),
     ("duty_percent", "-1")],
)  # fmt: skip
def test_a_form_not_filled_well_comes_back(client, cast, field, value):
    client.force_login(cast.parviz)
    answer = client.post(reverse("office:enter_requirement"), FORM | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not RequirementLine.objects.exists()


def test_words_of_a_line_are_shown_as_words(client, cast):
    evil = "\"'><script>alert(1)</script>"
    line = shown_line(cast, text_fa=evil, text_en=evil, source=evil)
    client.force_login(cast.parviz)
    for html in (card(client), page(client, "office:requirement", number=line.pk),
                 page(client, "office:requirement_lines", query="?state=shown")):  # fmt: skip
        assert "<script>alert" not in html


def test_markets_of_a_product_lead_to_its_cards(client, cast):
    html = page(client, "public:markets", "en", "?hs4=6302")
    assert "/en/requirements/" in html
    foreign = page(client, "public:markets", "en", "?hs4=6302&exporter=TUR")
    assert "/en/requirements/" not in foreign


def test_a_producer_sees_markets_of_her_own_goods(client, cast):
    shown_line(cast, market="OMN", code="6302")
    client.force_login(cast.maryam)
    html = page(client, "producer:requirements", "en")
    assert reverse("public:requirements", args=["OMN", "630259"]) in html
    assert "1</span> of" in html
    cast.unit.hs4 = cast.unit.hs6 = None
    cast.unit.save()
    assert "Your goods have no code yet" in page(client, "producer:requirements", "en")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_taken_along(client, cast, form):
    make_line(cast)
    client.force_login(cast.negar)
    answer = client.get(reverse("office:requirements_file", args=[form]))
    body = b"".join(answer)
    assert body.startswith(b"PK" if form == "xlsx" else b"\xef\xbb\xbf")
    assert client.get(reverse("office:requirements_file", args=["pdf"])).status_code == 404


def test_lists_and_cards_ask_no_more_for_more_lines(client, cast):
    client.force_login(cast.parviz)
    asked = []
    for _ in range(3):
        for code in ("63", "6302", "630259", "630260", "6301"):
            shown_line(cast, code=code)
            shown_line(cast, code=code, market="IRQ")
        with CaptureQueriesContext(connection) as queries:
            card(client)
            page(client, "public:requirement_cards")
            page(client, "office:requirement_lines", query="?state=shown")
        asked.append(len(queries))
    assert asked[1] == asked[2] <= asked[0]  # the first fills what is kept between requests
