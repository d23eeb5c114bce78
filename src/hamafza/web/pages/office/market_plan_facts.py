"""What the page of a finished market plan shows: value and bound, by market, by group."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.runs.market_grounds import standing_then
from hamafza.runs.market_plan_told import QUARTER_SUMS, PlanTold
from hamafza.sources.geography import country_names
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions.runs import folder
from hamafza.web.market_plan_words import explanation
from hamafza.web.pages.office.formation_choices import family_name, province_word
from hamafza.web.pages.office.market_plan_forms import asked_words
from hamafza.web.placenames import market_name
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run

NOWHERE_TOGETHER = {
    "capacity-below-lot": gettext_lazy("what they make in a quarter does not fill one shipment"),
    "no-potential": gettext_lazy("no market of this plan has room for their goods"),
    "way-above-margin": gettext_lazy("every way costs more than their margin"),
    "lots-above-rooms": gettext_lazy("one shipment is more than any market has room for"),
    "all-full": gettext_lazy("other groups fill the markets and leave more on a dollar"),
}
"""Of all groups with the reason; the sentences of one group stand in ``market_plan_words``."""
PAGE = 25
CENTS = 100
NOT_MORE = 0.005


def result(run: Run, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return all that the page shows."""
    told = PlanTold(folder(run.pk))
    figures = run.record["figures"]
    chosen = {name: asked.get(name, "") for name in ("market", "goods", "goes")}
    page = Paginator(_found(told, asked).to_dicts(), PAGE).get_page(
        latin_digits(asked.get("page", "1"))
    )
    return {
        "run": run,
        "figures": figures,
        "params": run.record["parameters"]["plan"],
        "standing": standing_then(run.record["parameters"].get("trade", {})),
        "together": _together(run.record["parameters"]["plan"]),
        "asked_of": asked_words(run.parameters),
        "better_percent": _better(figures),
        "markets": market_rows(told),
        "page": page,
        "rows": group_rows(told, page.object_list),
        "asked": chosen,
        "query": urlencode(chosen),
        "goods": _goods(told),
        "nowhere": _nowhere(told),
    }


def market_rows(told: PlanTold) -> list[dict[str, Any]]:
    """Return each market with its sum and its quarters, as shares of the largest quarter."""
    rows = told.by_market().to_dicts()
    largest = max((row[name] for row in rows for name in QUARTER_SUMS), default=0) or 1
    return [
        {
            "importer": row["importer"],
            "name": market_name(row["importer"], _language()),
            "usd": row["value_usd_cents"] / CENTS,
            "groups": row["groups"],
            "goods": row["goods"],
            "quarters": [
                {"number": at, "usd": row[name] / CENTS, "size": 100 * row[name] / largest}
                for at, name in enumerate(QUARTER_SUMS, 1)
            ],
        }
        for row in rows
    ]


def group_rows(told: PlanTold, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return groups with the sentences of where they go and why."""
    numbers = [row["group_id"] for row in groups]
    there = set(Proposal.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    reasons = told.reasons(told.supply["group_id"].filter(told.supply["group_id"].is_in(numbers)))
    return [
        {
            "number": row["group_id"],
            "is_there": row["group_id"] in there,
            "label": row["label"],
            "hs4": row["hs4"],
            "goods": family_name(row["hs4"]),
            "province": province_word(row["province"] or ""),
            "usd": row["value_usd_cents"] / CENTS,
            "why": [_said(each) for each in reasons.get(row["group_id"], [])],
        }
        for row in groups
    ]


def file_headings() -> list[str]:
    """Return the headings of the table that is taken along."""
    return [
        _("Number"), _("Group"), _("Heading"), _("Goods"), _("Province"), _("Market"),
        *(_("Quarter %(number)s, dollars") % {"number": at} for at in range(1, 5)),
        _("Dollars a year"), _("Why"),
    ]  # fmt: skip


def file_rows(run: Run, asked: Mapping[str, str]) -> Iterator[list[Any]]:
    """Yield the groups asked for, a row for each market they send to, or for going nowhere."""
    told = PlanTold(folder(run.pk))
    groups = _found(told, asked)
    flows = {(row["group_id"], row["importer"]): row for row in told.flows().iter_rows(named=True)}
    reasons = told.reasons(groups["group_id"])
    for row in groups.iter_rows(named=True):
        first = [row["group_id"], row["label"], row["hs4"], family_name(row["hs4"]),
                 province_word(row["province"] or "")]  # fmt: skip
        for why in reasons.get(row["group_id"], []):
            if why["kind"] == "next":
                continue
            flow = flows.get((row["group_id"], why["importer"]), {})
            sums = [(flow.get(name) or 0) / CENTS for name in (*QUARTER_SUMS, "value_usd_cents")]
            market = market_name(str(why["importer"]), _language()) if why["importer"] else ""
            yield [*first, market, *sums, _said(why)["words"]]


def _found(told: PlanTold, asked: Mapping[str, str]) -> Any:
    goes = {"yes": True, "no": False}.get(asked.get("goes", ""))
    return told.groups(asked.get("market", ""), asked.get("goods", ""), goes)


def _said(row: dict[str, Any]) -> dict[str, str]:
    names = country_names().get(row["importer"] or "", ("", ""))
    return {"kind": row["kind"], "words": explanation(row, names, _language())}


def _better(figures: Mapping[str, Any]) -> float | None:
    """Return by how many percent another plan could at most be better."""
    value, bound = figures["judged_value_usd"], figures["judged_bound_usd"]
    if value <= 0:
        return None
    better = 100 * max(0.0, bound / value - 1)
    return 0.0 if better < NOT_MORE else better


def _goods(told: PlanTold) -> list[tuple[str, str]]:
    codes = told.supply["hs4"].unique().to_list()
    return sorted(((code, family_name(code)) for code in codes), key=lambda each: each[1])


def _nowhere(told: PlanTold) -> list[tuple[str, int]]:
    """Return why groups go nowhere, and how many for each reason."""
    return [(str(NOWHERE_TOGETHER[code]), many) for code, many in told.nowhere()]


def _together(params: Mapping[str, Any]) -> list[str]:
    """Return the countries that count as one risk, by name."""
    return [
        ", ".join(market_name(each, _language()) for each in markets)
        for markets in params["together"].values()
    ]


def _language() -> str:
    return (get_language() or "fa")[:2]
