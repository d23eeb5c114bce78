"""Second records of one unit: another union's file, another clerk's hand."""

import numpy as np
from numpy.typing import NDArray

from hamafza.registry.synthetic.bad_rows import Columns
from hamafza.registry.synthetic.params import Noise
from hamafza.registry.synthetic.people import licences, phones
from hamafza.registry.synthetic.writing import by_hand, digits_by_hand

_BEFORE = ("تولیدی ", "کارگاه ", "شرکت ", "گروه ")


def doubled(
    rng: np.random.Generator,
    columns: Columns,
    article: NDArray[np.int64],
    twins: int,
    noise: Noise,
) -> tuple[Columns, NDArray[np.int64], NDArray[np.int64]]:
    """
    Return columns and articles with ``twins`` further records, and each record's original.

    The original is a row's index, or -1 for a record that is none's twin. Nobody is twice an
    original, so a pair is a pair.
    """
    count = len(article)
    twins = min(twins, count)
    of = rng.choice(count, twins, replace=False)
    copies = {name: column[of].copy() for name, column in columns.items()}
    _retold(rng, copies, noise)
    both = {name: np.concatenate([columns[name], copies[name]]) for name in columns}
    original = np.concatenate([np.full(count, -1, dtype=np.int64), of])
    return both, np.concatenate([article, article[of]]), original


def _retold(rng: np.random.Generator, copies: Columns, noise: Noise) -> None:
    count = len(copies["name"])
    other = rng.random(count) < noise.twin_other_name_share
    before = rng.choice(np.array(_BEFORE, dtype=object), count)
    copies["name"] = by_hand(rng, np.where(other, before + copies["name"], copies["name"]), noise)
    copies["goods"] = by_hand(rng, copies["goods"], noise)
    new_phone = rng.random(count) >= noise.twin_same_phone_share
    copies["phone"] = np.where(new_phone, phones(rng, count), copies["phone"])
    new_licence = rng.random(count) >= noise.twin_same_licence_share
    fresh = digits_by_hand(rng, licences(rng, count), noise)
    copies["licence"] = np.where(new_licence, fresh, copies["licence"])
    for name in ("lat", "lon", "readiness"):
        copies[name] = np.full(count, "", dtype=object)
