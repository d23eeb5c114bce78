"""A table of trade is sent, understood, read in the background, and told with what was left out."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hamafza.runs.trade_asked import KINDS, MAPPED, WISHES
from hamafza.store.data_sets import data_set, data_sets
from hamafza.store.tables import read_parquet
from hamafza.web.actions import trade_sets as act
from hamafza.web.pages.office import trade_words
from hamafza.web.records.events import Event
from hamafza.web.records.runs import Run
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.trade_sets.making import baci_file, customs_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path / "home")
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "uploads")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


def address(name="trade", language="fa", **arguments):
    with translation.override(language):
        return reverse(f"office:{name}", kwargs=arguments)


def seen(client, url, language="fa"):
    answer = client.get(url)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
    return html


def sent(client, kind, file):
    answer = client.post(address(), {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def confirmed(client, url, **told):
    answer = client.post(url, told)
    assert answer.status_code == 302, answer.content.decode()
    return Run.objects.filter(kind=act.KIND).latest("id")


def chosen(html):
    """Return what the page takes each column for."""
    found = re.findall(r'<select id="(c\d+)".*?</select>', html, re.S)
    boxes = dict(re.findall(r'<select id="(c\d+)"(.*?)</select>', html, re.S))
    return {
        name: next(iter(re.findall(r'value="(\w+)" selected', boxes[name])), "") for name in found
    }


def test_every_kind_column_and_question_has_words():
    assert set(trade_words.KINDS) == set(KINDS) == set(WISHES)
    assert set(trade_words.FIELDS) == {name for names in MAPPED.values() for name in names}
    assert set(trade_words.WISHES) == {name for wishes in WISHES.values() for name in wishes}


@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_empty_page_says_what_is_in_use(officer, language):
    assert seen(officer, address(language=language), language).count('class="empty"') == 1


def test_a_customs_table_shows_what_each_column_is_taken_for(officer):
    url = sent(officer, "customs", customs_file())
    html = seen(officer, url)
    seen(officer, "/en" + url, "en")
    assert list(chosen(html).values()) == [
        "year", "month", "office", "code", "", "weight_kg", "value_usd",
    ]  # fmt: skip


def test_a_set_is_told_with_what_was_left_out_and_by_whom(officer, cast, work):
    url = sent(officer, "customs", customs_file())
    columns = chosen(officer.get(url).content.decode())
    run = confirmed(officer, url, **columns | {"c4": "partner", "c2": ""}, country="IRN")
    work()
    run.refresh_from_db()
    assert run.state == "done", (run.fault, run.refusal_code, run.refusal_facts)
    found = data_set(Path(settings.HOME), "customs-irn")
    table = read_parquet(found.folder / "customs.parquet")
    assert table["partner"].to_list() == ["ARE", "IRQ"]
    assert table["office"].null_count() == 2  # the officer left that column unread
    html = seen(officer, address())
    for told in ("کشور شناخته نیست", "Parviz", "جدول گمرک خود یک کشور", "۲", "ناکجا"):
        assert told in html
    english = seen(officer, address(language="en"), "en")
    assert "country not known" in english
    event = Event.objects.get(verb="replace-data-set")
    assert (event.actor, event.subject_id) == (cast.parviz, run.pk)
    assert event.after["set"] == "customs-irn"
    assert event.after["outputs"] == found.record["outputs"]
    assert event.before == {"stamp": None}


def test_a_refused_file_leaves_the_set_in_use_and_says_why(officer, cast, work, tmp_path):
    run = confirmed(officer, sent(officer, "baci", baci_file(tmp_path)))
    work()
    run.refresh_from_db()
    assert run.state == "done", (run.fault, run.refusal_code, run.refusal_facts)
    before = data_set(Path(settings.HOME), "baci-hs2017")
    seen(officer, address())
    bad = baci_file(tmp_path, "2020,364,276,570110,-98.7,5")
    refused = confirmed(officer, sent(officer, "baci", bad))
    work()
    refused.refresh_from_db()
    assert (refused.state, refused.refusal_code) == ("refused", "trade-values-negative")
    for language, words in (("fa", "کمتر از صفر"), ("en", "below zero")):
        with translation.override(language):
            page = officer.get(reverse("runs:run", args=[refused.pk])).content.decode()
        assert words in page
    assert data_set(Path(settings.HOME), "baci-hs2017").folder == before.folder
    assert Event.objects.filter(verb="replace-data-set").count() == 1


def test_a_newer_file_replaces_the_set_and_the_event_names_the_one_before(officer, work, tmp_path):
    confirmed(officer, sent(officer, "baci", baci_file(tmp_path)))
    work()
    first = data_set(Path(settings.HOME), "baci-hs2017").folder.name
    newer = baci_file(tmp_path, "2021,364,276,570110,50,5")
    confirmed(officer, sent(officer, "baci", newer))
    work()
    told = Event.objects.filter(verb="replace-data-set").latest("id")
    assert told.before == {"stamp": first}
    assert told.after["stamp"] == data_set(Path(settings.HOME), "baci-hs2017").folder.name
    assert len(data_sets(Path(settings.HOME))) == 1


def test_what_cannot_be_read_at_all_is_refused_on_the_page(officer, monkeypatch):
    nothing = officer.post(address(), {"kind": "customs"})
    assert nothing.status_code == 400
    empty = officer.post(address(), {"kind": "customs", "file": SimpleUploadedFile("a.csv", b" ")})
    assert empty.status_code == 400
    assert 'class="error"' in empty.content.decode()
    monkeypatch.setattr(act, "MOST_BYTES", 10)
    large = officer.post(address(), {"kind": "customs", "file": customs_file()})
    assert large.status_code == 400
    url = address("trade_file", kind="baci", digest="0" * 64)
    assert officer.get(url).status_code == 404
    assert officer.get(address("trade_file", kind="oil", digest="0" * 64)).status_code == 404
    assert not Run.objects.exists()


def test_years_that_nobody_can_read_and_columns_told_twice_begin_nothing(officer, tmp_path):
    url = sent(officer, "baci", baci_file(tmp_path))
    answer = officer.post(url, {"years": "پارسال"})
    assert answer.status_code == 400
    assert "سالی را نمی‌گوید" in answer.content.decode()
    url = sent(officer, "customs", customs_file())
    answer = officer.post(url, {"c0": "year", "c1": "year"})
    assert answer.status_code == 400
    assert not Run.objects.exists()


def test_the_same_asked_twice_is_one_run(officer, tmp_path):
    url = sent(officer, "baci", baci_file(tmp_path))
    first = confirmed(officer, url, years="2020")
    assert confirmed(officer, url, years="2020") == first
    assert Run.objects.count() == 1


def test_an_observer_reads_and_sends_nothing(client, cast, tmp_path):
    client.force_login(cast.negar)
    html = seen(client, address())
    assert 'type="file"' not in html
    client.post(address(), {"kind": "baci", "file": baci_file(tmp_path)})
    assert not (Path(settings.MEDIA_ROOT) / act.SENT).exists()
    url = address("trade_file", kind="baci", digest="0" * 64)
    assert client.get(url).status_code == 403
    client.force_login(cast.farideh)
    assert client.get(address()).status_code == 403


def test_the_page_asks_no_more_for_more_sets(officer, work, tmp_path):
    def asked():
        with CaptureQueriesContext(connection) as told:
            officer.get(address())
        return len(told)

    confirmed(officer, sent(officer, "baci", baci_file(tmp_path)))
    work()
    asked()
    few = asked()
    for year in (2018, 2019):
        file = baci_file(tmp_path, f"{year},364,276,570110,50,5")
        confirmed(officer, sent(officer, "baci", file), into="2022")
        work()
    agreements = SimpleUploadedFile(
        "a.csv", b"agreement,party,from,until,source\nX,IRN; ARM,2019-10-27,,Treaty\n"
    )
    url = sent(officer, "agreements", agreements)
    confirmed(officer, url, **chosen(officer.get(url).content.decode()))
    work()
    assert len(data_sets(Path(settings.HOME))) == 3
    assert asked() == few
