"""Three neighbouring markets as ranked bars, and the way to the buyer."""

import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs import potential as runs
from hamafza.web import pictures
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.pages.public.scenes.names import country_name
from hamafza.web.records.proposals import Proposal

SHOWN = 3
THOUSAND = 1000


def markets(cast: Cast) -> dict | None:
    """Return the neighbours with the most room for her heading, in thousand dollars a year."""
    heading = (cast.line.hs6 or cast.hero.hs6 or cast.hero.hs4 or "")[:4]
    rows = _neighbours(cast.hero.country, heading) if heading else []
    return {"rows": rows, "heading": heading} if rows else None


def way(cast: Cast) -> dict | None:
    """Return the consortium's route to its market, leg by leg."""
    proposal = cast.consortium.proposal
    if proposal is None or not proposal.route:
        return None
    title = _("The way of the goods to their final destination")
    drawn = pictures.way(cast.hero.country, title, proposal.route)
    if drawn is None:
        return None
    return {
        "picture": drawn,
        "market": country_name(proposal.market, get_language() or "fa"),
        "days": proposal.route_days,
        "cost_usd": proposal.route_cost_usd,
        **_by_mode(proposal),
    }


def _neighbours(country: str, heading: str) -> list[dict]:
    try:
        table = runs.potential(country, hs4=heading)
    except HeadingUnknown:
        return []
    near = table.filter(pl.col("neighbour") != "none", pl.col("gap_usd") > 0)
    language = get_language() or "fa"
    return [
        {
            "label": country_name(row["importer"], language),
            "parts": (row["actual_usd"], row["gap_usd"]),
            "figure": row["gap_usd"] / THOUSAND,
        }
        for row in near.sort("gap_usd", descending=True).head(SHOWN).rows(named=True)
    ]


def _by_mode(proposal: Proposal) -> dict[str, float]:
    sums: dict[str, float] = {}
    for leg in proposal.route:
        key = "sea_km" if leg.get("mode") == "sea" else "land_km"
        sums[key] = sums.get(key, 0.0) + float(leg.get("km") or 0)
    return sums
