"""What it adds up to: the guild share against its target, three lines apart, and the promises."""

from typing import Any

from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from hamafza.programme.commitments import Commitment as Promise
from hamafza.programme.commitments import CommitmentState, Standing, standing
from hamafza.programme.funnel import Stage, funnel
from hamafza.programme.guild_share import GuildShare
from hamafza.programme.rules import RuleUnknown
from hamafza.programme.target import reached_share
from hamafza.runs import programme as runs
from hamafza.web import small_cells
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.exchange import programme as exchange
from hamafza.web.records.consortia import Member
from hamafza.web.records.deals import Allotment, Offer
from hamafza.web.records.programme import Commitment, DeclaredExport
from hamafza.web.records.proposals import ProposalMember
from hamafza.web.records.units import Unit


@seen_by(PUBLIC)
def programme(request):
    """The share under a rule the reader may choose, the funnel and the commitments."""
    rules = runs.non_oil_rules()
    try:
        name, rule = rules.named(request.GET.get("rule"))
    except RuleUnknown:
        name, rule = rules.named()
    years = exchange.shares(name)
    facts = {
        "rule_name": name,
        "rule": rule,
        "rules": [{"name": key, "rule": one} for key, one in rules.rules.items()],
        "share": public_share(years[-1]) if years else None,
        "target": runs.target(),
        "commitments": commitments(),
        "funnel": _funnel(),
    }
    return render(request, "programme/public.html", facts)


def share_facts(share: GuildShare) -> dict:
    """Return the year with its lines for the page; the lines are never added."""
    target = runs.target()
    words = {
        "proven": _("Proven"),
        "declared": _("Declared"),
        "estimated": _("Estimated"),
    }
    notes = {
        "proven": _("customs declaration matched to a deal and its makers"),
        "declared": _("a unit says so"),
        "estimated": _("a survey or a model says so"),
    }
    return {
        "year": share.year,
        "share": share,
        "total_usd": share.total_usd_cents // 100,
        "reached": float(reached_share(share, target)),
        "coverage": None if share.coverage_share is None else float(share.coverage_share),
        "rows": [
            {
                "line": line.line,
                "label": words[line.line],
                "note": notes[line.line],
                "value_usd": line.value_usd_cents // 100,
                "share": float(line.share),
                # the proven line alone is drawn firm
                "parts": _firm(line.line, float(line.share)),
                "figure": line.value_usd_cents // 100,
            }
            for line in share.lines
        ],
        "apart": [
            {"label": label, "value_usd": cents // 100}
            for label, cents in (
                (_("Services, apart"), share.services_apart_usd_cents),
                (_("Left out by the rule"), share.excluded_usd_cents),
                (_("Without a code"), share.without_code_usd_cents),
                (_("Embedded in factories' exports"), share.embedded_usd_cents),
                (_("Named twice, counted once"), share.counted_once_usd_cents),
            )
            if cents
        ],
    }


def public_share(share: GuildShare) -> dict:
    """Return the year as the public may see it: no line that is nearly one unit's."""
    told = share_facts(share)
    few = small_cells.lines_hidden(share)
    for row in told["rows"]:
        if row["line"] in few:
            row |= {"value_usd": None, "share": None, "parts": (0.0, 0.0), "figure": None}
            row["note"] = _("not told: too few units stand behind it")
    if few:
        told["coverage"] = None
    if "proven" in few:
        told["reached"] = None
    return told


def _firm(line: str, share: float) -> tuple[float, float]:
    return (share, 0.0) if line == "proven" else (0.0, share)


def commitments() -> list[Commitment]:
    """Return the commitments with how each stands today."""
    words = {
        Standing.KEPT: _("kept"),
        Standing.KEPT_LATE: _("kept, late"),
        Standing.ON_TIME: _("open"),
        Standing.OVERDUE: _("overdue"),
        Standing.DROPPED: _("dropped"),
    }
    kinds = {
        Standing.KEPT: "done",
        Standing.KEPT_LATE: "done",
        Standing.ON_TIME: "proposed",
        Standing.OVERDUE: "stop",
        Standing.DROPPED: "",
    }
    found: list[Any] = list(Commitment.objects.all())
    for one in found:
        promise = Promise(one.number, one.due_on, CommitmentState(one.state), one.kept_on)
        stands = standing(promise, timezone.localdate())
        one.word, one.badge = words[stands], kinds[stands]
    return found


def _funnel() -> list[dict]:
    words = {
        Stage.REGISTERED: _("Registered"),
        Stage.CLASSIFIED: _("Goods code known"),
        Stage.PROPOSED: _("In a proposal"),
        Stage.MEMBER: _("Members of a consortium"),
        Stage.OFFERED: _("Gave an offer"),
        Stage.SHARED: _("Made part of an order"),
        Stage.EXPORTED: _("Exported, proven"),
    }
    proven = DeclaredExport.objects.filter(line="proven", is_embedded=False)
    counts = {
        Stage.REGISTERED: Unit.objects.how_many(),
        Stage.CLASSIFIED: Unit.objects.exclude(hs4=None).exclude(hs4="").how_many(),
        Stage.PROPOSED: ProposalMember.objects.values("unit").distinct().count(),
        Stage.MEMBER: Member.objects.filter(state="accepted").values("unit").distinct().count(),
        Stage.OFFERED: Offer.objects.values("unit").distinct().count(),
        Stage.SHARED: Allotment.objects.filter(quantity__gt=0).values("unit").distinct().count(),
        Stage.EXPORTED: proven.values("unit").distinct().count(),
    }
    return _told([(words[step.stage], step.units, step.of_previous) for step in funnel(counts)])


def _told(steps: list[tuple[str, int, float | None]]) -> list[dict]:
    """Leave out counts of a few units, and the shares by which they could be reckoned."""
    rows, before = [], True
    for label, units, of_previous in steps:
        is_told = small_cells.told_alone(units) is not None
        rows.append(
            {
                "label": label,
                "units": units if is_told else None,
                "of_previous": of_previous if is_told and before else None,
                "is_hidden": not is_told,
            }
        )
        before = is_told
    return rows


urlpatterns = [path("programme/", programme, name="programme")]
