"""Why a group goes where it goes, in the reader's words; no Django: the command uses it too."""

from collections.abc import Mapping
from typing import Any

from hamafza.vocabulary import writing

CLAUSES = {
    "most-gain": (
        "nowhere else leaves it more on a dollar: %(gain)s cents",
        "هیچ‌جا از هر دلار بیشتر برایش نمی‌ماند: %(gain)s سنت",
    ),
    "short-way": (
        "the way is short: %(km)s km, %(way)s percent of the value",
        "راه کوتاه است: %(km)s کیلومتر، %(way)s درصد ارزش کالا",
    ),
    "neighbour-by-land": ("it is a neighbour by land", "همسایه زمینی است"),
    "neighbour-by-sea": ("it is a neighbour by sea", "همسایه دریایی است"),
    "large-demand": ("its demand for this good is large", "تقاضای این کالا در آن زیاد است"),
    "easy-trade": (
        "it trades with us %(ease)s times as much as goods alone explain",
        "%(ease)s برابر آنچه از کالاها برمی‌آید با ما دادوستد دارد",
    ),
    "unrealised": (
        "%(gap)s dollars a year of its potential are still open",
        "سالی %(gap)s دلار از پتانسیل آن هنوز باز است",
    ),
    "never-sold": ("almost nothing is sold there yet", "هنوز تقریباً چیزی آنجا فروخته نشده است"),
}
NOT_THERE = {
    "lot-above-room": (
        "its smallest lot, %(lot)s dollars, is more than the room of the year there, %(cap)s "
        "dollars",
        "کوچک‌ترین محموله‌اش، %(lot)s دلار، از جای یک سال آنجا، %(cap)s دلار، بیشتر است",
    ),
    "market-full": (
        "its room of %(cap)s dollars is taken: %(used)s dollars are planned there already",
        "جای آن، %(cap)s دلار، پر است: %(used)s دلار پیش‌تر برای آن برنامه شده است",
    ),
    "ceiling-full": (
        "no more of the programme may go there: not all is sent to one place, and neighbours "
        "come first",
        "از برنامه بیش از این به آنجا نمی‌رود: همه به یک جا فرستاده نمی‌شود و همسایه‌ها پیش‌ترند",
    ),
    "gain-lower": (
        "less would be left there: %(gain)s cents of a dollar",
        "آنجا کمتر برایش می‌ماند: %(gain)s سنت از هر دلار",
    ),
    "crowded": (
        "%(used)s dollars are planned there already, and prices would fall",
        "%(used)s دلار پیش‌تر برای آن برنامه شده است و قیمت می‌شکند",
    ),
    "near-equal": (
        "it would bring about as much; room there is left for others",
        "تقریباً همان‌قدر می‌آورد؛ جای آن برای دیگران ماند",
    ),
}
NOWHERE = {
    "capacity-below-lot": (
        "what it makes in a quarter does not fill its smallest lot of %(lot)s dollars; with "
        "others it could",
        "آنچه در یک فصل می‌سازد کوچک‌ترین محموله، %(lot)s دلار، را پر نمی‌کند؛ با دیگران می‌تواند",
    ),
    "no-potential": (
        "no market here has room for its good",
        "هیچ‌یک از این بازارها برای کالای آن جا ندارد",
    ),
    "way-above-margin": (
        "the way to every market with room costs more than its margin",
        "راه هر بازاری که جا دارد از سود آن گران‌تر است",
    ),
    "lots-above-rooms": (
        "its smallest lot, %(lot)s dollars, is more than any market's room",
        "کوچک‌ترین محموله‌اش، %(lot)s دلار، از جای هر بازاری بیشتر است",
    ),
    "all-full": (
        "every market it could serve is filled by groups that leave more on a dollar",
        "هر بازاری که می‌توانست، با گروه‌هایی پر شده است که از هر دلار بیشتر می‌آورند",
    ),
}
LACKING = {
    "capacity-below-lot": ("a quarter does not fill a lot", "یک فصل یک محموله را پر نمی‌کند"),
    "lot-above-room": ("its lot is more than the market's room", "محموله‌اش از جای بازار بیشتر است"),
    "way-above-margin": ("the way costs more than its margin", "راه از سود آن گران‌تر است"),
    "not-ready": ("it is not ready yet", "هنوز آماده نیست"),
    "readiness-unknown": ("its readiness is not known", "آمادگی‌اش دانسته نیست"),
}
MOST_CLAUSES = 3

Row = Mapping[str, Any]


def explanation(row: Row, names: tuple[str, str], language: str) -> str:
    """
    Return the sentence of a row of PlanExplained, such as "Oman, because it is a neighbour ...".

    ``names`` are the market's, English and Persian; not looked at where there is no market.
    """
    facts, codes = _facts(row, language), [code for code in row["reasons"].split(",") if code]
    at = int(language == "fa")
    if row["kind"] == "none":
        begin = ("No market, because %s.", "هیچ بازاری، چون %s.")[at]
        return begin % (NOWHERE[codes[0]][at] % facts)
    if row["kind"] == "next":
        begin = ("Not %s, because %s.", "%s نه، چون %s.")[at]
        return begin % (names[at], NOT_THERE[codes[0]][at] % facts)
    clauses = [CLAUSES[code][at] % facts for code in codes[:MOST_CLAUSES]]
    if not clauses:
        return ("%s has room for it.", "%s برایش جا دارد.")[at] % names[at]
    begin = ("%s, because %s.", "%s، چون %s.")[at]
    return begin % (names[at], joined(clauses, language))


def lacking(codes: str, language: str) -> str:
    """Return what a group lacks to serve a market, in words; empty for nothing."""
    at = int(language == "fa")
    return joined([LACKING[code][at] for code in codes.split(",") if code], language)


def joined(parts: list[str], language: str) -> str:
    """Join with the language's comma, the last with its "and"."""
    if len(parts) < 2:
        return "".join(parts)
    comma, last = ("، ", " و ") if language == "fa" else (", ", " and ")
    return comma.join(parts[:-1]) + last + parts[-1]


def _facts(row: Row, language: str) -> dict[str, str]:
    """Return the figures a clause may quote, as the reader writes them."""
    told = {
        "gain": (row["gain_share"], 100.0, 1), "km": (row["km"], 1.0, 0),
        "way": (row["way_share"], 100.0, 1), "ease": (row["ease"], 1.0, 1),
        "gap": (row["gap_usd"], 1.0, 0), "lot": (row["lot_usd"], 1.0, 0),
        "cap": (row["cap_usd"], 1.0, 0), "used": (row["used_usd"], 1.0, 0),
    }  # fmt: skip
    return {
        name: writing.number((value or 0.0) * times, language, decimals)
        for name, (value, times, decimals) in told.items()
    }
