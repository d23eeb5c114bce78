"""One door to all importers of other people's tables, for who asks by a form."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hamafza.markets.refusals import LayoutUnknown
from hamafza.runs.services_import import (
    ServicesWanted,
    edition_of_services,
    import_services,
    services_seen,
)
from hamafza.runs.trade_facts import (
    import_agreements,
    import_customs,
    import_economies,
    import_tariffs,
)
from hamafza.runs.trade_sets import Wanted, import_flows
from hamafza.sources import agreements, customs_table, economies, services_table, tariffs
from hamafza.sources.mapped_tables import Names, TableSeen, table_seen
from hamafza.sources.tariffs import TariffFacts
from hamafza.sources.trade_years import edition_asked, years_asked
from hamafza.store.data_sets import DataSet
from hamafza.vocabulary.dates import parse_date
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.text import latin_digits

FLOWS = ("baci", "comtrade")
MAPPED: dict[str, Names] = {
    "customs": customs_table.NAMES,
    "tariffs": tariffs.NAMES,
    "agreements": agreements.NAMES,
    "economies": economies.NAMES,
    "services": services_table.NAMES,
}
KINDS = (*FLOWS, *MAPPED)
"""By kind of table; what each takes besides its file stands in ``WISHES``."""
WISHES = {
    "baci": ("years", "edition", "into"),
    "comtrade": ("years", "edition", "into"),
    "customs": ("country", "direction", "edition"),
    "tariffs": ("source", "as_of", "edition", "year", "rates", "label"),
    "agreements": (),
    "economies": ("forecast_from",),
    "services": ("years", "ebops", "direction", "source"),
}

Wishes = Mapping[str, str]
"""What was asked, as people write it; a wish left out or empty asks nothing."""


def seen(kind: str, path: Path) -> TableSeen | None:
    """Return headings, first rows and the guess; None where columns are not asked about."""
    if kind == "services":
        return services_seen(path)
    if kind not in MAPPED or (kind == "economies" and economies.is_outlook(path)):
        return None
    return table_seen(path, MAPPED[kind])


def demand_readable(wishes: Wishes) -> None:
    """Refuse years and editions that nobody can read, before any work begins."""
    years_asked(wishes.get("years"))
    for name in ("edition", "into"):
        edition_asked(wishes.get(name))
    edition_of_services(wishes.get("ebops"))


def import_asked(
    kind: str,
    path: Path,
    home: Path,
    wishes: Wishes,
    mapping: Path | None = None,
    report: Report = silent,
) -> DataSet:
    """Read a table of a kind into its data set; any refusal leaves the old one in use."""
    edition = edition_asked(wishes.get("edition"))
    if kind in FLOWS:
        wanted = Wanted(
            years_asked(wishes.get("years")), edition, edition_asked(wishes.get("into"))
        )
        return import_flows(path, home, kind, wanted, report=report)
    if kind == "services":
        return _services(path, home, wishes, mapping, report)
    report("importing", 0, 1)
    if kind == "customs":
        country, direction = wishes.get("country") or "IRN", wishes.get("direction") or "export"
        return import_customs(path, home, country, edition or "2022", direction, mapping)
    if kind == "tariffs":
        facts = _facts(wishes, edition)
        return import_tariffs(path, home, facts, wishes.get("label") or "", mapping)
    if kind == "agreements":
        return import_agreements(path, home, mapping)
    if kind == "economies":
        return import_economies(path, home, _year(wishes.get("forecast_from")), mapping)
    raise LayoutUnknown(layout=kind, known=", ".join(KINDS))


def _services(
    path: Path, home: Path, wishes: Wishes, mapping: Path | None, report: Report
) -> DataSet:
    wanted = ServicesWanted(
        years_asked(wishes.get("years")),
        edition_of_services(wishes.get("ebops")),
        direction=wishes.get("direction") or "export",
        source=wishes.get("source") or "",
    )
    return import_services(path, home, wanted, mapping, report=report)


def _facts(wishes: Wishes, edition: str | None) -> TariffFacts:
    rates = wishes.get("rates")
    return TariffFacts(
        wishes.get("source") or None,
        _day(wishes.get("as_of")),
        edition,
        _year(wishes.get("year")),
        None if not rates else rates == "fraction",
    )


def _year(text: str | None) -> int | None:
    told = latin_digits(text or "").strip()
    return int(told) if told.isdecimal() else None


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None
