"""What the pages on formations show: figures, assumptions, groups, and changes by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from hamafza.consortia.proposal_life import ProposalState
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions.adopting import breaking
from hamafza.web.pages.office.formation_choices import family_name, province_word
from hamafza.web.pages.public.proposal_facts import map_of_proposals, named
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run

PAGE = 25
CHANGES_SHOWN = 12
ORDERS = {
    "value": ("-value", "id"),
    "size": ("-size", "id"),
    "capacity": ("-capacity", "id"),
    "town": ("lead_unit__city", "id"),
    "family": ("family", "-value", "id"),
    "weakest": ("value", "id"),
}


def standing_of(run: Run) -> dict[str, Any]:
    """Return where a run stands, with the gap between bound and value."""
    told = dict(run.standing)
    if told.get("units"):
        told["gap"] = told["bound"] - told["value"]
        told["done_share"] = told["units_done"] / told["units"]
        told["seconds"] = run.parameters.get("seconds", 0.0)
    return told


def list_rows(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Return runs with what was asked in a few words, and their formation if there is one."""
    return [
        {
            "run": run,
            "asked": asked_words(run),
            "formation": getattr(run, "formation", None),
            "consortia": run.record.get("figures", {}).get("consortia"),
        }
        for run in runs
    ]


def asked_words(run: Run) -> dict[str, Any]:
    """Return families and provinces asked for: the first few by name, and how many more."""
    families = list(run.parameters.get("families") or [])
    if run.parameters.get("family"):
        families = [run.parameters["family"]]
    provinces = list(run.parameters.get("provinces") or [])
    return {
        "families": [family_name(each) for each in families[:3]],
        "more_families": max(0, len(families) - 3),
        "provinces": [province_word(each) for each in provinces[:3]],
        "more_provinces": max(0, len(provinces) - 3),
    }


def result(run: Run, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return all that the page of a finished formation shows."""
    whole = Proposal.objects.filter(run=run).exclude(state=ProposalState.DISSOLVED)
    found = _found(whole, asked).select_related("lead_unit", "run__formation")
    page = Paginator(found, PAGE).get_page(latin_digits(asked.get("page", "1")))
    rows = list(page.object_list)
    broken = breaking(rows)
    changes = run.formation.changes.select_related("actor", "undone_by")[:CHANGES_SHOWN]
    states = dict(whole.order_by().values_list("state").annotate(count=Count("pk")))
    return {
        "run": run,
        "formation": run.formation,
        "figures": run.record.get("figures", {}),
        "params": run.record.get("parameters", {}),
        "asked_of": asked_words(run),
        "floors": floors_told(run),
        "sums": whole.aggregate(groups=Count("pk"), served=Sum("size"), capacity=Sum("capacity")),
        "page": page,
        "rows": [{"named": named(row), "is_broken": row.pk in broken} for row in rows],
        "picture": map_of_proposals(found),
        "asked": {name: asked.get(name, "") for name in ("family", "province", "state", "order")},
        "families": _families(whole),
        "provinces": _provinces(whole),
        "orders": _orders(),
        "changes": list(changes),
        "can_undo": any(each.undone_at is None for each in changes)
        or run.formation.changes.filter(undone_at=None).exists(),
        "states": states,
        "waiting": states.get(ProposalState.PROPOSED.value, 0),
        "aside": states.get(ProposalState.SUPERSEDED.value, 0),
        "is_filtered": any(asked.get(name) for name in ("family", "province", "state")),
    }


def floors_told(run: Run) -> list[dict[str, Any]]:
    """Return what was asked of each class and how many units of it are served."""
    told = run.record.get("figures", {}).get("floors") or []
    return [row | {"word": _class_word(row["by"], row["value"])} for row in told]


def _class_word(by: str, value: str) -> str:
    if by == "province":
        return province_word(value)
    return _("Home-based workshops") if by == "home_based" else _("Women-owned workshops")


def _found(whole: QuerySet[Proposal], asked: Mapping[str, str]) -> QuerySet[Proposal]:
    found = whole
    if asked.get("family"):
        found = found.filter(family=asked["family"])
    if asked.get("province"):
        found = found.filter(lead_unit__province=asked["province"])
    if asked.get("state") == "changed":
        found = found.filter(edited__gt=0)
    elif asked.get("state") == "pinned":
        found = found.filter(pinned=True)
    elif asked.get("state"):
        found = found.filter(state=asked["state"])
    return found.order_by(*ORDERS.get(asked.get("order", ""), ORDERS["value"]))


def _families(whole: QuerySet[Proposal]) -> list[tuple[str, str]]:
    codes = whole.order_by("family").values_list("family", flat=True).distinct()
    return sorted(((code, family_name(code)) for code in codes), key=lambda each: each[1])


def _provinces(whole: QuerySet[Proposal]) -> list[tuple[str, str]]:
    names = whole.order_by("lead_unit__province").values_list("lead_unit__province", flat=True)
    return [(name, province_word(name)) for name in names.distinct()]


def _orders() -> list[tuple[str, str]]:
    return [
        ("value", _("Worth most first")),
        ("weakest", _("Worth least first")),
        ("size", _("Most members first")),
        ("capacity", _("Most capacity first")),
        ("town", _("By town")),
        ("family", _("By product family")),
    ]
