"""Why a market stands where it stands: facts made into one plain sentence."""

from collections.abc import Sequence
from math import isinf

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hamafza.markets.comparison import FIRST, Tip
from hamafza.runs import market_grounds
from hamafza.runs.market_grounds import Ground
from hamafza.runs.markets import MarketFacts
from hamafza.vocabulary import writing

THOUSAND = 1000.0
STRONG_SHARE = 0.05
"""Of the world's exports of a good: so much is worth a clause."""
SOURCES: dict[str, Promise] = {
    market_grounds.EXPORTS: gettext_lazy("exports by heading, UN Comtrade"),
    market_grounds.PAIRS: gettext_lazy("trade of pairs, UNCTAD"),
    market_grounds.IMPORTS: gettext_lazy("from UN Comtrade and UNCTAD"),
    market_grounds.DISTANCES: gettext_lazy("distances, CEPII"),
}
_PLAIN: dict[str, Promise] = {
    "neighbour-by-land": gettext_lazy("it is a neighbour by land"),
    "neighbour-by-sea": gettext_lazy("it is a neighbour by sea"),
    "unrealised": gettext_lazy("more than half of the room there is still open"),
    "never-sold": gettext_lazy("almost nothing is sold there yet"),
}


def why(market: MarketFacts) -> str:
    """Return such as "Iraq, because it is a neighbour by land and …"."""
    name = market.name_fa if _persian() else market.name_en
    clauses = [clause for reason in market.reasons if (clause := _clause(reason, market))]
    if not clauses:
        clauses = [_purchases(market)]
    return _("%(market)s, because %(reasons)s.") % {"market": name, "reasons": joined(clauses)}


def plain_reason(reason: str) -> str:
    """Return the clause of a reason that needs no figure."""
    return str(_PLAIN[reason])


def joined(parts: list[str]) -> str:
    """Join with the reader's comma, the last with "and"."""
    if len(parts) == 1:
        return parts[0]
    comma = "، " if get_language_bidi() else ", "
    return _("%(most)s and %(last)s") % {"most": comma.join(parts[:-1]), "last": parts[-1]}


def thousands(usd: float) -> str:
    """Write thousand dollars, with a decimal where it would be lost."""
    return writing.number(usd / THOUSAND, _language(), 0 if usd >= 10 * THOUSAND else 1)


def _clause(reason: str, market: MarketFacts) -> str:
    if reason == "large-demand":
        return _purchases(market)
    if reason == "easy-trade":
        times = writing.number(market.ease, _language(), 1)
        return _("it trades with us %(times)s times as much as goods alone explain") % {
            "times": times
        }
    return plain_reason(reason)


def _purchases(market: MarketFacts) -> str:
    return _("it buys %(sum)s thousand dollars of this a year") % {
        "sum": thousands(market.imports_usd)
    }


def _persian() -> bool:
    return _language() == "fa"


def _language() -> str:
    return (get_language() or "fa")[:2]


def why_goods(goods: MarketFacts, name: str, makers: int = 0) -> str:
    """Return why a good has its room in a market: only what differs between goods."""
    sum_ = thousands(goods.imports_usd)
    clauses = [_("the market buys %(sum)s thousand dollars of it a year") % {"sum": sum_}]
    if goods.supply >= STRONG_SHARE:
        share = writing.percent(goods.supply, _language(), 0)
        clauses.append(_("%(share)s of the world's exports of it are ours") % {"share": share})
    clauses += [
        _clause(reason, goods) for reason in goods.reasons if reason in ("unrealised", "never-sold")
    ]
    if makers:
        told = ngettext(
            "%(many)s registered workshop makes it", "%(many)s registered workshops make it", makers
        )
        clauses.append(told % {"many": writing.number(makers, _language())})
    return _("%(market)s, because %(reasons)s.") % {
        "market": name,
        "reasons": joined(clauses),
    }


def tipped(tip: Tip | None, names: Sequence[str]) -> str:
    """Say which of two markets has more room, what tips it, and what speaks for the other."""
    if tip is None:
        return _("%(first)s and %(second)s have the same room.") % {
            "first": names[0],
            "second": names[1],
        }
    ahead, behind = names if tip.ahead == FIRST else (names[1], names[0])
    told = _tips(tip.by, tip.by_times) % {"market": ahead}
    sentence = _("%(ahead)s has more room than %(behind)s; what tips it: %(told)s.") % {
        "ahead": ahead,
        "behind": behind,
        "told": told,
    }
    if not tip.against:
        return sentence
    but = _tips(tip.against, tip.against_times) % {"market": behind}
    return sentence + " " + _("For %(behind)s speaks: %(told)s.") % {"behind": behind, "told": but}


def _tips(factor: str, times: float) -> str:
    """Return a clause with a place for the market's name."""
    if isinf(times):
        return {
            "room": _("the other buys all its potential from us already"),
            "demand": _("the other buys none of it"),
        }.get(factor, _("the other trades nothing with us"))
    shown = writing.number(times, _language(), 1)
    clause = {
        "supply": _("our part of the world's exports of these goods is %(times)s times as large"),
        "demand": _("%(market)s buys %(times)s times as much from the world"),
        "nearness": _("beside its usual suppliers we lie %(times)s times as near to %(market)s"),
        "ease": _("trade with %(market)s comes %(times)s times as easily"),
        "room": _("the part still open in %(market)s is %(times)s times as large"),
    }[factor]
    return clause.replace("%(times)s", shown)


def told_ground(ground: Ground) -> str:
    """Say year and source: "2017, exports by heading, UN Comtrade"."""
    comma = "، " if get_language_bidi() else ", "
    years = comma.join(writing.digits(year, _language()) for year in ground.years)
    return f"{years}{comma}{source_words(ground)}"


def source_words(ground: Ground) -> str:
    """Return the source in the reader's words, or as an imported table names it."""
    return str(SOURCES.get(ground.source, ground.source))
