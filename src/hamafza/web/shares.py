"""Why a member's share is what it is, said in the reader's language."""

from datetime import date

from hamafza.vocabulary.writing import day_in_words, digits, number
from hamafza.web.sentences.orders import REASONS


def reason_in_words(code: str, facts: dict, language: str) -> str:
    """Return why a share is what it is, figures and dates in the reader's writing."""
    english, persian = REASONS[code]
    told = {name: _fact(fact, language) for name, fact in facts.items()}
    return (persian if language == "fa" else english) % told


def _fact(fact: object, language: str) -> str:
    if isinstance(fact, int | float) and not isinstance(fact, bool):
        return number(fact, language)
    try:
        return day_in_words(date.fromisoformat(str(fact)), language, weekday=False)
    except ValueError:
        return digits(fact, language)
