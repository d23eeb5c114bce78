"""Which headings registered workshops make, as the public may be told."""

from django.core.cache import cache

from hamafza.vocabulary.codes import is_hs4
from hamafza.web.records.units import Unit
from hamafza.web.small_cells import counted_by, told_alone

KEPT_S = 600


def families() -> dict[str, int]:
    """Return how many makers each heading has, where not too few; counted anew after minutes."""
    counted = cache.get("markets:families")
    if counted is None:
        made = counted_by(Unit.objects.filter(kind="maker"), "family")
        counted = {
            family: many
            for family, many in made.items()
            if is_hs4(family) and told_alone(many) is not None
        }
        cache.set("markets:families", counted, KEPT_S)
    return counted
