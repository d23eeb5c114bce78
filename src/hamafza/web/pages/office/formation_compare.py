"""Two formations side by side: figures, assumptions, and what became of each group."""

from collections import Counter
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from hamafza.consortia.likeness import Likeness, compared
from hamafza.vocabulary.text import latin_digits
from hamafza.web.access import seen_by
from hamafza.web.exchange.groupings import members_table
from hamafza.web.pages.office.formation_facts import asked_words
from hamafza.web.pages.office.formations import READERS, formations_of
from hamafza.web.pages.public.proposal_facts import named
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run

PAGE = 25
KEPT_S = 3600
RULES_COMPARED = (
    "min_size", "max_size", "reach_km", "min_capacity", "fixed_cost", "lead_readiness",
    "distance_cost_per_km", "floors",
)  # fmt: skip
UNITS_COMPARED = ("families", "family", "provinces", "country")


@seen_by(*READERS)
def compare(request):
    """Compare two formations of the reader, the older one first."""
    chosen = [each for each in request.GET.getlist("run") if each.isdecimal()][:2]
    if len(set(chosen)) != 2:
        return redirect("office:formations")
    found = formations_of(request.user).filter(pk__in=chosen, formation__isnull=False)
    runs = list(found.select_related("formation").order_by("pk"))
    if len(runs) != 2:
        raise Http404
    kind = request.GET.get("kind", "")
    rows = _compared(*runs)
    counts = Counter(row["kind"] for row in rows)
    shown = [row for row in rows if row["kind"] == kind] if kind in set(Likeness) else rows
    page = Paginator(shown, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = {
        "runs": runs,
        "sides": [_side(run) for run in runs],
        "differs": _differences(*runs),
        "kinds": _kinds(counts),
        "kind": kind,
        "counts": {each.value: counts[each.value] for each in Likeness},
        "page": page,
        "rows": _with_names(list(page.object_list), runs),
        "value_change": runs[1].formation.value - runs[0].formation.value,
    }
    return render(request, "formation/compare.html", facts)


def _compared(first: Run, second: Run) -> list[dict[str, Any]]:
    """Return the comparison; kept until somebody changes a group of either by hand."""
    made = [run.formation for run in (first, second)]
    stamps = ":".join(f"{each.pk}.{each.edits}.{each.created_at.timestamp():.0f}" for each in made)
    key = f"formation-compare:{stamps}"
    rows = cache.get(key)
    if rows is None:
        frame = compared(members_table(first), members_table(second))
        order = {kind: at for at, kind in enumerate(("changed", "new", "gone", "same"))}
        rows = sorted(frame.to_dicts(), key=lambda row: order[row["kind"]])
        cache.set(key, rows, KEPT_S)
    return rows


def _side(run: Run) -> dict[str, Any]:
    figures = run.record.get("figures", {})
    return {
        "run": run,
        "formation": run.formation,
        "figures": figures,
        "params": run.record.get("parameters", {}),
        "asked": asked_words(run),
    }


def _differences(first: Run, second: Run) -> dict[str, bool]:
    """Say whether the rules, and whether the units asked for, were others."""
    rules = [run.record.get("parameters", {}) for run in (first, second)]
    asked = [run.parameters for run in (first, second)]
    return {
        "rules": any(rules[0].get(name) != rules[1].get(name) for name in RULES_COMPARED),
        "units": any(
            (asked[0].get(name) or None) != (asked[1].get(name) or None) for name in UNITS_COMPARED
        )
        or first.office_id != second.office_id
        or first.formation.units != second.formation.units,
    }


def _kinds(counts: Counter) -> list[dict[str, Any]]:
    words = [
        (Likeness.SAME, _("Same members, same lead")),
        (Likeness.CHANGED, _("Changed")),
        (Likeness.NEW, _("New in the second")),
        (Likeness.GONE, _("Only in the first")),
    ]
    return [
        {"key": kind.value, "label": word, "parts": (counts[kind.value],),
         "figure": counts[kind.value]}
        for kind, word in words
    ]  # fmt: skip


def _with_names(rows: list[dict[str, Any]], runs: list[Run]) -> list[dict[str, Any]]:
    sides = [
        _named_groups(run, [row[side] for row in rows])
        for run, side in zip(runs, ("first", "second"), strict=True)
    ]
    return [
        row | {"one": sides[0].get(row["first"]), "other": sides[1].get(row["second"])}
        for row in rows
    ]


def _named_groups(run: Run, numbers: list[int | None]) -> dict[int, Any]:
    wanted = [number for number in numbers if number is not None]
    found = Proposal.objects.filter(run=run, consortium_id__in=wanted).select_related("lead_unit")
    return {row.consortium_id: named(row) for row in found}


urlpatterns = [path("formations/compare/", compare, name="compare_formations")]
