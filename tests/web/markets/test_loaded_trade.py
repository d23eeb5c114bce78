"""A loaded set is chosen: pages, plan and files stand on it together; replaced, lost, and back."""

import csv
import io
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from typer.testing import CliRunner

from hamafza.cli.trade import app as trade_command
from hamafza.runs.guild_part import guild_parts
from hamafza.runs.markets import market_facts
from hamafza.runs.trade_choice import chosen_name, keep_choice
from hamafza.runs.trade_sets import import_flows
from hamafza.web.actions import trade_choice
from hamafza.web.actions.trade_choice import choose_trade
from hamafza.web.records.events import Event
from hamafza.web.records.trade_choices import TradeChoice
from hamafza.web.records.workshops import UnitGood
from tests.markets.small_sets import comtrade_world, loaded
from tests.markets.trade_tables import baci_csv, baci_zip
from tests.web.market_plans.making import make_plan
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
BUNDLED, OURS = "UNCTAD", "BACI_HS17_V202401b"


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch):
    cache.clear()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HAMAFZA_HOME", str(home))
    monkeypatch.setattr(settings, "HOME", home)
    return home


@pytest.fixture
def chosen(house, tmp_path, cast):
    found = loaded(house, tmp_path)
    assert choose_trade(actor=cast.parviz, name=found.name)
    return found


def page(client, name, *arguments, query="", language="en"):
    with translation.override(language):
        url = reverse(name, args=arguments) + query
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def rows(client, query):
    url = reverse("public:markets_table", args=["csv"]) + query
    text = client.get(url).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_of_markets_changes_to_the_set_and_says_its_years(
    client, cast, chosen, language
):
    UnitGood.objects.create(unit=cast.unit, told_by=cast.maryam, words="فرش", hs6="570110")
    years = "۲۰۱۹–۲۰۲۰" if language == "fa" else "2019–2020"
    client.force_login(cast.parviz)
    shown = {
        "product": page(client, "public:markets", query="?hs4=5701", language=language),
        "line": page(client, "public:markets", query="?hs4=5701.10", language=language),
        "market": page(client, "public:market", "IRQ", query="?goods=all", language=language),
        "compare": page(
            client, "public:compare_markets", query="?hs4=5701&a=IRQ&b=OMN", language=language
        ),
        "unit": page(client, "office:unit_markets", cast.unit.pk, language=language),
        "guild": page(client, "office:guild_part", language=language),
        "serves": page(
            client, "office:who_serves", query="?market=IRQ&goods=6302&of=units", language=language
        ),
    }
    for name, html in shown.items():
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)
        if name != "serves" or "ground" in html:
            assert years in html and OURS in html, name
        assert BUNDLED not in html and "آنکتاد" not in html, name
        reconstructed = "بازسازی" if language == "fa" else "econstruct"
        if name != "compare":  # the way there is reconstructed, whatever the trade
            assert reconstructed not in html, name


def test_a_heading_opens_into_its_lines_with_their_record(client, chosen):
    html = page(client, "public:markets", query="?hs4=5701")
    assert "5701.10" in html and "5701.90" in html and "Its lines of six digits" in html
    assert "hs4=570110" in html
    cells = rows(client, "?hs4=5701&lines=1")
    assert {each["hs4"] for each in cells} == {"570110", "570190"}
    whole = rows(client, "?hs4=5701")
    for market in whole:
        own = [each for each in cells if each["importer"] == market["importer"]]
        for name in ("potential_usd", "actual_usd", "gap_usd"):
            assert sum(float(each[name]) for each in own) == pytest.approx(float(market[name]))
    assert {each["quality"] for each in cells} == {"recorded"}
    assert {each["year"] for each in whole} == {"2019–2020"}
    assert {each["set"] for each in whole} == {"baci-hs2017"}


@pytest.mark.parametrize(
    ("language", "word"), [("en", "told by one side"), ("fa", "فقط یک طرف گفته")]
)
def test_what_one_side_alone_told_is_said_in_words(client, house, tmp_path, cast, language, word):
    found = comtrade_world(house, tmp_path)
    choose_trade(actor=cast.parviz, name=found.name)
    assert word in page(client, "public:markets", query="?hs4=5701", language=language)
    told = {each["importer"]: each["quality"] for each in rows(client, "?hs4=5701&lines=1")}
    assert told["AFG"] == "mirror"


def test_the_bundled_trade_has_no_lines_and_a_line_shows_its_heading(client):
    html = page(client, "public:markets", query="?hs4=570110")
    assert "Its lines of six digits" not in html and "Heading" in html
    assert "Reconstructed" in html and rows(client, "?hs4=5701&lines=1") == []


def test_an_officer_chooses_and_goes_back_and_each_is_an_event(client, house, tmp_path, cast):
    before = market_facts("IRN", "5701")
    found = loaded(house, tmp_path)
    client.force_login(cast.parviz)
    url = reverse("office:choose_trade")
    assert "Let markets and plans stand on it" in page(client, "office:trade")
    assert client.post(url, {"set": found.name}).status_code == 302
    html = page(client, "office:trade")
    assert "markets and plans stand on it" in html and OURS in html
    assert cast.parviz.get_full_name() in html
    assert market_facts("IRN", "5701").set == "baci-hs2017"
    assert client.post(url, {"set": found.name}).status_code == 302
    assert TradeChoice.objects.count() == 1, "twice the same is one choice"
    assert client.post(url, {"set": ""}).status_code == 302
    assert market_facts("IRN", "5701") == before
    events = Event.objects.filter(verb="choose-trade").order_by("id")
    assert [each.after["set"] for each in events] == ["baci-hs2017", "bundled"]
    assert events[0].after["digest"] and events[0].actor == cast.parviz


def test_a_set_without_our_country_or_of_another_kind_is_refused(client, house, tmp_path, cast):
    path = baci_zip(tmp_path / "BACI_HS17_V202401b.zip", {2020: baci_csv("2020,4,276,570110,9,1")})
    found = import_flows(path, house, "baci")
    client.force_login(cast.parviz)
    with translation.override("en"):
        url = reverse("office:choose_trade")
    for name, word in ((found.name, "no exports of our own country"), ("nothing", "nothing")):
        answer = client.post(url, {"set": name})
        assert answer.status_code == 400 and word in answer.content.decode()
    assert chosen_name(house) == "" and not TradeChoice.objects.exists()


def test_only_the_promotion_organisation_chooses(client, chosen, cast):
    for person in (cast.by_role[role] for role in ("administrator", "observer", "union")):
        client.force_login(person)
        assert client.post(reverse("office:choose_trade"), {"set": ""}).status_code == 403
    assert chosen_name(Path(settings.HOME)) == "baci-hs2017"


def test_a_replaced_set_is_taken_at_once_and_the_office_is_told(
    client, house, chosen, tmp_path, cast
):
    before = market_facts("IRN", "5701")
    loaded(house, tmp_path, years=(2021,), seed=2, name="b")
    html = page(client, "public:markets", query="?hs4=5701")
    assert "2021" in html and "2019–2020" not in html
    assert market_facts("IRN", "5701").markets != before.markets
    client.force_login(cast.parviz)
    assert "The set was replaced since" in page(client, "office:trade")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_removed_set_is_told_and_the_bundled_one_stands_in(client, chosen, cast, language):
    shutil.rmtree(chosen.folder.parent)
    client.force_login(cast.parviz)
    word = "دیگر خوانده نمی‌شود" if language == "fa" else "cannot be read any more"
    for html in (
        page(client, "public:markets", query="?hs4=5701", language=language),
        page(client, "office:trade", language=language),
        page(client, "office:guild_part", language=language),
    ):
        assert word in html and "baci-hs2017" in html
        assert ("بازسازی" if language == "fa" else "Reconstructed") in html


def test_a_plan_stands_on_the_set_and_keeps_saying_so(client, house, tmp_path, cast):
    found = loaded(house, tmp_path)
    choose_trade(actor=cast.parviz, name=found.name)
    run = make_plan(cast)
    assert run.state == "done", (run.fault, run.refusal_code, run.refusal_facts)
    told = run.record["parameters"]["trade"]
    assert told["set"] == "baci-hs2017" and told["year"] == "2019–2020"
    assert "baci-hs2017=" in told["digests"]
    choose_trade(actor=cast.parviz, name="")
    client.force_login(cast.parviz)
    html = page(client, "office:market_plan", run.pk)
    assert "2019–2020" in html and OURS in html and "Reconstructed" not in html


def test_the_guilds_part_is_of_the_set(house, chosen):
    capacity = pl.DataFrame({"hs4": ["5701"], "province": ["کرمان"], "shipments_a_month": [5.0]})
    parts, _ = guild_parts("IRN", capacity)
    assert set(parts["importer"]) <= {"AFG", "DEU", "IRQ", "OMN", "TUR"}


def test_a_failed_write_leaves_the_choice_before(house, tmp_path, cast, monkeypatch):
    found = loaded(house, tmp_path)

    def broken(**_told):
        keep_choice(house, "half")
        raise RuntimeError

    monkeypatch.setattr(trade_choice, "record", broken)
    with pytest.raises(RuntimeError):
        choose_trade(actor=cast.parviz, name=found.name)
    assert chosen_name(house) == "" and not TradeChoice.objects.exists()


def test_the_command_chooses_too_and_shows_what_is_in_use(house, tmp_path):
    found = loaded(house, tmp_path)
    call = CliRunner().invoke
    shown = call(trade_command, ["use", found.name]).output
    assert "baci-hs2017: 2019–2020, CEPII BACI" in shown and "no growth and no tariffs" in shown
    told = json.loads(call(trade_command, ["use", "--json"]).stdout)
    assert told["set"] == "baci-hs2017" and told["digests"]["baci-hs2017"]
    event = Event.objects.get(verb="choose-trade")
    assert event.actor is None and event.role == "system"
    assert "bundled: 2015–2017" in call(trade_command, ["use", "--bundled"]).output
    assert chosen_name(house) == "" and Event.objects.filter(verb="choose-trade").count() == 2


@pytest.mark.parametrize("language", ["fa", "en"])
def test_new_goods_stand_on_the_chosen_set_or_say_why_not(chosen, client, language):
    html = page(client, "public:new_goods", language=language)
    told = {"en": "No new good has a market here", "fa": "هیچ کالای نویی اینجا بازاری ندارد"}
    assert OURS in html or told[language] in html
    assert BUNDLED not in html
