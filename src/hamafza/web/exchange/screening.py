"""Lists: what a file gave into the database, and the database's lists as the stage reads them."""

from collections.abc import Iterable, Iterator
from datetime import date

import dataframely as dy
import polars as pl
from django.db.models import QuerySet
from django.utils import timezone

from hamafza.screening.listing import Entry, SanctionsList
from hamafza.screening.parties import Party as Screened
from hamafza.screening.refused import Refused
from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.parties import ListEntries
from hamafza.web.exchange import Binding
from hamafza.web.records.deals import Deal
from hamafza.web.records.leads import BuyerLead
from hamafza.web.records.parties import Party
from hamafza.web.records.screening import Screening, ScreeningEntry, ScreeningList

BINDINGS = (Binding(ListEntries, ScreeningEntry),)

CHUNK = 2_000
UNKNOWN_COUNTRY = "XXX"
WEAK = "weak:"  # marks, among the aliases kept, those the issuer calls low quality


def write_entries(kept: ScreeningList, entries: Iterable[Entry]) -> None:
    """Keep a list's entries under it, through their table."""
    rows = entries_table(entries).iter_rows(named=True)
    made = (ScreeningEntry(screening_list=kept, is_demo=kept.is_demo, **row) for row in rows)
    ScreeningEntry.objects.bulk_create(made, batch_size=CHUNK)


def entries_table(entries: Iterable[Entry]) -> dy.DataFrame[ListEntries]:
    """Return a list's entries as their table; of two with one number the first stays."""
    rows = [
        {
            "entry_id": entry.entry_id[:60],
            "kind": entry.kind,
            "name": entry.names[0] if entry.names else entry.entry_id,
            "aliases": [*entry.names[1:], *(WEAK + name for name in entry.weak_names)],
            "countries": list(entry.countries),
            "identifiers": list(entry.identifiers),
            "note": entry.note,
        }
        for entry in entries
    ]
    schema = {name: column.dtype for name, column in ListEntries.columns().items()}
    frame = pl.DataFrame(rows, schema=schema).unique("entry_id", keep="first", maintain_order=True)
    return checked(ListEntries, frame)


def current_lists(*, for_demo: bool) -> list[ScreeningList]:
    """Return the newest version of each list; a sample answers for demonstration alone."""
    lists = ScreeningList.objects.filter(is_current=True).order_by("id")
    return list(lists if for_demo else lists.filter(is_sample=False))


def issued(kept: ScreeningList) -> date | None:
    """Return the day a list counts from; an invented sample counts from its loading."""
    return timezone.localdate(kept.created_at) if kept.is_sample else kept.issued_on


def as_list(kept: ScreeningList) -> SanctionsList:
    """Return one kept list as the stage reads it."""
    entries = tuple(_entry(row) for row in kept.entries.iterator(CHUNK))
    return SanctionsList(kept.name, kept.version, issued(kept), entries, kept.is_sample)


def parties_of(deal: Deal) -> Iterator[tuple[str, Screened]]:
    """Yield every party of a deal with its role; who only has a name is screened by that."""
    yield "buyer", as_screened(deal.buyer)
    yield "end-user", Screened((deal.end_user,), deal.final_destination)
    for owner in deal.buyer.owners:
        yield "owner", Screened((str(owner),))


def parties_of_lead(lead: BuyerLead) -> Iterator[tuple[str, Screened]]:
    """Yield the company of a lead, its owners, and the person who was met."""
    yield "buyer", as_screened(lead.party)
    if lead.contact_name:
        traces = tuple(filter(None, (lead.contact_email, lead.contact_phone)))
        yield "contact", Screened((lead.contact_name,), _country(lead.party), traces)
    for owner in lead.party.owners:
        yield "owner", Screened((str(owner),))


def as_screened(party: Party) -> Screened:
    names = tuple(name for name in (party.name, party.native_name) if name)
    traces = (party.registration_number, party.email, party.phone)
    return Screened(names, _country(party), tuple(filter(None, traces)))


def _country(party: Party) -> str | None:
    return party.country if party.country != UNKNOWN_COUNTRY else None


def refusals(*, for_demo: bool) -> QuerySet[Screening]:
    """Return the findings that an officer answered with a refusal."""
    found = Screening.objects.of_parties().filter(outcome="block", cleared_by__isnull=False)
    return found if for_demo else found.filter(is_demo=False)


def refused_parties(*, for_demo: bool) -> list[Refused]:
    """Return the parties an officer refused, with all they were known by."""
    return [_refused(row) for row in refusals(for_demo=for_demo).select_related("party")]


def _refused(row: Screening) -> Refused:
    """The names that met are refused; the buyer's own traces too, if it was one of them."""
    names = tuple(dict.fromkeys(str(hit["party_name"]) for hit in row.evidence))
    if not any(hit["role"] in ("buyer", "owner") for hit in row.evidence):
        return Refused(f"refusal-{row.pk}", Screened(names))
    buyer = as_screened(row.party)
    known = Screened(tuple(dict.fromkeys((*buyer.names, *names))), None, buyer.identifiers)
    owners = tuple(str(owner) for owner in row.party.owners)
    traces = tuple(filter(None, (row.party.email, row.party.phone)))
    return Refused(f"refusal-{row.pk}", known, owners, traces)


def _entry(row: ScreeningEntry) -> Entry:
    strong = [name for name in row.aliases if not name.startswith(WEAK)]
    weak = [name.removeprefix(WEAK) for name in row.aliases if name.startswith(WEAK)]
    return Entry(
        row.entry_id,
        row.kind,
        (row.name, *strong),
        tuple(weak),
        tuple(row.countries),
        tuple(row.identifiers),
        row.note,
    )
