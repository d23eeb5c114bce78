"""Dates as people write them: Jalali or Gregorian, digits of any script."""

import re
from calendar import monthrange
from datetime import date

from persiantools.jdatetime import JalaliDate

from hamafza.vocabulary.text import latin_digits

_THREE_NUMBERS = re.compile(r"\s*(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})\s*")
_JALALI_YEARS = range(1250, 1500)
_GREGORIAN_YEARS = range(1850, 2150)


def jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day of the Solar Hijri calendar."""
    there = JalaliDate(day)
    return there.year, there.month, there.day


def gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a Jalali one; ValueError when there is no such day."""
    return JalaliDate(year, month, day).to_gregorian()


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_date(text: str) -> date | None:
    """
    Return the date a text names, or None.

    Year first (1403/05/02, 2024-07-23) or last (23.7.2024). The year tells the calendar:
    1250-1499 is Jalali, 1850-2149 Gregorian; two-digit years are not guessed.
    """
    found = _THREE_NUMBERS.fullmatch(latin_digits(text))
    if found is None:
        return None
    first, month, last = (int(number) for number in found.groups())
    year, day = (first, last) if first > last else (last, first)
    try:
        if year in _JALALI_YEARS:
            return gregorian(year, month, day)
        if year in _GREGORIAN_YEARS:
            return date(year, month, day)
    except ValueError:
        return None
    return None
