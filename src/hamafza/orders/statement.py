"""What a member's statement of a deal rests on: what was delivered, paid out, and paid alone."""

from dataclasses import dataclass

from hamafza.orders.conversion import Rate, converted
from hamafza.orders.settlement import Position
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
