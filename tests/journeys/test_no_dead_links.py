"""Whoever signs in and follows every link, in either language, meets no dead end."""

import re
from collections import deque
from html import unescape

import pytest

PASSWORD = "hamafza-demo"
READERS = (
    *("", "administrator", "promotion", "union", "screening", "manager"),
    *("producer", "buyer", "factory", "observer"),
)
MOST_PAGES = 60
_LINK = re.compile(r'<a[^>]+href="(/[^"#]*)')
_NUMBER = re.compile(r"\d+|HM-[\w-]+|(?<=/)[A-Z]{3}(?=/)")


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("reader", READERS)
def test_every_link_leads_to_a_page(demo_house, visit, reader, language):
    one = visit(demo_house, language)
    if reader:
        one.sign_in(reader, PASSWORD)
    else:
        one.go("/")
    seen, waiting, dead = set(), deque([one.page.url.removeprefix(one.base)]), []
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        kind = _NUMBER.sub("*", path.partition("?")[0])
        if kind in seen or _leaves(path, language):
            continue
        seen.add(kind)
        answer = one.page.request.get(f"{one.base}{path}", timeout=90_000)
        if not answer.ok:
            dead.append((path, answer.status))
        elif "text/html" in answer.headers["content-type"]:
            waiting.extend(unescape(link) for link in _LINK.findall(answer.text()))
    assert len(seen) > 1
    assert not dead


def _leaves(path: str, language: str) -> bool:
    """The other language is walked by its own test."""
    return path.startswith("/en/") != (language == "en")
