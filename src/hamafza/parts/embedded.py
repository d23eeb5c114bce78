"""Embedded export: what leaves the country inside a factory's goods, shown apart from exports."""

from collections.abc import Sequence
from decimal import Decimal

from hamafza.parts.refusals import ShareNotAShare
from hamafza.vocabulary.apportionment import share_out
from hamafza.vocabulary.money import Money


def embedded_export(factory_export: Money, material_share: Decimal) -> Money:
    """
    Return the value of one part in a factory's exports: export times its bill-of-material share.

    An indirect figure: it is never added to direct exports without saying so.
    """
    if not 0 <= material_share <= 1:
        raise ShareNotAShare(share=material_share)
    return Money.from_decimal(factory_export.as_decimal() * material_share, factory_export.currency)


def by_unit(part_export: Money, pieces: Sequence[int]) -> list[Money]:
    """Divide a part's embedded export by the pieces each unit delivered; not a cent is lost."""
    if not sum(pieces):
        return [Money(0, part_export.currency) for _ in pieces]
    shares = share_out(part_export.minor, pieces)
    return [Money(minor, part_export.currency) for minor in shares]
