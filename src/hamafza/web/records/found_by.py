"""What a unit is found by and sorted by: keys that are kept beside its own words."""

from typing import Any

from hamafza.vocabulary.sorting import sort_key
from hamafza.vocabulary.text import match_key

SEARCHED = (
    *("name", "goods_text", "trade", "union", "city", "province"),
    *("public_id", "licence", "hs4", "hs6"),
)
"""Fields whose words find a unit."""
SORTED = {"name_order": "name", "place_order": "city"}
"""Key to the field that it sorts."""
KEYS = ("search_key", *SORTED)

LONGEST_WORD = 80
"""Letters of a word that count; PostgreSQL keeps no word of more than 2 kB."""
NAME_MARK = "_"
"""Before a word: it stands in the name. No word of a match key holds this sign."""


def keys_of(unit: Any) -> dict[str, str]:
    """Return the keys of a unit as it is written now, by field."""
    words = (match_key(str(getattr(unit, name) or "")) for name in SEARCHED)
    orders = {key: sort_key(getattr(unit, name) or "") for key, name in SORTED.items()}
    return {"search_key": search_key(" ".join(filter(None, words)), match_key(unit.name)), **orders}


def search_key(words: str, name: str) -> str:
    """Return all words of a unit, those of its name once more with the mark before them."""
    marked = (f"{NAME_MARK}{word}" for word in words_in(name))
    return " ".join([*words_in(words), *marked])


def words_in(key: str) -> list[str]:
    """Return the words of a match key, no longer than they are searched."""
    return [word[:LONGEST_WORD] for word in key.split()]
