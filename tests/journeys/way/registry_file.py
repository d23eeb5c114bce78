"""A union's file: an invented registry, six linen makers of one town, and one bad row."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.runs.generating import generate_registry
from hamafza.store.tables import write_csv_bom

GENERATED, SEED = 600, 5
ASKED = "پته‌دوزی روی شال"
"""A craft and a ground cloth, no article: whoever writes this is asked one question."""
TABLE_LINEN = "630259"
# Name, her words, pieces a month. The first is asked her question; the last will not join.
MAKERS = (
    ("پته‌دوزی ماه‌بانو", ASKED, 900),
    ("پته‌دوزی سوزن طلایی", "رومیزی پته‌دوزی", 940),
    ("پته‌دوزی نقش کویر", "رومیزی پته", 820),
    ("پته‌دوزی باغ شازده", "رومیزی پته‌دوزی", 780),
    ("پته‌دوزی ترمه‌سرا", "رومیزی پته", 700),
    ("پته‌دوزی سرو ماهان", "سفره و رومیزی پته", 640),
)
BAD = "کارگاه سطر نادرست"
MAH_BANU_IN_ARABIC_LETTERS = "پته دوزي ماه بانو"
PROVINCE = "کرمان"


@dataclass(frozen=True)
class Written:
    path: Path
    rows: int


def write(path: Path) -> Written:
    """Write the file; nobody else of the province is in it, so the six are each other's nearest."""
    invented = generate_registry(GENERATED, SEED).registry
    elsewhere = invented.filter(pl.col("استان") != PROVINCE)
    own = [_maker(number, *told) for number, told in enumerate(MAKERS)]
    own.append(
        _row(name=BAD, words="رومیزی", pieces="-5", licence="0810000099", place=(30.3, 57.1))
    )
    columns = elsewhere.columns
    rows = pl.DataFrame(own, schema=dict.fromkeys(columns, pl.String))
    whole = pl.concat([rows, elsewhere])
    write_csv_bom(whole, path)
    return Written(path, whole.height)


def _maker(number: int, name: str, words: str, pieces: int) -> dict[str, str]:
    place = (30.28 + 0.01 * number, 57.07)
    return _row(
        name=name, words=words, pieces=str(pieces), licence=f"08100000{number:02}", place=place
    )


def _row(
    *, name: str, words: str, pieces: str, licence: str, place: tuple[float, float]
) -> dict[str, str]:
    return {
        "نام واحد": name,
        "نوع واحد": "تولیدی",
        "رسته": "صنایع دستی",
        "اتحادیه": "صنایع دستی کرمان",
        "شماره پروانه": licence,
        "تاریخ صدور": "1402/03/12",
        "نوع مجوز": "پروانه کسب",
        "استان": PROVINCE,
        "شهر": PROVINCE,
        "عرض جغرافیایی": f"{place[0]:.4f}",
        "طول جغرافیایی": f"{place[1]:.4f}",
        "تلفن همراه": "",
        "شرح کالا یا خدمت": words,
        "ظرفیت ماهانه": pieces,
        "واحد شمارش": "عدد",
        "شمار کارکنان": "12",
        "مالک زن": "بله",
        "امتیاز آمادگی": "0.9",
        "وضعیت": "فعال",
        "منشأ داده": "ساختگی",
    }
