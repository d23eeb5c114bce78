"""Names of countries and headings in the reader's language."""

from hamafza.goods.names import short_name
from hamafza.runs.markets import MarketFacts
from hamafza.runs.requirements import goods_names, is_known
from hamafza.sources.geography import country_names
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.writing import digits
from hamafza.web.goodsnames import code_name
from hamafza.web.pages.market_choice import language

LINE_DIGITS = 6


def country_name(code: str) -> str:
    """Return the name of a country; another code is returned as it is."""
    return _of_reader(country_names().get(code, (code, code)))


def heading_name(hs4: str) -> str:
    """
    Return what a heading is called, in the reader's digits; one without a name by its code.

    A line (six digits) has its own name; one that the edition of the names has not, its heading's.
    """
    if len(hs4) == LINE_DIGITS and (name := goods_names().name(hs4, language())) != hs4:
        return digits(name, language())
    return digits(_of_reader(heading_names().get(hs4[:4], (hs4, hs4))), language())


def names_of(code: str) -> tuple[str, str]:
    """Return the English and the Persian name of a heading or a line; of no such code none."""
    if len(code) == LINE_DIGITS and is_known(code):
        return goods_names().name(code, "en"), goods_names().name(code, "fa")
    return heading_names().get(code[:4], ("", ""))


def line_name(hs6: str) -> str:
    """Return what people call goods of a line, short; of one without a name its heading's."""
    told = digits(code_name(hs6), language())
    return told if told != digits(hs6, language()) else short_name(heading_name(hs6[:4]))


def market_name(market: MarketFacts) -> str:
    return _of_reader((market.name_en, market.name_fa))


def _of_reader(names: tuple[str, str]) -> str:
    english, persian = names
    return persian if language() == "fa" else english
