"""No refusal is mute: each has its sentence in both languages, with facts it really has."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import hamafza
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.sentences import all_sentences, sentence

SOURCE = Path(hamafza.__file__).parent
NAMES = re.compile(r"[A-Za-z][\w.-]*")  # UTF-8, cp1256: names keep their digits
PLACED = re.compile(r"%\((\w+)\)[sd]")
_NO_IMPORT = ("hamafza.cli.__main__", "hamafza.web.asgi", "hamafza.web.wsgi")


def _every_refusal() -> set[type[Refusal]]:
    import django

    django.setup()
    for module in pkgutil.walk_packages(hamafza.__path__, "hamafza."):
        if module.name not in _NO_IMPORT and "migrations" not in module.name:
            importlib.import_module(module.name)
    return {kind for kind in _below(Refusal) if kind.__module__.startswith("hamafza")}


def _below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def test_every_refusal_has_a_code_of_its_own_and_a_sentence():
    kinds = [kind for kind in _every_refusal() if kind.code or not kind.__subclasses__()]
    codes = [kind.code for kind in kinds]
    assert all(codes), [kind for kind in kinds if not kind.code]
    mute = sorted(set(codes) - set(all_sentences()))
    assert not mute, mute


def test_no_sentence_answers_for_a_refusal_that_is_not_there():
    idle = sorted(set(all_sentences()) - {kind.code for kind in _every_refusal()})
    assert not idle, idle


def test_both_languages_tell_the_same_facts():
    differing = [
        code
        for code, (english, persian) in all_sentences().items()
        if set(PLACED.findall(english)) != set(PLACED.findall(persian))
    ]
    assert not differing, differing


def test_persian_sentences_use_persian_letters_and_no_latin_digits():
    wrong = [
        code
        for code, (_english, persian) in all_sentences().items()
        if re.search("[يىكة٠-٩0-9]", NAMES.sub("", PLACED.sub("", persian)))
    ]
    assert not wrong, wrong


def test_wherever_a_refusal_is_raised_it_is_given_the_facts_of_its_sentence():
    facts_of = {
        kind.__name__: set(PLACED.findall(all_sentences()[kind.code][0]))
        for kind in _every_refusal()
        if kind.code in all_sentences() and kind.__init__ is Refusal.__init__
    }
    lacking = [told for path in SOURCE.rglob("*.py") for told in _raised_without(path, facts_of)]
    assert not lacking, "\n".join(lacking)


def _raised_without(path, facts_of):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(
            getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", "")
        )
        if not isinstance(node, ast.Call) or name not in facts_of or _starred(node):
            continue
        given = {keyword.arg for keyword in node.keywords}
        if facts_of[name] - given:
            yield f"{path.relative_to(SOURCE)}:{node.lineno} {name} lacks {facts_of[name] - given}"


def _starred(node: ast.Call) -> bool:
    return any(keyword.arg is None for keyword in node.keywords)


def test_numbers_in_a_persian_sentence_take_persian_digits():
    from hamafza.web.demo import DemoSizeNotUsable

    refusal = DemoSizeNotUsable(units=7, least=500, most=1_000_000)
    assert "۱٬۰۰۰٬۰۰۰" in sentence(refusal, "fa")
    assert "1000000" in sentence(refusal, "en")
