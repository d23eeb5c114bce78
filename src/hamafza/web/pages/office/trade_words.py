"""Kinds of data sets, their columns and what is asked about them, in the words of the pages."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from hamafza.vocabulary.codes import HS_EDITIONS
from hamafza.vocabulary.tables.services import EDITIONS as EBOPS_EDITIONS
from hamafza.web.sentences.trade import WORDS

_ = gettext_lazy

KINDS = {
    "baci": _("World trade, BACI of CEPII (zip or CSV)"),
    "comtrade": _("World trade, UN Comtrade (CSV, text or zip)"),
    "customs": _("A country's own customs table (CSV or XLSX)"),
    "tariffs": _("Tariffs by market and partner (CSV or XLSX)"),
    "agreements": _("Trade agreements (CSV or XLSX)"),
    "economies": _("Output and population of countries (CSV, XLSX or the IMF's file)"),
    "services": _("Trade in services: BaTIS, UN Comtrade (CSV, zip) or a plain table"),
}
FIELDS = {
    "code": _("tariff code"), "partner": _("partner country"), "office": _("customs office"),
    "year": _("year"), "month": _("month"), "date": _("year and month in one cell"),
    "direction": _("export or import"), "value_usd": _("value in dollars"),
    "value_kusd": _("value in thousand dollars"), "weight_kg": _("weight in kilograms"),
    "weight_t": _("weight in tons"), "importer": _("market"), "exporter": _("partner"),
    "hs": _("tariff code"), "edition": _("edition of the codes"), "rate": _("rate"),
    "duty": _("kind of the rate"), "source": _("source"), "as_of": _("day of the source"),
    "name": _("name of the agreement"), "parties": _("parties"), "from": _("first day"),
    "until": _("last day"), "iso3": _("country"), "gdp_usd": _("output in dollars"),
    "population": _("population"), "is_forecast": _("forecast or not"),
    "reporter": _("reporting country"), "service": _("group of services"),
    "value_musd": _("value in million dollars"), "quality": _("what the figure rests on"),
}  # fmt: skip
"""By field of ``runs.trade_asked.MAPPED``."""
WISHES: dict[str, tuple[Any, Any]] = {
    "years": (_("Years"), _("Such as 2018-2022; empty takes all there are.")),
    "edition": (
        _("Edition of the codes"),
        _("Where neither name nor columns of the file tell it."),
    ),
    "into": (_("Bring all codes to edition"), _("Empty leaves them as they are.")),
    "country": (_("Whose customs table"), ""),
    "direction": (_("Exports or imports"), _("Where no column tells it.")),
    "source": (_("Source"), _("Where no column tells it; without a source nothing is taken.")),
    "as_of": (_("Day of the source"), _("Where no column tells it.")),
    "year": (_("Year"), _("Where no column tells it.")),
    "rates": (_("Rates are"), ""),
    "label": (
        _("Name beside other tables of tariffs"),
        _("Latin letters, such as wits; empty replaces the table without a name."),
    ),
    "ebops": (
        _("Edition of the groups of services"),
        _("Where the file mixes two; empty takes what the file has."),
    ),
    "forecast_from": (_("First year that is a forecast"), _("Where no column tells it.")),
}
"""By wish of ``runs.trade_asked.WISHES``: label and help."""
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "edition": [("", _("as the file tells")), *((year, f"HS {year}") for year in HS_EDITIONS)],
    "into": [("", _("as they are")), *((year, f"HS {year}") for year in HS_EDITIONS)],
    "ebops": [("", _("as the file tells")), *((year, f"EBOPS {year}") for year in EBOPS_EDITIONS)],
    "direction": [("export", _("exports")), ("import", _("imports"))],
    "rates": [("", _("not known")), ("percent", _("percent")), ("fraction", _("fractions of one"))],
}


def reason(code: str) -> str:
    """Return why rows were left out, in the reader's language."""
    return WORDS.get(code, code) if (get_language() or "fa").startswith("fa") else code
