"""Words of screening, for officers; an owner's word stands in the tag ``standing``."""

from django.utils.translation import gettext_lazy as _

from hamafza.screening.parties import Band
from hamafza.web.actions.screening import Standing

GROUNDS = {
    "identifier": _("the same number"),
    "exact-name": _("the same name"),
    "words": _("words alike"),
    "across-scripts": _("across scripts"),
    "weak-alias": _("an alias its issuer doubts"),
    "country-differs": _("another country"),
}
ROLES = {
    "buyer": _("Buyer"),
    "end-user": _("End user"),
    "owner": _("Shareholder"),
    "contact": _("Person met"),
}
OUTCOMES = {
    Band.CLEAR: ("done", _("Clear")),
    Band.REVIEW: ("proposed", _("To be decided")),
    Band.BLOCK: ("stop", _("Stopped")),
}
STANDINGS = {
    Standing.CLEAR: ("done", _("Clear")),
    Standing.WAITING: ("proposed", _("Waits for a screening officer")),
    Standing.STOPPED: ("stop", _("Stopped")),
    Standing.NOT_YET: ("", _("Not screened yet")),
    Standing.NO_LIST: ("stop", _("No current list")),
}


def outcome_badge(band: Band) -> dict[str, object]:
    kind, word = OUTCOMES[band]
    return {"kind": kind, "word": word}
