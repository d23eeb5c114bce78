"""A customs office's own table: Persian years and months, digits of any script, CSV or XLSX."""

import re
from datetime import date

import polars as pl
import pytest

from hamafza.markets.refusals import CountryUnknown
from hamafza.runs.trade_facts import import_customs
from hamafza.sources.mapped_tables import read_mapping
from hamafza.sources.registry_refusals import FileEmpty, NotText
from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeCountriesUnknown,
    TradeMappingNotSound,
    TradeValuesNegative,
    TradeYearsMissing,
)
from hamafza.store.data_sets import data_set
from hamafza.store.tables import write_csv
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.trade_sets import CustomsFlows
from hamafza.web.sentences import sentence
from tests.markets.trade_tables import written

HEAD = "سال,ماه,گمرک,تعرفه,کشور مقصد,وزن (کیلوگرم),ارزش (دلار)"
ROWS = (
    "۱۴۰۲,فروردین,شهید رجایی,۵۷۰۱۱۰۱۰,امارات متحده عربی,۱٬۲۰۰,۹۸٬۷۰۰",
    "1402,اردیبهشت,باشماق,8061020,عراق,24000,18250.5",
    "١٤٠٢,خرداد,بازرگان,57011010,ترکیه,90,4100",
    "1402,4,بازرگان,08061020,آلمان,500,700",
)


def test_a_persian_table_is_read_with_its_calendar(tmp_path):
    path = written(tmp_path / "صادرات.csv", HEAD, *ROWS)
    found = import_customs(path, tmp_path, "IRN")
    frame = checked(CustomsFlows, pl.read_parquet(found.folder / "customs.parquet"))
    assert found.name == "customs-irn"
    assert frame.select("partner", "code", "year", "month", "value_usd", "weight_kg").rows() == [
        ("ARE", "57011010", 1402, 1, 98700.0, 1200.0),
        ("IRQ", "08061020", 1402, 2, 18250.5, 24000.0),
        ("TUR", "57011010", 1402, 3, 4100.0, 90.0),
        ("DEU", "08061020", 1402, 4, 700.0, 500.0),
    ]
    assert frame.select("from_day", "to_day").row(0) == (date(2023, 3, 21), date(2023, 4, 20))
    assert frame["hs6"].to_list()[:2] == ["570110", "080610"]
    assert frame["office"].to_list()[0] == "شهید رجایی"
    told = found.record["figures"]
    assert told["value_usd_read"] == told["value_usd_kept"] == pytest.approx(121750.5)
    assert (told["from_day"], told["to_day"]) == ("2023-03-21", "2023-07-22")


@pytest.mark.parametrize("how", ["cp1256", "utf-16", "xlsx"])
def test_what_old_software_and_excel_write_is_read_the_same(tmp_path, how):
    plain = import_customs(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "one", "IRN")
    if how == "xlsx":
        path = tmp_path / "b.xlsx"
        cells = [row.split(",") for row in ROWS]
        pl.DataFrame(cells, schema=HEAD.split(","), orient="row").write_excel(path)
    else:
        rows = [row.replace("٬", "") for row in ROWS]  # cp1256 has no such marks and digits
        if how == "cp1256":
            digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹١٤٠٢", "01234567891402")
            rows = [row.translate(digits).replace("ی", "ي") for row in rows]
        head = HEAD.replace("ی", "ي") if how == "cp1256" else HEAD
        path = written(tmp_path / "b.csv", head, *rows, encoding=how)
    found = import_customs(path, tmp_path / "two", "IRN")
    columns = ["partner", "code", "year", "month", "value_usd", "weight_kg"]
    frames = [pl.read_parquet(each.folder / "customs.parquet") for each in (plain, found)]
    assert frames[0].select(columns).equals(frames[1].select(columns))


def test_an_arabic_table_and_gregorian_months(tmp_path):
    path = written(
        tmp_path / "a.csv",
        "السنة,الشهر,رمز التعرفة,الدولة,القيمة بالدولار,الوزن",
        "٢٠٢٤,مارس,57011010,العراق,١٢٠٠,٩",
        "2024,4,08061020,تركيا,300,2",
    )
    found = import_customs(path, tmp_path, "OMN")
    frame = pl.read_parquet(found.folder / "customs.parquet")
    assert frame.select("partner", "calendar", "month", "from_day").rows() == [
        ("IRQ", "common", 3, date(2024, 3, 1)),
        ("TUR", "common", 4, date(2024, 4, 1)),
    ]


def test_totals_are_no_rows_and_missing_months_are_told(tmp_path):
    rows = [row.replace("خرداد", "مرداد").replace(",4,", ",6,") for row in ROWS]
    path = written(tmp_path / "a.csv", HEAD, *rows, ",,,جمع کل,,25790,121750.5")
    told = import_customs(path, tmp_path, "IRN").record["figures"]
    assert [(left["reason"], left["rows"]) for left in told["dropped"]] == [
        ("total of other rows", 1)
    ]
    assert told["months_missing"] == ["1402/03", "1402/04"]


def test_a_mapping_file_says_which_column_is_what(tmp_path):
    path = written(
        tmp_path / "a.csv", "کالا,مقصد,میزان,دوره گزارش", "57011010,عراق,12.5,1402/05",
    )  # fmt: skip
    with pytest.raises(TradeColumnsMissing):
        import_customs(path, tmp_path, "IRN")
    mapping = written(
        tmp_path / "m.toml",
        "[columns]",
        'code = "کالا"',
        'partner = "مقصد"',
        'value_kusd = "میزان"',
        'date = "دوره گزارش"',
        "[constants]",
        'direction = "واردات"',
    )
    found = import_customs(path, tmp_path, "IRN", mapping=mapping)
    frame = pl.read_parquet(found.folder / "customs.parquet")
    assert frame.select("direction", "value_usd", "month").row(0) == ("import", 12500.0, 5)
    with pytest.raises(TradeMappingNotSound):
        read_mapping(written(tmp_path / "n.toml", "[columns]", 'colour = "x"'), {"code": ()})


def test_the_first_bad_rows_are_told_by_their_line(tmp_path):
    bad = ("1402,تیر,باشماق,57011010,ناکجاآباد,1,0.5", "1402,بهمنماه,باشماق,57011010,عراق,1,2",
           "02,تیر,باشماق,57011010,عراق,1,2", "1402,تیر,باشماق,12345678,عراق,1,2")  # fmt: skip
    path = written(tmp_path / "a.csv", HEAD, *ROWS, *bad)
    told = import_customs(path, tmp_path, "IRN").record["figures"]
    assert {left["reason"]: left["example"].split("/")[0] for left in told["dropped"]} == {
        "country not known": "6",
        "month not readable": "7",
        "year not readable": "8",
        "code is not of the edition": "9",
    }


def _negative(path):
    written(path, HEAD, *ROWS, "1402,تیر,باشماق,57011010,عراق,1,-7")


def _year_missing(path):
    written(path, HEAD, *ROWS, "1404,تیر,باشماق,57011010,عراق,1,7")


def _nowhere(path):
    written(path, HEAD, *ROWS, "1402,تیر,باشماق,57011010,ناکجاآباد,1,99999")


def _rials(path):
    written(path, HEAD.replace("دلار", "ریال"), *ROWS)


def _empty(path):
    path.write_bytes(b"")


def _no_text(path):
    path.write_bytes(bytes(range(256)) * 40)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (_negative, TradeValuesNegative),
        (_year_missing, TradeYearsMissing),
        (_nowhere, TradeCountriesUnknown),
        (_rials, TradeColumnsMissing),
        (_empty, FileEmpty),
        (_no_text, NotText),
    ],
)
def test_a_bad_table_is_one_sentence_and_the_old_one_stays(tmp_path, spoil, refusal):
    before = import_customs(written(tmp_path / "good.csv", HEAD, *ROWS), tmp_path, "IRN")
    path = tmp_path / "bad.csv"
    spoil(path)
    with pytest.raises(refusal) as refused:
        import_customs(path, tmp_path, "IRN")
    assert "bad.csv" in sentence(refused.value, "en")
    assert re.search("[آ-ی]", sentence(refused.value, "fa"))
    assert data_set(tmp_path, "customs-irn") == before


def test_whose_table_it_is_must_be_a_country(tmp_path):
    with pytest.raises(CountryUnknown):
        import_customs(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path, "XYZ")


def test_a_large_table_sums_as_its_parts_do(tmp_path):
    at = pl.int_range(2000, eager=True)
    frame = pl.DataFrame(
        {
            "year": pl.repeat("1403", 2000, eager=True),
            "month": (at % 12 + 1).cast(pl.String),
            "hs8": pl.Series(["57011010", "08061020", "62142000", "94036000"] * 500),
            "country": pl.Series(["Iraq", "OMN", "051", "Türkiye"] * 500),
            "value usd": (at * 3 + 1).cast(pl.String),
        }
    )
    write_csv(frame, tmp_path / "a.csv")
    found = import_customs(tmp_path / "a.csv", tmp_path, "IRN")
    sums = (
        pl.read_parquet(found.folder / "customs.parquet")
        .group_by("partner")
        .agg(pl.col("value_usd").sum())
    )
    expected = {
        iso3: float(sum(3 * k + 1 for k in range(place, 2000, 4)))
        for place, iso3 in enumerate(["IRQ", "OMN", "ARM", "TUR"])
    }
    assert dict(sums.rows()) == expected
