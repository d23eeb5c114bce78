"""Persian is complete, consistent and well written."""

import re

from tests.web.words import asked_for, kept

# Arabic yeh, alef maksura, kaf and teh marbuta; Arabic-Indic digits.
ARABIC_FORMS = re.compile("[يىكة٠-٩]")


def test_every_text_has_its_persian():
    there = {key for catalog in kept().values() for key, words in catalog.items() if all(words)}
    missing = sorted(
        f"{word.file}: {word.text}"
        for word in asked_for()
        if (word.text, word.context) not in there
    )
    assert not missing, "\n".join(missing)


def test_one_text_has_one_persian():
    said: dict = {}
    for subject, catalog in kept().items():
        for key, words in catalog.items():
            said.setdefault(key, {}).setdefault(words, []).append(subject)
    differing = {key: words for key, words in said.items() if len(words) > 1}
    assert not differing, differing


def test_persian_is_written_with_persian_letters():
    wrong = [
        (subject, words)
        for subject, catalog in kept().items()
        for words in catalog.values()
        if ARABIC_FORMS.search("".join(words))
    ]
    assert not wrong, wrong


def test_a_placeholder_survives_translation():
    placed = re.compile(r"%\((\w+)\)[sd]")
    broken = [
        (text, persian)
        for catalog in kept().values()
        for (text, _context), words in catalog.items()
        for persian in words
        if set(placed.findall(persian)) - set(placed.findall(text))
        or (len(words) == 1 and set(placed.findall(persian)) != set(placed.findall(text)))
    ]
    assert not broken, broken
