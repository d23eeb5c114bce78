"""Offers, accepted quantities, receipts and costs of a deal, from hand-written CSV."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from hamafza.orders.offers import Bar, Candidate
from hamafza.orders.settlement import Cost, Entitlement, Receipt
from hamafza.orders.terms import Key
from hamafza.sources.written_rows import Row, read_rows
from hamafza.vocabulary.money import MINOR_DIGITS, Money
from hamafza.vocabulary.refusals import Refusal

_MEMBER = {"unit_id": "member_id", "member": "member_id"}
_COMMON_KEYS = [key.value for key in Key if key is not Key.RATE]


class MemberNamedTwice(Refusal):
    code = "member-named-twice"


class MemberUnknown(Refusal):
    """A direct cost is charged to somebody without a share."""

    code = "member-unknown"


class CurrencyUnknown(Refusal):
    code = "currency-unknown"


class Members:
    """
    Members as a file names them, and as the stages number them.

    Where every name is a whole number it is the number; otherwise names are numbered in
    alphabetical order, so that an answer never depends on the order of the rows.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        names = [row.text("member_id") for row in rows]
        for row, name in zip(rows, names, strict=True):
            if not name or names.count(name) > 1:
                raise MemberNamedTwice(file=row.file, member=name or "-")
        if all(name.isascii() and name.isdigit() and len(name) < 16 for name in names):
            self._number = {name: int(name) for name in names}
        else:
            self._number = {name: number for number, name in enumerate(sorted(names), 1)}
        if len(set(self._number.values())) < len(names):
            raise MemberNamedTwice(file=rows[0].file, member=names[0])
        self._name = {number: name for name, number in self._number.items()}

    def number(self, name: str) -> int:
        """Return a member's number."""
        if name not in self._number:
            raise MemberUnknown(member=name or "-")
        return self._number[name]

    def name(self, number: int) -> str:
        """Return what the file calls a member."""
        return self._name[number]


def read_candidates(path: Path) -> tuple[Members, list[Candidate]]:
    """
    Read member_id, offered, free_capacity and, if there, days, related_to, bar, bar_fact.

    ``bar`` is one of ``orders.offers.Bar`` or empty; days left empty are one.
    """
    also = {**_MEMBER, "quantity": "offered", "offer": "offered", "capacity": "free_capacity"}
    rows = read_rows(path, ("member_id", "offered", "free_capacity"), also)
    members = Members(rows)
    return members, [_candidate(row, members) for row in rows]


def read_entitlements(path: Path, currency: str) -> tuple[Members, list[Entitlement]]:
    """Read member_id, accepted, unit_price and, if there, weight_kg, volume_m3."""
    also = {**_MEMBER, "share": "accepted"}
    rows = read_rows(path, ("member_id", "accepted", "unit_price"), also)
    members = Members(rows)
    return members, [
        Entitlement(
            members.number(row.text("member_id")),
            row.whole("accepted"),
            _minor(row, "unit_price", currency),
            int(row.decimal("weight_kg") * 1000) if row.text("weight_kg") else 0,
            int(row.decimal("volume_m3") * 1_000_000) if row.text("volume_m3") else 0,
        )
        for row in rows
    ]


def read_receipts(path: Path, currency: str) -> list[Receipt]:
    """Read reference, amount and, if there, bank_charges."""
    return [
        _sound(
            row,
            "bank_charges",
            lambda row: Receipt(
                row.text("reference"),
                _minor(row, "amount", currency),
                _minor(row, "bank_charges", currency) if row.text("bank_charges") else 0,
            ),
        )
        for row in read_rows(path, ("reference", "amount"))
    ]


def read_costs(path: Path, currency: str, members: Members) -> list[Cost]:
    """Read code, amount, key and, for a direct cost (key ``own``), member_id; evidence if there."""
    costs = []
    for row in read_rows(path, ("code", "amount", "key"), _MEMBER):
        key = Key(row.one_of("key", _COMMON_KEYS))
        member = members.number(row.text("member_id")) if key is Key.OWN else None
        amount = _minor(row, "amount", currency)
        costs.append(Cost(row.text("code"), amount, key, member, row.text("evidence")))
    return costs


def minor_units(amount: Decimal, currency: str) -> int:
    """Return the amount in the currency's smallest unit; refuse a currency we do not know."""
    if currency not in MINOR_DIGITS:
        raise CurrencyUnknown(currency=currency, known=", ".join(sorted(MINOR_DIGITS)))
    return Money.from_decimal(amount, currency).minor


def _candidate(row: Row, members: Members) -> Candidate:
    bar = row.text("bar")
    return Candidate(
        member_id=members.number(row.text("member_id")),
        offered=row.whole("offered"),
        free_capacity=row.whole("free_capacity"),
        days=row.whole("days", least=1) if row.text("days") else 1,
        related_to=row.text("related_to") or None,
        bar=Bar(row.one_of("bar", [bar.value for bar in Bar])) if bar else None,
        bar_fact=row.text("bar_fact"),
    )


def _minor(row: Row, column: str, currency: str) -> int:
    return minor_units(row.decimal(column), currency)


def _sound(row: Row, column: str, make: Callable[[Row], Receipt]) -> Receipt:
    """Return what the row makes; a sum that cannot be is the row's fault, not ours."""
    try:
        return make(row)
    except ValueError:
        raise row.refused(column, "at most the amount, which is above zero") from None
