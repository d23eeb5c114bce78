"""Numbers, dates and money as a reader's language writes them; no sentences."""

from hamafza.vocabulary.writing.days import day_in_words
from hamafza.vocabulary.writing.numerals import digits, number, percent
from hamafza.vocabulary.writing.sums import currency_name, sum_in_figures, toman_in_words

__all__ = [
    "currency_name",
    "day_in_words",
    "digits",
    "number",
    "percent",
    "sum_in_figures",
    "toman_in_words",
]
