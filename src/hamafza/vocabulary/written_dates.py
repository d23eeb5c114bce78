"""Dates as registers hold them: three calendars, names of months, and what Excel makes of them."""

import re
from datetime import date, timedelta
from functools import lru_cache

from hamafza.vocabulary.dates import gregorian
from hamafza.vocabulary.text import compact_key, latin_digits

_JALALI = (
    ("فروردین",), ("اردیبهشت",), ("خرداد",), ("تیر",), ("مرداد", "امرداد"), ("شهریور",), ("مهر",),
    ("آبان",), ("آذر",), ("دی",), ("بهمن",), ("اسفند",),
)  # fmt: skip
_LUNAR = (
    ("محرم", "muharram"), ("صفر", "safar"), ("ربیع الاول", "rabi al-awwal"),
    ("ربیع الثانی", "ربیع الآخر", "rabi al-thani"), ("جمادی الاول", "جمادی الاولی"),
    ("جمادی الثانی", "جمادی الآخر", "جمادی الثانیه"), ("رجب", "rajab"), ("شعبان", "shaban"),
    ("رمضان", "ramadan"), ("شوال", "shawwal"), ("ذیقعده", "ذی القعده", "ذوالقعده"),
    ("ذیحجه", "ذی الحجه", "ذوالحجه"),
)  # fmt: skip
_GREGORIAN = (
    ("january", "jan", "ژانویه"), ("february", "feb", "فوریه"), ("march", "mar", "مارس"),
    ("april", "apr", "آوریل"), ("may", "مه", "می"), ("june", "jun", "ژوئن"),
    ("july", "jul", "ژوئیه", "جولای"), ("august", "aug", "اوت", "آگوست"),
    ("september", "sep", "sept", "سپتامبر"), ("october", "oct", "اکتبر"),
    ("november", "nov", "نوامبر"), ("december", "dec", "دسامبر"),
)  # fmt: skip
SOLAR, LUNAR, COMMON = "solar", "lunar", "common"
_MONTHS = {
    compact_key(name): (calendar, month)
    for calendar, months in ((SOLAR, _JALALI), (LUNAR, _LUNAR), (COMMON, _GREGORIAN))
    for month, names in enumerate(months, start=1)
    for name in names
}
_ERAS = {"ق": LUNAR, "هق": LUNAR, "قمری": LUNAR, "هجریقمری": LUNAR, "ah": LUNAR, "ش": SOLAR,
         "هش": SOLAR, "شمسی": SOLAR, "هجریشمسی": SOLAR, "م": COMMON, "میلادی": COMMON, "ad": COMMON,
         }  # fmt: skip
_YEARS = {SOLAR: range(1250, 1500), LUNAR: range(1270, 1500), COMMON: range(1850, 2150)}
_HOUR = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$")
_PACKED = re.compile(r"(1[2-4]\d\d|19\d\d|20\d\d)(\d\d)(\d\d)")
_EXCEL_DAYS = range(15_000, 73_000)  # 1941 to 2099, as Excel counts from the end of 1899
_EXCEL_BEGINS = date(1899, 12, 30)
_LUNAR_BEGINS = 227_014  # day number of 1 Muharram 1 AH, 16 July 622 of the Julian calendar


@lru_cache(maxsize=1 << 16)  # a file of hundreds of thousands of rows tells some thousands of days
def read_date(text: str, latest: date) -> date | None:
    """
    Return the day a text names, or None; none is later than ``latest``.

    Year first or last, months as numbers or names in three calendars, a mark of the era behind,
    the number of days Excel counts, or eight digits. A year says its calendar; one that both Hijri
    calendars have is solar unless that year has not come yet: the 30th of an Esfand of 29 days is a
    slip and no day forty years ago. Two-digit years are not guessed.
    """
    told = _HOUR.sub("", " ".join(latin_digits(text).lower().split()))
    if told.isdecimal():
        return _not_after(_of_digits(told, latest), latest)
    words = re.findall(r"\d+|[^\W\d_]+", told)
    numbers = [int(word) for word in words if word.isdecimal()]
    names = compact_key("".join(word for word in words if not word.isdecimal()))
    if len(numbers) == 3:
        calendar = _ERAS.get(names) if names else None
        if names and calendar is None:
            return None
        return _not_after(_of_numbers(numbers[0], numbers[1], numbers[2], calendar, latest), latest)
    month = _month_in(names)
    if len(numbers) == 2 and month is not None:
        calendar, at = month
        return _not_after(_of_numbers(numbers[0], at, numbers[1], calendar, latest), latest)
    return None


def lunar(year: int, month: int, day: int) -> date:
    """
    Return the day of the tabular lunar Hijri calendar, which may lie a day off the sighted moon.

    ValueError when there is no such day. Rule: Reingold and Dershowitz, Calendrical Calculations.
    """
    if not 1 <= month <= 12 or not 1 <= day <= 30:
        raise ValueError("no such day of the lunar calendar")
    before = (month - 1) * 29 + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(_LUNAR_BEGINS + before + day)


def read_month(text: str) -> tuple[str, int] | None:
    """Return the calendar and the number of the month that a word names, or None."""
    return _month_in(compact_key(text))


def _of_digits(digits: str, latest: date) -> date | None:
    packed = _PACKED.fullmatch(digits)
    if packed is not None:
        return _of_numbers(int(packed[1]), int(packed[2]), int(packed[3]), None, latest)
    if len(digits) == 5 and int(digits) in _EXCEL_DAYS:
        return _EXCEL_BEGINS + timedelta(days=int(digits))
    return None


def _of_numbers(
    first: int, month: int, last: int, calendar: str | None, latest: date
) -> date | None:
    year, day = (first, last) if first > last else (last, first)
    for each in (calendar,) if calendar else _calendars_of(year, latest):
        found = _day(each, year, month, day)
        if found is not None and (calendar or found <= latest):
            return found
    return None


def _calendars_of(year: int, latest: date) -> tuple[str, ...]:
    """Return the calendars that a year without a mark may be of."""
    begins = _day(SOLAR, year, 1, 1)
    return (SOLAR,) if begins is not None and begins <= latest else (COMMON, LUNAR)


def _day(calendar: str, year: int, month: int, day: int) -> date | None:
    if year not in _YEARS[calendar]:
        return None
    try:
        if calendar == SOLAR:
            return gregorian(year, month, day)
        return lunar(year, month, day) if calendar == LUNAR else date(year, month, day)
    except ValueError:
        return None


def _month_in(names: str) -> tuple[str, int] | None:
    """Return the month that the words name; a mark of its era may stand behind («۱۴۴۵ ه.ق»)."""
    known = _MONTHS.get(names)
    if known is not None:
        return known
    for mark, calendar in _ERAS.items():
        month = _MONTHS.get(names.removesuffix(mark)) if names.endswith(mark) else None
        if month is not None and month[0] == calendar:
            return month
    return None


def _not_after(day: date | None, latest: date) -> date | None:
    return day if day is not None and day <= latest else None
