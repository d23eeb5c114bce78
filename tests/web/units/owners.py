"""Registry files that tell of owners, licences and machines, sent as unions send them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from hamafza.web.actions import uploads as act
from hamafza.web.records.uploads import Upload
from tests.web.unit_facts.making import national_code

HEADINGS = [
    "ردیف", "نام واحد صنفی", "نام", "نام خانوادگی", "کد ملی", "جنسیت", "رسته", "شرح کالا",
    "گروه صنفی", "شماره پروانه کسب", "تاریخ صدور", "تاریخ اعتبار", "مرجع صدور", "شهرستان", "شهر",
    "کد پستی", "تلفن ثابت", "همراه", "ایمیل", "تعداد شاغلین", "شاغلین زن", "ماشین آلات",
]  # fmt: skip
MARYAM, ALI, ZAHRA = (
    national_code(12_345_678),
    national_code(298_765_432),
    national_code(305_171_819),
)
FIRST = [
    ["۱", "پته ماه‌بانو", "مریم", "پارسا", MARYAM.lstrip("0"), "زن", "پته‌دوزی", "رومیزی پته‌دوزی",
     "تولیدی", "0011223344", "۱۴۰۲/۰۳/۱۵", "۱۴۰۷/۰۳/۱۴", "اتحادیه صنایع دستی", "کرمان", "کرمان",
     "76194-83726", "03432159876", "9131234567", "Maryam@Example.ir", "12", "9",
     "چرخ گلدوزی، اتو"],
    ["۲", "گلیم راور", "علی", "رضایی", ALI, "مرد", "گلیم‌بافی", "گلیم دستباف پشمی", "تولیدی",
     "1122334455", "۱۴۰۱/۰۱/۲۰", "۱۴۰۶/۰۱/۱۹", "اتحادیه صنایع دستی", "راور", "راور", "", "",
     "09131112233", "", "3", "1", "دار گلیم"],
    ["۳", "دوخت نیکو", "زهرا", "نیکو", "", "زن", "خیاطی", "پیراهن مردانه", "تولیدی", "2233445566",
     "", "", "", "کرمان", "کرمان", "", "03432150000", "", "", "", "", ""],
]  # fmt: skip
AT = {heading: at for at, heading in enumerate(HEADINGS)}


def book(rows, headings=HEADINGS) -> bytes:
    """Return a workbook as a union's clerk saves it: codes and telephones as numbers."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(headings)
    for row in rows:
        sheet.append([_as_saved(cell) for cell in row])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _as_saved(cell: str) -> str | int:
    is_number = cell.isascii() and cell.isdigit() and not cell.startswith("0")
    return int(cell) if is_number else cell


def changed(row, **cells) -> list[str]:
    """Return a row with other cells, named by heading with low lines for spaces."""
    said = {name.replace("_", " "): cell for name, cell in cells.items()}
    return [said.get(heading, cell) for heading, cell in zip(HEADINGS, row, strict=True)]


def send(actor, rows, headings=HEADINGS, name="کرمان.xlsx", **asked) -> Upload:
    """Send a file, and confirm its columns and its list as they were guessed."""
    file = SimpleUploadedFile(name, book(rows, headings))
    upload = act.receive_upload(actor=actor, file=file, country="IRN")
    taken = {each: field for field, named in upload.mapping["columns"].items() for each in named}
    fields = [taken.get(heading, "") for heading in upload.mapping["headings"]]
    asked.setdefault("unit_list", upload.mapping.get("list"))
    act.ask_to_read(actor=actor, upload=upload, fields=fields, **asked)
    return upload
