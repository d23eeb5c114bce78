"""Figures with marks around them stand in the text of a page, never in a title or attribute."""

import re
from pathlib import Path

import pytest

import hamafza.web

FOLDER = Path(hamafza.web.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
PLAIN = (
    re.compile(r'[\w-]+="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', re.DOTALL),
    re.compile(r"\{% block title %\}(.*?)\{% endblock", re.DOTALL),
)
MARKED = re.compile(r"\|(num|decimal)\b")


def marked_where_plain(text: str) -> list[str]:
    found = [one.group(1) for kind in PLAIN for one in kind.finditer(text)]
    return [one for one in found if MARKED.search(one)]


def test_the_reading_of_templates_finds_what_it_looks_for():
    assert marked_where_plain('<a title="{% translate "x" %} {{ 3|num }}">')
    assert marked_where_plain("{% block title %}{{ 3|num }}{% endblock %}")
    assert not marked_where_plain('<a title="{{ 3|digits }}">{{ 3|num }}</a>')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_figure_brings_marks_where_none_are_read(path):
    assert marked_where_plain(path.read_text(encoding="utf-8")) == []
