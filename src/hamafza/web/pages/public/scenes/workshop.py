"""One workshop: her words, the one question, and what she can make alone."""

from django.utils.translation import get_language

from hamafza.runs.classifying import classify_one, wording
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.pages.public.scenes.keeping import kept
from hamafza.web.shown_units import shown

SQUARES = 60


def words(cast: Cast) -> dict | None:
    """Return what she wrote, what the classifier asks back, and what she answered."""
    said = cast.hero.goods_text
    if not said:
        return None
    confirmed = cast.hero.confirmations.filter(is_current=True).first()
    code = (confirmed.hs6 or confirmed.hs4) if confirmed else cast.hero.hs6 or ""
    asked = kept("words", said, find=lambda: _asked(said))
    return {
        "unit": cast.hero,
        "told": shown([cast.hero])[cast.hero.pk],
        "said": said,
        "question": asked["question"],
        "reason": asked["reason"],
        "choices": [
            {"label": label, "code": each, "is_taken": bool(code) and each == code}
            for label, each in asked["answers"]
        ],
        "code": code,
    }


def _asked(said: str) -> dict:
    """Return what the classifier answers in the reader's language."""
    language = get_language() or "fa"
    verdict = classify_one(said)
    question = verdict.question
    return {
        "question": wording().asked(question, language) if question else "",
        "reason": wording().reason(verdict.reason, language),
        "answers": [
            (answer.label_fa if language == "fa" else answer.label_en, answer.code)
            for answer in (question.answers if question else ())
        ],
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
