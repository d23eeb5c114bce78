"""Markets of one product, as pages, plans and the command show them: figures with their grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from hamafza.markets.choice import MarketChoice, choose_markets, ranked, reasons
from hamafza.markets.pairs import PairQuality
from hamafza.markets.parameters import ChoiceParams
from hamafza.markets.refusals import HeadingUnknown
from hamafza.runs.beside_trade import BesideTold
from hamafza.runs.market_grounds import Ground, Grounds, grounds_of
from hamafza.runs.potential import PotentialRun, of_heading, potential_run
from hamafza.runs.trade import ROOM
from hamafza.sources.geography import country_names, main_cities
from hamafza.store.parameters import load
from hamafza.vocabulary.provenance import Provenance

HEADING_DIGITS = 4


@dataclass(frozen=True)
class MarketFacts:
    """One market for one heading, with what each figure rests on; USD a year."""

    importer: str
    name_en: str
    name_fa: str
    hs4: str
    """A heading; of a page by lines, a subheading."""
    phase: int
    neighbour: str
    potential_usd: float
    actual_usd: float
    gap_usd: float
    supply: float
    demand: float
    """USD a year, with the distance factor inside."""
    imports_usd: float
    """What the market buys of the heading from all the world."""
    distance_factor: float
    prospect: float
    """Growth and the tariff advantage inside demand; 1 where no table of either is loaded."""
    ease: float
    lat_deg: float
    lon_deg: float
    """Of the main city."""
    distance_km: float
    distance_basis: Provenance
    basis: Provenance
    """What the flows between the two countries rest on."""
    quality: PairQuality
    """What is known of the trade of the two countries."""
    reasons: tuple[str, ...]

    @property
    def room(self) -> float:
        """Return the share of the potential that is not sold yet."""
        return self.gap_usd / self.potential_usd if self.potential_usd else 0.0

    @property
    def actual_of_potential(self) -> float:
        """Return the part of the potential that is sold, USD a year; sales beyond it apart."""
        return self.potential_usd - self.gap_usd

    @property
    def factors(self) -> tuple[float, ...]:
        """Return the values of ``markets.weights.FACTORS``; their product is the gap."""
        nearness = self.distance_factor * self.prospect
        return (self.supply, self.imports_usd, nearness, self.ease, self.room)

    @property
    def exceeds_purchases(self) -> bool:
        """Whether the potential is more than the market buys: a rank then, and no sum."""
        return self.potential_usd > self.imports_usd


@dataclass(frozen=True, kw_only=True)
class Told:
    """What holds for all figures of a page."""

    variant: str
    year: str
    edition: str
    source: str
    defaults: str
    neighbours_basis: Provenance
    grounds: Grounds
    beside: BesideTold
    """Which tables of growth and tariffs entered."""
    set: str
    """Name of the set of flows, or ``bundled``."""
    lost: str
    """A set that was chosen and cannot be used."""
    by_lines: bool
    """Whether a heading is the sum of its subheadings."""

    @property
    def is_mean(self) -> bool:
        """Return whether the figures are the mean of several years."""
        return "–" in self.year

    def pair_ground(self, market: MarketFacts) -> Ground:
        """Return the year and source of what the two countries trade in all."""
        return self.grounds.pairs[market.quality]

    def flow_ground(self, market: MarketFacts) -> Ground:
        """Return the years and source of what one country sells the other of a heading."""
        return self.grounds.flows_of[market.quality]


@dataclass(frozen=True, kw_only=True)
class MarketPage(Told):
    """The markets of a heading, best first."""

    exporter: str
    hs4: str
    exports_usd: float
    markets: tuple[MarketFacts, ...]


@dataclass(frozen=True, kw_only=True)
class GoodsPage(Told):
    """The headings that one market could buy, most room first."""

    exporter: str
    importer: str
    phase: int
    neighbour: str
    goods: tuple[MarketFacts, ...]


def choice_params(params_path: Path | None = None) -> ChoiceParams:
    """Return the shipped judgement on which markets are shown, or a file's."""
    return load(ChoiceParams, ROOM, "choice", params_path)


def choose(
    exporter: str, hs4: str, capacity_share: float = 1.0, params_path: Path | None = None
) -> list[MarketChoice]:
    """Return the markets proposed to a group; none where the trade table lacks the heading."""
    params = choice_params(params_path)
    run = potential_run(exporter, params_path=params_path)
    return choose_markets(run.frame, hs4, capacity_share, params)


def best_markets(
    exporter: str, headings: Sequence[str], params_path: Path | None = None
) -> dict[str, list[MarketChoice]]:
    """Return the markets of each heading; a heading the trade table lacks has none."""
    return {hs4: choose(exporter, hs4, params_path=params_path) for hs4 in dict.fromkeys(headings)}


def market_facts(
    exporter: str,
    hs4: str,
    variant: str | None = None,
    params_path: Path | None = None,
    trade_path: Path | None = None,
) -> MarketPage:
    """
    Return every market of a heading with its factors opened; refuse an unknown heading.

    Six digits are a subheading, which only a set by subheading knows.
    """
    run = potential_run(exporter, variant, params_path, trade_path)
    of_code = of_heading(_table(run, hs4), hs4)
    rows = ranked(of_code, choice_params(params_path))
    large = float(rows["demand"].quantile(0.75) or 0.0) if rows.height else 0.0
    facts = tuple(facts_of_row(run, row, large) for row in rows.iter_rows(named=True))
    own = float(of_code["actual_usd"].sum())
    return MarketPage(exporter=exporter, hs4=hs4, exports_usd=own, markets=facts, **told_of(run))


def _table(run: PotentialRun, code: str) -> pl.DataFrame:
    """Return headings or lines, whichever the code is of; refuse lines that are not known."""
    if len(code) == HEADING_DIGITS:
        return run.frame
    if run.lines is None:
        raise HeadingUnknown(hs4=code, edition=run.trade.edition)
    return run.lines


def goods_facts(exporter: str, importer: str, headings: Sequence[str] | None = None) -> GoodsPage:
    """Return the headings of one market with their factors opened: all, or some of them."""
    run = potential_run(exporter)
    rows = _goods(run, importer)
    if headings is not None:
        rows = rows.filter(pl.col("hs4").is_in(list(headings)))
    large = float(rows["demand"].quantile(0.75) or 0.0) if rows.height else 0.0
    goods = tuple(facts_of_row(run, row, large) for row in rows.iter_rows(named=True))
    near = run.neighbours
    return GoodsPage(
        exporter=exporter,
        importer=importer,
        phase=near.phase(importer),
        neighbour=near.of(importer),
        goods=goods,
        **told_of(run),
    )


def told_of(run: PotentialRun) -> dict[str, Any]:
    """Return the fields of ``Told``."""
    return {
        "variant": run.params.variant,
        "year": run.trade.year,
        "edition": run.trade.edition,
        "source": run.trade.source,
        "defaults": run.beside.defaults(),
        "neighbours_basis": run.neighbours.basis,
        "grounds": grounds_of(run.trade),
        "beside": run.beside,
        "set": str(run.used.told()["set"]),
        "lost": run.used.lost,
        "by_lines": run.lines is not None,
    }


def _goods(run: PotentialRun, importer: str) -> pl.DataFrame:
    shown = ranked(run.frame.filter(pl.col("importer") == importer), choice_params())
    return shown.sort("gap_usd", "potential_usd", "hs4", descending=[True, True, False])


def facts_of_row(run: PotentialRun, row: dict[str, object], large: float) -> MarketFacts:
    """Return a row of the run as facts; ``large`` is the demand that is told as large."""
    geography, importer = run.trade.totals.geography, str(row["importer"])
    here, there = geography.position[run.exporter], geography.position[importer]
    imports, distance, demand = (
        float(str(row[name])) for name in ("imports_usd", "distance", "demand")
    )
    near_usd = imports * distance
    english, persian = country_names()[importer]
    lat, lon = main_cities()[importer]
    estimated = bool(geography.distance_is_estimated[here, there])
    return MarketFacts(
        importer=importer,
        name_en=english,
        name_fa=persian,
        hs4=str(row["hs4"]),
        phase=int(str(row["phase"])),
        neighbour=str(row["neighbour"]),
        potential_usd=float(str(row["potential_usd"])),
        actual_usd=float(str(row["actual_usd"])),
        gap_usd=float(str(row["gap_usd"])),
        supply=float(str(row["supply"])),
        demand=demand,
        imports_usd=imports,
        distance_factor=distance if imports else 0.0,
        prospect=demand / near_usd if near_usd else 1.0,
        ease=float(str(row["ease"])),
        lat_deg=lat,
        lon_deg=lon,
        distance_km=float(geography.distance_km[here, there]),
        distance_basis=Provenance.ESTIMATED if estimated else Provenance.REAL,
        basis=run.trade.basis(run.exporter, importer),
        quality=PairQuality(str(row["quality"])),
        reasons=reasons(row, large),
    )
