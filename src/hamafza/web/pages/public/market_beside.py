"""The lines of two markets beside each other: a figure of each, its ground, which is ahead."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hamafza.runs.market_access import Access
from hamafza.runs.market_compare import Overall, Pair
from hamafza.runs.market_grounds import Ground, reckoned
from hamafza.runs.market_ways import Way
from hamafza.runs.markets import MarketFacts
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.pages.market_choice import language
from hamafza.web.pages.market_names import country_name, market_name
from hamafza.web.pages.public.market_words import joined, told_ground

NEITHER = -1
RECKONED = ("gap_usd", "potential_usd")
SALES = "actual_usd"
"""What is sold already speaks for no market: it shows ease, and takes of the room."""


@dataclass(frozen=True)
class Cell:
    """One figure as the page writes it; ``kind`` is empty where nothing is known."""

    kind: str = ""
    value: object = None
    basis: str = ""
    note: str = ""

    @property
    def plain(self) -> object:
        """Return the figure as a file holds it."""
        if self.kind == "":
            return ""
        text = self.value if isinstance(self.value, int | float) else str(self.value)
        return f"{text} ({self.note})" if self.note and isinstance(text, str) else text


@dataclass(frozen=True)
class Line:
    """A figure of both markets; ``ahead`` is 0, 1 or NEITHER."""

    label: str
    first: Cell
    second: Cell
    ahead: int = NEITHER
    grounds: tuple[tuple[str, Ground], ...] = ()
    """Year and source, with the market's name before each where the two differ."""
    words: str = ""
    """What the figure rests on, where no trade table gives it."""
    is_quoted: bool = False
    """Whether the words are a loaded table's own."""

    @property
    def told_ground(self) -> str:
        told = [f"{who}: " * bool(who) + told_ground(each) for who, each in self.grounds]
        return "; ".join(told) or self.words


def goods_lines(pair: Pair) -> list[Line]:
    """Return the lines of a heading: what is nearer to the market's worth first."""
    page, grounds = pair.page, pair.page.grounds
    lines = [
        _compared(pair, label, name, kind, ground, basis)
        for label, name, kind, ground, basis in (
            (_("Room left"), "gap_usd", "sum", page.flow_ground, _reckoned),
            (_("Potential: the factors multiplied"), "potential_usd", "sum", page.flow_ground,
             _reckoned),
            (_("Bought from us"), SALES, "sum", page.flow_ground, _flows),
            (_("Supply: our share of the world's exports"), "supply", "share",
             lambda facts: grounds.exports, lambda facts: str(grounds.exports.basis)),
            (_("Demand: bought from all the world"), "imports_usd", "sum",
             lambda facts: grounds.imports, lambda facts: str(grounds.imports.basis)),
            (_("Nearness beside its usual suppliers"), "distance_factor", "ratio",
             lambda facts: grounds.distance, lambda facts: str(facts.distance_basis)),
            (_("Ease: trade of the two against what goods alone explain"), "ease", "ratio",
             page.pair_ground, _flows),
        )
    ]  # fmt: skip
    lines += [_quality(pair), _phase(pair), _distance(pair)]
    return lines + _ways([side.way for side in pair.sides]) + _access(pair)


def overall_lines(overall: Overall) -> list[Line]:
    """Return the lines of all goods together."""
    first, second = overall.sides
    flows, imports = first.page.grounds.flows, first.page.grounds.imports
    weak, real = str(first.page.grounds.reckoned), str(flows.basis)
    figures = [
        (_("Room left"), "gap_usd", flows),
        (_("Potential: the factors multiplied"), "potential_usd", flows),
        (_("Bought from us"), "actual_usd", flows),
        (_("Bought from all the world"), "imports_usd", imports),
    ]
    lines = [
        Line(
            label,
            Cell("sum", getattr(first, name), weak if name in RECKONED else real),
            Cell("sum", getattr(second, name), weak if name in RECKONED else real),
            NEITHER if name == SALES else _ahead(getattr(first, name), getattr(second, name)),
            (("", ground),),
        )
        for label, name, ground in figures
    ]
    lines.append(
        Line(
            _("Goods with room left"),
            Cell("count", first.with_room),
            Cell("count", second.with_room),
            _ahead(first.with_room, second.with_room),
            (("", flows),),
        )
    )
    near = [_near(side.page.phase, side.page.neighbour) for side in overall.sides]
    lines.append(Line(_("When"), *near, words=_("the country's own table of neighbours")))
    return lines + _ways([side.way for side in overall.sides])


def _compared(
    pair: Pair,
    label: str,
    name: str,
    kind: str,
    ground: Callable[[MarketFacts], Ground],
    basis: Callable[[MarketFacts], str],
) -> Line:
    facts = [side.facts for side in pair.sides]
    cells = [Cell(kind, getattr(each, name), basis(each)) if each else Cell() for each in facts]
    values = [float(getattr(each, name)) if each else 0.0 for each in facts]
    ahead = _ahead(*values) if all(facts) and name != SALES else NEITHER
    told = [(market_name(each), ground(each)) for each in facts if each]
    same = len({each for _name, each in told}) == 1
    grounds = (("", told[0][1]),) if same else tuple(told)
    return Line(label, *cells, ahead=ahead, grounds=grounds)


def _flows(facts: MarketFacts) -> str:
    return str(facts.basis)


def _reckoned(facts: MarketFacts) -> str:
    return str(reckoned(facts.basis))


def _quality(pair: Pair) -> Line:
    cells = [Cell("quality", each.facts.quality) if each.facts else Cell() for each in pair.sides]
    words = _("record of the two countries' trade in all goods")
    return Line(_("How well it is known"), *cells, words=words)


def _phase(pair: Pair) -> Line:
    cells = [
        _near(each.facts.phase, each.facts.neighbour) if each.facts else Cell()
        for each in pair.sides
    ]
    return Line(_("When"), *cells, words=_("the country's own table of neighbours"))


def _near(phase: int, neighbour: str) -> Cell:
    words = {
        "land": _("now: a neighbour by land"),
        "sea": _("now: a neighbour by sea"),
    }
    return Cell("text", words.get(neighbour, _("later: further away")))


def _distance(pair: Pair) -> Line:
    facts = [side.facts for side in pair.sides]
    cells = [
        Cell("km", each.distance_km, str(each.distance_basis)) if each else Cell() for each in facts
    ]
    ahead = NEITHER
    if facts[0] and facts[1]:
        ahead = _ahead(-facts[0].distance_km, -facts[1].distance_km)
    return Line(_("Distance"), *cells, ahead=ahead, grounds=(("", pair.page.grounds.distance),))


def _ways(ways: list[Way | None]) -> list[Line]:
    """Return the way of one shipment from the main city; no lines where no table knows any."""
    if not any(ways):
        return []
    words = _("one full load from the main city; assumed rates of freight and time")
    first, second = ways
    days = [Cell("days", each.days, str(Provenance.ASSUMED)) if each else Cell() for each in ways]
    cost = [
        Cell("usd", float(each.cost_usd), str(Provenance.ASSUMED)) if each else Cell()
        for each in ways
    ]
    faster = cheaper = NEITHER
    if first is not None and second is not None:
        faster = _ahead(-first.days, -second.days)
        cheaper = _ahead(-float(first.cost_usd), -float(second.cost_usd))
    return [
        Line(_("The way"), *(_way(each) for each in ways), words=words),
        Line(_("Days on the way"), *days, ahead=faster, words=words),
        Line(_("Freight of one load, USD"), *cost, ahead=cheaper, words=words),
    ]


def _way(way: Way | None) -> Cell:
    if way is None:
        return Cell()
    gate = way.gate_fa if language() == "fa" else way.gate_en
    through = [country_name(code) for code in way.through]
    note = _("through %(countries)s") % {"countries": joined(through)} if through else ""
    return Cell("way", _("out by %(gate)s") % {"gate": gate}, str(way.basis), note)


def _access(pair: Pair) -> list[Line]:
    """Return tariffs, agreements and growth where data sets are loaded; else say that none is."""
    told = [side.access for side in pair.sides]
    return [_tariff(told), _agreements(told), _growth(pair, told)]


def _tariff(told: list[Access]) -> Line:
    label, rates = _("Tariff on our goods"), [each.tariff for each in told]
    if not told[0].has_tariffs:
        return Line(label, Cell(), Cell(), words=_("no table of tariffs is loaded"))
    cells = [
        Cell(
            "growth",
            each.mean_percent / 100,
            str(Provenance.REAL),
            _("by preference") if each.is_preference else _("as for everybody"),
        )
        if each
        else Cell()
        for each in rates
    ]
    sources = sorted({f"{each.year}: {name}" for each in rates if each for name in each.sources})
    ahead = NEITHER
    if rates[0] and rates[1]:
        ahead = _ahead(-rates[0].mean_percent, -rates[1].mean_percent)
    return Line(label, *cells, ahead=ahead, words="; ".join(sources), is_quoted=True)


def _agreements(told: list[Access]) -> Line:
    label = _("Trade agreements in force")
    if not told[0].has_agreements:
        return Line(label, Cell(), Cell(), words=_("no table of agreements is loaded"))
    cells = [
        Cell("names", joined(list(each.agreements))) if each.agreements else Cell("text", _("none"))
        for each in told
    ]
    return Line(label, *cells, words=_("loaded table of agreements, as of today"))


def _growth(pair: Pair, told: list[Access]) -> Line:
    label, growth = _("Growth of its imports a year"), [each.growth for each in told]
    if not told[0].has_years:
        return Line(label, Cell(), Cell(), words=_("no table of several years is loaded"))
    cells = [
        Cell("growth", each.yearly, str(Provenance.REAL), _mirror(each.mirror_share))
        if each
        else Cell()
        for each in growth
    ]
    spans = sorted(
        {f"{each.first_year}-{each.last_year}, {each.source}" for each in growth if each}
    )
    ahead = NEITHER
    if growth[0] and growth[1]:
        ahead = _ahead(growth[0].yearly, growth[1].yearly)
    return Line(label, *cells, ahead=ahead, words="; ".join(spans), is_quoted=True)


def _mirror(share: float) -> str:
    return _("partly told by the buyer alone (mirror)") if share > 0 else ""


def _ahead(first: float, second: float) -> int:
    if first == second:
        return NEITHER
    return 0 if first > second else 1
