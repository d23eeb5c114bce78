"""The order: sealed offers, shares by the voted rule, and a reason for every zero."""

from django.utils.translation import get_language

from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.placenames import destination
from hamafza.web.records.deals import Allotment
from hamafza.web.shares import reason_in_words
from hamafza.web.shown_units import shown

ROWS = 6


def order(cast: Cast) -> dict | None:
    """Return a few telling rows: the largest, hers, one like hers, and the zeros."""
    shares = list(cast.line.allotments.select_related("unit").order_by("-quantity", "-offered"))
    if not shares:
        return None
    language = get_language() or "fa"
    rows = _telling(shares, cast.hero.pk)
    told = shown(share.unit for share in rows)
    for share in rows:
        share.told = told[share.unit_id]
        share.reason = reason_in_words(share.reason_code, share.reason_facts, language)
    return {
        "rows": rows,
        "place": destination(cast.deal.destination_city, cast.deal.final_destination, language),
        "offers": sum(1 for share in shares if share.offered),
        "all": len(shares),
        "zeros": sum(1 for share in shares if not share.quantity),
        "total": cast.line.quantity,
        "hero_id": cast.hero.pk,
    }


def _telling(shares: list[Allotment], hero_id: int) -> list[Allotment]:
    """Zeros keep half of the rows at most; different reasons before equal ones."""
    zeros = _one_of_each_reason([share for share in shares if not share.quantity])[: ROWS // 2]
    hers = [share for share in shares if share.unit_id == hero_id and share.quantity]
    others = [share for share in shares if share.quantity and share.unit_id != hero_id]
    kept = _one_of_each_reason(others)[: ROWS - len(zeros) - len(hers)]
    chosen = {share.pk for share in [*zeros, *hers, *kept]}
    return [share for share in shares if share.pk in chosen]


def _one_of_each_reason(shares: list[Allotment]) -> list[Allotment]:
    seen: set[str] = set()
    first: list[Allotment] = []
    rest: list[Allotment] = []
    for share in shares:
        (rest if share.reason_code in seen else first).append(share)
        seen.add(share.reason_code)
    return first + rest
