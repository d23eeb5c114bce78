"""Tariffs, agreements and economies: plain tables and those of WITS, MAcMap and the Fund."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hamafza.markets.agreements import in_force
from hamafza.runs.trade_facts import import_agreements, import_economies, import_tariffs
from hamafza.sources.hs_steps import hs_codes
from hamafza.sources.registry_refusals import EncodingDamaged, FileEmpty, NoRecords
from hamafza.sources.tariffs import TariffFacts
from hamafza.sources.trade_refusals import (
    TariffsLikeFractions,
    TradeColumnsMissing,
    TradeCountriesUnknown,
    TradeEditionNotThis,
    TradeEditionNotTold,
    TradeEditionsMixed,
    TradeTooLittleKept,
    TradeValuesNegative,
    TradeYearsMissing,
)
from hamafza.store.data_sets import DataSetNameNotSound, data_set
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import Agreements, Economies, Tariffs
from hamafza.web.sentences import sentence
from tests.markets.trade_tables import written

HEAD = "importer,exporter,hs,edition,year,rate_percent,source,as_of"
PLAIN = (
    HEAD,
    "IRQ,,570110,2022,2025,20,Iraq tariff law,2025-03-01",
    "IRQ,IRN,570110,2022,2025,15.5,Agreement,2025-03-01",
    "عمان,,570110,2022,2025,۵٪,تعرفه مشترک خلیج فارس,۱۴۰۳/۱۲/۱۱",
    "RUS,IRN,080610,2022,2025,0,EAEU-Iran,2025-05-15",
)
PARTIES = Path("examples/trade_agreements.csv")


def table(found, kind: str) -> pl.DataFrame:
    return pl.read_parquet(found.folder / f"{kind}.parquet")


def reasons(found) -> dict[str, int]:
    return {left["reason"]: left["rows"] for left in found.record["figures"]["dropped"]}


def test_a_plain_table_of_tariffs_in_two_languages(tmp_path):
    found = import_tariffs(written(tmp_path / "t.csv", *PLAIN), tmp_path)
    frame = checked(Tariffs, table(found, "tariffs"))
    assert found.name == "tariffs-hs2022"
    assert frame.select("importer", "exporter", "hs", "rate_percent", "as_of").rows() == [
        ("IRQ", "", "570110", 20.0, date(2025, 3, 1)),
        ("IRQ", "IRN", "570110", 15.5, date(2025, 3, 1)),
        ("OMN", "", "570110", 5.0, date(2025, 3, 1)),
        ("RUS", "IRN", "080610", 0.0, date(2025, 5, 15)),
    ]
    assert found.record["figures"]["for_everybody"] == 2


def test_the_layout_of_wits(tmp_path):
    path = written(
        tmp_path / "DataJobID-1.csv",
        "NomenCode,Reporter_ISO_N,Tariff Year,Product,Partner,DutyType,Simple Average",
        "H5,792,2021,570110,000,MFN,8",
        "H5,792,2021,570110,364,PRF,4.5",
        "H5,792,2021,570110,000,AHS,6.1",
        "H5,792,2021,570110,000,BND,12",
        "H5,792,2021,57,000,MFN,9",
    )
    found = import_tariffs(
        path, tmp_path, TariffFacts(source="WITS TRAINS", as_of=date(2025, 1, 2))
    )
    assert table(found, "tariffs").select("importer", "exporter", "rate_percent").rows() == [
        ("TUR", "", 8.0),
        ("TUR", "IRN", 4.5),
    ]
    assert reasons(found) == {"bound rate, not the applied one": 1, "total of other rows": 2}


def test_the_layout_of_macmap_national_lines_are_averaged(tmp_path):
    path = written(
        tmp_path / "m.csv",
        "ReportingCountry;PartnerCountry;Revision;Year;NationalCode;TariffRegime;AdValorem",
        "Iraq;Iran;HS2017;2023;5701101000;MFN duties;10",
        "Iraq;Iran;HS2017;2023;5701109000;MFN duties;20",
        "Iraq;Iran;HS2017;2023;5701101000;Preferential tariff for Iran;5",
        "Iraq;Iran;HS2017;2023;0806102000;MFN duties;12 + 3 USD/kg",
    )
    found = import_tariffs(path, tmp_path, TariffFacts(source="MAcMap"), label="macmap")
    assert found.name == "tariffs-hs2017-macmap"
    assert table(found, "tariffs").select("exporter", "hs", "rate_percent").rows() == [
        ("", "570110", 15.0),
        ("IRN", "570110", 5.0),
    ]
    assert reasons(found) == {"rate is no percentage": 1}
    assert found.record["figures"]["national_lines_averaged"] == 3


def test_fractions_are_asked_about_and_never_guessed(tmp_path):
    rows = [f"IRQ,,{code},2022,2025,0.{at:02d},law," for at, code in
            enumerate(sorted(hs_codes("2022"))[:40])]  # fmt: skip
    path = written(tmp_path / "t.csv", HEAD, *rows)
    with pytest.raises(TariffsLikeFractions):
        import_tariffs(path, tmp_path)
    found = import_tariffs(path, tmp_path, TariffFacts(in_fractions=True))
    assert table(found, "tariffs")["rate_percent"].max() == pytest.approx(39.0)
    found = import_tariffs(path, tmp_path, TariffFacts(in_fractions=False))
    assert table(found, "tariffs")["rate_percent"].max() == pytest.approx(0.39)


def test_a_rate_told_twice_keeps_the_first_and_says_so(tmp_path):
    path = written(tmp_path / "t.csv", *PLAIN, "IRQ,,570110,2022,2025,99,another,2025-03-01")
    found = import_tariffs(path, tmp_path)
    assert reasons(found) == {"told twice": 1}
    assert table(found, "tariffs")["rate_percent"].max() == 20.0


def test_a_customs_union_stands_for_its_members_of_the_year(tmp_path):
    path = written(
        tmp_path / "t.csv",
        HEAD,
        "European Union,,570110,2017,2019,8,TARIC,",
        "918,,570110,2017,2021,8,TARIC,",
        "DEU,,570110,2017,2021,7.5,own row,",
        "اتحادیه اروپا,IRN,570110,2017,2021,3,TARIC,",
        "IRN,EAEU,570110,2017,2021,10,agreement,",
    )
    found = import_tariffs(path, tmp_path)
    frame = table(found, "tariffs")
    everybody = frame.filter(pl.col("exporter") == "")
    by_year = {
        year: everybody.filter(pl.col("year") == year)["importer"].to_list()
        for year in (2019, 2021)
    }
    assert len(by_year[2019]) == 28 and len(by_year[2021]) == 27
    assert "GBR" in by_year[2019] and "GBR" not in by_year[2021]
    german = everybody.filter((pl.col("importer") == "DEU") & (pl.col("year") == 2021))
    assert german["rate_percent"].to_list() == [7.5]
    assert frame.filter(pl.col("exporter") == "IRN").height == 27
    iranian = frame.filter(pl.col("importer") == "IRN")
    assert iranian["exporter"].to_list() == ["ARM", "BLR", "KAZ", "KGZ", "RUS"]
    assert found.record["figures"]["rows_kept"] == 5


NEGATIVE = "OMN,,080610,2022,2025,-3,law,"
ANOTHER = "OMN,,080610,2017,2025,3,law,"
NOWHERE = "Atlantis,,080610,2022,2025,3,law,"


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ((*PLAIN, NEGATIVE), TradeValuesNegative),
        ((*PLAIN, ANOTHER), TradeEditionsMixed),
        ((*PLAIN, NOWHERE), TradeCountriesUnknown),
        ((HEAD.replace("rate_percent", "colour"), PLAIN[1]), TradeColumnsMissing),
        ((HEAD.replace("edition", "x"), PLAIN[1]), TradeEditionNotTold),
        ((HEAD.replace("source", "x"), PLAIN[1]), TradeColumnsMissing),
        ((HEAD,), NoRecords),
        ((), FileEmpty),
        ((HEAD, *["IRQ,,570110,2022,2025,free,law,"] * 3), TradeTooLittleKept),
    ],
)
def test_bad_tariffs_are_refused_and_the_old_ones_stay(tmp_path, rows, refusal):
    before = import_tariffs(written(tmp_path / "good.csv", *PLAIN), tmp_path)
    with pytest.raises(refusal) as refused:
        import_tariffs(written(tmp_path / "bad.csv", *rows), tmp_path)
    assert "bad.csv" in sentence(refused.value, "en")
    assert re.search("[آ-ی]", sentence(refused.value, "fa"))
    assert data_set(tmp_path, "tariffs-hs2022") == before


def test_tariffs_of_another_edition_are_found_out(tmp_path):
    rows = [f"IRQ,,{code},2017,2025,5,law," for code in sorted(hs_codes("2022"))]
    with pytest.raises(TradeEditionNotThis) as refused:
        import_tariffs(written(tmp_path / "t.csv", HEAD, *rows), tmp_path)
    assert refused.value.facts["fits"] == "2022"


def test_a_label_is_a_plain_word(tmp_path):
    with pytest.raises(DataSetNameNotSound):
        import_tariffs(written(tmp_path / "t.csv", *PLAIN), tmp_path, label="../../x")


def test_the_shipped_agreements_hold_irans_with_the_eurasian_union_since_may_2025(tmp_path):
    found = import_agreements(PARTIES, tmp_path)
    frame = checked(Agreements, table(found, "agreements"))
    pairs = in_force(frame, date(2025, 5, 15)).filter(pl.col("exporter") == "IRN")
    assert pairs["importer"].to_list() == ["ARM", "BLR", "KAZ", "KGZ", "RUS"]
    assert pairs["agreement"].unique().to_list() == ["EAEU-Iran free trade agreement"]
    eve = in_force(frame, date(2025, 5, 14)).filter(pl.col("exporter") == "IRN")
    assert eve["agreement"].unique().to_list() == ["EAEU-Iran interim agreement"]
    early = in_force(frame, date(2015, 6, 1))
    assert "KGZ" not in early["exporter"].to_list() and "ARM" in early["exporter"].to_list()


def test_agreements_in_persian_with_persian_dates(tmp_path):
    path = written(
        tmp_path / "a.csv",
        "نام موافقت‌نامه,طرف‌ها,از تاریخ,تا تاریخ,منبع",
        "تجارت آزاد,ایران؛ روسیه؛ قزاقستان,۱۴۰۴/۰۲/۲۵,,کمیسیون",
        '"ترجیحی","ایران، ترکیه",1393/10/11,,سازمان',
        "بی‌منبع,ایران؛ عراق,1400/01/01,,",
        "وارونه,ایران؛ عراق,1400/01/01,1399/01/01,سازمان",
    )
    params = written(tmp_path / "p.toml", "[imports]", "least_kept_share = 0.4")
    found = import_agreements(path, tmp_path, params_path=params)
    rows = table(found, "agreements").select("agreement", "party", "from_day").rows()
    assert ("تجارت آزاد", "KAZ", date(2025, 5, 15)) in rows
    assert ("ترجیحی", "TUR", date(2015, 1, 1)) in rows and len(rows) == 5
    assert reasons(found) == {"no source": 2, "date not readable": 2}


WEO_HEAD = (
    "WEO Country Code\tISO\tWEO Subject Code\tCountry\tSubject Descriptor\tUnits\tScale\t"
    "2022\t2023\t2024\t2029\tEstimates Start After"
)
WEO = (
    WEO_HEAD.replace("2024\t2029", "2024\t2025"),
    '429\tIRN\tNGDPD\tIran\tGDP\tU.S. dollars\tBillions\t"1,397.5"\t404.6\t434.2\t463.7\t2023',
    "429\tIRN\tLP\tIran\tPopulation\tPersons\tMillions\t85.0\t85.8\t86.6\t87.4\t2021",
    "429\tIRN\tPCPI\tIran\tInflation\tIndex\t\t1\t2\t3\t4\t2023",
    "512\tAFG\tNGDPD\tAfghanistan\tGDP\tU.S. dollars\tBillions\t14.5\t17.3\tn/a\t--\t2023",
    "International Monetary Fund, World Economic Outlook Database, October 2024",
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-16-le"])
def test_the_funds_outlook_is_read_whatever_its_ending_says(tmp_path, encoding):
    path = written(tmp_path / "WEOOct2024all.xls", *WEO, encoding=encoding)
    frame = checked(Economies, table(import_economies(path, tmp_path), "economies"))
    rows = {(row[0], row[1]): row[2:] for row in frame.rows()}
    assert rows["IRN", 2022] == (pytest.approx(1.3975e12), pytest.approx(85.0e6), True)
    assert rows["IRN", 2023][0] == pytest.approx(404.6e9)
    assert rows["IRN", 2025] == (pytest.approx(463.7e9), pytest.approx(87.4e6), True)
    assert rows["AFG", 2023] == (pytest.approx(17.3e9), None, False)
    assert ("AFG", 2024) not in rows


def test_a_plain_table_of_economies_and_its_forecasts(tmp_path):
    path = written(
        tmp_path / "e.csv",
        "iso3,year,population,gdp_usd",
        "IRN,2023,89000000,404600000000",
        "IRN,2024,90000000,434200000000",
        "Iraq,2023,45000000,250000000000",
        "WLD,2023,8000000000,105000000000000",
        "AFG,2023,,",
    )
    found = import_economies(path, tmp_path, forecast_from=2024)
    frame = table(found, "economies")
    assert frame.select("iso3", "year", "is_forecast").rows() == [
        ("IRN", 2023, False), ("IRN", 2024, True), ("IRQ", 2023, False),
    ]  # fmt: skip
    assert reasons(found) == {"total of other rows": 1, "nothing told": 1}
    assert found.record["figures"]["first_forecast"] == 2024


def _lines(*rows: str) -> bytes:
    return "\n".join(["iso3,year,population,gdp_usd", *rows, ""]).encode()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (_lines("IRN,2023,-5,4"), TradeValuesNegative),
        (_lines("IRN,2021,5,4", "IRN,2023,5,4"), TradeYearsMissing),
        (_lines("IRN,2023,5,4", "XQZ,2023,5,4"), TradeCountriesUnknown),
        (b"iso3,population\nIRN,5\n", TradeColumnsMissing),
        ("ایران,۲۰۲۳,".encode() * 50 + b"\xff\xfe\n", EncodingDamaged),
        (b"", FileEmpty),
    ],
)
def test_bad_economies_are_refused_and_the_old_ones_stay(tmp_path, content, refusal):
    good = tmp_path / "good.csv"
    good.write_bytes(_lines("IRN,2023,5,4"))
    before = import_economies(good, tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    with pytest.raises(refusal):
        import_economies(bad, tmp_path)
    assert data_set(tmp_path, "economies") == before
