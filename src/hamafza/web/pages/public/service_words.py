"""Services in words: why a market stands where it stands, and what a figure rests on."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from hamafza.runs.services import ServiceFacts
from hamafza.sources.service_groups import service_groups
from hamafza.vocabulary import writing
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.pages.public.market_words import joined, plain_reason

MILLION = 1e6
STRONG_SHARE = 0.05
"""Of the world's exports of a group: so much is worth a clause."""
QUALITIES: dict[str, Promise] = {
    "reported": pgettext_lazy("services", "reported"),
    "mirror": pgettext_lazy("services", "told by the buyer alone"),
    "balanced": pgettext_lazy("services", "balanced"),
    "estimated": pgettext_lazy("services", "estimated"),
    "no-record": pgettext_lazy("services", "no record"),
}
MEANINGS: dict[str, Promise] = {
    "reported": gettext_lazy("The selling country's own record of these services."),
    "mirror": gettext_lazy(
        "The selling country tells nothing; the buying country's record stands."
    ),
    "balanced": gettext_lazy(
        "Made one figure of what both sides tell, at least one of which reported it."
    ),
    "estimated": gettext_lazy("Neither side reported it: the keeper of the table estimates it."),
    "no-record": gettext_lazy("The table tells no trade of the two countries in this group."),
}
BASES = {
    "reported": Provenance.REAL,
    "mirror": Provenance.REAL,
    "balanced": Provenance.RECONSTRUCTED,
    "estimated": Provenance.ESTIMATED,
    "no-record": Provenance.ESTIMATED,
}
"""What a figure of each quality rests on, in the five grounds of the house."""


def language() -> str:
    """Return the reader's language, ``fa`` or ``en``."""
    return (get_language() or "fa")[:2]


def group_name(code: str) -> str:
    """Return what a group of services is called; another code is returned as it is."""
    group = service_groups().get(code)
    if group is None:
        return code
    return group.name_fa if language() == "fa" else group.name_en


def why(facts: ServiceFacts, name: str) -> str:
    """Return such as "Oman, because it is a neighbour by sea and …"."""
    clauses = [clause for reason in facts.reasons if (clause := _clause(reason, facts))]
    if facts.ease_basis == "gravity":
        clauses.append(_("the two never traded services, so distance and language speak for it"))
    if not clauses:
        clauses = [_purchases(facts)]
    return _("%(market)s, because %(reasons)s.") % {"market": name, "reasons": joined(clauses)}


def why_group(facts: ServiceFacts, name: str) -> str:
    """Return why a group has its room in a market: only what differs between groups."""
    clauses = [
        _("the market buys %(sum)s million dollars of these services a year")
        % {"sum": _bought(facts)}
    ]
    if facts.supply >= STRONG_SHARE:
        share = writing.percent(facts.supply, language(), 0)
        clauses.append(_("%(share)s of the world's exports of them are ours") % {"share": share})
    clauses += [
        _clause(reason, facts) for reason in facts.reasons if reason in ("unrealised", "never-sold")
    ]
    return _("%(market)s, because %(reasons)s.") % {"market": name, "reasons": joined(clauses)}


def _clause(reason: str, facts: ServiceFacts) -> str:
    if reason == "large-demand":
        return _purchases(facts)
    if reason == "easy-trade":
        times = writing.number(facts.ease, language(), 1)
        return _("services between the two flow %(times)s times as easily as elsewhere") % {
            "times": times
        }
    return plain_reason(reason)


def _purchases(facts: ServiceFacts) -> str:
    return _("it buys %(sum)s million dollars of these services a year") % {"sum": _bought(facts)}


def _bought(facts: ServiceFacts) -> str:
    decimals = 0 if facts.demand >= 10 * MILLION else 1
    return writing.number(facts.demand / MILLION, language(), decimals)
