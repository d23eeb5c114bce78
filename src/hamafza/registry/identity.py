"""Numbers that name a person or an account: a national code, an IBAN, and what makes them sound."""

import re
from dataclasses import dataclass, field

from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits

_BETWEEN = re.compile(r"[\s\-_./\u200c-\u200f\u202a-\u202e\u2066-\u2069]+")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]+")


class NationalCodeLength(Refusal):
    code = "national-code-length"


class NationalCodeWrong(Refusal):
    """The check digit does not fit, or one digit stands in every place."""

    code = "national-code-wrong"


class IbanLength(Refusal):
    code = "iban-length"


class IbanWrong(Refusal):
    code = "iban-wrong"


class CountryHasNoRule(Refusal):
    code = "identity-country-unknown"


@dataclass(frozen=True)
class CodeRule:
    """
    A country's national code: the weighted sum of all digits but the last gives the last.

    Where the sum's remainder is below ``remainder_stands`` it is itself the check digit, else the
    modulus less it. ``least_digits``: a spreadsheet loses zeros in front; so many must be left.
    """

    digits: int
    weights: tuple[int, ...]
    modulus: int = 11
    remainder_stands: int = 2
    least_digits: int = 8

    def __post_init__(self) -> None:
        if len(self.weights) != self.digits - 1:
            raise ValueError("weights must be one fewer than digits")
        if not 0 < self.least_digits <= self.digits:
            raise ValueError("least_digits must lie between 1 and digits")


@dataclass(frozen=True)
class IbanRule:
    """How a country's IBAN begins, and how many signs it has."""

    begins: str
    signs: int

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Z]{2}", self.begins):
            raise ValueError("begins must be two capital letters")


@dataclass(frozen=True)
class Identity:
    """The rules by country, ISO alpha-3."""

    national_codes: dict[str, CodeRule] = field(default_factory=dict)
    ibans: dict[str, IbanRule] = field(default_factory=dict)

    def national_code(self, text: str, country: str) -> str:
        """Return a national code in its one spelling, or refuse it."""
        if country not in self.national_codes:
            raise CountryHasNoRule(country=country)
        return national_code(text, self.national_codes[country])

    def is_national_code(self, text: str) -> bool:
        """Say whether a text is the national code of any country that has a rule, whole."""
        return any(
            len(latin_digits(text.strip())) == rule.digits and _is_sound(text, rule)
            for rule in self.national_codes.values()
        )

    def iban(self, text: str, country: str) -> str:
        """Return an IBAN in its one spelling, or refuse it."""
        if country not in self.ibans:
            raise CountryHasNoRule(country=country)
        return iban(text, self.ibans[country])


def national_code(text: str, rule: CodeRule) -> str:
    """Return the code in Latin digits with its zeros in front, or refuse it."""
    plain = _BETWEEN.sub("", latin_digits(text))
    if not re.fullmatch("[0-9]+", plain) or not rule.least_digits <= len(plain) <= rule.digits:
        raise NationalCodeLength(digits=rule.digits)
    code = plain.zfill(rule.digits)
    if len(set(code)) == 1 or _check_digit(code, rule) != int(code[-1]):
        raise NationalCodeWrong()
    return code


def _is_sound(text: str, rule: CodeRule) -> bool:
    try:
        national_code(text, rule)
    except Refusal:
        return False
    return True


def iban(text: str, rule: IbanRule) -> str:
    """Return the IBAN in capitals without spaces; the country's letters may be left out."""
    plain = _BETWEEN.sub("", latin_digits(text)).upper()
    if plain[:2].isdigit():
        plain = rule.begins + plain
    if len(plain) != rule.signs or not plain.startswith(rule.begins):
        raise IbanLength(begins=rule.begins, signs=rule.signs)
    # ISO 7064, mod 97-10: the first four signs go to the end, letters count from 10.
    if not _IBAN.fullmatch(plain) or int(_as_digits(plain[4:] + plain[:4])) % 97 != 1:
        raise IbanWrong()
    return plain


def _check_digit(code: str, rule: CodeRule) -> int:
    total = sum(weight * int(digit) for weight, digit in zip(rule.weights, code, strict=False))
    rest = total % rule.modulus
    return rest if rest < rule.remainder_stands else rule.modulus - rest


def _as_digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)
