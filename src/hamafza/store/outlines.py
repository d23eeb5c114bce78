"""The shipped outlines of countries and provinces, read once and kept."""

import json
from functools import lru_cache
from pathlib import Path

from hamafza.store.resources import shipped, shipped_csv
from hamafza.vocabulary.svg import Outline


@lru_cache(maxsize=1)
def countries() -> tuple[Outline, ...]:
    """Return all countries, by ISO alpha-3 code (Natural Earth 1:110m)."""
    return _read(shipped("maps", "world", "countries.json"))


@lru_cache(maxsize=8)
def provinces(country: str) -> tuple[Outline, ...]:
    """Return a country's provinces; where none are shipped, the country as one area."""
    folder = shipped("maps", "world", "countries.json").parent.parent / "provinces"
    path = folder / f"{country}.json"
    if path.is_file():
        return _read(path)
    return tuple(outline for outline in countries() if outline.code == country)


def province_named(country: str, name: str) -> Outline | None:
    """Return the province whose code, Persian or English name this is."""
    for outline in provinces(country):
        if name in (outline.code, outline.name_fa, outline.name_en):
            return outline
    return None


@lru_cache(maxsize=1)
def waters() -> tuple[tuple[float, float, str, str], ...]:
    """Return latitude, longitude, Persian and English name of the seas a map may name."""
    rows = shipped_csv("maps", "world", "waters.csv").rows(named=True)
    return tuple(
        (float(row["lat_deg"]), float(row["lon_deg"]), row["name_fa"], row["name_en"])
        for row in rows
    )


def _read(path: Path) -> tuple[Outline, ...]:
    rows = json.loads(path.read_text(encoding="utf-8"))["outlines"]
    return tuple(
        Outline(
            row["code"],
            row["name_fa"],
            row["name_en"],
            tuple(tuple(ring) for ring in row["rings"]),
        )
        for row in rows
    )
