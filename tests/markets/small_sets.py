"""A small synthetic world of trade as data sets: countries, lines and years, made for tests."""

from pathlib import Path

import numpy as np

from hamafza.runs.trade_sets import import_flows
from hamafza.store.data_sets import DataSet
from tests.markets.trade_tables import API_HEAD, api_row, baci_csv, baci_zip

NUMBERS = {"AFG": 4, "DEU": 276, "IRN": 364, "IRQ": 368, "OMN": 512, "TUR": 792}
LINES = ("570110", "570190", "570210", "630260")
_HEAD = "country_code,country_name,country_iso2,country_iso3"
COUNTRIES = "\n".join([_HEAD, *(f"{n},{c},{c[:2]},{c}" for c, n in NUMBERS.items())]) + "\n"


def year_of_trade(year: int, seed: int = 1) -> str:
    """Return a year's rows; all sell all lines to each other, some cells apart, IRN much."""
    rng = np.random.default_rng(seed * 10_000 + year)
    rows = []
    for seller, i in NUMBERS.items():
        for j in NUMBERS.values():
            for line in LINES:
                kusd = float(rng.integers(200, 9_000)) * (3 if seller == "IRN" else 1)
                if i != j and rng.random() < 0.85:
                    rows.append(f"{year},{i},{j},{line},{kusd:.3f},{kusd / 10:.3f}")
    return baci_csv(*rows)


def baci_world(folder: Path, years=(2019, 2020), seed: int = 1, name: str = "a") -> Path:
    """Write the zip of a synthetic world as CEPII would."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"BACI_HS17_V202401b_{name}.zip"
    tables = {year: year_of_trade(year, seed) for year in years}
    return baci_zip(path, tables, **{"country_codes_V202401b.csv": COUNTRIES})


def loaded(home: Path, tmp: Path, years=(2019, 2020), seed: int = 1, name: str = "a") -> DataSet:
    """Load the synthetic world as the set baci-hs2017."""
    return import_flows(baci_world(tmp, years, seed, name), home, "baci")


def comtrade_world(home: Path, tmp: Path) -> DataSet:
    """Load a table in which Afghanistan reports nothing: its side is read in the mirror."""
    tmp.mkdir(parents=True, exist_ok=True)
    rows = [
        api_row(2020, "IRN", "X", "AFG", "570110", 800_000),
        api_row(2020, "IRN", "X", "TUR", "570110", 900_000),
        api_row(2020, "TUR", "X", "AFG", "570110", 300_000),
        api_row(2020, "TUR", "M", "IRN", "570110", 950_000),
        api_row(2020, "TUR", "M", "AFG", "570110", 40_000),
        api_row(2020, "DEU", "X", "TUR", "570110", 70_000),
        api_row(2020, "DEU", "M", "IRN", "570110", 600_000),
    ]
    path = tmp / "comtrade.csv"
    path.write_text("\n".join([API_HEAD, *rows]) + "\n", encoding="utf-8")
    return import_flows(path, home, "comtrade")
