"""Many proposals adopted at once: those that break no rule, each by itself, under made-up names."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hamafza.consortia.proposal_life import ProposalState
from hamafza.consortia.regrouping import broken_rules
from hamafza.goods.names import short_name
from hamafza.sources.headings import heading_names
from hamafza.vocabulary.life import StepNotPermitted
from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.stop import Stop
from hamafza.vocabulary.writing import digits
from hamafza.web.actions import adoption
from hamafza.web.actions.runs import carries_out
from hamafza.web.exchange.formations import params_of_record
from hamafza.web.exchange.groupings import groups_of, places_of
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run

CHUNK = 50
AT_ONCE = 40
"""As many are adopted while a person waits; more go to the worker."""


@dataclass
class Adopted:
    """How many became consortia, and how many stayed proposals because of what."""

    adopted: int = 0
    broken: int = 0
    changed: int = 0
    taken: int = 0


@carries_out("adopting")
def adopt_in_background(
    run: Run, *, report: Report, stop: Stop, formation_run: int, seen: int
) -> dict[str, object]:
    """Adopt all of a formation's proposals that wait; what was adopted before stays so."""
    waiting = Proposal.objects.filter(run=formation_run, state=ProposalState.PROPOSED)
    told = adopt_many(actor=run.actor, proposals=waiting, seen=seen, report=report)
    return {"adopted": vars(told), "link": "office:consortia"}


def adopt_many(
    *, actor: User, proposals: QuerySet[Proposal], seen: int, report: Report = silent
) -> Adopted:
    """
    Adopt each proposal that breaks no rule and was not changed after ``seen``.

    Each is kept by itself, so that what stops one stops no other, nor what was adopted before.
    """
    told = Adopted()
    numbers = list(proposals.order_by("-value", "id").values_list("pk", flat=True))
    names = _Names()
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        rows = list(Proposal.objects.filter(pk__in=chunk).select_related("lead_unit", "run"))
        broken = breaking(rows)
        for at, row in enumerate(sorted(rows, key=lambda each: chunk.index(each.pk))):
            _adopt_one(actor, row, row.pk in broken, seen, names, told)
            report("adopting", start + at + 1, len(numbers))
    return told


def breaking(rows: Iterable[Proposal]) -> set[int]:
    """Return the keys of the proposals (of one run) that break a rule of their run."""
    rows = list(rows)
    run = rows[0].run if rows else None
    if run is None or not run.record.get("parameters"):
        return set()
    params = params_of_record(run.record["parameters"])
    groups = groups_of(rows)
    units = places_of({unit for group in groups.values() for unit in group.members}, params)
    formation = getattr(run, "formation", None)
    pairs = formation.forbidden if formation else []
    return {row.pk for row in rows if broken_rules(groups[row.consortium_id], units, params, pairs)}


def _adopt_one(
    actor: User, row: Proposal, is_broken: bool, seen: int, names: "_Names", told: Adopted
) -> None:
    if is_broken:
        told.broken += 1
        return
    try:
        adoption.adopt(actor=actor, proposal=row, name_fa=names.of(row), seen=seen)
        told.adopted += 1
    except adoption.MembersTaken:
        told.taken += 1
    except (adoption.ChangedMeanwhile, StepNotPermitted):
        told.changed += 1


class _Names:
    """Persian names of goods and town; a second consortium of one name is numbered."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, row: Proposal) -> str:
        english, persian = heading_names().get(row.family, (row.family, row.family))
        name = f"{short_name(persian)} {row.lead_unit.city}"
        if name not in self._given:
            self._given[name] = Consortium.objects.filter(name_fa__startswith=name).count()
        self._given[name] += 1
        number = self._given[name]
        return name if number == 1 else f"{name} {digits(number, 'fa')}"
