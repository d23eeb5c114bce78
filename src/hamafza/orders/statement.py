"""One member's statement of a deal, as facts: what came, what was taken and why, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hamafza.orders.conversion import Rate, converted
from hamafza.orders.settlement import Line, MemberPosition, Position
from hamafza.orders.terms import Tier
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.provenance import Provenance


@dataclass(frozen=True)
class SellingAlone:
    """
    What the same pieces would have brought the member without the consortium.

    A figure somebody entered: ``source`` says who and when, ``provenance`` on what ground. It
    is shown beside the net and never reckoned with.
    """

    unit_price: Money
    provenance: Provenance
    source: str

    def for_pieces(self, pieces: int) -> Money:
        """Return what that many pieces would have brought."""
        return Money(self.unit_price.minor * pieces, self.unit_price.currency)


@dataclass(frozen=True)
class Statement:
    """Sums in the deal's currency; ``paid_out`` and ``alone`` in the member's."""

    member_id: int
    ordered: int
    delivered: int
    accepted: int
    gross: Money
    lines: tuple[Line, ...]
    retained: Money
    net: Money
    paid_out: Money
    rate: Rate
    pays_on: date | None
    retention_back_on: date | None
    alone: Money | None
    alone_basis: SellingAlone | None


@dataclass(frozen=True)
class Delivered:
    """What became of one member's share."""

    ordered: int
    delivered: int
    accepted: int


def paid_out(now: Position, rate: Rate) -> dict[int, Money]:
    """
    Return each member's net in the other currency.

    The whole net is converted once, as the bank does, and then shared by largest remainder: so
    the members together get exactly what the bank gave.
    """
    nets = now.nets()
    whole = converted(Money(now.net_minor, rate.of), rate)
    shares = share_out(whole.minor, list(nets.values())) if whole.minor else [0] * len(nets)
    return {member: Money(share, rate.into) for member, share in zip(nets, shares, strict=True)}


def statements(
    now: Position,
    rate: Rate,
    delivered: Mapping[int, Delivered],
    alone: Mapping[int, SellingAlone] | None = None,
    pays_on: date | None = None,
    retention_back_on: date | None = None,
) -> dict[int, Statement]:
    """Return every member's statement; each member is shown only the own one."""
    money = paid_out(now, rate)
    return {
        member.member_id: _statement(
            member,
            rate,
            delivered[member.member_id],
            money[member.member_id],
            (alone or {}).get(member.member_id),
            (pays_on, retention_back_on),
        )
        for member in now.members
    }


def _statement(
    member: MemberPosition,
    rate: Rate,
    delivered: Delivered,
    money: Money,
    alone: SellingAlone | None,
    days: tuple[date | None, date | None],
) -> Statement:
    return Statement(
        member_id=member.member_id,
        ordered=delivered.ordered,
        delivered=delivered.delivered,
        accepted=delivered.accepted,
        gross=Money(member.gross_minor, rate.of),
        lines=tuple(line for line in member.lines if line.tier is not Tier.RETENTION),
        retained=Money(member.taken(Tier.RETENTION), rate.of),
        net=Money(member.net_minor, rate.of),
        paid_out=money,
        rate=rate,
        pays_on=days[0],
        retention_back_on=days[1],
        alone=None if alone is None else alone.for_pieces(delivered.accepted),
        alone_basis=alone,
    )
