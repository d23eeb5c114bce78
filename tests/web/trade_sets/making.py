"""Tables of trade for tests, as an officer sends them."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from hamafza.web.actions import trade_sets as act
from tests.markets.trade_tables import baci_csv, baci_zip

CUSTOMS = (
    "سال,ماه,گمرک,تعرفه,مقصد نهایی,وزن (کیلوگرم),ارزش (دلار)",
    "۱۴۰۲,فروردین,شهید رجایی,۵۷۰۱۱۰۱۰,امارات متحده عربی,۱٬۲۰۰,۹۸٬۷۰۰",
    "1402,اردیبهشت,باشماق,8061020,عراق,24000,18250.5",
    "1402,خرداد,باشماق,8061020,ناکجا,10,50",
)
"""Its column of countries has a heading that nobody knows; its last row a country."""


def customs_file(*rows: str) -> SimpleUploadedFile:
    lines = "\n".join(rows or CUSTOMS) + "\n"
    return SimpleUploadedFile("صادرات ۱۴۰۲.csv", lines.encode())


def baci_file(folder: Path, *rows: str) -> SimpleUploadedFile:
    told = rows or ("2020,364,276,570110,98.7,5", "2020,364,792,570110,41.0,2")
    path = baci_zip(folder / "BACI_HS17_V202401b.zip", {int(told[0][:4]): baci_csv(*told)})
    return SimpleUploadedFile(path.name, path.read_bytes())


def sent_table(cast) -> dict[str, str]:
    """Return the arguments of the page of a table that was sent."""
    return {"kind": "customs", "digest": act.receive(file=customs_file(), kind="customs")}
