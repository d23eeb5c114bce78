"""Tables and files that ship inside the package."""

from functools import lru_cache
from pathlib import Path

import polars as pl

_ROOT = Path(__file__).resolve().parents[1]


def shipped(*parts: str) -> Path:
    """Return the path of a shipped data file, such as ``shipped("iran", "cities.csv")``."""
    return _ROOT.joinpath("data", *parts)


def parameters_file(room: str) -> Path:
    """Return the path of a room's shipped parameters."""
    return _ROOT / "parameters" / f"{room}.toml"


@lru_cache(maxsize=64)
def shipped_csv(*parts: str) -> pl.DataFrame:
    """Return a shipped CSV with every column as text: codes keep their zeros."""
    return pl.read_csv(shipped(*parts), infer_schema=False)


@lru_cache(maxsize=16)
def shipped_folder(*parts: str) -> pl.DataFrame:
    """Return the shipped CSVs of a folder as one table, file by file in the order of names."""
    files = sorted(shipped(*parts).glob("*.csv"))
    return pl.concat([pl.read_csv(file, infer_schema=False) for file in files])


@lru_cache(maxsize=16)
def shipped_parquet(*parts: str) -> pl.DataFrame:
    """Return a shipped Parquet table."""
    return pl.read_parquet(shipped(*parts))


def style_sheets(*names: str) -> str:
    """Return style sheets of the web as one text, for a page that must stand alone."""
    folder = _ROOT / "web" / "static" / "hamafza"
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)


def font_file() -> bytes:
    """Return Vazirmatn (SIL OFL 1.1), the one font of all pages."""
    folder = _ROOT / "web" / "static" / "hamafza" / "fonts"
    return (folder / "vazirmatn-fa-latin.woff2").read_bytes()
