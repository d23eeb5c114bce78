"""Invented owners and papers beside an invented registry: columns added, nothing else moved."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hamafza.registry.synthetic.generate import HEADINGS, Generated
from hamafza.registry.synthetic.kin import DOUBLE_LICENCE
from hamafza.registry.synthetic.params import Owners
from hamafza.registry.synthetic.people import SURNAMES

Texts = NDArray[np.object_]
Bools = NDArray[np.bool_]

OWNER_HEADINGS = (
    "نام مالک", "کد ملی", "جنسیت", "تاریخ اعتبار", "مرجع صدور", "گروه صنفی", "شهرستان",
    "کد پستی", "تلفن ثابت", "ایمیل", "شاغلین زن", "ماشین‌آلات",
)  # fmt: skip
_WOMEN = ("مریم", "زهرا", "فاطمه", "نرگس", "لیلا", "سمیه", "پروین", "مهناز", "شیرین", "گلناز")
_MEN = ("علی", "رضا", "حسین", "محمد", "حسن", "مهدی", "احمد", "جواد", "کاظم", "بهروز")
_MACHINES = ("چرخ صنعتی", "دستگاه برش", "اتو پرس", "دستگاه بسته‌بندی", "دار", "کوره", "مته", "اره")
_NOBODYS = 999_000_000
"""Codes under 999 are issued by no office (assumed); their check digits are sound."""
_WEIGHTS = np.arange(10, 1, -1)


def with_owners(made: Generated, seed: int, params: Owners) -> Generated:
    """
    Return the registry with the columns OWNER_HEADINGS.

    Two records of one unit have one owner, and so have the two licences of one person.
    """
    rng = np.random.default_rng([seed, 7])
    registry, count = made.registry, made.registry.height
    owner = _owners(made.truth)
    woman = (registry[HEADINGS["women"]] == "بله").to_numpy()[owner]
    code = _codes(rng.permutation(10**6)[: max(1, count)] if count <= 10**6 else np.arange(count))
    wrong = rng.random(count) < params.wrong_code_share
    written = np.where(
        wrong, np.array([f"{text[:-1]}x" for text in code[owner]], object), code[owner]
    )
    workers = registry[HEADINGS["workers"]].str.extract(r"^([0-9]+)$").cast(pl.Int64)
    women = np.minimum(rng.integers(0, 4, count), workers.fill_null(0).to_numpy())
    issued = registry[HEADINGS["licence_date"]]
    ends = issued.str.slice(0, 4).cast(pl.Int64, strict=False) + params.licence_years
    last = ends.cast(pl.String) + issued.str.slice(4)
    licensed = (registry[HEADINGS["licence"]] != "").to_numpy()
    columns = {
        "نام مالک": _names(rng, woman, count)[owner],
        "کد ملی": _some(rng, written, params.no_code_share),
        "جنسیت": np.where(woman, "زن", "مرد"),
        "تاریخ اعتبار": np.where(licensed, last.fill_null(""), ""),
        "مرجع صدور": np.where(licensed, registry[HEADINGS["union"]], ""),
        "گروه صنفی": _classes(registry[HEADINGS["kind"]]),
        "شهرستان": registry[HEADINGS["city"]].to_numpy(),
        "کد پستی": _texts("0000{:06d}", rng.integers(0, 10**6, count)),
        "تلفن ثابت": _some(rng, _texts("0210{:07d}", rng.integers(0, 10**7, count)), 0.3),
        "ایمیل": _some(rng, _texts("unit{}@example.com", np.arange(count)), params.no_email_share),
        "شاغلین زن": np.where(workers.is_null().to_numpy(), "", women.astype(str)),
        "ماشین‌آلات": _machines(rng, count),
    }
    told = {name: pl.Series(columns[name], dtype=pl.String) for name in OWNER_HEADINGS}
    return Generated(registry.with_columns(**told), made.truth)


def _owners(truth: pl.DataFrame) -> NDArray[np.int64]:
    """Return for each row the row whose owner is its own."""
    count = truth.height
    owner = np.arange(count)
    double = (truth["kin"] == DOUBLE_LICENCE).to_numpy()
    beside = truth["kin_of"].cast(pl.Int64, strict=False).fill_null(2).to_numpy() - 2
    owner[double] = beside[double]
    twin = (truth["twin_of"] != "").to_numpy()
    original = truth["twin_of"].cast(pl.Int64, strict=False).fill_null(2).to_numpy() - 2
    owner[twin] = owner[original[twin]]
    return owner


def _codes(numbers: NDArray[np.int64]) -> Texts:
    """Return ten-digit codes whose last digit is the check of the rest."""
    base = _NOBODYS + numbers
    digits = (base[:, None] // 10 ** np.arange(8, -1, -1)) % 10
    rest = (digits * _WEIGHTS).sum(axis=1) % 11
    check = np.where(rest < 2, rest, 11 - rest)
    return np.array([f"{one}{last}" for one, last in zip(base, check, strict=True)], dtype=object)


def _names(rng: np.random.Generator, woman: Bools, count: int) -> Texts:
    first = np.where(woman, rng.choice(_WOMEN, count), rng.choice(_MEN, count)).astype(object)
    return np.asarray(first + " " + rng.choice(SURNAMES, count), dtype=object)


def _classes(kind: pl.Series) -> Texts:
    words = {"تولیدی": "تولیدی", "خدماتی": "خدمات فنی", "توزیعی": "توزیعی"}
    return kind.replace_strict(words, default="", return_dtype=pl.String).to_numpy()


def _machines(rng: np.random.Generator, count: int) -> Texts:
    one, other = rng.choice(_MACHINES, count), rng.choice(_MACHINES, count)
    both = np.array([f"{a}، {b}" for a, b in zip(one, other, strict=True)], dtype=object)
    return np.where(rng.random(count) < 0.5, both, one).astype(object)


def _some(rng: np.random.Generator, texts: Texts, empty_share: float) -> Texts:
    return np.where(rng.random(len(texts)) < empty_share, "", texts)


def _texts(pattern: str, numbers: NDArray[np.int64]) -> Texts:
    return np.array([pattern.format(number) for number in numbers], dtype=object)
