"""Words of screening, for officers; an owner's word stands in the tag ``standing``."""

from django.utils.translation import gettext_lazy as _

from hamafza.screening.goods import Answer
from hamafza.screening.parties import Band
from hamafza.web.actions.goods_control import Standing as GoodsStanding
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


GOODS_STANDINGS = {
    GoodsStanding.FREE: ("done", _("May go")),
    GoodsStanding.OPEN: ("stop", _("Questions to answer")),
    GoodsStanding.WAITING: ("proposed", _("Waits for a screening officer")),
    GoodsStanding.STOPPED: ("stop", _("Stopped")),
}
GOODS_QUESTIONS = {
    "protected-species": _("Is any of it made of a protected animal or plant?"),
    "veterinary": _("Does it need a veterinary paper that is not there yet?"),
    "plant-health": _("Does it need a paper of plant health that is not there yet?"),
    "chemical-precursor": _("Can it serve to make drugs, explosives or chemical weapons?"),
    "medicine-licence": _("Does it need a medicine licence that is not there yet?"),
    "explosive": _("Does it hold or make up an explosive?"),
    "cultural-heritage": _("Is any of it an antique or a protected cultural good?"),
    "dual-use": _("Can it serve an army or weapons as well as civil use?"),
    "arms": _("Is it a weapon, ammunition or a part of either?"),
}
ANSWERS = {
    Answer.NO: _("No"),
    Answer.YES: _("Yes"),
    Answer.UNSURE: _("Not sure"),
}


def outcome_badge(band: Band) -> dict[str, object]:
    kind, word = OUTCOMES[band]
    return {"kind": kind, "word": word}
