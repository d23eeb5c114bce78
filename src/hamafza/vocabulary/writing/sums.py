"""Money in the reader's words: the figure, the currency's name, and rial once more as toman."""

from hamafza.vocabulary.money import MINOR_DIGITS, Money
from hamafza.vocabulary.writing.days import NBSP
from hamafza.vocabulary.writing.numerals import number

# Short names in use; English pages show the ISO code but for the rial.
_NAMES_FA = {
    "IRR": "ریال", "EUR": "یورو", "USD": "دلار", "AED": "درهم", "OMR": "ریال عمان",
    "IQD": "دینار عراق", "TRY": "لیر", "AFN": "افغانی", "PKR": "روپیه پاکستان",
    "CNY": "یوان", "RUB": "روبل", "QAR": "ریال قطر", "KWD": "دینار کویت",
    "SAR": "ریال سعودی", "BHD": "دینار بحرین", "GBP": "پوند", "INR": "روپیه هند",
    "AMD": "درام", "AZN": "منات آذربایجان", "TMT": "منات ترکمنستان", "KZT": "تنگه",
    "BDT": "تاکا", "JPY": "ین",
}  # fmt: skip
_RIALS_IN_A_TOMAN = 10
_SCALES = (
    (1_000_000_000, "میلیارد", "billion"),
    (1_000_000, "میلیون", "million"),
    (1_000, "هزار", "thousand"),
)


def currency_name(currency: str, language: str) -> str:
    """Return the currency's short name; a code without one stands for itself."""
    if language == "fa":
        return _NAMES_FA.get(currency, currency)
    return "rials" if currency == "IRR" else currency


def sum_in_figures(amount: Money, language: str) -> str:
    """Return the amount with all digits of its currency, without the currency's name."""
    return number(amount.as_decimal(), language, MINOR_DIGITS[amount.currency])


def toman_in_words(amount: Money, language: str) -> str:
    """Return rials as round toman, as people say them: «۶۱ میلیون تومان»."""
    if amount.currency != "IRR":
        raise ValueError("only rials are said in toman")
    toman = amount.minor / _RIALS_IN_A_TOMAN
    unit = "تومان" if language == "fa" else "toman"
    for size, word_fa, word_en in _SCALES:
        if abs(toman) >= size:
            told = number(toman / size, language, 0 if abs(toman) >= 10 * size else 1)
            return NBSP.join((told, word_fa if language == "fa" else word_en, unit))
    return NBSP.join((number(toman, language, 0), unit))
