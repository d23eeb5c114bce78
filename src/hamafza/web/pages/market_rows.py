"""Ranked rows of markets or goods: a bar that opens into its factors, each with its ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hamafza.markets.weights import FACTORS
from hamafza.runs.market_grounds import Ground, reckoned
from hamafza.runs.market_lines import LineFacts, lines_in_markets
from hamafza.runs.market_ranks import Ranked
from hamafza.runs.markets import HEADING_DIGITS, MarketFacts, Told
from hamafza.runs.requirements import is_known
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.own_country import own_country
from hamafza.web.pages.market_choice import LABELS, Choice
from hamafza.web.pages.market_names import line_name

THOUSAND = 1000.0
ON_A_PAGE = 15
"""Markets of a product on one page of its list."""
LINES_OPENED = 8
"""So many lines a row opens into; the file has all."""
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
MEANS_OF_LINES: dict[str, Promise] = {
    "supply": _("Our share of the world's exports, line by line, as this market buys them"),
}
"""Where a heading is the sum of its lines."""
MEANS_OF_TABLES: dict[str, Promise] = {
    "nearness": _("Nearness beside its usual suppliers, times growth and tariffs"),
}
"""Where a table of growth or tariffs entered."""


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
class LineRow:
    """One line of a heading: its name, its figures, where its own page lies."""

    facts: LineFacts
    name: str
    url: str


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
    reckoned_basis: Provenance
    links: Mapping[str, str]
    lines: Sequence["LineRow"] = ()
    """The first few lines of the heading in this market, where the trade tells lines."""
    more_lines: int = 0

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
    told = lines_in_markets(
        choice.exporter, [(row.facts.importer, row.facts.hs4) for row in ranked]
    )
    for row, name, why, note in zip(ranked, names, reasons, notes, strict=True):
        facts = row.facts
        lines = told.get((facts.importer, facts.hs4), [])
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
                reckoned_basis=reckoned(_weaker(page.flow_ground(facts).basis, facts.basis)),
                links=_links(facts, choice),
                lines=line_rows(lines[:LINES_OPENED], choice, facts.importer),
                more_lines=max(0, len(lines) - LINES_OPENED),
            )
        )
    return found


def line_rows(lines: Sequence[LineFacts], choice: Choice, importer: str = "") -> list[LineRow]:
    """Return lines with their names and the addresses of their own pages."""
    return [
        LineRow(
            each,
            line_name(each.hs6),
            choice.address("public:markets", hs4=each.hs6, phase="")
            + (f"#{importer}" if importer else ""),
        )
        for each in lines
    ]


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
    is_summed = page.by_lines and len(facts.hs4) == HEADING_DIGITS
    means = MEANS | (MEANS_OF_LINES if is_summed else {})
    means |= MEANS_OF_TABLES if page.beside.entered else {}
    basis = {
        "nearness": facts.distance_basis,
        "ease": facts.basis,
        "room": reckoned(_weaker(page.flow_ground(facts).basis, facts.basis)),
    }
    return [
        FactorLine(
            name,
            str(LABELS[name]),
            str(means[name]),
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
