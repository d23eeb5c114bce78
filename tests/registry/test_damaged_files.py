"""What Excel, old programs and tired clerks do to a registry, met one by one."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.runs.judging import judged
from hamafza.runs.reading import country_of, preview, read_units, registry_params
from hamafza.sources import csv_rows
from hamafza.sources.csv_rows import CsvRows
from hamafza.sources.registry_files import registry_pieces
from hamafza.vocabulary.progress import silent
from hamafza.vocabulary.written_dates import lunar, read_date
from tests.registry.files import HEADINGS, ROWS, as_csv, no_codes

TODAY = date(2026, 11, 29)


def read(path):
    return read_units(path, country="IRN", coder=no_codes)


def rows_of(text: str, width: int | None = None):
    rows = CsvRows(io.StringIO(text, newline=""), ",")
    rows.width = width
    return list(rows), rows.opened


def test_a_mark_never_closed_spoils_its_own_row_alone(tmp_path):
    lines = as_csv([ROWS[0]] * 400).decode().split("\r\n")
    lines[200] = lines[200].replace("تولیدی محمدی", '"تولیدی محمدی', 1)
    path = tmp_path / "union.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8")
    result = read(path)
    assert result.counts == {"records": 400, "clean": 399, "rejected": 1}
    row = result.rejects.row(0, named=True)
    assert (row["line"], row["codes"]) == (201, "quote-not-closed")
    assert row["نام واحد"] == '"تولیدی محمدی'
    assert "201" in row["reasons"]


def test_a_mark_never_closed_is_found_among_cells_with_marks_of_their_own():
    text = 'a,b,c\n1,"x,2\n3,"y, z",4\n5,"line\nbreak",6\n7,8,9\n'
    rows, opened = rows_of(text, width=3)
    assert rows[1:] == [["1", '"x', "2"], ["3", "y, z", "4"], ["5", "line\nbreak", "6"],
                        ["7", "8", "9"]]  # fmt: skip
    assert opened == {2: 2}


def test_the_last_row_cut_short_says_where_its_mark_was_opened():
    rows, opened = rows_of('a,b\n1,2\n3,"4\n', width=2)
    assert rows == [["a", "b"], ["1", "2"], ["3", '"4']]
    assert opened == {3: 3}


@given(
    st.lists(st.lists(st.text(alphabet='ab,"\n ', max_size=6), min_size=3, max_size=3), max_size=8)
)
def test_a_well_written_file_is_read_as_the_plain_reader_reads_it(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    plain = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    ours, opened = rows_of(out.getvalue(), width=3)
    assert (ours, opened) == (plain, {})


@given(st.text(alphabet='ab,"\n\r ', max_size=60), st.integers(0, 4), st.integers(1, 4))
def test_lines_read_many_at_a_time_are_the_rows_read_one_by_one(text, at_once, width):
    """No lines at once: each row is read by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "LINES_AT_ONCE", 0)
        singly = rows_of(text, width)
        patch.setattr(csv_rows, "LINES_AT_ONCE", at_once)
        assert rows_of(text, width) == singly
    assert rows_of(text, width) == singly


def test_pieces_of_any_size_hold_the_same_records(tmp_path):
    path = tmp_path / "union.csv"
    path.write_bytes(as_csv(ROWS * 7))
    country, params = country_of("IRN"), registry_params()
    whole = judged(path, country, params, None, silent)
    for most in (1, 2, 20, 1_000):
        pieces = list(registry_pieces(path, lambda row: len(set(row) & set(HEADINGS)), most))
        assert sum(piece.frame.height for piece in pieces) == whole.counts["records"] == 21
        assert [line for piece in pieces for line in piece.frame["line"]] == list(range(2, 23))


def test_a_preview_of_a_large_file_reads_its_beginning_alone(tmp_path):
    path = tmp_path / "union.csv"
    path.write_bytes(as_csv(ROWS * 2_000))
    shown = preview(path)
    assert (shown.records, shown.is_whole) == (2_000, False)


def a_book(path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet, path


def a_book_of_towns(path):
    """Two sheets of one shape, one with its columns in another order; notes, and headings alone."""
    head = ["نام واحد", "شرح کالا", "شهر"]
    book, _, _ = a_book(path, [["فهرست یزد"], head, ["کارگاه نور", "شال ترمه", "یزد"]])
    for name, rows in (
        ("کرمان", [[head[2], head[0], head[1]], ["کرمان", "پته زهره", "رومیزی"],
                   ["ناکجا", "پته مریم", "رومیزی"]]),
        ("یادداشت", [["این فایل در آبان آماده شد"], ["تلفن اتحادیه ۰۳۵"]]),
        ("خالی", [head]),
        ("میبد", [head, ["سفال میبد", "سفال", "میبد"]]),
    ):  # fmt: skip
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_further_sheets_of_the_same_headings_are_read_on_and_others_are_named(tmp_path):
    path = a_book_of_towns(tmp_path / "union.xlsx")
    result = read(path)
    told = result.units.select("line", "name", "goods_text", "city").rows()
    assert told == [
        (3, "کارگاه نور", "شال ترمه", "یزد"),
        (5, "پته زهره", "رومیزی", "کرمان"),
        (11, "سفال میبد", "سفال", "میبد"),
    ]
    assert result.rejects["line"].to_list() == [6]
    assert "(برگه «کرمان»، ردیف 3)" in result.rejects["reasons"][0]
    assert result.other_sheets == ("یادداشت",)
    shown = preview(path)
    assert (shown.records, shown.is_whole) == (1, False)


def test_headings_merged_over_two_rows_are_read_together(tmp_path):
    title = ["فهرست واحدهای اتحادیه", *[None] * 6]
    upper = ["نام واحد", "نشانی", None, "شرح کالا", "ظرفیت", None, "شماره پروانه"]
    lower = [None, "استان", "شهر", None, "ماهانه", "واحد شمارش", None]
    row = ["کارگاه نور", "یزد", "يزد", "شال ترمه", 40, "عدد", 12345678901]
    book, sheet, path = a_book(tmp_path / "union.xlsx", [title, upper, lower, row])
    for cells in ("A1:G1", "A2:A3", "B2:C2", "D2:D3", "E2:F2", "G2:G3"):
        sheet.merge_cells(cells)
    book.save(path)
    units = read(path).units
    told = units.select("line", "name", "city", "monthly_units", "licence").row(0)
    assert told == (4, "کارگاه نور", "یزد", 40.0, "12345678901")


def test_numbers_kept_as_text_and_dates_kept_as_dates_are_read(tmp_path):
    headings = ["نام", "شهر", "محصول", "ظرفیت", "تلفن", "شماره پروانه", "تاریخ صدور"]
    rows = [
        ["الف", "کرمان", "شال", "40", 9131234567, "0012", date(2024, 7, 23)],
        ["ب", "كرمان", "شال", 40.0, "09131234567", 12, "۱۴۰۳/۰۵/۰۲"],
        ["پ", "کرمان", "شال", "۴۰٫۰", "۰۹۱۳۱۲۳۴۵۶۷", "۱۲", 45496],
        ["ت", "کرمان", "شال", "1,040 عدد", None, None, "۱۷ محرم ۱۴۴۵"],
    ]
    book, _, path = a_book(tmp_path / "union.xlsx", [headings, *rows])
    book.save(path)
    result = read(path)
    assert result.rejects.height == 0
    assert result.units["monthly_units"].to_list() == [40.0, 40.0, 40.0, 1040.0]
    assert result.units["phone"].to_list() == ["09131234567"] * 3 + [None]
    assert result.units["licence"].to_list() == ["0012", "12", "12", None]


def test_a_licence_that_excel_shortened_is_set_aside(tmp_path):
    path = tmp_path / "union.csv"
    headings = ["نام", "شهر", "محصول", "شماره پروانه"]
    rows = [["الف", "کرمان", "شال", "1.23457E+11"], ["ب", "کرمان", "شال", "123457000000"]]
    path.write_bytes(as_csv(rows, headings=headings))
    assert read(path).rejects["codes"].to_list() == ["digits-lost"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1403/05/02", date(2024, 7, 23)),
        ("۲ مرداد ۱۴۰۳", date(2024, 7, 23)),
        ("2024-07-23 00:00:00", date(2024, 7, 23)),
        ("23 Jul 2024", date(2024, 7, 23)),
        ("14030502", date(2024, 7, 23)),
        ("45496", date(2024, 7, 23)),
        ("1445/01/17", date(2023, 8, 4)),
        ("۱۷ محرم ۱۴۴۵ هـ.ق", date(2023, 8, 4)),
        ("1403/05/02 ق", date(1983, 2, 15)),
        ("1403/07/31", None),
        ("1401/12/30", None),
        ("1405/12/01", None),
        ("2031-01-01", None),
        ("03/05/02", None),
        ("1403", None),
    ],
)
def test_days_of_three_calendars_are_read(text, day):
    assert read_date(text, TODAY) == day


def test_the_lunar_calendar_begins_and_goes_on_as_published():
    assert lunar(1, 1, 1).toordinal() == 227_015
    assert lunar(1445, 1, 1) == date(2023, 7, 19)
    with pytest.raises(ValueError, match="no such day"):
        lunar(1445, 13, 1)
