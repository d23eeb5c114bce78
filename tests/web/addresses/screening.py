"""Arguments of the pages on screening."""

from hamafza.web.records.screening import Screening


def _doubt(cast):
    made = Screening.objects.create(party=cast.salim.buyer, gate="asked", outcome="review")
    return {"number": made.pk}


ARGUMENTS = {"office:decide_screening": _doubt}
