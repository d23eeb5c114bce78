"""
The tree of offices: which kind stands below which, and where a unit of a place and union sits.

An office's number tells its kind, and a higher kind has lower numbers. So one row alone shows
whether its parent stands higher, a database can hold it to that, and a ring cannot be written.
"""

from dataclasses import dataclass
from enum import StrEnum

from hamafza.vocabulary.text import match_key


class OfficeKind(StrEnum):
    PROMOTION = "promotion"
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    COUNTY = "county"
    UNION = "union"


PARENTS: dict[OfficeKind, tuple[OfficeKind, ...]] = {
    OfficeKind.PROMOTION: (),
    OfficeKind.NATIONAL: (OfficeKind.PROMOTION,),
    OfficeKind.PROVINCIAL: (OfficeKind.NATIONAL,),
    OfficeKind.COUNTY: (OfficeKind.PROVINCIAL,),
    OfficeKind.UNION: (OfficeKind.COUNTY, OfficeKind.PROVINCIAL, OfficeKind.NATIONAL),
}
"""Below which kinds a kind may stand. A union may span a county, a province or the country."""

NUMBERS: dict[OfficeKind, range] = {
    OfficeKind.PROMOTION: range(1, 1_000),
    OfficeKind.NATIONAL: range(1_000, 10_000),
    OfficeKind.PROVINCIAL: range(10_000, 100_000),
    OfficeKind.COUNTY: range(100_000, 1_000_000),
    OfficeKind.UNION: range(1_000_000, 1_000_000_000),
}


@dataclass(frozen=True)
class OfficeNames:
    """Names of the offices of a country; ``{place}`` is the province's or the county's."""

    promotion_fa: str
    promotion_en: str
    national_fa: str
    national_en: str
    provincial_fa: str
    provincial_en: str
    county_fa: str
    county_en: str

    def __post_init__(self) -> None:
        for name in ("provincial_fa", "provincial_en", "county_fa", "county_en"):
            if "{place}" not in getattr(self, name):
                raise ValueError(f"{name} must say where {{place}} stands")

    def of(self, kind: OfficeKind, place_fa: str = "", place_en: str = "") -> tuple[str, str]:
        """Return the Persian and the English name of an office."""
        persian, english = getattr(self, f"{kind}_fa"), getattr(self, f"{kind}_en")
        return persian.format(place=place_fa), english.format(place=place_en or place_fa)


@dataclass(frozen=True)
class OfficeParams:
    default: OfficeNames
    countries: dict[str, OfficeNames]
    union_words: tuple[str, ...]
    most_days_of_delegation: int = 90

    def names_of(self, country: str) -> OfficeNames:
        """Return a country's own names, or those of any."""
        return self.countries.get(country, self.default)


@dataclass(frozen=True)
class Place:
    """Where a unit is: its province, and its county if that is known."""

    province: str
    province_en: str = ""
    county: str = ""
    county_en: str = ""


def office_key(name: str, union_words: tuple[str, ...] = ()) -> str:
    """
    Return what two names of one office have alike.

    Words that say "union" are dropped before a union's own name: «اتحادیه درودگران» and
    «درودگران» are one.
    """
    whole = match_key(name)
    for words in sorted(map(match_key, union_words), key=len, reverse=True):
        if whole.startswith(f"{words} "):
            return whole.removeprefix(words).strip()
    return whole


def place_key(*names: str) -> str:
    """Return the key of a place: a province, or a province and its county."""
    return "/".join(match_key(name) for name in names)
