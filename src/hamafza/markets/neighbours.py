"""Who is near: neighbours by land and by sea, and the phase of a market."""

from dataclasses import dataclass

from hamafza.markets.geography import Geography
from hamafza.markets.parameters import NeighbourParams
from hamafza.vocabulary.provenance import Provenance

LAND, SEA, NONE = "land", "sea", "none"
NOW, LATER = 1, 2


@dataclass(frozen=True)
class Neighbours:
    """One country's neighbours: ``border`` maps a country to land or sea; others are none."""

    country: str
    border: dict[str, str]
    basis: Provenance
    """Real where a table of the country says it, estimated where the rule does."""

    def of(self, importer: str) -> str:
        """Return land, sea or none."""
        return self.border.get(importer, NONE)

    def phase(self, importer: str) -> int:
        """Return 1 for a neighbour, 2 for a country further away."""
        return NOW if importer in self.border else LATER


def neighbours_by_rule(
    geography: Geography, country: str, landlocked: frozenset[str], params: NeighbourParams
) -> Neighbours:
    """
    Return who shares a border, and who lies within reach by sea.

    The second is a rule of thumb: both have a coast, not always on the same water.
    """
    at = geography.position[country]
    border = {}
    for other, place in geography.position.items():
        if other == country:
            continue
        if geography.contiguous[at, place]:
            border[other] = LAND
        elif (
            not {country, other} & landlocked
            and geography.distance_km[at, place] <= params.sea_reach_km
        ):
            border[other] = SEA
    return Neighbours(country, border, Provenance.ESTIMATED)
