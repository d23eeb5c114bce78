"""The invented registry as two files: what a union sends, and the truth about it."""

from pathlib import Path

import polars as pl

from hamafza.registry.refusals import CountNotPossible
from hamafza.registry.synthetic.country import Ground
from hamafza.registry.synthetic.generate import Generated, generate
from hamafza.registry.synthetic.owners import with_owners
from hamafza.registry.synthetic.params import Noise, Owners, Size
from hamafza.store.parameters import load
from hamafza.store.resources import shipped_csv
from hamafza.store.tables import write_csv, write_csv_bom

LEAST, MOST = 1, 5_000_000
_MEASURES = {
    "piece": "عدد", "pair": "جفت", "set": "دست", "kilogram": "کیلوگرم", "tonne": "تن",
    "metre": "متر", "square_metre": "متر مربع", "job": "سفارش", "litre": "لیتر",
}  # fmt: skip
_COLOURS = ("سفید", "مشکی", "کرم", "قهوه‌ای", "سرمه‌ای", "سبز", "آبی", "زرشکی", "طوسی", "قرمز")


def generate_registry(count: int, seed: int) -> Generated:
    """Return an invented registry; the same count and seed give the same one."""
    if not LEAST <= count <= MOST:
        raise CountNotPossible(count=count, least=LEAST, most=MOST)
    noise = load(Noise, "synthetic", "noise")
    return generate(count, seed, ground(), noise, load(Size, "synthetic", "size"))


def write_registry(count: int, seed: int, out: Path, *, owners: bool = False) -> Path:
    """
    Write the registry to ``out`` and the truth beside it; return the path of the truth.

    With ``owners`` it tells of invented people and their papers too.
    """
    made = generate_registry(count, seed)
    if owners:
        made = with_owners(made, seed, load(Owners, "synthetic", "owners"))
    truth = out.with_suffix(".truth.csv")
    write_csv_bom(made.registry, out)
    write_csv(made.truth, truth)
    return truth


def ground() -> Ground:
    """Return the shipped tables that the invented registry is drawn from."""
    articles = shipped_csv("synthetic", "articles.csv")
    trades = shipped_csv("synthetic", "trades.csv")
    known = trades["trade"].implode()
    return Ground(
        articles.filter(pl.col("trade").is_in(known)),
        trades,
        shipped_csv("iran", "cities.csv"),
        shipped_csv("iran", "provinces.csv"),
        _MEASURES,
        _COLOURS,
    )
