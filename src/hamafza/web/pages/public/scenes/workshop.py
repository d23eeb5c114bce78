"""One workshop: her words, the one question, and what she can make alone."""

from django.utils.translation import get_language

from hamafza.runs.classifying import classify_one, wording
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.placenames import city_name

SQUARES = 60


def words(cast: Cast) -> dict | None:
    """Return what she wrote, what the classifier asks back, and what she answered."""
    said = cast.hero.goods_text
    if not said:
        return None
    language = get_language() or "fa"
    verdict = classify_one(said)
    confirmed = cast.hero.confirmations.filter(is_current=True).first()
    code = (confirmed.hs6 or confirmed.hs4) if confirmed else cast.hero.hs6 or ""
    question = verdict.question
    return {
        "unit": cast.hero,
        "city": city_name(cast.hero.city, language),
        "said": said,
        "question": wording().asked(question, language) if question else "",
        "choices": [
            {
                "label": answer.label_fa if language == "fa" else answer.label_en,
                "code": answer.code,
                "is_taken": bool(code) and answer.code == code,
            }
            for answer in (question.answers if question else ())
        ],
        "code": code,
        "reason": wording().reason(verdict.reason, language),
    }


def alone(cast: Cast) -> dict | None:
    """Return her month beside the buyer's order, in squares of a stated number of pieces."""
    wanted = cast.line.quantity
    offer = cast.line.offers.filter(unit=cast.hero).first()
    makes = offer.quantity if offer else int(cast.hero.monthly_units or 0)
    if not makes or makes >= wanted:
        return None
    each = max(-(-wanted // SQUARES), 1)
    return {
        "makes": makes,
        "wanted": wanted,
        "each": each,
        "filled": makes // each,
        "squares": -(-wanted // each),
        "others": wanted - makes,
    }
