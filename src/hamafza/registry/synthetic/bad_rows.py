"""Rows spoiled on purpose, each with the fault that a reader should find."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[np.object_]]
Spoil = Callable[[np.random.Generator, Columns, int], None]


def _set(column: str, *texts: str) -> Spoil:
    def spoil(rng: np.random.Generator, columns: Columns, at: int) -> None:
        columns[column][at] = texts[int(rng.integers(len(texts)))]

    return spoil


def _city_elsewhere(rng: np.random.Generator, columns: Columns, at: int) -> None:
    """Cities whose name is found once in the country, under a province that is not theirs."""
    lonely = {"بندرعباس": "هرمزگان", "یاسوج": "کهگیلویه و بویراحمد", "سنندج": "کردستان"}
    city = list(lonely)[int(rng.integers(len(lonely)))]
    other = "کرمان" if lonely[city] != "کرمان" else "یزد"
    columns["city"][at], columns["province"][at] = city, other


FAULTS: dict[str, Spoil] = {
    "name-missing": _set("name", "", "-", "..."),
    "goods-missing": _set("goods", "", "---", "؟"),
    "city-unknown": _set("city", "ناکجاآباد", "شهر فرضی", "xxx"),
    "city-not-in-province": _city_elsewhere,
    "city-missing": _set("city", ""),
    "province-unknown": _set("province", "استان سی و دوم", "خارج"),
    "capacity-not-a-number": _set("capacity", "زیاد", "نامشخص", "2..5", "؟؟"),
    "capacity-negative": _set("capacity", "-40", "-1", "-۱۲۰"),
    "capacity-absurd": _set("capacity", "999999999999", "4000000000"),
    "workers-wrong": _set("workers", "-3", "90000", "چند نفر"),
    "licence-date-wrong": _set("licence_date", "1403/13/02", "1402/00/10", "31/31/1400"),
    "readiness-wrong": _set("readiness", "140", "-5", "عالی"),
    "kind-unknown": _set("kind", "نامعلوم", "دیگر"),
    "closed": _set("state", "تعطیل", "ابطال", "بسته"),
}


def spoil(
    rng: np.random.Generator, columns: Columns, rows: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Spoil the rows in place, one fault each; return the faults of all rows, empty for none."""
    told = np.full(len(columns["name"]), "", dtype=object)
    codes = list(FAULTS)
    for at, which in zip(rows, rng.integers(len(codes), size=len(rows)), strict=True):
        FAULTS[codes[which]](rng, columns, int(at))
        told[at] = codes[which]
        if codes[which].startswith("city"):
            columns["lat"][at] = columns["lon"][at] = ""
    return told
