"""A chain of facts: what holds, and what each kind of tampering is called."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.vocabulary import chain

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def a_chain(length: int) -> list[chain.Link]:
    links, end = [], chain.End()
    for number in range(1, length + 1):
        facts = {"verb": "correct-unit", "after": {"workers": number}}
        digest = chain.digest_of(number, end.digest, facts)
        links.append(chain.Link(number, end.digest, digest, number * 10, facts))
        end = chain.End(number, digest)
    return links


def follow(links, end: chain.End | None = None, **more) -> chain.Standing:
    last = links[-1]
    known = end or chain.End(last.number, last.digest)
    return chain.verified(iter(links), lambda: known, **more)


def test_a_chain_stands_and_its_anchors_are_found():
    links = a_chain(5)
    told = follow(links, anchors=[links[2].digest, "f" * 64])
    assert told.end == chain.End(5, links[4].digest)
    assert told.anchors == {links[2].digest: 3}


def test_an_empty_chain_stands():
    assert chain.verified([], chain.End).end == chain.End()


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("field", ["facts", "digest", "previous"])
def test_a_changed_link_is_named(place, field):
    links = a_chain(5)
    other = {"verb": "correct-unit", "after": {"workers": 99}} if field == "facts" else "a" * 64
    links[place] = replace(links[place], **{field: other})
    with pytest.raises(chain.ChainBroken) as broken:
        follow(links, chain.End(5, a_chain(5)[4].digest))
    assert broken.value.facts["number"] == place + 1
    assert broken.value.facts["standing"] == place


@pytest.mark.parametrize("place", range(4))
def test_a_removed_link_is_named(place):
    links = a_chain(5)
    del links[place]
    with pytest.raises(chain.LinkMissing) as broken:
        follow(links)
    assert broken.value.facts["number"] == place + 1


def test_a_link_put_in_is_named():
    links = a_chain(3)
    forged = replace(links[1], facts={"verb": "verify-unit"})
    forged = replace(forged, digest=chain.digest_of(2, forged.previous, forged.facts))
    shifted = [replace(link, number=link.number + 1) for link in links[1:]]
    with pytest.raises(chain.LinkDoesNotFollow) as broken:
        follow([links[0], forged, *shifted])
    assert broken.value.facts["number"] == 3


def test_two_links_that_only_exchanged_their_rows_are_named():
    links = a_chain(4)
    links[1], links[2] = replace(links[1], row=30), replace(links[2], row=20)
    with pytest.raises(chain.LinkOutOfOrder) as broken:
        follow(links)
    assert broken.value.facts["number"] == 3


def test_a_cut_end_a_longer_end_and_a_replaced_end_do_not_match_what_is_known():
    links = a_chain(4)
    known = chain.End(4, links[3].digest)
    with pytest.raises(chain.EndMissing):
        follow(links[:3], known)
    with pytest.raises(chain.EndNotKnown):
        follow(links, chain.End(3, links[2].digest))
    with pytest.raises(chain.EndNotKnown):
        follow(links, chain.End(4, "a" * 64))


def test_links_added_while_the_chain_is_read_break_nothing():
    links = a_chain(6)
    ends = iter([chain.End(3, links[2].digest), chain.End(6, links[5].digest)])
    assert chain.verified(iter(links[:4]), lambda: next(ends)).end.number == 4


@given(PLAIN)
def test_what_a_database_does_to_json_changes_no_digest(value):
    """One keeps the text; another sorts the names anew and keeps numbers by their value."""
    kept = json.loads(json.dumps(value), parse_float=_as_jsonb)
    assert chain.digest_of(1, "", {"after": value}) == chain.digest_of(1, "", {"after": kept})


def _as_jsonb(text: str) -> int | float:
    """As PostgreSQL tells a number: plainly, with the decimals it was written with."""
    told = format(Decimal(text), "f")
    return float(told) if "." in told else int(told)


def test_the_order_of_names_does_not_matter_and_the_value_does():
    first = chain.digest_of(1, "", {"a": 1, "ب": 2.0})
    assert first == chain.digest_of(1, "", {"ب": 2, "a": 1})
    assert first != chain.digest_of(1, "", {"ب": 3, "a": 1})
    assert first != chain.digest_of(2, "", {"ب": 2, "a": 1})


def test_values_are_told_the_same_everywhere():
    tehran = timezone(timedelta(hours=3, minutes=30))
    told = chain.plain(
        {
            1: datetime(2026, 3, 21, 3, 30, tzinfo=tehran),
            "day": date(2026, 3, 21),
            "price": (Decimal("1E+3"), Decimal("2.50")),
        }
    )
    assert told == {
        "1": "2026-03-21T00:00:00.000000+00:00",
        "day": "2026-03-21",
        "price": ["1000", "2.50"],
    }
    assert chain.plain(datetime(2026, 3, 21, tzinfo=UTC)) == told["1"]


def test_what_json_cannot_keep_is_a_fault():
    for strange in (float("nan"), {1, 2}, object()):
        with pytest.raises((TypeError, ValueError)):
            chain.digest_of(1, "", {"after": chain.plain(strange)})
