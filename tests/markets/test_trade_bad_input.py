"""Trade files that are not what they should be: one sentence, and the old set stays."""

import re
from pathlib import Path

import pytest

from hamafza.runs.trade_sets import Wanted, import_flows
from hamafza.sources.hs_steps import hs_codes
from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeCountriesUnknown,
    TradeEditionNotThis,
    TradeEditionNotTold,
    TradeEditionsMixed,
    TradeEditionUnknown,
    TradeFileCutOff,
    TradeFileEmpty,
    TradeTextNotRead,
    TradeTooLittleKept,
    TradeValuesNegative,
    TradeYearsMissing,
    TradeYearsNotRead,
    TradeYearsNotThere,
    TradeYearTwice,
    TradeZipBroken,
    TradeZipWithoutYears,
)
from hamafza.sources.trade_years import edition_asked, years_asked
from hamafza.store.data_sets import FOLDER, RECORD, DataSetBusy, DataSetUnknown, data_set, replaced
from hamafza.store.refusals import FileNotFound
from hamafza.store.tables import write_json
from hamafza.web.sentences import sentence
from tests.markets.trade_tables import baci_csv, baci_zip

GOOD = baci_csv("2020,4,364,010121,5.125,2.5", "2020,364,792,570110,7.000,1")


def _many(codes: list[str]) -> str:
    return baci_csv(*(f"2020,4,364,{code},1.000,1" for code in codes))


def truncated(path: Path) -> None:
    baci_zip(path, {2020: GOOD * 500})
    path.write_bytes(path.read_bytes()[:-700])


def damaged(path: Path) -> None:
    rows = (f"2020,4,364,{k:06d},{k * 7919 % 100_003 / 1000},1" for k in range(10121, 20000))
    content = bytearray(baci_zip(path, {2020: baci_csv(*rows)}).read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(bytes(content))


def wrong_columns(path: Path) -> None:
    baci_zip(path, {2020: "year,exporter,importer,product,value\n2020,4,364,010121,5\n"})


def countries_nobody_knows(path: Path) -> None:
    baci_zip(path, {2020: GOOD + "2020,4,777,010121,3.000,1\n"})


def below_zero(path: Path) -> None:
    baci_zip(path, {2020: GOOD + "2020,4,792,010121,-3.000,1\n"})


def two_editions_by_name(path: Path) -> None:
    baci_zip(path, {2020: GOOD}, **{"BACI_HS12_Y2019_V202401b.csv": GOOD})


def two_editions_by_codes(path: Path) -> None:
    of_2022, of_2017 = hs_codes("2022") - hs_codes("2017"), hs_codes("2017") - hs_codes("2022")
    baci_zip(path, {2020: _many(sorted(of_2022)[:20] + sorted(of_2017)[:30])})


def another_edition(path: Path) -> None:
    baci_zip(path, {2020: _many(sorted(hs_codes("2022"))[:3000])})


def codes_of_no_edition(path: Path) -> None:
    baci_zip(path, {2020: _many(["010121", "570110", "010199", "570199", "880000"])})


def a_year_missing(path: Path) -> None:
    tables = {year: GOOD.replace("2020,", f"{year},") for year in (2018, 2019, 2021)}
    baci_zip(path, tables)


def a_year_twice(path: Path) -> None:
    baci_zip(path, {2020: GOOD}, **{"BACI_HS17_Y2020_V202301.csv": GOOD})


def utf16(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-16")


def cp1256(path: Path) -> None:
    path.write_text("سال,صادرکننده,واردکننده\n2020,4,364\n", encoding="cp1256")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def headings_alone(path: Path) -> None:
    baci_zip(path, {2020: "t,i,j,k,v,q\n"})


def cut_off(path: Path) -> None:
    path.write_text(GOOD + "2020,364,79", encoding="utf-8")


def no_tables(path: Path) -> None:
    baci_zip(path, {}, **{"sales.csv": GOOD})


def not_a_number_anywhere(path: Path) -> None:
    baci_zip(path, {2020: baci_csv("2020,4,364,010121,a,1", "2020,4,364,010121,b,1")})


@pytest.mark.parametrize(
    ("spoil", "refusal", "tells"),
    [
        (truncated, TradeZipBroken, "damaged or was not fetched whole"),
        (damaged, TradeZipBroken, "damaged or was not fetched whole"),
        (wrong_columns, TradeColumnsMissing, "lacks the columns t, i, j, k, v"),
        (countries_nobody_knows, TradeCountriesUnknown, "777"),
        (below_zero, TradeValuesNegative, "4/792/010121"),
        (two_editions_by_name, TradeEditionsMixed, "2012, 2017"),
        (two_editions_by_codes, TradeEditionsMixed, "2017, 2022"),
        (another_edition, TradeEditionNotThis, "those of 2022"),
        (codes_of_no_edition, TradeTooLittleKept, "only 2 can be used"),
        (a_year_missing, TradeYearsMissing, "lacks the years 2020"),
        (a_year_twice, TradeYearTwice, "the year 2020 twice"),
        (utf16, TradeTextNotRead, "UTF-8"),
        (cp1256, TradeTextNotRead, "UTF-8"),
        (empty, TradeFileEmpty, "is empty"),
        (headings_alone, TradeFileEmpty, "is empty"),
        (cut_off, TradeFileCutOff, "2020,364,79"),
        (no_tables, TradeZipWithoutYears, "BACI_HS17_Y2020"),
        (not_a_number_anywhere, TradeTooLittleKept, "value not usable"),
    ],
)
def test_a_bad_file_is_one_sentence_and_the_old_set_stays(tmp_path, spoil, refusal, tells):
    before = import_flows(baci_zip(tmp_path / "good.zip", {2020: GOOD}), tmp_path, "baci")
    contents = {path: path.read_bytes() for path in before.folder.iterdir()}
    ending = "csv" if spoil in (utf16, cp1256, cut_off) else "zip"
    path = tmp_path / f"BACI_HS17_V202401b.{ending}"
    spoil(path)
    with pytest.raises(refusal) as refused:
        import_flows(path, tmp_path, "baci", Wanted(edition="2017"))
    english, persian = (sentence(refused.value, each) for each in ("en", "fa"))
    assert tells in english and "BACI_HS17" in english and english[-1] in ".?"
    assert re.search("[آ-ی]", persian)
    assert data_set(tmp_path, "baci-hs2017") == before
    assert {path: path.read_bytes() for path in before.folder.iterdir()} == contents
    assert [each.name for each in (tmp_path / FOLDER / "baci-hs2017").glob("2*")] == [
        before.folder.name
    ]


def test_a_bare_file_must_say_its_edition(tmp_path):
    path = tmp_path / "flows.csv"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(TradeEditionNotTold):
        import_flows(path, tmp_path, "baci")
    assert import_flows(path, tmp_path, "baci", Wanted(edition="2017")).name == "baci-hs2017"


def test_years_that_are_not_there_are_named(tmp_path):
    path = baci_zip(tmp_path / "b.zip", {2020: GOOD})
    with pytest.raises(TradeYearsNotThere) as refused:
        import_flows(path, tmp_path, "baci", Wanted(years=[2019, 2020]))
    assert refused.value.facts["asked"] == "2019"
    with pytest.raises(FileNotFound):
        import_flows(tmp_path / "none.zip", tmp_path, "baci")


def test_a_set_being_written_refuses_a_second_writer_and_unknown_names_are_told(tmp_path):
    path = baci_zip(tmp_path / "b.zip", {2020: GOOD})
    with replaced(tmp_path, "baci-hs2017") as folder:
        with pytest.raises(DataSetBusy):
            import_flows(path, tmp_path, "baci")
        write_json({"kind": "trade"}, folder / RECORD)
    with pytest.raises(DataSetUnknown):
        data_set(tmp_path, "../etc")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018-2020", [2018, 2019, 2020]),
        ("۲۰۱۸-۲۰۱۹", [2018, 2019]),
        ("2019, 2017", [2017, 2019]),
        (None, None),
        (" ", None),
    ],
)
def test_years_are_read_in_any_digits(text, years):
    assert years_asked(text) == years


@pytest.mark.parametrize("text", ["2020-2018", "last five", "20", "1900-2100"])
def test_years_that_are_none_are_refused(text):
    with pytest.raises(TradeYearsNotRead):
        years_asked(text)


def test_editions_are_known_by_three_names():
    assert [edition_asked(each) for each in ("HS17", "2017", "17", "hs22", None)] == [
        "2017", "2017", "2017", "2022", None,
    ]  # fmt: skip
    with pytest.raises(TradeEditionUnknown):
        edition_asked("HS18")
