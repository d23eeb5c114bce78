"""What hangs on records that may be joined: accounts, consortia, orders, and what people said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.orders.lifecycle import DEAL_LIVES, DealState
from hamafza.registry.unit_facts import Part
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Member
from hamafza.web.records.deals import Allotment, Deal, Offer
from hamafza.web.records.people import UnitPerson
from hamafza.web.records.twins import TwinPair, TwinState
from hamafza.web.records.units import Unit

_OVER = [
    state
    for state in DealState
    if all(life.is_over(state) for life in DEAL_LIVES.values() if state in life.permitted)
]


class UnitInConsortium(Refusal):
    code = "twin-in-consortium"


class UnitInOrder(Refusal):
    code = "twin-in-order"


class SaidToDiffer(Refusal):
    """The same hands, or others, have said that two of these records are two units."""

    code = "twin-said-to-differ"


class OwnersDiffer(Refusal):
    """The owners of both are known by their national codes, and nobody owns both: a couple, say."""

    code = "twin-owners-differ"


@dataclass(frozen=True)
class Ties:
    """
    Numbers of records that have accounts, that others count on, that were told apart.

    ``owners`` are the people known by their national codes who own a record.
    """

    claimed: frozenset[int]
    bound: frozenset[int]
    told_apart: frozenset[int]
    owners: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def owners_of(self, side: set[int]) -> frozenset[int]:
        """Return who owns any of some records."""
        return frozenset[int]().union(*(self.owners.get(unit, ()) for unit in side))


def ties_of(numbers: Iterable[int]) -> Ties:
    """Return what hangs on records, of one pair or of a hundred, in as many queries."""
    units = set(numbers)
    bound = [_members(units), *_shares(units)]
    apart = TwinPair.objects.filter(
        Q(one__in=units) | Q(other__in=units), state=TwinState.DIFFERENT
    ).values_list("one_id", "other_id")
    return Ties(
        frozenset(User.objects.filter(unit__in=units).values_list("unit_id", flat=True)),
        frozenset(unit for rows in bound for unit in rows.values_list("unit_id", flat=True)),
        frozenset(unit for ends in apart for unit in ends),
        _owners(units),
    )


def against(joined: Unit, kept_side: set[int], side: set[int], ties: Ties) -> Refusal | None:
    """Return why a record cannot cease to count: others count on it, or somebody said no."""
    if side & ties.bound:
        if member := _members(side).select_related("consortium").first():
            name = member.consortium.name_fa
            return UnitInConsortium(unit=joined.public_id, consortium=name)
        deals = Q()
        for share in _shares(side):
            deals |= Q(pk__in=share.values("line__deal"))
        if deal := Deal.objects.filter(deals).first():
            return UnitInOrder(unit=joined.public_id, deal=deal.pk)
    if kept_side & ties.told_apart and side & ties.told_apart:
        no = between(kept_side, side).filter(state=TwinState.DIFFERENT)
        if said := no.select_related("one", "other").first():
            return SaidToDiffer(one=said.one.public_id, other=said.other.public_id)
    here, there = ties.owners_of(kept_side), ties.owners_of(side)
    if here and there and not here & there:
        return OwnersDiffer(unit=joined.public_id)
    return None


def between(side: set[int], other: set[int]) -> QuerySet[TwinPair]:
    """Return the pairs with one record on each side."""
    return TwinPair.objects.filter(
        Q(one__in=side, other__in=other) | Q(one__in=other, other__in=side)
    )


def _owners(units: set[int]) -> dict[int, frozenset[int]]:
    known = UnitPerson.objects.living().filter(
        unit__in=units, part__in=(Part.OWNER, Part.PARTNER), person__code_key__isnull=False
    )
    owners: dict[int, frozenset[int]] = {}
    for unit, person in known.values_list("unit_id", "person_id"):
        owners[unit] = owners.get(unit, frozenset()) | {person}
    return owners


def _members(units: set[int]) -> QuerySet[Member]:
    living = Member.objects.filter(unit__in=units, state__in=("invited", "accepted"))
    return living.exclude(consortium__state=ConsortiumState.DISSOLVED.value)


def _shares(units: set[int]) -> tuple[QuerySet[Offer], QuerySet[Allotment]]:
    """Return offers and shares in deals that are not over."""
    return (
        Offer.objects.filter(unit__in=units).exclude(line__deal__state__in=_OVER),
        Allotment.objects.filter(unit__in=units).exclude(line__deal__state__in=_OVER),
    )
