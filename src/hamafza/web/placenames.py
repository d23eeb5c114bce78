"""Names of places in the reader's language, where a shipped table knows them."""

import unicodedata
from functools import lru_cache

from hamafza.sources.geography import country_names
from hamafza.store.outlines import countries
from hamafza.store.resources import shipped, shipped_csv
from hamafza.vocabulary.text import match_key

_ROUGH_DEG = 0.05  # some five kilometres


def country_name(code: str, language: str) -> str:
    """Return the country's name, or its code where none is known."""
    for area in countries():
        if area.code == code:
            return (area.name_fa if language == "fa" else area.name_en) or code
    return code


def market_name(code: str, language: str) -> str:
    """Return a trading country's name, also of those that no map here draws."""
    named = country_names().get(code)
    return (named[language == "fa"] if named else "") or country_name(code, language)


def roughly(lat_deg: float, lon_deg: float) -> tuple[float, float]:
    """Return a place as the public may see it: the part of a town, no workshop's own door."""
    return round(lat_deg / _ROUGH_DEG) * _ROUGH_DEG, round(lon_deg / _ROUGH_DEG) * _ROUGH_DEG


def city_name(name: str, language: str) -> str:
    """Return the city as registries write it, or its English name on an English page."""
    return name if language == "fa" else _english_cities().get(match_key(name), name)


def destination(city: str, country: str, language: str) -> str:
    """Return a final destination: a city where one is written, always with its country."""
    if not city:
        return country_name(country, language)
    comma = "، " if language == "fa" else ", "
    return city_abroad(city, country, language) + comma + country_name(country, language)


def city_abroad(city: str, country: str, language: str) -> str:
    """Return a city of another country, in the reader's language where it is a main one."""
    told = _main_cities().get((country, match_key(city)))
    return told[language != "fa"] if told else city


@lru_cache(maxsize=1)
def _main_cities() -> dict[tuple[str, str], tuple[str, str]]:
    """Persian and English name of each country's main city, by country and either name."""
    in_persian = dict(shipped_csv("transport", "cities_fa.csv").iter_rows())
    known = {}
    for row in shipped_csv("country", "countries.csv").rows(named=True):
        persian, english = in_persian.get(row["iso3"]), row["main_city"]
        if persian and english:
            for name in (persian, english):
                known[row["iso3"], match_key(name)] = (persian, english)
    return known


@lru_cache(maxsize=1)
def _english_cities() -> dict[str, str]:
    """The larger of two cities of one name comes last, and so is the one meant."""
    if not shipped("iran", "cities.csv").is_file():
        return {}
    rows = shipped_csv("iran", "cities.csv").select("name_fa", "name_en", "population").rows()
    known = [row for row in rows if row[1]]
    known.sort(key=lambda row: float(row[2] or 0))
    return {match_key(name_fa): _plain(name_en) for name_fa, name_en, _ in known}


def _plain(name: str) -> str:
    """Return Kerman for Kermān: English pages leave the marks of transcription out."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
