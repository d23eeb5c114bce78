"""One workshop: her words, the one question, and what she can make alone."""

from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.goods import GoodsConfirmation
from hamafza.web.records.units import Unit


def words(cast: Cast) -> dict | None:
    """Return what she wrote, what was asked and what she answered."""
    confirmed = _confirmation(cast.hero)
    if confirmed is None:
        return None
    return {
        "unit": cast.hero,
        "said": confirmed.text,
        "question": confirmed.question,
        "answer": confirmed.answer,
        "code": confirmed.hs6 or confirmed.hs4,
        "reason": confirmed.reason,
    }


def alone(cast: Cast) -> dict | None:
    """Return her month beside the buyer's order, in squares of a stated number of pieces."""
    wanted = cast.line.quantity
    offer = cast.line.offers.filter(unit=cast.hero).first()
    makes = offer.quantity if offer else int(cast.hero.monthly_units or 0)
    if not makes or makes >= wanted:
        return None
    each = max(wanted // 60, 1)
    return {
        "makes": makes,
        "wanted": wanted,
        "each": each,
        "filled": makes // each,
        "squares": -(-wanted // each),
        "others": max(wanted - makes, 0),
        "article": cast.line.description,
    }


def _confirmation(unit: Unit) -> GoodsConfirmation | None:
    return unit.confirmations.filter(is_current=True).first()
