"""A chain of facts: each link holds the digest of the one before, so none changes unnoticed."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

from hamafza.vocabulary.refusals import Refusal

BEGINNING = "0" * 64
"""What the first link holds instead of the digest of one before it."""


class ChainBroken(Refusal):
    """The chain does not hold; ``standing`` links before this place do."""


class LinkChanged(ChainBroken):
    code = "chain-link-changed"


class LinkMissing(ChainBroken):
    code = "chain-link-missing"


class LinkDoesNotFollow(ChainBroken):
    code = "chain-link-does-not-follow"


class LinkOutOfOrder(ChainBroken):
    code = "chain-link-out-of-order"


class EndMissing(ChainBroken):
    code = "chain-end-missing"


class EndNotKnown(ChainBroken):
    code = "chain-end-not-known"


@dataclass(frozen=True, slots=True)
class Link:
    """One link as it is kept; ``row`` rises with ``number`` in a chain nobody has touched."""

    number: int
    previous: str
    digest: str
    row: int
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: how many links it has, and the digest of the last."""

    number: int = 0
    digest: str = BEGINNING


@dataclass(frozen=True, slots=True)
class Standing:
    """A chain that holds: its end, and the number of the link that bears each anchor found."""

    end: End
    anchors: Mapping[str, int]


def plain(value: object) -> object:
    """
    Return a value as JSON can keep it, the same after every database.

    Moments are told in UTC to the microsecond, decimals as text, names as text.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def digest_of(number: int, previous: str, facts: Mapping[str, object]) -> str:
    """Return the SHA-256, in hex, of a link's canonical JSON."""
    whole = {"number": number, "previous": previous, "facts": _by_value(facts)}
    told = json.dumps(
        whole, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return sha256(told.encode()).hexdigest()


def followed(links: Iterable[Link]) -> Iterator[End]:
    """
    Follow a chain from its beginning; give each place reached.

    One link is held at a time, so a chain of any length can be followed. The first link that
    does not follow is raised, by its number.
    """
    end, row = End(), 0
    for link in links:
        _check(link, end, row)
        end, row = End(link.number, link.digest), link.row
        yield end


def verified(
    links: Iterable[Link], known: Callable[[], End], anchors: Collection[str] = ()
) -> Standing:
    """
    Follow a whole chain to the end that is ``known``; say where the ``anchors`` stand in it.

    The known end is asked for before and after: links may be added while a long chain is read,
    so it must pass through the first and reach the second, or stop short of it.
    """
    before, reached = known(), End()
    found: dict[str, int] = {}
    for reached in followed(links):
        if reached.number == before.number and reached.digest != before.digest:
            raise EndNotKnown(standing=reached.number, known=before.number)
        if reached.digest in anchors:
            found[reached.digest] = reached.number
    after = known()
    if reached.number < before.number:
        raise EndMissing(standing=reached.number, known=before.number)
    if after.number <= reached.number and after != reached:
        raise EndNotKnown(standing=reached.number, known=after.number)
    return Standing(reached, found)


def _check(link: Link, before: End, row: int) -> None:
    told: dict[str, object] = {"number": link.number, "row": link.row, "standing": before.number}
    if link.number > before.number + 1:
        raise LinkMissing(**told | {"number": before.number + 1})
    if link.number != before.number + 1 or link.previous != before.digest:
        raise LinkDoesNotFollow(**told)
    if link.digest != digest_of(link.number, link.previous, link.facts):
        raise LinkChanged(**told)
    if link.row <= row:
        raise LinkOutOfOrder(**told)


def _by_value(value: object) -> object:
    """Let a number count for its value: one database gives 2.0 and 1e22 back as whole numbers."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, float):
        return int(Decimal(repr(value))) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: _by_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_by_value(inner) for inner in value]
    return value
