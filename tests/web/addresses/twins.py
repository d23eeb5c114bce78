"""Arguments of the pages on twins."""

from hamafza.web.records.twins import TwinPair
from tests.web.twins.making import make_pair


def _a_pair(cast):
    there = TwinPair.objects.first()
    return {"number": there.pk if there else make_pair(cast.unit).pk}


ARGUMENTS = {
    "office:twin": _a_pair,
    "office:decide_twin": _a_pair,
    "office:undo_twin": _a_pair,
}
