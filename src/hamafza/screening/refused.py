"""A refused party that comes back: under another name, route or payer it is known again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hamafza.screening.listing import Entry, SanctionsList
from hamafza.screening.parties import Party

OWN_LIST = "own-refusals"


@dataclass(frozen=True)
class Refused:
    """A party once refused, with all it was known by: owners, bank account, telephone, address."""

    reference: str
    party: Party
    owners: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()


def own_list(refused: Iterable[Refused], today: date) -> SanctionsList:
    """Return the refused as a list of our own, screened at every gate with the others."""
    entries = tuple(
        Entry(
            one.reference,
            "other",
            (*one.party.names, *one.owners),
            countries=(),  # a new country is the commonest disguise: it must contradict nothing
            identifiers=(*one.party.identifiers, *one.traces),
        )
        for one in refused
    )
    return SanctionsList(OWN_LIST, today.isoformat(), today, entries)
