"""Which groups of a formation are worth a promoter's time first, with reasons."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from hamafza.consortia.budgets import Budget, Purse, purse
from hamafza.consortia.first_reasons import told as told_of
from hamafza.runs.which_first import FirstParams, first_of, first_params
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import seen_by
from hamafza.web.exchange.first_groups import waiting_groups
from hamafza.web.pages.office.formation_choices import province_word
from hamafza.web.pages.office.formations import READERS, within_reach
from hamafza.web.pages.public.proposal_facts import named
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run

COUNT = 12
MOST = 1_000
NEXT = 8


@require_GET
def first(request, number: int):
    """Choose as many groups as there is time for, under promoters by province if any are told."""
    run = get_object_or_404(
        Run.objects.select_related("formation").filter(formation__isnull=False), pk=number
    )
    asked = _Asked(request.GET)
    params = first_params()
    groups, units = waiting_groups(run)
    facts = {"run": run, "formation": run.formation, "asked": asked, "most": MOST,
             "per_promoter": params.costs.groups_per_promoter,
             "provinces": _provinces(units, asked)}  # fmt: skip
    if len(groups.consortia) and not asked.wrong:
        result = first_of(groups, units, asked.count, params, asked.budget(params), shown=NEXT)
        facts |= _rows(run, result.table)
    return render(request, "formation/first.html", facts, status=400 if asked.wrong else 200)


class _Asked:
    """What the page's form says; ``wrong`` are the fields that hold no number it can use."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self.wrong: list[str] = []
        self.texts = {key: each.strip() for key, each in told.items()}
        self.count = self._number("count", 1) or COUNT
        self.promoters = self._number("promoters", 0)
        self.tells_provinces = any(text for key, text in self.texts.items() if key.startswith("p-"))
        names = [key[2:] for key, text in self.texts.items() if key.startswith("p-") and text]
        found = {name: self._number(f"p-{name}", 0) for name in names}
        self.provinces = {name: many for name, many in found.items() if many is not None}

    def _number(self, key: str, least: int) -> int | None:
        text = latin_digits(self.texts.get(key, ""))
        if not text:
            return None
        if text.isdecimal() and least <= int(text) <= MOST:
            return int(text)
        self.wrong.append(key)
        return None

    def budget(self, params: FirstParams) -> Budget:
        """Return the promoters as purses, in whole groups."""

        def of(promoters: int | None) -> Purse:
            return purse(None, None if promoters is None else Decimal(promoters), params.costs)

        return Budget(of(self.promoters), {name: of(each) for name, each in self.provinces.items()})


def _provinces(units: pl.DataFrame, asked: _Asked) -> list[dict[str, Any]]:
    names = units["province"].drop_nulls().unique().sort().to_list()
    return [
        {
            "key": f"p-{name}",
            "word": province_word(name),
            "text": asked.texts.get(f"p-{name}", ""),
            "is_wrong": f"p-{name}" in asked.wrong,
        }
        for name in names
        if name
    ]


def _rows(run: Run, table: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    rows = table.to_dicts()
    found = Proposal.objects.filter(
        run=run, consortium_id__in=[row["consortium_id"] for row in rows]
    ).select_related("lead_unit", "run__formation")
    proposals = {each.consortium_id: each for each in found}
    return {
        "chosen": list(_told([row for row in rows if row["chosen"]], proposals)),
        "next": list(_told([row for row in rows if not row["chosen"]], proposals)),
    }


def _told(
    rows: list[dict[str, Any]], proposals: Mapping[int, Proposal]
) -> Iterable[dict[str, Any]]:
    for row in rows:
        if row["province"]:
            row["province"] = province_word(row["province"])
        yield {
            "named": named(proposals[row["consortium_id"]]),
            "rank": row["rank"],
            "score": row["score"],
            "reasons": told_of(row["reasons"], row),
            "why_not": told_of(row["why_not"], row),
            "cost": row["cost_minor"],
            "currency": row["currency"],
        }


urlpatterns = [
    path("formations/<int:number>/first/", seen_by(*READERS, scope=within_reach)(first),
         name="formation_first"),
]  # fmt: skip
