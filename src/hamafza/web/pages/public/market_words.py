"""Why a market stands where it stands: facts made into one plain sentence."""

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from hamafza.runs.markets import MarketFacts
from hamafza.vocabulary import writing

THOUSAND = 1000.0


def why(market: MarketFacts) -> str:
    """Return such as "Iraq, because it is a neighbour by land and …"."""
    name = market.name_fa if _persian() else market.name_en
    clauses = [clause for reason in market.reasons if (clause := _clause(reason, market))]
    if not clauses:
        clauses = [_purchases(market)]
    return _("%(market)s, because %(reasons)s.") % {"market": name, "reasons": joined(clauses)}


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
    plain = {
        "neighbour-by-land": _("it is a neighbour by land"),
        "neighbour-by-sea": _("it is a neighbour by sea"),
        "unrealised": _("more than half of the room there is still open"),
        "never-sold": _("almost nothing is sold there yet"),
    }
    return plain[reason]


def _purchases(market: MarketFacts) -> str:
    return _("it buys %(sum)s thousand dollars of this a year") % {
        "sum": thousands(market.imports_usd)
    }


def _persian() -> bool:
    return _language() == "fa"


def _language() -> str:
    return (get_language() or "fa")[:2]
