"""Small registry files in every form that people send."""

import csv
import io

import openpyxl

HEADINGS = ["نام واحد", "نوع واحد", "استان", "شهر", "شرح کالا", "ظرفیت ماهانه", "شمار کارکنان"]
ROWS = [
    ["تولیدی محمدی", "تولیدی", "کرمان", "کرمان", "رومیزی پته‌دوزی", "۱٬۲۰۰", "12"],
    ["كارگاه نور", "توليدي", "استان یزد", "يزد", "شال ترمه", "40 عدد", "۳"],
    ["دفتر فنی پارس", "خدماتی", "تهران", "تهران", "تعمیر دستگاه تراش", "", ""],
]


def as_csv(rows, *, delimiter=",", encoding="utf-8", headings=HEADINGS) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(path, rows, headings=HEADINGS, title_rows=0):
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(title_rows):
        sheet.append(["فهرست واحدهای اتحادیه"])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def no_codes(texts):
    """Stand in for the classifier where a test is about something else."""
    import polars as pl

    blank = pl.lit(None, pl.String)
    return texts.alias("text").to_frame().with_columns(
        hs4=blank, hs6=blank, probability=pl.lit(None, pl.Float64), reason=blank,
        service_code=blank,
    )  # fmt: skip
