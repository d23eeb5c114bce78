"""Finds the twins of a table of units."""

import dataframely as dy
import polars as pl

from hamafza.registry.twins.believing import believed
from hamafza.registry.twins.candidates import candidates
from hamafza.registry.twins.comparing import compared
from hamafza.registry.twins.deciding import decided, worth_telling
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.twins import Twins
from hamafza.vocabulary.tables.units import Units

PAIRS_AT_ONCE = 250_000
"""Pairs laid side by side at once: all of 600,000 units would take gigabytes."""


def twins_of(units: dy.DataFrame[Units], params: TwinParams) -> dy.DataFrame[Twins]:
    """Return the pairs of units that may be one, each with its evidence; nobody is joined here."""
    keys = keyed(units, params)
    asked = candidates(keys, params)
    slices = asked.iter_slices(PAIRS_AT_ONCE) if len(asked) else [asked]
    told = [worth_telling(weighed(part, keys, params), params) for part in slices]
    pairs = decided(pl.concat(told), params)
    ids = units["unit_id"]
    named = pairs.with_columns(one_id=ids.gather(pairs["one"]), other_id=ids.gather(pairs["other"]))
    return checked(Twins, named)


def weighed(pairs: pl.DataFrame, keys: pl.DataFrame, params: TwinParams) -> pl.DataFrame:
    """Return pairs with their evidence and how likely each is one unit."""
    return believed(compared(pairs, keys, params), params.belief)


def counted(twins: pl.DataFrame) -> dict[str, int]:
    """Return how many pairs are joined, shown, and shown for each reason that holds them."""
    told = {"automatic": 0, "review": 0}
    told |= dict(twins.group_by("decision").len().sort("decision").iter_rows())
    held = twins.drop_nulls("held").group_by("held").len().sort("held")
    return told | {f"held_{why}": count for why, count in held.iter_rows()}
