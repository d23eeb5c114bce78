"""A registry is read whatever program wrote it, and nothing in it is thrown away."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.registry.columns import ColumnMapping
from hamafza.registry.refusals import ColumnsMissing, CountryHasNoPlaces
from hamafza.runs.reading import read_mapping, read_to_files, read_units, reasons_counted
from hamafza.sources.registry_refusals import (
    EncodingDamaged,
    FileEmpty,
    NoRecords,
    NotText,
    SpreadsheetBroken,
    TooManyColumns,
)
from hamafza.store.refusals import FileNotFound, FilesTheSame, ParametersNotSound
from tests.registry.files import HEADINGS, ROWS, as_csv, as_xlsx, no_codes


def read(path, **told):
    return read_units(path, country="IRN", coder=no_codes, **told)


def written(tmp_path, content: bytes, name="union.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_separator_change_nothing(tmp_path, encoding, delimiter):
    plain = read(written(tmp_path, as_csv(ROWS), "plain.csv"))
    other = read(written(tmp_path, as_csv(ROWS, delimiter=delimiter, encoding=encoding)))
    assert other.units.equals(plain.units)
    assert plain.units.height == 3


def test_old_windows_letters_are_read_as_persian(tmp_path):
    rows = [["كارگاه نور", "توليدي", "تهران", "تهران", "گليم", "40", "3"]]
    headings = ["نام", "نوع واحد", "استان", "شهر", "محصول", "ظرفيت", "كاركنان"]
    result = read(written(tmp_path, as_csv(rows, encoding="cp1256", headings=headings)))
    assert result.encoding == "cp1256"
    assert result.units["goods_text"].to_list() == ["گليم"]
    assert result.units["city"].to_list() == ["تهران"]


def test_a_workbook_says_what_a_csv_says(tmp_path):
    plain = read(written(tmp_path, as_csv(ROWS)))
    book = read(as_xlsx(tmp_path / "union.xlsx", ROWS))
    assert book.units.equals(plain.units)


def test_titles_above_the_headings_move_the_lines_and_nothing_else(tmp_path):
    book = read(as_xlsx(tmp_path / "union.xlsx", ROWS, title_rows=2))
    assert book.units["line"].to_list() == [4, 5, 6]


def test_a_line_is_the_row_that_a_spreadsheet_shows(tmp_path):
    text = 'نام,شهر,محصول\r\n\r\n"کارگاه\nدو سطری",کرمان,شال\r\n,,\r\nبی کالا,کرمان,\r\n'
    result = read(written(tmp_path, text.encode()))
    assert result.units["line"].to_list() == [3]
    assert result.rejects["line"].to_list() == [5]
    assert result.counts == {"records": 2, "clean": 1, "rejected": 1}


def test_what_people_wrote_is_kept_as_they_wrote_it(tmp_path):
    result = read(written(tmp_path, as_csv(ROWS)))
    assert result.units["name"].to_list() == ["تولیدی محمدی", "كارگاه نور", "دفتر فنی پارس"]
    assert result.units["monthly_units"].to_list() == [1200.0, 40.0, None]
    assert result.units["city"].to_list() == ["کرمان", "یزد", "تهران"]


def test_what_a_file_does_not_tell_is_marked_as_assumed(tmp_path):
    result = read(written(tmp_path, as_csv(ROWS)))
    assert result.units["capacity_basis"].to_list() == ["real", "real", "assumed"]
    assert set(result.units["readiness_basis"]) == {"assumed"}


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("نام واحد", "", "name-missing"),
        ("شرح کالا", "---", "goods-missing"),
        ("شهر", "ناکجا", "city-unknown"),
        ("شهر", "", "city-missing"),
        ("استان", "خارج", "province-unknown"),
        ("ظرفیت ماهانه", "-40", "capacity-negative"),
        ("ظرفیت ماهانه", "۹۹۹۹۹۹۹۹۹۹۹۹", "capacity-absurd"),
        ("ظرفیت ماهانه", "زیاد", "capacity-not-a-number"),
        ("شمار کارکنان", "-3", "workers-wrong"),
        ("نوع واحد", "دیگر", "kind-unknown"),
    ],
)
def test_a_bad_cell_sets_its_row_aside_with_the_reason(tmp_path, column, cell, code):
    bad = list(ROWS[0])
    bad[HEADINGS.index(column)] = cell
    result = read(written(tmp_path, as_csv([bad, ROWS[1]])))
    assert result.rejects["codes"].to_list() == [code]
    assert result.rejects[column].to_list() == [cell]
    assert result.rejects["reasons"][0]
    assert result.units.height == 1


def test_a_city_under_another_province_is_not_guessed(tmp_path):
    bad = list(ROWS[0])
    bad[HEADINGS.index("استان")] = "یزد"
    result = read(written(tmp_path, as_csv([bad])))
    assert result.rejects["codes"].to_list() == ["city-not-in-province"]


def test_units_of_another_country_and_closed_units_are_set_aside(tmp_path):
    headings = ["name", "country", "city", "product", "status"]
    rows = [
        ["One", "Iran", "تهران", "shoes", "active"],
        ["Two", "Bangladesh", "Dhaka", "shoes", "active"],
        ["Three", "IRN", "تهران", "shoes", "closed"],
    ]
    result = read(written(tmp_path, as_csv(rows, headings=headings)))
    assert result.rejects["codes"].to_list() == ["other-country;city-unknown", "closed"]
    assert reasons_counted(result.rejects)["rows"].sum() == 2


def test_another_country_is_read_by_its_coordinates(tmp_path):
    headings = ["factory", "lat", "lon", "goods"]
    rows = [
        ["A", "23.79", "90.38", "t-shirts"],
        ["B", "0", "0", "t-shirts"],
        ["C", "", "", "t-shirts"],
        ["D", "95", "90", "t-shirts"],
    ]
    path = written(tmp_path, as_csv(rows, headings=headings))
    result = read_units(path, country="BGD", coder=no_codes)
    assert result.units["name"].to_list() == ["A"]
    assert result.units["place_basis"].to_list() == ["point"]
    codes = ["coordinates-wrong", "city-missing", "coordinates-wrong"]
    assert result.rejects["codes"].to_list() == codes


def test_a_row_with_too_many_cells_is_not_shifted_and_loses_none(tmp_path):
    long, empty = [*ROWS[0], "یک خانه زیادی", "و دیگری"], ["", *ROWS[1][1:]]
    result = read(written(tmp_path, as_csv([long, empty])))
    assert result.rejects["codes"].to_list() == ["row-too-long", "name-missing"]
    assert list(result.rejects.row(0)[3:]) == long
    assert list(result.rejects.row(1)[3:]) == [*empty, "", ""]


def test_a_mapping_tells_what_no_heading_tells(tmp_path):
    path = written(tmp_path, as_csv([["x", "shal", "KMN"]], headings=["a", "b", "c"]))
    (tmp_path / "m.toml").write_text(
        '[columns]\nname = "a"\ngoods_text = ["b"]\ncity = "c"\n'
        '[values.b]\nshal = "شال"\n[values.c]\nKMN = "کرمان"\n',
        encoding="utf-8",
    )
    result = read(path, mapping=tmp_path / "m.toml")
    assert result.units.select("goods_text", "city").row(0) == ("شال", "کرمان")


def test_two_readings_of_one_file_are_equal(tmp_path):
    path = written(tmp_path, as_csv(ROWS))
    assert read(path).units.equals(read(path).units)


def test_rejects_open_in_a_spreadsheet_and_are_read_again_once_corrected(tmp_path):
    bad = list(ROWS[0])
    bad[HEADINGS.index("ظرفیت ماهانه")] = "-40"
    path = written(tmp_path, as_csv([bad, ROWS[1]]))
    rejects = tmp_path / "rejects.csv"
    read_to_files(path, country="IRN", out=tmp_path / "units.parquet", rejects=rejects)
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    corrected = rejects.read_text("utf-8-sig").replace("-40", "40")
    again = read(written(tmp_path, corrected.encode("utf-8-sig"), "again.csv"))
    assert again.units["name"].to_list() == ["تولیدی محمدی"]
    assert (tmp_path / "units.run.json").exists()


cells = st.one_of(
    st.sampled_from(["", "کرمان", "تهران", "شال", "-5", "۱۲", "x" * 600, "تعطیل", '"', "a,b"]),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12),
)


@settings(max_examples=60)
@given(rows=st.lists(st.lists(cells, min_size=7, max_size=8), min_size=1, max_size=12))
def test_records_are_clean_rows_and_rejected_rows(tmp_path_factory, rows):
    path = written(tmp_path_factory.mktemp("any"), as_csv(rows))
    records = sum(1 for row in rows if any(cell.strip() for cell in row))
    if not records:
        with pytest.raises(NoRecords):
            read(path)
        return
    result = read(path)
    assert result.units.height + result.rejects.height == records
    assert (result.rejects["codes"] != "").all()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"\xef\xbb\xbf\r\n \r\n", FileEmpty),
        ("نام,شهر,محصول\r\n".encode(), NoRecords),
        (b"\x00\x01\x02\xff" * 2000, NotText),
        (("نام,شهر,محصول\r\n" + "کرمان," * 90).encode()[:-40] + b"\xff" + b",x,y\r\n",
         EncodingDamaged),
        (b"name,colour\r\nx,y\r\n", ColumnsMissing),
        (",".join(f"c{n}" for n in range(1_000_000)).encode() + b"\r\n1\r\n", TooManyColumns),
    ],
)  # fmt: skip
def test_what_is_no_registry_is_refused_with_a_reason(tmp_path, content, refusal):
    with pytest.raises(refusal):
        read(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", FileEmpty), (b"PK\x03\x04 no workbook", SpreadsheetBroken)]
)
def test_a_broken_workbook_is_refused(tmp_path, content, refusal):
    with pytest.raises(refusal):
        read(written(tmp_path, content, "union.xlsx"))


def test_a_missing_file_an_unknown_country_and_a_bad_mapping_are_refused(tmp_path):
    path = written(tmp_path, as_csv(ROWS))
    with pytest.raises(FileNotFound):
        read(tmp_path / "none.csv")
    with pytest.raises(CountryHasNoPlaces):
        read_units(path, country="Iran", coder=no_codes)
    with pytest.raises(ColumnsMissing):
        read(path, mapping=ColumnMapping({"name": ("no such heading",)}))
    (tmp_path / "m.toml").write_text('[colums]\nname = "a"\n')
    with pytest.raises(ParametersNotSound):
        read_mapping(tmp_path / "m.toml")


def test_makers_with_a_code_get_a_family_and_a_fair_weight(tmp_path):
    def coder(texts):
        return no_codes(texts).with_columns(
            hs4=pl.lit("6302"), hs6=pl.lit("630259"), probability=pl.lit(0.8)
        )

    path = written(tmp_path, as_csv(ROWS))
    units = read_units(path, country="IRN", coder=coder).units
    assert units["family"].to_list() == ["6302", "6302", "service:other"]
    assert units.filter(pl.col("kind") == "maker")["weight"].mean() == pytest.approx(1)
    assert units["hs4"].to_list() == ["6302", "6302", None]


def test_the_registry_is_never_written_over(tmp_path):
    path = written(tmp_path, as_csv(ROWS))
    with pytest.raises(FilesTheSame):
        read_to_files(path, country="IRN", out=path, rejects=tmp_path / "r.csv")
    with pytest.raises(FilesTheSame):
        read_to_files(path, country="IRN", out=tmp_path / "u", rejects=tmp_path / "u")
    assert path.read_bytes() == as_csv(ROWS)
