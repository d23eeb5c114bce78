"""Names of countries and headings in the reader's language."""

from hamafza.runs.markets import MarketFacts
from hamafza.sources.geography import country_names
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.writing import digits
from hamafza.web.pages.market_choice import language


def country_name(code: str) -> str:
    """Return the name of a country; another code is returned as it is."""
    return _of_reader(country_names().get(code, (code, code)))


def heading_name(hs4: str) -> str:
    """Return what a heading is called, in the reader's digits; one without a name by its code."""
    return digits(_of_reader(heading_names().get(hs4, (hs4, hs4))), language())


def market_name(market: MarketFacts) -> str:
    return _of_reader((market.name_en, market.name_fa))


def _of_reader(names: tuple[str, str]) -> str:
    english, persian = names
    return persian if language() == "fa" else english
