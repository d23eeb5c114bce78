"""Ranked rows of markets or goods: a bar that opens into its factors, each with its ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hamafza.markets.weights import FACTORS
from hamafza.runs.market_grounds import Ground
from hamafza.runs.market_ranks import Ranked
from hamafza.runs.markets import MarketFacts, Told
from hamafza.runs.requirements import is_known
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.pages.market_choice import LABELS, Choice, own_country

THOUSAND = 1000.0
ON_A_PAGE = 15
"""Markets of a product on one page of its list."""
ESTIMATES = (Provenance.ESTIMATED, Provenance.ASSUMED)
KINDS = {
    "supply": "share",
    "demand": "sum",
    "nearness": "ratio",
    "ease": "ratio",
    "room": "portion",
}
"""How a factor's figure is written: a share of the world, a sum, a ratio, a part of one."""
MEANS: dict[str, Promise] = {
    "supply": _("Our share of the world's exports of this"),
    "demand": _("Bought from all the world"),
    "nearness": _("Nearness beside its usual suppliers"),
    "ease": _("Trade of the two against what goods alone explain"),
    "room": _("The part of the potential not sold yet"),
}


@dataclass(frozen=True)
class FactorLine:
    """One factor of an opened row; ``size`` is 0 to 100 of the largest on the page."""

    name: str
    label: str
    means: str
    kind: str
    value: float
    size: str
    weight: float
    ground: Ground
    basis: Provenance


@dataclass(frozen=True)
class Row:
    """A row of the list: what stands on its bar, and what it opens into."""

    facts: MarketFacts
    place: int
    moved: int
    name: str
    note: str
    sold_size: str
    open_from: str
    open_size: str
    figure: float
    why: str
    factors: Sequence[FactorLine]
    flows: Ground
    flows_basis: Provenance
    links: Mapping[str, str]

    @property
    def fallen(self) -> int:
        """Return by how many places it stands lower."""
        return -self.moved


def rows_of(
    ranked: Sequence[Ranked],
    page: Told,
    choice: Choice,
    names: Sequence[str],
    reasons: Sequence[str],
    notes: Sequence[str],
) -> list[Row]:
    """
    Return the rows of one page, which may be part of the list.

    Solid is what is sold of the potential, dashed the room; by a reader's weights the bar is the
    score alone, dashed, because it is a rank and no sum.
    """
    widest = max((row.facts.potential_usd for row in ranked), default=0.0) or 1.0
    most = {
        name: max((row.facts.factors[at] for row in ranked), default=0.0) or 1.0
        for at, name in enumerate(FACTORS)
    }
    found = []
    for row, name, why, note in zip(ranked, names, reasons, notes, strict=True):
        facts = row.facts
        sold = 100 * (facts.potential_usd - facts.gap_usd) / widest
        shown = row.score if choice.by_weights else 100 * facts.gap_usd / widest
        found.append(
            Row(
                facts=facts,
                place=row.place,
                moved=row.moved if choice.is_moved else 0,
                name=name,
                note=note,
                sold_size="" if choice.by_weights or not sold else percentage(sold),
                open_from="0" if choice.by_weights else percentage(sold),
                open_size=percentage(shown) if shown else "",
                figure=row.score if choice.by_weights else facts.gap_usd / THOUSAND,
                why=why,
                factors=_factors(facts, page, choice, most),
                flows=page.flow_ground(facts),
                flows_basis=_weaker(page.flow_ground(facts).basis, facts.basis),
                links=_links(facts, choice),
            )
        )
    return found


def _links(facts: MarketFacts, choice: Choice) -> dict[str, str]:
    """Return where one goes from a good in a market; moved weights go along."""
    has_card = choice.exporter == own_country() and is_known(facts.hs4)
    return {
        "card": reverse("public:requirements", args=[facts.importer, facts.hs4])
        if has_card
        else "",
        "product": choice.address("public:markets", hs4=facts.hs4, phase=""),
        "market": choice.address("public:market", facts.importer, phase=""),
        "compare": choice.address(
            "public:compare_markets", hs4=facts.hs4, a=facts.importer, phase=""
        ),
    }


def _factors(
    facts: MarketFacts, page: Told, choice: Choice, most: dict[str, float]
) -> list[FactorLine]:
    grounds = page.grounds
    pair = page.pair_ground(facts)
    ground = {
        "supply": grounds.exports,
        "demand": grounds.imports,
        "nearness": grounds.distance,
        "ease": pair,
        "room": page.flow_ground(facts),
    }
    basis = {
        "nearness": facts.distance_basis,
        "ease": facts.basis,
        "room": _weaker(page.flow_ground(facts).basis, facts.basis),
    }
    return [
        FactorLine(
            name,
            str(LABELS[name]),
            str(MEANS[name]),
            KINDS[name],
            value,
            percentage(100 * value / most[name]),
            getattr(choice.weights, name),
            ground[name],
            basis.get(name, ground[name].basis),
        )
        for name, value in zip(FACTORS, facts.factors, strict=True)
    ]


def _weaker(one: Provenance, other: Provenance) -> Provenance:
    return other if other in ESTIMATES else one


def percentage(share: float) -> str:
    """Write a percentage, 0 to 100, for a style, where a comma would be another value."""
    return f"{min(max(share, 0.0), 100.0):.2f}"
