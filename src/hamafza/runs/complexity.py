"""Economic complexity of a file of flows or of the bundled table, as rows with their grounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.complexity import Complexity, NoComplexity, Vector
from hamafza.markets.complexity import complexity as reckon
from hamafza.markets.flat.tables import ECONOMIES
from hamafza.markets.geography import Matrix
from hamafza.markets.parameters import ComplexityParams
from hamafza.markets.refusals import ComplexityNotDefined, CountryHasNoExports, CountryUnknown
from hamafza.runs.named_tables import flows_by_subheading, table_of
from hamafza.runs.plain_tables import plain_table
from hamafza.runs.trade import ROOM, Trade
from hamafza.runs.world_trade import world_trade
from hamafza.sources import bundled_trade
from hamafza.sources.geography import world
from hamafza.store.fanout import cores
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet

PRODUCT = "product"


@dataclass(frozen=True, eq=False)
class ComplexityPage:
    """What was found, with names and what it was reckoned from."""

    found: Complexity
    names: tuple[str, ...]
    """Of the kept countries."""
    products: tuple[str, ...]
    facts: dict[str, object]

    @property
    def countries(self) -> pl.DataFrame:
        """Return a row for each kept country, the most complex first."""
        rows = pl.DataFrame(
            {
                "country": self.names,
                "eci": self.found.eci,
                "coi": self.found.outlook.astype(np.float64),
                "diversity": self.found.diversity,
            }
        ).sort("eci", "country", descending=[True, False])
        return rows.with_row_index("rank", offset=1)

    @property
    def goods(self) -> pl.DataFrame:
        """Return a row for each kept product, the most complex first."""
        rows = pl.DataFrame(
            {
                PRODUCT: self.products,
                "pci": self.found.pci,
                "ubiquity": self.found.ubiquity,
            }
        )
        return rows.sort("pci", PRODUCT, descending=[True, False])

    def goods_near(self, country: str) -> pl.DataFrame:
        """Return the goods that a country does not export with advantage, the nearest first."""
        if country not in world().position:
            raise CountryUnknown(country=country)
        if country not in self.names:
            raise CountryHasNoExports(country=country)
        at = self.names.index(country)
        rows = self._of(at).filter(pl.col("rca") < 1)
        return rows.sort("density", PRODUCT, descending=[True, False])

    def cells(self) -> pl.DataFrame:
        """Return a row for each country and product."""
        return pl.concat([self._of(at) for at in range(len(self.names))])

    def _of(self, at: int) -> pl.DataFrame:
        found = self.found
        return pl.DataFrame(
            {
                "country": [self.names[at]] * len(self.products),
                PRODUCT: self.products,
                "rca": found.rca[at],
                "density": found.density[at].astype(np.float64),
                "cog": found.outlook_gain[at].astype(np.float64),
                "pci": found.pci,
            }
        )


def complexity_page(
    trade_path: Path | None = None,
    people_path: Path | None = None,
    continuous: bool | None = None,
    params_path: Path | None = None,
) -> ComplexityPage:
    """Reckon all measures; without a file of flows, of the bundled exports."""
    params = load(ComplexityParams, ROOM, "complexity", params_path)
    if continuous is not None:
        params = replace(params, continuous=continuous)
    countries, products, exports, facts = _exports(trade_path)
    people = None if people_path is None else _people(people_path, countries)
    found = _reckoned(exports, params, people)
    return ComplexityPage(
        found,
        tuple(countries[at] for at in found.countries),
        tuple(products[at] for at in found.products),
        facts
        | {
            "countries": len(found.countries),
            "products": len(found.products),
            "method": "continuous" if params.continuous else "binary",
            "smallest_country_usd": params.smallest_country_usd,
            "smallest_population": params.smallest_population if people is not None else 0,
            "smallest_product_usd": params.smallest_product_usd,
        },
    )


def complexity_by_heading(used: Trade) -> tuple[Complexity, list[str], list[str]]:
    """
    Return all measures of the trade in use by heading, the kept countries and the kept headings.

    The exports are those of ``recorded_exports``.
    """
    countries, headings, exports = recorded_exports(used)
    params = load(ComplexityParams, ROOM, "complexity")
    found = _reckoned(exports, params)
    return (
        found,
        [countries[at] for at in found.countries],
        [headings[at] for at in found.products],
    )


def recorded_exports(used: Trade) -> tuple[Sequence[str], Sequence[str], Matrix]:
    """Return countries, headings and exports; the bundled ones as recorded, see ``_bundled``."""
    if used.source == bundled_trade.SOURCE:
        return _bundled()[:3]
    return used.totals.geography.countries, used.totals.headings, used.totals.exports_usd


def write_cells_of(page: ComplexityPage, out: Path) -> None:
    """Write all cells, with the grounds in the file's metadata."""
    write_parquet(page.cells(), out, {name: str(value) for name, value in page.facts.items()})


def _reckoned(
    exports: Matrix, params: ComplexityParams, people: Vector | None = None
) -> Complexity:
    try:
        return reckon(exports, params, people, cores())
    except NoComplexity as none:
        raise ComplexityNotDefined() from none


def _exports(
    path: Path | None,
) -> tuple[Sequence[str], Sequence[str], Matrix, dict[str, object]]:
    if path is None:
        return _bundled()
    flows = world_trade(*flows_by_subheading(path).files)
    facts: dict[str, object] = {
        "year": flows.year,
        "hs_edition": flows.edition,
        "source": flows.source,
    }
    return flows.countries, flows.products, flows.exports_usd(), facts


def _bundled() -> tuple[Sequence[str], Sequence[str], Matrix, dict[str, object]]:
    """
    Return the exports as recorded.

    Not those of the reconstruction: it lends countries without a record (Taiwan, Romania) the
    world's basket, which would make them look as if they knew everything.
    """
    sources = bundled_trade.bundled_sources()
    facts: dict[str, object] = {
        "year": str(bundled_trade.EXPORTS_YEAR),
        "hs_edition": bundled_trade.EDITION,
        "source": bundled_trade.SOURCE,
    }
    return sources.geography.countries, sources.headings, sources.exports_usd, facts


def _people(path: Path, countries: Sequence[str]) -> Vector:
    """Return each country's people in the last year told; a country that is not told has none."""
    rows = (
        plain_table(table_of(path, "economies.parquet"), ECONOMIES)
        .select("iso3", "year", "population")
        .drop_nulls()
    )
    latest = rows.sort("year").unique("iso3", keep="last")
    told = dict(latest.select("iso3", "population").iter_rows())
    return np.array([float(told.get(name, 0.0)) for name in countries])
