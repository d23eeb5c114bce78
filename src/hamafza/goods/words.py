"""Words of a phrase: segments, tokens and stems, in either script."""

import re
from functools import lru_cache
from itertools import pairwise

import polars as pl

from hamafza.vocabulary.text import common_keys, is_common, match_key

LONGEST_READ = 1000
"""Characters of a text that are read: what makes a good is said before."""
_RUN = 4
_REMEMBERED = 1 << 13
"""Words whose stem is kept at hand: the common ones; numbers and names pass through."""
_PARTING_SIGNS = ",،;؛/+&|\n\r()[]«»"
_SEGMENTS = re.compile(f"[{re.escape(_PARTING_SIGNS)}]+")
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_SCRIPT = re.compile(r"[A-Za-z]")

# Persian plural endings that stand apart after a half-space.
_LOOSE_ENDINGS = frozenset({"ها", "های", "هایی"})
_JOINED_ENDINGS = ("هایی", "های", "ها", "ات", "ی")

_ENGLISH_STOPS = (
    "a an the of for and or with in on to by from as at is are other others not made type types "
    "kind whether their its such this that than etc nes nec item items product products all any "
    "article articles good goods including excluding use used n e s c thereof"
)
STOP_WORDS = frozenset(_ENGLISH_STOPS.split())
_PERSIAN_STOPS = (
    "روی از با برای در به بر تا را رو زیر انواع محصولات محصول کالا کالای لوازم وسایل سایر غیره "
    "جنس نوع طرح مدل درجه سایز عدد کیلو گرم شرکت تولیدی صنایع صنعت فرآورده فراورده های ها که این آن"
)
PERSIAN_STOP_WORDS = frozenset(map(match_key, _PERSIAN_STOPS.split()))
_PURPOSES = "برای مخصوص جهت ویژه مناسب بابت همراه"
PURPOSE_WORDS = frozenset(map(match_key, _PURPOSES.split()))
"""What stands behind them is not what is made, but what it is for or comes with."""
_SUPPLIES = (
    "تجهیزات لوازم مواد محصولات قطعات وسایل دستگاه ابزار ماشین ماشین‌آلات هدایای اقلام مصالح لباس"
)
SUPPLY_WORDS = frozenset(match_key(_SUPPLIES).split())
"""A service word behind them says what they are for: «لوازم عکاسی» is no photography."""
PARTING_WORDS = frozenset({"و", "and", "or", "یا"})


def language_of(text: str) -> str:
    """Return ``fa`` for text in Arabic script, ``en`` for Latin, empty when it has neither."""
    persian = len(_ARABIC_SCRIPT.findall(text))
    latin = len(_LATIN_SCRIPT.findall(text))
    if persian == latin == 0:
        return ""
    return "fa" if persian >= latin else "en"


def segments(text: str) -> list[list[str]]:
    """Return the tokens of each part of a list such as «گلیم، گبه» or "shirts & trousers"."""
    parts = (tokens(part) for part in _SEGMENTS.split(text))
    return [part for part in parts if part]


def heard_as(texts: pl.Expr) -> pl.Expr:
    """
    Return a text for each that is heard as it is: one for all that differ in spelling alone.

    Persian of common signs comes down to the words of its parts; any other text, and one longer
    than is read, stands for itself.
    """
    parted = common_keys(texts, dict.fromkeys(_PARTING_SIGNS, "|"))
    is_persian = parted.str.contains(r"\p{Arabic}") & ~texts.str.contains("[A-Za-z]")
    is_whole = texts.str.len_chars() <= LONGEST_READ
    return pl.when(is_common(texts) & is_persian & is_whole).then(parted).otherwise(texts)


def tokens(text: str) -> list[str]:
    """Return the words of a text, loose plural endings left out."""
    return [token for token in match_key(text).split() if token not in _LOOSE_ENDINGS]


@lru_cache(maxsize=_REMEMBERED)
def without_ending(token: str) -> str:
    """Return a Persian token without a joined plural or yeh; the token itself if it has none."""
    for ending in _JOINED_ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)]
    return token


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """Return a light English stem: plurals, -ed and -ing go, nothing else."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    return _without_participle(word)


def _without_participle(word: str) -> str:
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            base = word[: -len(ending)]
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "sl" else base
    return word


def english_stems(text: str) -> list[str]:
    """Return the stems of an English text that can tell goods apart; letters alone cannot."""
    words = (word for word in match_key(text).split() if word not in STOP_WORDS)
    stems = [stem(word) for word in words]
    return stems if any(len(word) > 1 for word in stems) else []


def persian_stems(text: str) -> list[str]:
    """
    Return the stems of a Persian text, and each two neighbours joined.

    «پیچ گوشتی» and «پیچگوشتی» meet in the joined word.
    """
    words = tokens(text)
    joined = (left + right for left, right in pairwise(words))
    stems = (without_ending(word) for word in words if word not in PERSIAN_STOP_WORDS)
    return [*stems, *map(without_ending, joined)]


def letter_runs(text: str) -> list[str]:
    """
    Return the runs of four letters of each telling word, its ends marked.

    Words that no text has as they stand (compounds, slips, endings) still share runs with some.
    """
    small = STOP_WORDS | PERSIAN_STOP_WORDS
    words = (f" {word} " for word in tokens(text) if word not in small)
    return [word[at : at + _RUN] for word in words for at in range(max(1, len(word) - _RUN + 1))]
