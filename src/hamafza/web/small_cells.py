"""Counts and values as the public may see them: small cells are left out, and what betrays them."""

from collections import Counter
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import TypeVar

from django.db.models import Q, Sum

from hamafza.programme.guild_share import GuildShare
from hamafza.programme.small_cells import Cell, Hidden, SmallCellRules, hidden, is_small
from hamafza.registry.unit_facts import Use
from hamafza.store.parameters import load
from hamafza.web.records.consents import agreed_no_more
from hamafza.web.records.deals import Allotment
from hamafza.web.records.programme import DeclaredExport
from hamafza.web.records.units import Units

K = TypeVar("K", bound=Hashable)


@lru_cache(maxsize=1)
def rules() -> SmallCellRules:
    """Return what is too small to be told."""
    return load(SmallCellRules, "programme", section="small_cells")


def told_beside_total(counts: Mapping[K, int]) -> Hidden[K]:
    """Return which counts, and whether their total, must not be told together."""
    cells = {key: Cell(units) for key, units in counts.items()}
    return hidden(cells, [list(cells)], rules())


def told_alone(units: int) -> int | None:
    """Return a count that stands by itself, or None where it is too small to be told."""
    return None if is_small(Cell(units), rules()) else units


def counted_by(units: Units, field: str) -> Counter[str]:
    """Count units by what a field says, without those who withdrew from published statistics."""
    many = units.how_many_by(field)
    many.subtract(units.filter(agreed_no_more(Use.STATISTICS)).how_many_by(field))
    return many


def lines_hidden(share: GuildShare) -> frozenset[str]:
    """
    Return the lines of a year whose value must not be told.

    With a line hidden the coverage must not be told either, for it rests on all three.
    """
    cells = {line.line: _cell(share.year, line.line) for line in share.lines}
    return frozenset(line for line, cell in cells.items() if is_small(cell, rules()))


def _cell(year: int, line: str) -> Cell:
    """
    Return who stands behind a line: the units named, or the makers of the deals.

    A survey's or a model's row names no unit: its value belongs to nobody, and counts for as many
    units as a cell needs.
    """
    rows = DeclaredExport.objects.filter(year=year, line=line, is_embedded=False)
    parts = dict(
        rows.filter(unit__isnull=False)
        .order_by()
        .values_list("unit")
        .annotate(Sum("value_usd_cents"))
    )
    nobody = rows.filter(unit__isnull=True, deal__isnull=True)
    surveyed = nobody.filter(consortium__isnull=True).aggregate(sum=Sum("value_usd_cents"))["sum"]
    for deal, cents in (
        rows.filter(unit__isnull=True, deal__isnull=False)
        .order_by()
        .values_list("deal")
        .annotate(Sum("value_usd_cents"))
    ):
        for unit, part in _makers(deal, cents).items():
            parts[unit] = parts.get(unit, 0) + part
    rest = nobody.filter(consortium__isnull=False).aggregate(sum=Sum("value_usd_cents"))["sum"]
    units = len(parts) + (rules().fewest_units if surveyed else 0)
    whole = sum(parts.values()) + (surveyed or 0) + (rest or 0)
    return Cell(units, value=whole, largest=max(parts.values(), default=0))


def _makers(deal: int, cents: int) -> dict[int, int]:
    """Return each maker's part of a deal's value, by the pieces taken from it."""
    made = (
        Allotment.objects.filter(Q(line__deal=deal) & Q(quantity__gt=0))
        .order_by()
        .values_list("unit")
        .annotate(Sum("quantity"))
    )
    pieces = dict(made)
    whole = sum(pieces.values())
    return {unit: cents * many // whole for unit, many in pieces.items()} if whole else {}
