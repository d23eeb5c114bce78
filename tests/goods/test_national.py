"""A country's own lines: which rows count, what is said of the others, and what stays."""

from datetime import date

import polars as pl
import pytest

from hamafza.goods.national import Dropped, sorted_rows
from hamafza.goods.refusals import CountryNotThree, NationalTariffUnusable
from hamafza.runs.national_tariff import load_national, national_lines

KNOWN = {"010121", "630259", "630260"}


def test_each_row_is_kept_or_has_its_reason():
    codes = ["63025910", "۶۳۰۲۵۹۹۰", "6302.60.00", "1012100", "630259", "99999910", "", "63025910",
             "63026010", "6302591012345"]  # fmt: skip
    names = [
        "رومیزی",
        " سایر  رومیزی‌ها ",
        "حوله",
        "اسب",
        "سرفصل",
        "؟",
        "بی‌کد",
        "دوباره",
        " ",
        "دراز",
    ]
    kept, dropped = sorted_rows(codes, names, KNOWN)
    assert kept.rows() == [
        ("63025910", "630259", "رومیزی"),
        ("63025990", "630259", "سایر رومیزی‌ها"),
        ("63026000", "630260", "حوله"),
        ("01012100", "010121", "اسب"),
    ]
    assert dropped.select("row", "reason").rows() == [
        (4, Dropped.SHORT), (5, Dropped.SUBHEADING_UNKNOWN), (6, Dropped.NO_DIGITS),
        (7, Dropped.TWICE), (8, Dropped.NO_NAME), (9, Dropped.LONG),
    ]  # fmt: skip


@pytest.fixture
def load(tmp_path):
    def loaded(rows: list[str], country: str = "IRN", encoding: str = "utf-8") -> tuple[int, int]:
        file = tmp_path / "tariff.csv"
        file.write_bytes("\r\n".join(["code,name", *rows]).encode(encoding))
        return load_national(
            file, tmp_path / "home", country=country, source="an invented customs office",
            dated=date(2026, 3, 21), rejects=tmp_path / "rejects.csv",
        )  # fmt: skip

    return loaded


def test_lines_stand_below_their_subheading_with_source_and_day(load, tmp_path):
    assert load(["63025910,رومیزی", "63025990,سایر", "1,؟"]) == (2, 1)
    below = national_lines(tmp_path / "home", "IRN", "630259")
    assert [line.code for line in below.lines] == ["63025910", "63025990"]
    assert (below.source, below.dated) == ("an invented customs office", date(2026, 3, 21))
    assert national_lines(tmp_path / "home", "IRN", "010121") is None
    assert national_lines(tmp_path / "home", "OMN", "630259") is None
    assert pl.read_csv(tmp_path / "rejects.csv")["row"].to_list() == [4]


def test_a_newer_file_takes_the_place_of_the_whole(load, tmp_path):
    load(["63025910,رومیزی"])
    load(["63025920,سفره"], encoding="cp1256")
    below = national_lines(tmp_path / "home", "IRN", "630259")
    assert [line.name for line in below.lines] == ["سفره"]


def test_a_file_of_something_else_is_refused_and_the_old_table_stays(load, tmp_path):
    load(["63025910,رومیزی"])
    with pytest.raises(NationalTariffUnusable) as refusal:
        load(["1,a", "2,b", "63025920,سفره"])
    assert refusal.value.facts["kept"] == 1
    below = national_lines(tmp_path / "home", "IRN", "630259")
    assert [line.code for line in below.lines] == ["63025910"]


@pytest.mark.parametrize("country", ["", "IR", "../", "ایر"])
def test_a_country_has_three_letters(load, country):
    with pytest.raises(CountryNotThree):
        load(["63025910,رومیزی"], country=country)
