"""The tree made from the units' own provinces, cities and unions; carried out again, no change."""

from collections.abc import Sequence

from django.db import transaction

from hamafza.vocabulary.progress import Report, silent
from hamafza.web.access import OFFICE
from hamafza.web.actions import runs
from hamafza.web.actions.events import record
from hamafza.web.actions.offices import NotYourOffice
from hamafza.web.exchange.offices import TOLD, locked_root, seats_of
from hamafza.web.records.accounts import User
from hamafza.web.records.offices import Office
from hamafza.web.records.runs import ENDED, Run
from hamafza.web.records.units import Unit

KIND = "offices"
AT_ONCE = 20_000
COUNTRY = "IRN"


@transaction.atomic
def ask_to_build(*, actor: User, country: str = COUNTRY) -> Run:
    """Begin the making of the tree, or return the one under way: a double click."""
    if actor.role not in OFFICE:
        raise NotYourOffice(office=country)
    locked_root(country)
    for going in Run.objects.filter(kind=KIND).exclude(state__in=ENDED):
        if going.parameters.get("country") == country:
            return going
    return runs.begin(actor=actor, kind=KIND, parameters={"country": country})


@runs.carries_out(KIND)
def build(run: Run, *, report: Report, stop=None, country: str = COUNTRY) -> dict[str, object]:
    """Lay the units that have no office yet into the tree."""
    figures = build_offices(actor=run.actor, country=country, report=report)
    return {"figures": figures, "link": "office:offices"}


def build_offices(
    *, actor: User | None, country: str = COUNTRY, report: Report = silent
) -> dict[str, int]:
    """
    Make the offices that units tell of, and lay each unit without an office into its own.

    Some thousands of units at a time, each time one transaction: ended half way, it goes on where
    it was, and a unit once laid stays where it is.
    """
    there = Office.objects.filter(country=country).count()
    waiting = Unit.objects.filter(country=country, office=None)
    total, done = waiting.count(), 0
    while some := _some(waiting):
        done += _seat(actor, country, some)
        report("keeping", done, total)
    made = Office.objects.filter(country=country).count() - there
    return {"units": done, "offices": made}


def _some(waiting) -> Sequence[int]:
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _seat(actor: User | None, country: str, numbers: Sequence[int]) -> int:
    root = locked_root(country)
    held = Unit.objects.select_for_update(no_key=True).filter(pk__in=numbers, office=None)
    told = list(held.order_by("pk").values_list("pk", "is_demo", *TOLD))
    seats: dict[tuple[object, ...], int] = {}
    for is_demo in {row[1] for row in told}:
        places = [row[2:] for row in told if row[1] == is_demo]
        found = seats_of(places, country=country, is_demo=is_demo)
        seats |= {(is_demo, *row[:-1]): row[-1] for row in found.iter_rows()}
    by_office: dict[int, list[int]] = {}
    for number, *place in told:
        by_office.setdefault(seats[tuple(place)], []).append(number)
    for office, units in by_office.items():
        Unit.objects.filter(pk__in=units).update(office=office)
    if told:
        after = {"units": len(told), "offices": len(by_office)}
        record(actor=actor, verb="lay-units-into-offices", subject=root, after=after)
    return len(told)
