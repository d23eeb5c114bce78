"""Markets of one product, as pages, plans and the command show them: figures with their grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.choice import MarketChoice, choose_markets, ranked, reasons
from hamafza.markets.parameters import ChoiceParams
from hamafza.runs.potential import DEFAULTS, PotentialRun, of_heading, potential_run
from hamafza.runs.trade import ROOM
from hamafza.sources.geography import country_names, main_cities
from hamafza.store.parameters import load
from hamafza.vocabulary.provenance import Provenance


@dataclass(frozen=True)
class MarketFacts:
    """One market for one heading, with what each figure rests on; USD a year."""

    importer: str
    name_en: str
    name_fa: str
    hs4: str
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
    ease: float
    lat_deg: float
    lon_deg: float
    """Of the main city."""
    distance_km: float
    distance_basis: Provenance
    basis: Provenance
    """What the flows between the two countries rest on."""
    reasons: tuple[str, ...]

    @property
    def exceeds_purchases(self) -> bool:
        """Whether the potential is more than the market buys: a rank then, and no sum."""
        return self.potential_usd > self.imports_usd


@dataclass(frozen=True)
class MarketPage:
    """The markets of a heading, best first, and what holds for all of them."""

    exporter: str
    hs4: str
    exports_usd: float
    markets: tuple[MarketFacts, ...]
    variant: str
    year: str
    edition: str
    source: str
    defaults: str
    neighbours_basis: Provenance


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
    """Return every market of a heading with its factors opened; refuse an unknown heading."""
    run = potential_run(exporter, variant, params_path, trade_path)
    rows = ranked(of_heading(run.frame, hs4), choice_params(params_path))
    large = float(rows["demand"].quantile(0.75) or 0.0) if rows.height else 0.0
    facts = tuple(_facts(run, row, large) for row in rows.iter_rows(named=True))
    totals = run.trade.totals
    goods = totals.headings.index(hs4)
    own = totals.exports_usd[totals.geography.position[exporter], goods]
    return MarketPage(
        exporter, hs4, float(own), facts, run.params.variant, run.trade.year,
        run.trade.edition, run.trade.source, DEFAULTS, run.neighbours.basis,
    )  # fmt: skip


def goods_of_market(exporter: str, importer: str, chapters: Sequence[str] = ()) -> pl.DataFrame:
    """Return the headings of one market, largest gap first; ``chapters`` are two digits each."""
    frame = potential_run(exporter).frame.filter(pl.col("importer") == importer)
    if chapters:
        frame = frame.filter(pl.col("hs4").str.slice(0, 2).is_in(list(chapters)))
    shown = ranked(frame, choice_params())
    return shown.sort("gap_usd", "potential_usd", "hs4", descending=[True, True, False])


def _facts(run: PotentialRun, row: dict[str, object], large: float) -> MarketFacts:
    totals, importer = run.trade.totals, str(row["importer"])
    geography = totals.geography
    here, there = geography.position[run.exporter], geography.position[importer]
    goods = totals.headings.index(str(row["hs4"]))
    imports = float(totals.imports_usd[there, goods])
    demand = float(str(row["demand"]))
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
        distance_factor=demand / imports if imports else 0.0,
        ease=float(str(row["ease"])),
        lat_deg=lat,
        lon_deg=lon,
        distance_km=float(geography.distance_km[here, there]),
        distance_basis=Provenance.ESTIMATED if estimated else Provenance.REAL,
        basis=run.trade.basis(run.exporter, importer),
        reasons=reasons(row, large),
    )
