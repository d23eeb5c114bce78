"""Formations for tests: groups of one town, with the figures a run would have kept."""

from hamafza.consortia.params import FormationParams
from hamafza.consortia.proposal_life import ProposalState
from hamafza.consortia.regrouping import Group
from hamafza.store.records import plain
from hamafza.web.branches import branch_of
from hamafza.web.exchange.formations import write_formation_record
from hamafza.web.exchange.groupings import groups_of, places_of, write_group
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run, RunState
from hamafza.web.records.units import Unit
from tests.people import make_unit

PARAMS = FormationParams(min_size=2, max_size=8, min_capacity=0.3, fixed_cost=0.5)
BOUND_ABOVE = 1.01


def make_formation(cast, groups=2, size=4, actor=None, **parameters):
    """Return a verified formation of ``groups`` groups and two free units beside each."""
    run = Run.objects.create(
        kind="formation",
        actor=actor or cast.parviz,
        office=branch_of(actor or cast.parviz),
        state=RunState.DONE,
        parameters=parameters,
    )
    for number in range(1, groups + 1):
        _group(run, number, size)
        for at in range(2):
            _unit(number, size + at, readiness=0.3)
    value = sum(run.proposals.values_list("value", flat=True))
    figures = {
        "units": groups * (size + 2),
        "weight": float(groups * (size + 2)),
        "bound": BOUND_ABOVE * value,
        "value": value,
        "consortia": groups,
    }
    run.record = {"verified": True, "figures": figures, "parameters": plain(PARAMS)}
    run.save()
    run.proposals.update(bound=figures["bound"], gap_share=1 - 1 / BOUND_ABOVE)
    return write_formation_record(run, figures)


def names(formation, number):
    """Return the units of a group by number, its lead first."""
    row = formation.run.proposals.get(consortium_id=number)
    return [row.lead_unit_id, *row.members.exclude(unit=row.lead_unit_id)
            .order_by("unit").values_list("unit_id", flat=True)]  # fmt: skip


def free(formation, number):
    """Return the units beside a group that are in none."""
    return list(
        Unit.objects.filter(name__startswith=f"کارگاه {number}-")
        .exclude(proposed_in__proposal__run=formation.run)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _group(run, number, size):
    units = [_unit(number, at, readiness=0.7 if at < 2 else 0.2) for at in range(size)]
    row = Proposal(run=run, consortium_id=number, family="6302", market="OMN", phase=1,
                   lead_unit=units[0])  # fmt: skip
    row.size = row.capacity = row.value = 0
    row.save()
    group = Group(number, units[0].pk, tuple(unit.pk for unit in units))
    places = places_of(group.members, PARAMS)
    write_group(group, places, PARAMS, row, edit=0, waits_as=ProposalState.PROPOSED)
    assert groups_of([row])[number] == group


def _unit(number, at, **fields):
    return make_unit(
        name=f"کارگاه {number}-{at}",
        lat_deg=30.28 + 0.1 * number + 0.01 * at,
        weight=1.0 + 0.1 * at,
        **fields,
    )
