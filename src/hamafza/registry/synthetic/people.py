"""Invented names of workshops and people, telephones and licences."""

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]

SURNAMES = np.array(
    [  # fmt: skip
        "محمدی",
        "احمدی",
        "رضایی",
        "حسینی",
        "کریمی",
        "موسوی",
        "جعفری",
        "صادقی",
        "رحیمی",
        "قاسمی",
        "ابراهیمی",
        "حیدری",
        "نوری",
        "کاظمی",
        "اکبری",
        "یوسفی",
        "امیری",
        "هاشمی",
        "باقری",
        "صالحی",
        "شریفی",
        "زارعی",
        "مرادی",
        "عباسی",
        "فلاح",
        "کاویانی",
        "نیکنام",
        "مهرابی",
        "صمدی",
        "بهرامی",
        "راد",
        "کرمانی",
        "یزدانی",
        "شیرازی",
        "تبریزی",
        "اصفهانی",
        "خراسانی",
        "گیلانی",
        "زمانی",
        "سلیمانی",
        "طاهری",
        "نجفی",
        "قنبری",
        "عزیزی",
        "رستمی",
        "فرهادی",
        "شفیعی",
        "منصوری",
        "خسروی",
        "توکلی",
        "بهشتی",
        "داوری",
        "ملکی",
        "افشار",
        "قربانی",
        "حبیبی",
        "نادری",
        "پورمند",
        "دهقان",
        "باغبان",
        "نجار",
        "آهنگر",
        "زرگر",
        "صفار",
        "کفاش",
    ],
    dtype=object,
)
BRANDS = np.array(
    [  # fmt: skip
        "پارس",
        "آریا",
        "کویر",
        "البرز",
        "زاگرس",
        "دماوند",
        "سهند",
        "سبلان",
        "هیرکان",
        "کارون",
        "مهر",
        "ماه",
        "ستاره",
        "نگین",
        "مروارید",
        "فیروزه",
        "یاقوت",
        "زمرد",
        "طلایی",
        "نقش",
        "گلستان",
        "باران",
        "بهار",
        "نسیم",
        "سپهر",
        "آسمان",
        "آفتاب",
        "شفق",
        "افق",
        "نوین",
        "ایران\u200cزمین",
        "خلیج",
        "کیمیا",
        "هنر",
        "ترمه",
        "ابریشم",
        "پامچال",
        "نیلوفر",
        "لاله",
        "شقایق",
        "ارغوان",
        "صبا",
        "آرمان",
        "ایثار",
        "توان",
        "تلاش",
        "اتحاد",
        "برادران",
        "امید",
        "فردا",
        "پیشرو",
        "آینده",
        "ماندگار",
        "دیبا",
        "پرنیان",
    ],
    dtype=object,
)
PLACES = np.array(["", "", "", " نو", " شرق", " غرب", " مرکزی"], dtype=object)


def second_names(rng: np.random.Generator, count: int) -> Texts:
    """Return what stands after the noun («قنادی», «کارگاه» ...): a family's name or a brand."""
    own = rng.random(count) < 0.55
    second = np.where(own, rng.choice(SURNAMES, count), rng.choice(BRANDS, count))
    ending = np.where(own, "", rng.choice(PLACES, count))
    return np.asarray(second + ending, dtype=object)


def phones(rng: np.random.Generator, count: int) -> Texts:
    """Return mobile numbers under a prefix that no operator gives out (0900)."""
    return np.array([f"0900{number:07d}" for number in rng.integers(0, 10**7, count)], dtype=object)


def licences(rng: np.random.Generator, count: int) -> Texts:
    """Return ten-digit licence numbers."""
    numbers = rng.integers(10**8, 10**9, count)
    return np.array([f"0{number}" for number in numbers], dtype=object)


def dates(rng: np.random.Generator, count: int) -> Texts:
    """Return Jalali days of 1390 to 1404; the 30th and 31st are left out."""
    years, months = rng.integers(1390, 1405, count), rng.integers(1, 13, count)
    days = rng.integers(1, 30, count)
    return np.array(
        [f"{y}/{m:02d}/{d:02d}" for y, m, d in zip(years, months, days, strict=True)], dtype=object
    )
