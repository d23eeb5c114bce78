"""The beginning of a large workbook holds the same cells as the whole, and spares the rest."""

import zipfile
from datetime import date, time
from itertools import islice

import openpyxl
import pytest
import xlsxwriter

from hamafza.runs.reading import SAMPLE, preview
from hamafza.sources import registry_sheets, sheet_beginning
from hamafza.sources.registry_refusals import SpreadsheetBroken
from hamafza.sources.registry_sheets import sheets
from hamafza.sources.sheet_beginning import beginning
from tests.registry.files import ROWS, as_xlsx

MANY = 40


def sheet_rows(path, first=None):
    return next(sheets(path, first))[1]


@pytest.fixture(autouse=True)
def every_workbook_is_large(monkeypatch):
    monkeypatch.setattr(sheet_beginning, "LARGE_BYTES", -1)
    monkeypatch.setattr(sheet_beginning, "_CHUNK", 300)  # so that tags lie across pieces


@pytest.fixture
def whole_is_not_read(monkeypatch):
    def fail(path):
        raise AssertionError("the whole workbook was read")
        yield

    monkeypatch.setattr(registry_sheets, "_written", fail)


def cells(number):
    """Return a row of everything that a cell may hold; later rows name texts of earlier ones."""
    return [
        f"کارگاه {number % 7}", number, number / 3, 12345678901, date(2024, 3, 20),
        time(8, 30), True, "=1+1", "  با فاصله  ", "a & <b> \"c\"", None,
        f"متن {number}",
    ]  # fmt: skip


def by_openpyxl(path):
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(MANY):
        sheet.append(cells(number) if number % 5 else [])
    sheet.merge_cells("A2:B2")
    book.create_sheet("دیگر").append(["نه این"])
    book.save(path)
    return path


def by_xlsxwriter(path):
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for number in range(3, MANY):
        for at, value in enumerate(cells(number)):
            if value is None:
                sheet.write_blank(number, at, None, bold)
            else:
                sheet.write(number, at, value)
        sheet.write_rich_string(number, 20, "یک ", bold, f"پررنگ {number}", " سه")
    sheet.set_row(MANY + 5, 30)
    book.close()
    return path


def with_prefix(path):
    """As some programs write: every tag under a prefix, and apostrophes for quotation marks."""
    plain = path.with_name("plain.xlsx")
    book = openpyxl.Workbook()
    for number in range(MANY):
        book.active.append([f"متن {number % 9}", number])
    book.save(plain)
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(path, "w") as written:
        for part in read.infolist():
            xml = read.read(part).decode()
            if part.filename.endswith("sheet1.xml"):
                xml = xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
                xml = xml.replace("xmlns=", "xmlns:x=").replace(' t="s"', " t='s'")
            written.writestr(part, xml)
    return path


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter, with_prefix])
@pytest.mark.parametrize("first", [1, 2, 7, 25, MANY, MANY + 100])
def test_the_first_rows_are_the_same_and_so_are_those_read_on(tmp_path, make, first):
    path = make(tmp_path / "union.xlsx")
    whole = list(sheet_rows(path))
    assert beginning(path, first) is not None
    read = list(sheet_rows(path, first))
    assert len(read) == len(whole) >= MANY
    width = len(whole[0])
    assert [row + [""] * (width - len(row)) for row in read] == whole


def test_no_more_than_the_first_rows_are_read(tmp_path, whole_is_not_read):
    path = by_openpyxl(tmp_path / "union.xlsx")
    assert len(list(islice(sheet_rows(path, 20), 20))) == 20


def test_a_preview_of_a_large_workbook_reads_its_beginning_alone(tmp_path, whole_is_not_read):
    path = as_xlsx(tmp_path / "union.xlsx", ROWS * 2_000, title_rows=2)
    shown = preview(path)
    assert (shown.records, shown.is_whole) == (SAMPLE, False)
    assert "نام واحد" in shown.headings


def test_a_workbook_that_ends_within_its_beginning_is_whole(tmp_path):
    path = as_xlsx(tmp_path / "union.xlsx", ROWS)
    shown = preview(path)
    assert (shown.records, shown.is_whole) == (len(ROWS), True)


def test_a_sheet_that_is_blank_for_long_is_read_whole(tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 31):
        book.active.row_dimensions[number].height = 20
    book.active["A31"] = "نام"
    book.save(path := tmp_path / "union.xlsx")
    assert list(sheet_rows(path, 10)) == list(sheet_rows(path))


def test_what_is_small_or_no_workbook_of_today_is_not_cut(tmp_path, monkeypatch):
    path = tmp_path / "union.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    assert beginning(path, 5) is None
    by_openpyxl(path)
    monkeypatch.setattr(sheet_beginning, "LARGE_BYTES", 4 << 20)
    assert beginning(path, 5) is None


def test_a_workbook_damaged_within_is_refused_in_words(tmp_path):
    path = tmp_path / "union.xlsx"
    as_xlsx(path, ROWS * 200)
    with zipfile.ZipFile(path) as book:
        part = next(each for each in book.infolist() if "worksheets/" in each.filename)
    damaged = bytearray(path.read_bytes())
    begins = part.header_offset + 30 + len(part.filename)
    damaged[begins + 8 : begins + 48] = b"\xff" * 40
    path.write_bytes(damaged)
    with pytest.raises(SpreadsheetBroken):
        preview(path)
