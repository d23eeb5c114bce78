"""A chain of facts: each link holds the digest of the one before, so none changes unnoticed."""

import json
from collections.abc import Iterable, Iterator, Mapping
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


def followed(links: Iterable[Link], after: End) -> Iterator[End]:
    """
    Follow a chain from where it is known to stand; give each place reached.

    One link is held at a time, so a chain of any length can be followed. The first link that
    does not follow is raised, by its number.
    """
    end, row = after, 0
    for link in links:
        _check(link, end, row)
        end, row = End(link.number, link.digest), link.row
        yield end


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


def check_end(reached: End, known: End) -> None:
    """Refuse a chain whose last link is not the one written down as its end."""
    if reached == known:
        return
    if known.number > reached.number:
        raise EndMissing(standing=reached.number, known=known.number)
    raise EndNotKnown(standing=reached.number, known=known.number)


def _by_value(value: object) -> object:
    """Let a number count for its value: one database gives 2.0 and 1e22 back as whole numbers."""
    if isinstance(value, float) and value.is_integer():
        return int(Decimal(repr(value)))
    if isinstance(value, Mapping):
        return {name: _by_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_by_value(inner) for inner in value]
    return value
