"""Dates in words: Jalali in Persian, Gregorian in English; no numeric dates on screen."""

from datetime import date

from hamafza.vocabulary.dates import jalali
from hamafza.vocabulary.writing.numerals import digits

_WEEKDAYS_FA = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه")
_MONTHS_FA = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NBSP = "\u00a0"


def day_in_words(
    day: date, language: str, today: date | None = None, *, weekday: bool = True
) -> str:
    """
    Return weekday, day and month by name, and the year unless it is the year of ``today``.

    «شنبه ۷ آذر ۱۴۰۵», "Saturday 28 November 2026". Without ``today`` the year is always there.
    """
    year, month, number = _parts(day, language)
    words = [f"{number}{NBSP}{_months(language)[month - 1]}"]
    if weekday:
        words.insert(0, _weekdays(language)[day.weekday()])
    if today is None or _parts(today, language)[0] != year:
        words.append(str(year))
    return digits(" ".join(words), language)


def _parts(day: date, language: str) -> tuple[int, int, int]:
    return jalali(day) if language == "fa" else (day.year, day.month, day.day)


def _months(language: str) -> tuple[str, ...]:
    return _MONTHS_FA if language == "fa" else _MONTHS_EN


def _weekdays(language: str) -> tuple[str, ...]:
    return _WEEKDAYS_FA if language == "fa" else _WEEKDAYS_EN
