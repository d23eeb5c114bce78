"""Markets of services: the loaded table in use, its potential, and the facts that pages show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl

from hamafza.markets.choice import reasons
from hamafza.markets.gravity import Gravity, fit_gravity
from hamafza.markets.neighbours import Neighbours
from hamafza.markets.parameters import ChoiceParams, NeighbourParams
from hamafza.markets.refusals import CountryHasNoExports, CountryUnknown, VariantUnknown
from hamafza.markets.service_parameters import SERVICE_VARIANTS, ServiceLines, ServiceParams
from hamafza.markets.services import (
    group_of_line,
    ranked_services,
    service_factors,
    service_potential,
    service_totals,
)
from hamafza.markets.totals import Totals
from hamafza.runs.services_import import KIND, LAYOUTS, TABLE
from hamafza.runs.trade import ROOM
from hamafza.sources.geography import country_names, neighbours_of, world
from hamafza.sources.service_groups import groups_of, service_groups
from hamafza.sources.service_refusals import ServiceGroupUnknown, ServicesNotLoaded
from hamafza.store.data_sets import RECORD, DataSet, data_set, data_sets
from hamafza.store.parameters import load
from hamafza.store.tables import read_json
from hamafza.vocabulary.tables.services import ServicePotential


@dataclass(frozen=True, eq=False)
class Services:
    """The table in use: averages of its latest years, and where they come from."""

    name: str
    totals: Totals
    flows: pl.DataFrame
    """exporter, importer, group, value_usd (the average), quality (of the latest year told)."""
    gravity: Gravity | None
    """Fitted on what all pairs trade of all groups; not where too few countries sell."""
    years: tuple[int, ...]
    edition: str
    source: str


@dataclass(frozen=True)
class ServiceFacts:
    """One group of services in one market; USD a year."""

    importer: str
    name_en: str
    name_fa: str
    group: str
    phase: int
    neighbour: str
    potential_usd: float
    actual_usd: float
    gap_usd: float
    supply: float
    demand: float
    ease: float
    ease_basis: str
    quality: str
    reasons: tuple[str, ...]

    @property
    def room(self) -> float:
        """Return the share of the potential that is not sold yet."""
        return self.gap_usd / self.potential_usd if self.potential_usd else 0.0

    @property
    def exceeds_purchases(self) -> bool:
        """Whether the potential is more than the market buys: a rank then, and no sum."""
        return self.potential_usd > self.demand


@dataclass(frozen=True)
class ServicesRun:
    """The potential of one exporter and what it was reckoned with."""

    frame: dy.DataFrame[ServicePotential]
    exporter: str
    params: ServiceParams
    neighbours: Neighbours
    services: Services

    @property
    def sellers(self) -> int:
        """Return how many countries' exports the table holds."""
        return int((self.services.totals.exports_usd.sum(axis=1) > 0).sum())

    @property
    def is_narrow(self) -> bool:
        """Whether the table holds so few sellers that shares are not the world's."""
        return self.sellers < self.params.least_countries

    def metadata(self) -> dict[str, str]:
        """Return what a reader of a file must know, as text."""
        return {
            "table": "service_potential",
            "exporter": self.exporter,
            "variant": self.params.variant,
            "ebops_edition": self.services.edition,
            "year": ", ".join(map(str, self.services.years)),
            "source": self.services.source,
            "data_set": self.services.name,
            "neighbours_basis": str(self.neighbours.basis),
            "countries_that_sell": str(self.sellers),
            "defaults": "no tariffs, no distance factor, no growth: services",
            "unit": "USD a year",
        }


def services_in_use(home: Path) -> DataSet | None:
    """
    Return the loaded table that stands under the figures, if there is one.

    The newer edition goes before, then the later last year, then the balanced table before UN
    Comtrade's before any other.
    """
    found = [each for each in data_sets(home) if each.record.get("kind") == KIND]
    return max(found, key=_standing, default=None)


def _standing(found: DataSet) -> tuple[str, int, int, str]:
    told = found.record["figures"]
    return (told["edition"], max(told["years"]), -LAYOUTS.index(told["layout"]), found.name)


def services(home: Path, name: str | None = None, params: ServiceParams | None = None) -> Services:
    """Return a loaded table, by name or the one in use; refuse where none is loaded."""
    found = services_in_use(home) if name is None else data_set(home, name)
    if found is None or found.record.get("kind") != KIND:
        raise ServicesNotLoaded()
    judged = params or service_params()
    return _kept(found.name, found.folder, judged.years, judged.least_countries)


def service_params(variant: str | None = None, params_path: Path | None = None) -> ServiceParams:
    """Return the judgements in force, by a named variant if one is named."""
    if variant is not None and variant not in SERVICE_VARIANTS:
        raise VariantUnknown(variant=variant, known=", ".join(SERVICE_VARIANTS))
    params = load(ServiceParams, "services", "potential", params_path)
    return params if variant is None else replace(params, variant=variant)


def services_run(
    home: Path,
    exporter: str,
    name: str | None = None,
    variant: str | None = None,
    params_path: Path | None = None,
) -> ServicesRun:
    """Return the potential of a country's services in all markets, largest first."""
    params = service_params(variant, params_path)
    return _reckoned(services(home, name, params), exporter, params)


def shown(
    run: ServicesRun, group: str | None = None, importer: str | None = None
) -> list[ServiceFacts]:
    """Return what a person may be shown of a group or a market, in the order of the choice."""
    rows: pl.DataFrame = run.frame
    if group is not None:
        if group not in run.services.totals.headings:
            known = ", ".join(run.services.totals.headings)
            raise ServiceGroupUnknown(group=group, known=known)
        rows = rows.filter(pl.col("group") == group)
    if importer is not None:
        if importer not in world().position:
            raise CountryUnknown(country=importer)
        rows = rows.filter(pl.col("importer") == importer)
    closed = load(ChoiceParams, ROOM, "choice").closed.get(run.exporter, ())
    ranked = ranked_services(rows, closed, run.params.smallest_potential_usd)
    large = float(ranked["demand"].quantile(0.75) or 0.0) if ranked.height else 0.0
    return [_facts(row, large) for row in ranked.iter_rows(named=True)]


def groups_for(service_code: str, edition: str) -> tuple[str, ...]:
    """Return the groups of an edition that hold most of a group of EBOPS 2010; may be none."""
    group = service_groups().get(service_code)
    if group is None or group.code not in groups_of("2010"):
        return ()
    return (group.code,) if edition == "2010" else group.in_2002


def group_of_lines(texts: Sequence[str]) -> str:
    """Return the group (EBOPS 2010) that a union or trade line is assumed to be of, or nothing."""
    lines = load(ServiceLines, "services", "lines")
    return group_of_line(tuple(texts), lines.order, lines.words)


@lru_cache(maxsize=2)
def _kept(name: str, folder: Path, years: int, least_countries: int) -> Services:
    """Return the table; its folder's name changes with each import, so nothing stale is kept."""
    record = read_json(folder / RECORD)
    assert isinstance(record, dict), "a data set has its record"
    told = record["figures"]
    latest = tuple(sorted(told["years"])[-years:])
    wanted = groups_of(told["edition"])
    rows = (
        pl.scan_parquet(folder / TABLE)
        .filter(pl.col("year").is_in(list(latest)))
        .with_columns(pl.col("exporter", "importer", "group", "quality").cast(pl.String))
        .filter(pl.col("group").is_in(wanted))
        .sort("year")
        .group_by("exporter", "importer", "group", maintain_order=True)
        .agg(pl.col("value_usd").sum() / len(latest), pl.col("quality").last())
        .sort("exporter", "importer", "group")
        .collect()
    )
    geography = world().among(sorted(set(rows["exporter"]) | set(rows["importer"])))
    totals = service_totals(rows, geography)
    gravity = _gravity(totals, least_countries)
    return Services(name, totals, rows, gravity, latest, told["edition"], told["source"])


def _gravity(totals: Totals, least_countries: int) -> Gravity | None:
    sells, buys = totals.pair_usd.sum(axis=1) > 0, totals.pair_usd.sum(axis=0) > 0
    if sells.sum() < least_countries:
        return None
    active = sells[:, None] & buys[None, :]
    return fit_gravity(totals.pair_usd, totals.geography.features(), active)


@lru_cache(maxsize=8)
def _reckoned(used: Services, exporter: str, params: ServiceParams) -> ServicesRun:
    if exporter not in world().position:
        raise CountryUnknown(country=exporter)
    at = used.totals.geography.position.get(exporter)
    if at is None or used.totals.exports_usd[at].sum() <= 0:
        raise CountryHasNoExports(country=exporter)
    near = neighbours_of(exporter, load(NeighbourParams, ROOM, "neighbours"))
    expected = np.zeros(len(used.totals.geography.countries))
    if used.gravity is not None:
        expected = used.gravity.expected_usd[at]
    else:
        params = replace(params, variant="itc2016")  # no gravity to lean on: the record alone
    found = service_factors(used.totals, at, expected, params)
    own = used.flows.filter(pl.col("exporter") == exporter).drop("exporter")
    table = service_potential(used.totals, exporter, found, own, near)
    return ServicesRun(table, exporter, params, near, used)


def _facts(row: dict[str, Any], large: float) -> ServiceFacts:
    english, persian = country_names()[row["importer"]]
    names = ("importer", "group", "phase", "neighbour", "potential_usd", "actual_usd", "gap_usd",
             "supply", "demand", "ease", "ease_basis", "quality")  # fmt: skip
    return ServiceFacts(
        name_en=english,
        name_fa=persian,
        reasons=reasons(row, large),
        **{name: row[name] for name in names},
    )
