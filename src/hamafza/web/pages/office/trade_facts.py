"""What the page of data sets shows: each set in use with its years, rows and what was left out."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from hamafza.runs.trade_asked import FLOWS
from hamafza.sources.geography import country_names
from hamafza.store.data_sets import DataSet, data_sets
from hamafza.web.actions.trade_sets import KIND, MAPPING
from hamafza.web.pages.office.trade_words import KINDS, reason
from hamafza.web.records.runs import Run, RunState

REMEMBERED = 400
"""So many imports are looked through for who sent a set."""


def sets_shown() -> list[dict[str, Any]]:
    """Return the sets in use, by name."""
    senders = _senders()
    return [_shown(each, senders) for each in data_sets(Path(settings.HOME))]


def kind_of(found: DataSet) -> str:
    """Return which of the kinds a set is of."""
    layout = found.record.get("parameters", {}).get("layout")
    return str(layout if layout in FLOWS else found.record.get("kind", ""))


def _shown(found: DataSet, senders: dict[tuple[str, str], Run]) -> dict[str, Any]:
    told = found.record["figures"]
    years = told.get("years") or []
    run = senders.get((found.name, found.folder.name))
    return {
        "name": found.name,
        "kind": KINDS.get(kind_of(found), found.record.get("kind", "")),
        "country": _country(told.get("country")),
        "edition": told.get("edition"),
        "scheme": "EBOPS" if kind_of(found) == "services" else "HS",
        "checks": told.get("checks"),
        "qualities": sorted(told.get("services_by_year", {}).items()),
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
        "from_day": _day(told.get("from_day")),
        "to_day": _day(told.get("to_day")),
        "rows_read": told["rows_read"],
        "rows_kept": told["rows_kept"],
        "usd_read": told.get("value_usd_read"),
        "usd_kept": told.get("value_usd_kept"),
        "dropped": [_left(each) for each in told["dropped"]],
        "divided": _divided(told),
        "months_missing": told.get("months_missing") or [],
        "files": [name for name in found.record["inputs"] if name != MAPPING],
        "at": parse_datetime(found.record["started_utc"]),
        "run": run,
    }


def _left(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "reason": reason(told["reason"]),
        "rows": told["rows"],
        "usd": told.get("value_usd"),
        "example": told["example"],
    }


def _divided(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the years of which a part was divided by a rule, or told by partners."""
    return [
        {"year": year, "split": each["split_share"], "mirror": each["mirror_share"]}
        for year, each in sorted(told.get("by_year", {}).items())
        if each["split_share"] or each["mirror_share"]
    ]


def _senders() -> dict[tuple[str, str], Run]:
    """Return the import that made each set; a set read by the command has none."""
    done = Run.objects.filter(kind=KIND, state=RunState.DONE).select_related("actor")
    return {
        (run.record.get("set", ""), run.record.get("stamp", "")): run
        for run in done.order_by("-id")[:REMEMBERED]
    }


def _country(code: str | None) -> str:
    names = country_names().get(code or "")
    return "" if names is None else names[(get_language() or "fa").startswith("fa")]


def _day(text: str | None) -> Any:
    moment = parse_datetime(f"{text}T00:00:00") if text else None
    return moment.date() if moment else None
