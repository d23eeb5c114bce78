"""Trade tables made, imported and looked at."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from hamafza.markets.geography import Matrix
from hamafza.markets.parameters import ReconstructionParams
from hamafza.markets.reconstruction import Reconstruction
from hamafza.markets.refusals import HeadingUnknown, LayoutUnknown
from hamafza.runs.trade import ROOM, Trade, reconstruction
from hamafza.runs.trade_in_use import trade_asked
from hamafza.sources import bundled_trade
from hamafza.sources.baci import BaciTable, read_baci
from hamafza.store.parameters import load
from hamafza.store.tables import write_parquet
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.provenance import Provenance

LAYOUTS = ("baci",)


def write_reconstruction(
    out: Path,
    smallest_usd: float,
    params_path: Path | None = None,
    report: Report = silent,
) -> dict[str, object]:
    """
    Write the bundled matrix as Flows, leaving out cells below ``smallest_usd``.

    The whole matrix has some 40 million cells above zero, most of them traces; the figures
    returned say what share of the value the kept ones hold.
    """
    made = reconstruction(load(ReconstructionParams, ROOM, "reconstruction", params_path))
    parts = []
    countries = made.geography.countries
    for at, exporter in enumerate(countries):
        parts.append(_rows(made, exporter, smallest_usd))
        report("reconstructing", at + 1, len(countries))
    frame = pl.concat(parts)
    total = float(made.exports_usd.sum())
    figures = {
        "rows": frame.height,
        "value_usd": float(frame["value_usd"].sum()),
        "kept_share": float(frame["value_usd"].sum()) / total,
        "smallest_usd": smallest_usd,
    }
    write_parquet(frame, out, _told(_BUNDLED | {"smallest_usd": str(smallest_usd)}))
    return {**figures, "out": str(out)}


def import_table(
    path: Path,
    layout: str,
    out: Path,
    countries: Path | None = None,
    year: int | None = None,
) -> BaciTable:
    """Write a real bilateral table as Flows; return what was read, kept and dropped."""
    if layout not in LAYOUTS:
        raise LayoutUnknown(layout=layout, known=", ".join(LAYOUTS))
    table = read_baci(path, countries, year)
    told = {
        "year": str(table.year),
        "hs_edition": bundled_trade.EDITION,
        "recorded_edition": table.edition,
        "provenance": str(Provenance.REAL),
        "source": f"CEPII BACI, {path.name}",
    }
    write_parquet(table.flows, out, _told(told))
    return table


def figures(table: BaciTable) -> dict[str, object]:
    """Return an import's counts and sums, for a program."""
    told = asdict(table)
    told.pop("flows")
    return told


def flows(exporter: str, hs4: str | None = None, trade_path: Path | None = None) -> pl.DataFrame:
    """Return what a country sells where: by importer and heading, with the basis; largest first."""
    used = trade_asked(trade_path)
    used.place(exporter)
    rows = _flow_rows(used, exporter)
    if hs4 is not None:
        if hs4 not in used.totals.headings:
            raise HeadingUnknown(hs4=hs4, edition=used.edition)
        rows = rows.filter(pl.col("hs4") == hs4)
    basis = {name: str(used.basis(exporter, name)) for name in rows["importer"].unique()}
    told = pl.col("importer").replace_strict(basis, return_dtype=pl.String).alias("basis")
    return rows.with_columns(told).sort(
        "value_usd", "importer", "hs4", descending=[True, False, False]
    )


def _flow_rows(used: Trade, exporter: str) -> pl.DataFrame:
    return _long(
        used.flows_usd(exporter), exporter, used.totals.geography.countries, used.totals.headings
    )


def _rows(made: Reconstruction, exporter: str, smallest_usd: float) -> pl.DataFrame:
    place = made.geography.position[exporter]
    rows = _long(made.flows_usd(place), exporter, made.geography.countries, made.headings)
    return rows.filter(pl.col("value_usd") >= smallest_usd)


def _long(
    table: Matrix, exporter: str, countries: tuple[str, ...], headings: tuple[str, ...]
) -> pl.DataFrame:
    """Return the cells above zero as Flows."""
    importer, goods = np.nonzero(table > 0)
    return pl.DataFrame(
        {
            "exporter": pl.repeat(exporter, len(importer), dtype=pl.String, eager=True),
            "importer": pl.Series(countries).gather(importer),
            "hs4": pl.Series(headings).gather(goods),
            "value_usd": table[importer, goods],
        }
    )


_BUNDLED = {
    "year": str(bundled_trade.EXPORTS_YEAR),
    "hs_edition": bundled_trade.EDITION,
    "recorded_edition": "2007",
    "provenance": str(Provenance.RECONSTRUCTED),
    "source": bundled_trade.SOURCE,
}


def _told(facts: dict[str, str]) -> dict[str, str]:
    return {"table": "flows", "unit": "USD a year", **facts}
