"""Three neighbouring markets as ranked bars, and the way to the buyer."""

from dataclasses import dataclass

import polars as pl
from django.utils.translation import gettext as _

from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs import potential as runs
from hamafza.store.outlines import countries
from hamafza.web import pictures
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.proposals import Proposal

SHOWN = 3
THOUSAND = 1000


@dataclass(frozen=True)
class Market:
    """``name_fa`` and ``name_en`` are the country's; sums in thousand US dollars a year."""

    name_fa: str
    name_en: str
    now: float
    open: float


def markets(cast: Cast) -> dict | None:
    """Return the neighbours with the most room for her heading."""
    heading = (cast.line.hs6 or cast.hero.hs6 or cast.hero.hs4 or "")[:4]
    found = _neighbours(cast.hero.country, heading) if heading else []
    if not found:
        return None
    return {"markets": found, "heading": heading}


def way(cast: Cast) -> dict | None:
    """Return the consortium's route to the deal's destination, leg by leg."""
    proposal = cast.consortium.proposal
    if proposal is None or not proposal.route:
        return None
    drawn = pictures.way(
        cast.hero.country,
        _("The way of the goods to their final destination"),
        proposal.route,
    )
    return {"picture": drawn, "proposal": proposal, **_by_mode(proposal)} if drawn else None


def _neighbours(country: str, heading: str) -> list[Market]:
    try:
        table = runs.potential(country, hs4=heading)
    except HeadingUnknown:
        return []
    near = table.filter(pl.col("neighbour") != "none").sort(
        "gap_usd", "potential_usd", descending=True
    )
    names = {area.code: area for area in countries()}
    return [
        Market(
            names[row["importer"]].name_fa if row["importer"] in names else row["importer"],
            names[row["importer"]].name_en if row["importer"] in names else row["importer"],
            row["actual_usd"] / THOUSAND,
            row["gap_usd"] / THOUSAND,
        )
        for row in near.head(SHOWN).rows(named=True)
    ]


def _by_mode(proposal: Proposal) -> dict[str, float]:
    sums: dict[str, float] = {}
    for leg in proposal.route:
        mode = "sea" if leg.get("mode") == "sea" else "land"
        sums[f"{mode}_km"] = sums.get(f"{mode}_km", 0.0) + float(leg.get("km") or 0)
    return sums
