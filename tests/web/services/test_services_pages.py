"""Services to markets, a market to services, a unit to both: only where a table is loaded."""

import csv
import io
import re
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from hamafza.runs.services_import import import_services
from hamafza.store.data_sets import data_set
from hamafza.web.actions import trade_sets as act
from hamafza.web.records.runs import Run
from tests.markets.service_tables import batis_file, batis_rows, wide_flows
from tests.people import make_unit
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db
PUBLIC = (("services", ()), ("service_group", ("SD",)), ("service_market", ("IRQ",)))


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path / "home")
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "uploads")
    cache.clear()


@pytest.fixture
def loaded(tmp_path):
    """A synthetic balanced table of three countries and two groups, of 2022."""
    return import_services(batis_file(tmp_path), tmp_path / "home")


@pytest.fixture
def service_unit(cast):
    cast.unit.kind, cast.unit.hs4, cast.unit.service_code = "service", None, "SB"
    cast.unit.save()
    cast.unit.confirmations.all().delete()
    return cast.unit


def address(name, *arguments, language="fa"):
    with translation.override(language):
        return reverse(name, args=arguments)


def seen(client, name, *arguments, language="fa"):
    answer = client.get(address(name, *arguments, language=language))
    assert answer.status_code == 200, answer
    html = answer.content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
    return html


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("name", "arguments"), PUBLIC)
def test_without_a_table_a_page_says_what_to_load_and_by_whom(client, name, arguments, language):
    html = seen(client, f"public:{name}", *arguments, language=language)
    assert html.count('class="empty"') == 1
    told = "کارشناس سازمان توسعه تجارت" if language == "fa" else "officer of the promotion"
    assert told in html
    assert address("office:trade", language=language) not in html


def test_an_officer_is_led_to_loading_one(client, cast):
    client.force_login(cast.parviz)
    assert address("office:trade") in seen(client, "public:services")


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("name", "arguments"), PUBLIC)
def test_a_page_speaks_one_language_and_tells_year_and_source(
    client, loaded, name, arguments, language
):
    html = seen(client, f"public:{name}", *arguments, language=language)
    year = "۲۰۲۲" if language == "fa" else "2022"
    assert f'<span class="n">{year}</span>' in html and "OECD-WTO BaTIS" in html
    assert 'class="empty"' not in html


def test_the_markets_of_a_group_are_ranked_and_opened(client, loaded):
    html = seen(client, "public:service_group", "SD", language="en")
    assert html.index('id="IRQ"') < html.index('id="DEU"')  # the neighbour first
    assert "Iraq, because it is a neighbour by land" in html
    assert re.search(r">25(\.0+)?%?<", html)  # the share of the world's exports: 40 of 160
    assert "Made one figure of what both sides tell" in html
    assert "Sold there already: all the potential" in html  # of Germany
    assert re.search(r"The table holds the sales of \D*>3<\D* countries only", html)
    near = client.get(address("public:service_group", "SD", language="en") + "?phase=1")
    assert 'id="DEU"' not in near.content.decode()


def test_an_estimated_cell_and_a_pair_that_never_traded_say_so(client, tmp_path):
    rows = batis_rows(flows=wide_flows(), told_by=())
    import_services(batis_file(tmp_path, *rows), tmp_path / "home")
    html = seen(client, "public:service_market", "IRQ", language="en")
    assert "Neither side reported it" in html
    assert "sales of" not in html  # wide enough for shares of the world and for gravity
    html = seen(client, "public:service_market", "JPN", language="en")
    assert "No trade in services between the two countries is recorded" in html
    assert "The table tells no trade of the two countries in this group." in html


def test_a_market_shows_its_groups_and_leads_back(client, loaded):
    html = seen(client, "public:service_market", "IRQ", language="en")
    assert html.index('id="SD"') < html.index('id="SB"')  # 3.4 million of room before none
    assert address("public:service_group", "SB", language="en") + "#IRQ" in html
    assert "Travel, because the market buys 35 million dollars" in html


def test_another_countrys_services_are_shown_on_asking(client, loaded):
    url = address("public:service_market", "IRN", language="en")
    html = client.get(f"{url}?exporter=IRQ").content.decode()
    assert "from Iraq" in html and "exporter=IRQ" in html
    assert 'class="empty"' in client.get(f"{url}?exporter=CHN").content.decode()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("service_group", ("SZ",)), ("service_group", ("SL",)), ("service_market", ("QQQ",)),
     ("service_group_table", ("SD", "pdf"))],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, loaded, name, arguments):
    assert client.get(address(f"public:{name}", *arguments)).status_code == 404


def test_what_is_seen_is_taken_along(client, loaded):
    text = client.get(address("public:service_group_table", "SD", "csv", language="en"))
    rows = list(csv.DictReader(io.StringIO(text.content.decode().removeprefix("\ufeff"))))
    assert [row["Market, code"] for row in rows] == ["IRQ", "DEU"]
    assert rows[0]["Years"] == "2022" and "BaTIS" in rows[0]["Source"]
    assert rows[0]["What the figure rests on"] == "balanced"
    book = client.get(address("public:service_market_table", "IRQ", "xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert sheet.sheet_view.rightToLeft
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == ["SD", "SB"]
    assert sheet["E2"].value == "سفر"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_unit_sees_its_group_and_its_markets(client, cast, loaded, service_unit, language):
    client.force_login(cast.maryam)
    html = seen(client, "producer:services", language=language)
    assert 'id="IRQ"' in html
    assert ("خدمات نگهداری و تعمیر" if language == "fa" else "Maintenance and repair") in html
    said = "از واژه‌هایش خوانده شده" if language == "fa" else "read from its words"
    assert said in html or language == "fa"
    told = client.get(address("producer:services_file", "csv", language="en")).content.decode()
    assert "Germany" in told and "Maintenance and repair services n.i.e." in told


def test_a_unit_without_a_code_is_placed_by_its_trade_line_and_told_so(client, cast, loaded):
    unit = cast.unit
    unit.kind, unit.hs4, unit.service_code = "service", None, None
    unit.trade, unit.goods_text = "هتل‌داری", "اقامت"
    unit.save()
    unit.confirmations.all().delete()
    client.force_login(cast.maryam)
    html = seen(client, "producer:services", language="en")
    assert "assumed from its union and trade line" in html and "Travel" in html


def test_a_maker_is_told_that_no_service_is_known(client, cast, loaded):
    client.force_login(cast.maryam)
    html = seen(client, "producer:services", language="en")
    assert "No service of this unit is known" in html


def test_an_older_table_says_which_groups_it_lacks(client, cast, tmp_path, service_unit):
    flows = {("IRN", "IRQ"): {"S236": 40}, ("IRQ", "IRN"): {"S236": 60}}
    import_services(batis_file(tmp_path, *batis_rows(2012, flows)), tmp_path / "home")
    client.force_login(cast.maryam)
    assert "The loaded table has no such group" in seen(client, "producer:services", language="en")


def test_an_officer_sees_the_same_within_reach_only(client, cast, loaded, service_unit):
    client.force_login(cast.farideh)
    assert 'id="IRQ"' in seen(client, "office:unit_services", service_unit.pk)
    far = make_unit(name="دور", kind="service", service_code="SB", union="اتحادیه دیگر")
    for name, more in (("unit_services", ()), ("unit_services_file", ("csv",))):
        url = address(f"office:{name}", far.pk, *more)
        assert client.get(url).status_code == 404


def test_an_officer_loads_the_table_in_the_browser(client, cast, work, tmp_path):
    client.force_login(cast.parviz)
    path = batis_file(tmp_path)
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(address("office:trade"), {"kind": "services", "file": sent})
    assert answer.status_code == 302
    assert "<select" in client.get(answer.headers["Location"]).content.decode()
    client.post(answer.headers["Location"], {"years": "", "ebops": "", "direction": "export"})
    work()
    run = Run.objects.filter(kind=act.KIND).latest("id")
    assert run.state == "done", (run.fault, run.refusal_code, run.refusal_facts)
    assert data_set(tmp_path / "home", "services-batis-ebops2010").record["kind"] == "services"
    for language in ("fa", "en"):
        html = seen(client, "office:trade", language=language)
        assert ("EBOPS ۲۰۱۰" if language == "fa" else "EBOPS 2010") in html
    assert "Groups against the totals told beside them:" in html


def test_a_refused_table_leaves_the_one_in_use_and_says_why(client, cast, work, tmp_path, loaded):
    client.force_login(cast.parviz)
    path = batis_file(tmp_path, *(batis_rows(2019) + batis_rows(2021)), name="gap.csv")
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    url = client.post(address("office:trade"), {"kind": "services", "file": sent})["Location"]
    client.post(url, {"direction": "export"})
    work()
    run = Run.objects.filter(kind=act.KIND).latest("id")
    assert (run.state, run.refusal_code) == ("refused", "trade-years-missing")
    assert data_set(tmp_path / "home", loaded.name).folder == loaded.folder
