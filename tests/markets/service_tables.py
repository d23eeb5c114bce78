"""
Tables of trade in services made for tests: synthetic figures in the layouts of their keepers.

The six flows are those of the fixture of three countries and two products whose exact values stand
in the notes on export potential: Iran, Iraq and Germany, with repair (SB) and travel (SD).
"""

from collections.abc import Iterable
from pathlib import Path

from tests.markets.trade_tables import API_HEAD, written

BATIS_HEAD = (
    "Reporter,type_Reporter,Partner,type_Partner,Flow,Item_code,type_Item,Year,Reported_value,"
    "Final_value,Final_value_methodology,Balanced_value"
)
FLOWS = {
    ("IRN", "IRQ"): {"SB": 40, "SD": 10},
    ("IRN", "DEU"): {"SB": 10, "SD": 30},
    ("IRQ", "IRN"): {"SB": 20, "SD": 60},
    ("IRQ", "DEU"): {"SB": 30, "SD": 20},
    ("DEU", "IRN"): {"SB": 5, "SD": 15},
    ("DEU", "IRQ"): {"SB": 20, "SD": 25},
}
"""Millions of USD, exporter to importer."""
ISO2 = {"IRN": "IR", "IRQ": "IQ", "DEU": "DE", "NAM": "NA", "OMN": "OM"}
_NUMBERS = {"IRN": "364", "IRQ": "368", "DEU": "276", "WLD": "0"}


WORLD = (
    "AFG", "ARE", "ARM", "AUS", "AUT", "AZE", "BEL", "BGR", "BHR", "BRA", "CAN", "CHE", "CHN",
    "CZE", "DEU", "DNK", "EGY", "ESP", "FIN", "FRA", "GBR", "GEO", "GRC", "IDN", "IND", "IRN",
    "IRQ", "ITA", "JPN", "KAZ", "KWT", "OMN", "PAK", "QAT", "TUR",
)  # fmt: skip


def wide_flows(without: tuple[tuple[str, str], ...] = (("IRN", "JPN"),)) -> dict:
    """Return repair and travel between 35 countries by an invented rule; some pairs trade none."""
    return {
        (seller, buyer): {"SB": 1 + at * to % 7, "SD": 2 + (3 * at + to) % 11}
        for at, seller in enumerate(WORLD)
        for to, buyer in enumerate(WORLD)
        if seller != buyer and (seller, buyer) not in without
    }


def batis_rows(
    year: int = 2022,
    flows: dict = FLOWS,
    told_by: Iterable[str] = ("IRN",),
    two_letters: bool = False,
    totals: bool = True,
) -> list[str]:
    """Return both sides' rows; what a country of ``told_by`` sold is marked as reported."""
    rows = []
    for (exporter, importer), values in flows.items():
        seller, buyer = (ISO2[each] if two_letters else each for each in (exporter, importer))
        out, back = ("X", "M") if two_letters else ("EXP", "IMP")
        told = exporter in told_by
        sums = {"S": sum(values.values()), "SOX": sum(values.values())} if totals else {}
        for code, value in (values | sums).items():
            said, how = (value, "R_IMF") if told else ("", "E5")
            rows.append(f"{seller},c,{buyer},c,{out},{code},c,{year},{said},{value},{how},{value}")
            rows.append(f"{buyer},c,{seller},c,{back},{code},c,{year},,{value},E5,{value}")
    return rows


def batis_file(folder: Path, *rows: str, name: str = "OECD-WTO_BATIS_BPM6_made.csv") -> Path:
    return written(folder / name, BATIS_HEAD, *(rows or batis_rows()))


def comtrade_row(
    year: int, reporter: str, flow: str, partner: str, code: str, value: object, **said: str
) -> str:
    cells = {
        "typeCode": "S", "freqCode": "A", "refYear": str(year), "period": str(year),
        "reporterCode": _NUMBERS[reporter], "reporterISO": reporter, "flowCode": flow,
        "partnerCode": _NUMBERS[partner],
        "partnerISO": "W00" if partner == "WLD" else partner,
        "partner2Code": "0", "classificationCode": "EB10", "cmdCode": code, "mosCode": "0",
        "primaryValue": str(value), "isReported": "true",
    } | said  # fmt: skip
    return ",".join(cells.get(name, "") for name in API_HEAD.split(","))


def comtrade_file(folder: Path, *rows: str) -> Path:
    return written(folder / "TradeServices.csv", API_HEAD, *rows)


PLAIN = (
    "کشور گزارش‌دهنده,کشور طرف,جریان,گروه خدمات,سال,ارزش (هزار دلار)",
    "ایران,عراق,صادرات,خدمات نگهداری و تعمیر,۱۴۰۱,۱",
    "ایران,عراق,صادرات,خدمات نگهداری و تعمیر,۲۰۲۲,۴۰٬۰۰۰",
    "ایران,آلمان,صادرات,سفر,۲۰۲۲,۳۰٬۰۰۰",
    "عراق,ایران,واردات,سفر,۲۰۲۲,۱۰٬۰۰۰",
)
"""Its first row has a year of the solar calendar: no year of this table."""
