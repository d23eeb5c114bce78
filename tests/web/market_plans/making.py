"""Market plans for tests: really planned, over a few groups."""

from hamafza.web import tasks
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run, RunState
from tests.web.formations.making import make_formation

SHORT = {"iterations": 230}
LARGE = 4.0
"""Shipments a month of a group that fills its lots."""


def make_plan(cast, actor=None, **parameters) -> Run:
    """Return a finished plan over the groups there are; of two large and one small if none."""
    if not Proposal.objects.filter(state="proposed").exists():
        formation = make_formation(cast, groups=3)
        made = formation.run.proposals.order_by("consortium_id")
        made.update(family="5701")  # carpets: goods with room in several markets
        made.filter(consortium_id__lt=3).update(capacity=LARGE)
        made.filter(consortium_id=3).update(capacity=0.1)
    return carried_out(actor or cast.parviz, **parameters)


def carried_out(actor, **parameters) -> Run:
    """Return a plan with such parameters, after the worker has had it."""
    run = tasks.start_run("market-plan", SHORT | parameters, actor)
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    return run


def waiting_plan(cast) -> Run:
    """Return a plan that nobody has begun to carry out."""
    return Run.objects.create(kind="market-plan", actor=cast.parviz, state=RunState.WAITING)
