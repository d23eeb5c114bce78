"""Arguments of the pages on factories' needs."""

from hamafza.web.records.parts import Need, NeedMatch


def _need(cast) -> Need:
    return Need.objects.create(factory=cast.omid.factory, text="لنت ترمز", quantity=500, hs4="8708")


def _asked(cast):
    match = NeedMatch.objects.create(
        need=_need(cast), unit=cast.unit, rank=1, score=0.5, km=10, capacity=40, state="asked"
    )
    return {"number": match.pk}


def _number(cast):
    return {"number": _need(cast).pk}


ARGUMENTS = {
    "factory:need": _number,
    "factory:ask_workshops": _number,
    "factory:close_need": _number,
    "producer:answer_need": _asked,
}
