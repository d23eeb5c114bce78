"""The invented registry itself: units drawn, written by hand, some doubled, some spoiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.registry.synthetic.bad_rows import Columns, spoil
from hamafza.registry.synthetic.country import Ground, Towns, chosen_towns, scattered
from hamafza.registry.synthetic.kin import COUPLE, DOUBLE_LICENCE, NAMESAKE, Kin, chosen_kin
from hamafza.registry.synthetic.params import Noise, Size
from hamafza.registry.synthetic.people import dates, licences, phones, second_names
from hamafza.registry.synthetic.twins import doubled
from hamafza.registry.synthetic.writing import by_hand, digits_by_hand, emptied

HEADINGS = {
    "name": "نام واحد", "kind": "نوع واحد", "trade": "رسته", "union": "اتحادیه",
    "licence": "شماره پروانه", "licence_date": "تاریخ صدور", "permit": "نوع مجوز",
    "province": "استان", "city": "شهر", "lat": "عرض جغرافیایی", "lon": "طول جغرافیایی",
    "phone": "تلفن همراه", "goods": "شرح کالا یا خدمت", "capacity": "ظرفیت ماهانه",
    "measure": "واحد شمارش", "workers": "شمار کارکنان", "women": "مالک زن",
    "readiness": "امتیاز آمادگی", "state": "وضعیت", "origin": "منشأ داده",
}  # fmt: skip
_KINDS = {"maker": "تولیدی", "service": "خدماتی", "distributive": "توزیعی"}
_PLAIN = ("", "", "", "", " درجه یک", " صادراتی", " سفارشی", " عمده", " ممتاز")


Texts = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Generated:
    """
    ``registry``: columns under HEADINGS. ``truth``: line, fault, twin_of, hs4, hs6, kin, kin_of.

    ``kin`` says how a unit is like another, at line ``kin_of``, that it is not (``kin.py``).
    """

    registry: pl.DataFrame
    truth: pl.DataFrame


def generate(count: int, seed: int, ground: Ground, noise: Noise, size: Size) -> Generated:
    """
    Return ``count`` invented records and the truth about each.

    ``line`` is the row a spreadsheet shows: the headings are row 1. A twin is another record of
    one unit; it stands anywhere in the file and names its original's line.
    """
    rng = np.random.default_rng(seed)
    twins = min(int(round(count * noise.twin_share)), count // 2)
    article = _articles(rng, ground, count - twins)
    apart, copying = rng.spawn(2)
    kin = chosen_kin(apart, _trades(ground, article), noise)
    columns = _columns(rng, ground, article, kin, noise, size)
    of = rng.choice(count - twins, twins, replace=False) if twins else np.zeros(0, np.int64)
    columns = doubled(copying, columns, _phrases(ground, article, of), of, noise)
    article = np.concatenate([article, article[of]])
    original = np.concatenate([np.full(count - twins, -1, np.int64), of])
    like = np.concatenate([kin.of, np.full(twins, -1, np.int64)])
    how = np.concatenate([kin.how, np.full(twins, "", dtype=object)])
    order = rng.permutation(count)
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    columns = {name: column[order] for name, column in columns.items()}
    twin_of, kin_of = (np.where(of[order] >= 0, place[of[order]] + 2, 0) for of in (original, like))
    bad = _spoiled_rows(rng, twin_of, count, noise)
    faults = spoil(rng, columns, bad)
    named = {HEADINGS[name]: pl.Series(columns[name], dtype=pl.String) for name in HEADINGS}
    told = _truth(ground, article[order], faults, twin_of)
    likeness = {"kin": pl.Series(how[order], dtype=pl.String), "kin_of": _lines(kin_of)}
    return Generated(pl.DataFrame(named), told.with_columns(**likeness))


def _articles(rng: np.random.Generator, ground: Ground, count: int) -> NDArray[np.int64]:
    """Return an article for each unit: trades by their shares, articles of a trade unevenly."""
    trades = ground.articles["trade"].to_numpy().astype(object)
    shares = dict(zip(ground.trades["trade"], ground.trades["share"].cast(float), strict=True))
    weights = np.zeros(len(trades))
    for trade, share in shares.items():
        own = np.flatnonzero(trades == trade)
        popular = rng.permutation(len(own)) + 1.0
        weights[own] = share * popular**-0.7 / (popular**-0.7).sum()
    return rng.choice(len(trades), count, p=weights / weights.sum())


def _trades(ground: Ground, article: NDArray[np.int64]) -> NDArray[np.object_]:
    return ground.articles["trade"].to_numpy().astype(object)[article]


def _phrases(
    ground: Ground, article: NDArray[np.int64], of: NDArray[np.int64]
) -> list[Sequence[str]]:
    """Return for each copied unit the phrases that say what it makes, its own among them."""
    code = pl.coalesce("hs6", "phrase_fa")
    said = ground.articles.with_columns(pl.col("phrase_fa").implode().over("trade", code))
    phrases = said["phrase_fa"].to_list()
    return [phrases[at] for at in article[of]]


def _columns(
    rng: np.random.Generator,
    ground: Ground,
    article: NDArray[np.int64],
    kin: Kin,
    noise: Noise,
    size: Size,
) -> Columns:
    count = len(article)
    articles, towns = ground.articles, Towns.of(ground)
    trade = _trades(ground, article)
    rows = {row["trade"]: row for row in ground.trades.iter_rows(named=True)}
    town, nouns, women, home, crew = _by_trade(rng, rows, towns, trade, size)
    near, beside = kin.pairs(NAMESAKE, COUPLE, DOUBLE_LICENCE)
    town[near] = town[beside]
    at_home = rng.random(count) < home
    permit = np.where(at_home, "پروانه مشاغل خانگی", "پروانه کسب")
    coloured = np.array([rows[name]["coloured"] == "1" for name in trade])
    workers = np.maximum(1, np.rint(rng.lognormal(np.log(crew), size.workers_sigma)))
    lat, lon = _points(rng, towns, town, size)
    unions = articles["union_fa"].to_numpy().astype(object)[article]
    own_union = np.array([rows[name]["union_fa"] for name in trade], dtype=object)
    second, number = second_names(rng, count), phones(rng, count)
    _alike(kin, trade, nouns, second, number)
    wife, husband = kin.pairs(COUPLE)
    lat[wife], lon[wife] = lat[husband], lon[husband]
    of_woman = rng.random(count) < np.where(at_home, 0.85, women)
    second_of, first_of = kin.pairs(DOUBLE_LICENCE)
    of_woman[second_of] = of_woman[first_of]
    of_woman[wife], of_woman[husband] = True, False
    return {
        "name": by_hand(rng, np.asarray(nouns + " " + second, dtype=object), noise),
        "kind": np.array([_KINDS[kind] for kind in articles["kind"]], dtype=object)[article],
        "trade": np.array([rows[name]["label_fa"] for name in trade], dtype=object),
        "union": np.where(unions == None, own_union, unions),  # noqa: E711 - an object array
        "licence": emptied(rng, digits_by_hand(rng, licences(rng, count), noise),
                           noise.no_licence_share),
        "licence_date": digits_by_hand(rng, dates(rng, count), noise),
        "permit": permit.astype(object),
        "province": by_hand(rng, towns.province[town], _unslipped(noise)),
        "city": by_hand(rng, towns.name[town], _unslipped(noise)),
        "lat": lat, "lon": lon,
        "phone": emptied(rng, digits_by_hand(rng, number, noise), noise.no_phone_share),
        "goods": by_hand(rng, _goods(rng, ground, article, coloured), noise),
        "capacity": _capacity(rng, ground, article, noise, size),
        "measure": _measures(ground)[article],
        "workers": emptied(rng, digits_by_hand(rng, _texts(workers), noise),
                           noise.no_workers_share),
        "women": np.where(of_woman, "بله", "خیر")
        .astype(object),
        "readiness": _readiness(rng, count, noise, size),
        "state": np.full(count, "فعال", dtype=object),
        "origin": np.full(count, "ساختگی", dtype=object),
    }  # fmt: skip


def _by_trade(
    rng: np.random.Generator,
    rows: Mapping[str, Mapping[str, str]],
    towns: Towns,
    trade: NDArray[np.object_],
    size: Size,
) -> tuple[NDArray[np.int64], Texts, Floats, Floats, Floats]:
    """Return each unit's town and noun, and what is usual there: women, at home, workers."""
    count = len(trade)
    town, nouns = np.zeros(count, dtype=np.int64), np.empty(count, dtype=object)
    women, home, crew = np.zeros(count), np.zeros(count), np.ones(count)
    for name, row in rows.items():
        own = np.flatnonzero(trade == name)
        town[own] = chosen_towns(rng, towns, row, size.home_weight, len(own))
        nouns[own] = rng.choice(np.array(row["nouns_fa"].split("|"), dtype=object), len(own))
        women[own], home[own] = float(row["women_share"]), float(row["home_share"])
        crew[own] = float(row["workers_median"])
    return town, nouns, women, home, crew


def _alike(kin: Kin, trade: Texts, nouns: Texts, second: Texts, phone: Texts) -> None:
    """Give units like another what they share with it: its name, its telephone."""
    like, other = kin.pairs(NAMESAKE, DOUBLE_LICENCE)
    second[like] = second[other]
    of_one_trade = trade[like] == trade[other]
    nouns[like[of_one_trade]] = nouns[other[of_one_trade]]
    like, other = kin.pairs(COUPLE, DOUBLE_LICENCE)
    phone[like] = phone[other]


def _unslipped(noise: Noise) -> Noise:
    """A place is chosen from a list: keyboards differ, but nobody slips."""
    return replace(noise, slip_share=0.0)


def _points(
    rng: np.random.Generator, towns: Towns, town: NDArray[np.int64], size: Size
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    lat, lon = scattered(rng, towns, town, size.point_km)
    given = rng.random(len(town)) < size.point_share
    written = [np.array([f"{value:.5f}" for value in axis], dtype=object) for axis in (lat, lon)]
    return np.where(given, written[0], ""), np.where(given, written[1], "")


def _goods(
    rng: np.random.Generator,
    ground: Ground,
    article: NDArray[np.int64],
    coloured: NDArray[np.bool_],
) -> NDArray[np.object_]:
    phrases = ground.articles["phrase_fa"].to_numpy().astype(object)[article]
    quality = rng.choice(np.array(_PLAIN, dtype=object), len(article))
    colours = np.array([" " + colour for colour in ground.colours], dtype=object)
    colour = np.where(
        coloured & (rng.random(len(article)) < 0.25), rng.choice(colours, len(article)), ""
    )
    return np.asarray(phrases + colour + quality, dtype=object)


def _capacity(
    rng: np.random.Generator, ground: Ground, article: NDArray[np.int64], noise: Noise, size: Size
) -> NDArray[np.object_]:
    medians = ground.articles["monthly_median"].cast(pl.Float64).to_numpy()[article]
    made = np.maximum(1, np.rint(rng.lognormal(np.log(medians), size.capacity_sigma)))
    written = digits_by_hand(rng, _texts(made), noise)
    return emptied(rng, written, noise.no_capacity_share)


def _readiness(
    rng: np.random.Generator, count: int, noise: Noise, size: Size
) -> NDArray[np.object_]:
    points = np.rint(rng.beta(size.readiness_a, size.readiness_b, count) * 98 + 2)
    return emptied(rng, _texts(points), noise.no_readiness_share)


def _measures(ground: Ground) -> NDArray[np.object_]:
    words = [ground.measures[measure] for measure in ground.articles["measure"]]
    return np.array(words, dtype=object)


def _texts(numbers: NDArray[np.float64]) -> NDArray[np.object_]:
    return np.array([str(int(number)) for number in numbers], dtype=object)


def _spoiled_rows(
    rng: np.random.Generator, twin_of: NDArray[np.int64], count: int, noise: Noise
) -> NDArray[np.int64]:
    """Choose rows that are neither a twin nor a twin's original: a pair stays a pair."""
    free = np.ones(count, dtype=bool)
    free[twin_of > 0] = False
    free[twin_of[twin_of > 0] - 2] = False
    rows = np.flatnonzero(free)
    wanted = min(int(round(count * noise.bad_share)), len(rows))
    return np.sort(rng.choice(rows, wanted, replace=False))


def _truth(
    ground: Ground,
    article: NDArray[np.int64],
    faults: NDArray[np.object_],
    twin_of: NDArray[np.int64],
) -> pl.DataFrame:
    codes = ground.articles.select("hs4", "hs6").fill_null("")[article.tolist()]
    return pl.DataFrame(
        {
            "line": np.arange(len(article)) + 2,
            "fault": pl.Series(faults, dtype=pl.String),
            "twin_of": _lines(twin_of),
            "hs4": codes["hs4"],
            "hs6": codes["hs6"],
        }
    )


def _lines(numbers: NDArray[np.int64]) -> pl.Series:
    return pl.Series([str(line) if line else "" for line in numbers], dtype=pl.String)
