"""What officers see of a market plan, in both languages, and what each of them may do."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from hamafza.runs.market_plan_told import PlanTold
from hamafza.web.actions.runs import folder
from hamafza.web.pages.office.market_plan_facts import NOWHERE_TOGETHER
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from tests.web.formations.making import make_formation
from tests.web.market_plans.making import LARGE, carried_out, make_plan, waiting_plan
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


def address(name, language="fa", **arguments):
    with translation.override(language):
        return reverse(f"office:{name}", kwargs=arguments)


def page(client, name, language="fa", query="", **arguments):
    answer = client.get(address(name, language, **arguments) + query)
    assert answer.status_code == 200, answer.status_code
    html = answer.content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
    return html


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_is_in_the_reader_s_language(officer, cast, language):
    assert page(officer, "market_plans", language).count('class="empty"') == 1
    run = make_plan(cast)
    page(officer, "market_plans", language)
    page(officer, "new_market_plan", language, f"?from={run.pk}")
    html = page(officer, "market_plan", language, number=run.pk)
    because = {"fa": "، چون ", "en": ", because "}[language]
    assert because in html
    assert html.count('class="quarter"') == 4 * len(PlanTold(folder(run.pk)).by_market())


def test_every_reason_to_go_nowhere_has_words():
    from hamafza.markets.plan.reasons import WHY_NOWHERE

    assert set(NOWHERE_TOGETHER) == set(WHY_NOWHERE)


def test_the_certificate_says_in_words_how_much_better_another_plan_could_be(officer, cast):
    run = make_plan(cast)
    figures = run.record["figures"]
    figures |= {"judged_value_usd": 100_000.0, "judged_bound_usd": 101_500.0}
    run.save()
    assert 'بیش از <b><span class="n">۱٫۵۰</span> درصد</b>' in page(
        officer, "market_plan", number=run.pk
    )
    assert 'more than <b><span class="n">1.50</span> percent</b>' in page(
        officer, "market_plan", "en", number=run.pk
    )


def test_groups_are_found_by_market_goods_and_whether_they_go(officer, cast):
    run = make_plan(cast)
    small = Proposal.objects.get(capacity=0.1)
    nowhere = page(officer, "market_plan", "en", "?goes=no", number=run.pk)
    assert nowhere.count("<li><div") == 1
    assert "No market, because what it makes in a quarter does not fill" in nowhere
    assert address("proposal", "en", number=small.pk) in nowhere
    market = PlanTold(folder(run.pk)).by_market()["importer"][0]
    there = page(officer, "market_plan", query=f"?market={market}&goods=5701", number=run.pk)
    assert 0 < there.count("<li><div") <= 2
    assert page(officer, "market_plan", query="?goods=9999", number=run.pk).count('"empty"') == 1


def test_what_is_seen_is_taken_along_and_sums_to_the_plan(officer, cast):
    run = make_plan(cast)
    sent = run.record["figures"]["sent_usd"]
    text = _body(officer.get(address("market_plan_file", "en", number=run.pk, form="csv")))
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert sum(float(row["Dollars a year"]) for row in rows) == pytest.approx(sent)
    first = sum(float(row["Quarter 1, dollars"]) for row in rows)
    assert 0 < first < sent
    assert all(row["Why"] for row in rows)
    one = officer.get(address("market_plan_file", "en", number=run.pk, form="csv") + "?goes=no")
    assert len(_body(one).strip().splitlines()) == 2
    sheet = officer.get(address("market_plan_file", number=run.pk, form="xlsx"))
    book = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    assert book.active.sheet_view.rightToLeft
    assert book.active.max_row == len(rows) + 1
    assert officer.get(address("market_plan_file", number=run.pk, form="exe")).status_code == 404


def _body(answer):
    return answer.content.decode()


def test_a_form_begins_one_plan_and_a_second_click_no_other(officer, cast):
    page(officer, "new_market_plan")
    asked = {"groups": "adopted", "spread": "wide", "neighbours": "only", "effort": "quick"}
    answer = officer.post(address("new_market_plan"), asked)
    run = Run.objects.get(kind="market-plan")
    assert answer.headers["Location"] == address("market_plan", number=run.pk)
    assert run.parameters == {
        "groups": "adopted", "spread": "wide", "neighbours": "only", "seconds": 10.0,
    }  # fmt: skip
    officer.post(address("new_market_plan"), asked)
    assert Run.objects.filter(kind="market-plan").count() == 1
    wrong = officer.post(address("new_market_plan"), asked | {"spread": "nowhere"})
    assert wrong.status_code == 400
    assert 'class="error"' in wrong.content.decode()


def test_a_plan_under_way_shows_where_it_stands_and_can_be_cancelled(officer, cast):
    run = waiting_plan(cast)
    Run.objects.filter(pk=run.pk).update(state="running", stage="planning", done=4, total=30)
    html = page(officer, "market_plan", number=run.pk)
    assert "hx-get" in html
    assert "ثانیه" in html
    part = officer.get(address("market_plan", number=run.pk) + "?part").content.decode()
    assert "<html" not in part
    officer.post(address("cancel_market_plan", number=run.pk))
    run.refresh_from_db()
    assert run.cancel_asked
    assert officer.get(
        address("market_plan_file", number=run.pk, form="csv")
    ).status_code == 404  # fmt: skip


def test_a_refused_plan_says_why(officer, cast):
    html = page(officer, "market_plan", number=carried_out(cast.parviz).pk)
    assert "گروهی از کالاها نیست" in html


def test_an_observer_reads_and_begins_nothing(client, cast):
    run = make_plan(cast)
    client.force_login(cast.negar)
    for name, more in (("market_plans", {}), ("market_plan", {"number": run.pk})):
        html = page(client, name, **more)
        assert 'method="post"' not in html.split("<main")[1].split("</main")[0]
        assert address("new_market_plan") not in html
    assert client.get(address("new_market_plan")).status_code == 403
    assert client.post(address("cancel_market_plan", number=run.pk)).status_code == 403
    client.force_login(cast.farideh)
    assert client.get(address("market_plan", number=run.pk)).status_code == 403


def test_another_kind_of_run_is_no_plan(officer, cast):
    formation = make_formation(cast)
    assert officer.get(address("market_plan", number=formation.run_id)).status_code == 404


def test_no_page_asks_more_with_more_groups(officer, cast):
    def asked(run):
        counts = []
        for name, arguments in (("market_plans", {}), ("market_plan", {"number": run.pk})):
            with CaptureQueriesContext(connection) as told:
                page(officer, name, **arguments)
            counts.append(len(told))
        return counts

    few = make_plan(cast)
    page(officer, "market_plans")
    before = asked(few)
    make_formation(cast, groups=9)
    Proposal.objects.filter(capacity__lt=1).update(capacity=LARGE, family="5701")
    assert asked(make_plan(cast)) == before
