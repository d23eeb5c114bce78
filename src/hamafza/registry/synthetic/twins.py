"""Second records of one unit: another union's file, another clerk's hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hamafza.registry.synthetic.bad_rows import Columns
from hamafza.registry.synthetic.params import Noise
from hamafza.registry.synthetic.people import licences, phones, second_names
from hamafza.registry.synthetic.writing import by_hand, digits_by_hand
from hamafza.vocabulary.text import latin_digits

_BEFORE = ("تولیدی ", "کارگاه ", "شرکت ", "گروه ")
_OTHER_YEAR_SIGMA = 0.4
_AGAIN_DEG = 0.0003
"""Some thirty metres: who stands before a workshop with a telephone twice."""


def doubled(
    rng: np.random.Generator,
    columns: Columns,
    phrases: Sequence[Sequence[str]],
    of: NDArray[np.int64],
    noise: Noise,
) -> Columns:
    """
    Return columns with a further record for each row of ``of``.

    ``phrases`` are the words there are for what each of these rows makes. Nobody is twice an
    original, so a pair is a pair.
    """
    copies = {name: column[of].copy() for name, column in columns.items()}
    if len(of):
        _retold(rng, copies, phrases, noise)
    return {name: np.concatenate([columns[name], copies[name]]) for name in columns}


def _retold(
    rng: np.random.Generator, copies: Columns, phrases: Sequence[Sequence[str]], noise: Noise
) -> None:
    count = len(copies["name"])
    copies["name"] = by_hand(rng, _names(rng, copies["name"], noise), noise)
    copies["goods"] = by_hand(rng, _goods(rng, copies["goods"], phrases, noise), noise)
    for name, fresh, share in (
        ("phone", phones(rng, count), noise.twin_same_phone_share),
        ("licence", licences(rng, count), noise.twin_same_licence_share),
    ):
        kept = np.where(rng.random(count) < share, copies[name], fresh)
        copies[name] = digits_by_hand(rng, _slipped(rng, kept, noise), noise)
    for name, share in (
        ("capacity", noise.twin_same_capacity_share),
        ("workers", noise.twin_same_workers_share),
    ):
        copies[name] = _figures(rng, copies[name], share, noise)
    other = rng.random(count) < noise.twin_other_owner_share
    copies["women"] = np.where(
        other, np.where(copies["women"] == "بله", "خیر", "بله"), copies["women"]
    )
    copies["trade"] = np.where(
        rng.random(count) < noise.twin_other_trade_share,
        rng.permutation(copies["trade"]),
        copies["trade"],
    )
    _points(rng, copies, noise)
    copies["readiness"] = np.full(count, "", dtype=object)


def _names(
    rng: np.random.Generator, names: NDArray[np.object_], noise: Noise
) -> NDArray[np.object_]:
    count = len(names)
    renamed = rng.random(count) < noise.twin_renamed_share
    noun = np.array([name.split(" ")[0] for name in names], dtype=object)
    names = np.where(renamed, noun + " " + second_names(rng, count), names)
    other = rng.random(count) < noise.twin_other_name_share
    before = rng.choice(np.array(_BEFORE, dtype=object), count)
    return np.asarray(np.where(other, before + names, names), dtype=object)


def _goods(
    rng: np.random.Generator,
    goods: NDArray[np.object_],
    phrases: Sequence[Sequence[str]],
    noise: Noise,
) -> NDArray[np.object_]:
    """Return the words of another clerk: another phrase of the same code, and no colours."""
    written = goods.copy()
    places = rng.random(len(goods))
    for at in np.flatnonzero(rng.random(len(goods)) < noise.twin_goods_reworded_share).tolist():
        said = phrases[at]
        written[at] = said[int(places[at] * len(said))]
    return written


def _slipped(
    rng: np.random.Generator, numbers: NDArray[np.object_], noise: Noise
) -> NDArray[np.object_]:
    """Return numbers, some with a digit wrong or two neighbours exchanged."""
    written = numbers.copy()
    slips = rng.random(len(numbers)) < noise.twin_number_slip_share
    draws = rng.integers(0, 10**6, (3, len(numbers)))
    for at in np.flatnonzero(slips):
        digits = list(latin_digits(written[at]))
        if len(digits) < 6:
            continue
        place = 2 + int(draws[0, at]) % (len(digits) - 3)
        if draws[1, at] % 2 and digits[place] != digits[place + 1]:
            digits[place], digits[place + 1] = digits[place + 1], digits[place]
        else:
            digits[place] = str((int(digits[place]) + 1 + int(draws[2, at]) % 9) % 10)
        written[at] = "".join(digits)
    return written


def _figures(
    rng: np.random.Generator, figures: NDArray[np.object_], same_share: float, noise: Noise
) -> NDArray[np.object_]:
    """Return figures as told to another clerk, some of another year."""
    other = rng.random(len(figures)) >= same_share
    change = rng.lognormal(0.0, _OTHER_YEAR_SIGMA, len(figures))
    written = figures.copy()
    for at in np.flatnonzero(other & (figures != "")):
        written[at] = str(max(1, round(int(latin_digits(figures[at])) * change[at])))
    return digits_by_hand(rng, written, noise)


def _points(rng: np.random.Generator, copies: Columns, noise: Noise) -> None:
    count = len(copies["lat"])
    again = (rng.random(count) < noise.twin_same_point_share) & (copies["lat"] != "")
    for axis in ("lat", "lon"):
        off = rng.normal(0.0, _AGAIN_DEG, count)
        stood = [
            f"{float(at) + by:.5f}" if at else "" for at, by in zip(copies[axis], off, strict=True)
        ]
        copies[axis] = np.where(again, np.array(stood, dtype=object), "")
