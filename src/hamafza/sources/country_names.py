"""Countries by whatever a table calls them: ISO codes, numbers, names in three languages."""

from functools import lru_cache

from hamafza.sources.baci import known_countries
from hamafza.sources.geography import world
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.text import compact_key


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """Return ISO alpha-3 by the compact key of each code and name; numbers without zeros before."""
    table = shipped_csv("country", "countries.csv")
    numbers = known_countries(shipped_csv("trade", "baci_country_codes.csv"))
    known = {str(number): iso3 for number, iso3 in numbers.iter_rows()}
    for name in ("m49", "name_ar", "name_fa", "name_en", "iso2", "iso3"):
        for told, iso3 in zip(table[name], table["iso3"], strict=True):
            known[compact_key(told or "").lstrip("0")] = iso3
    for told, iso3 in shipped_csv("country", "aliases.csv").select("name", "iso3").iter_rows():
        known[compact_key(told)] = iso3
    there = set(world().countries)
    return {key: iso3 for key, iso3 in known.items() if key and iso3 in there}
