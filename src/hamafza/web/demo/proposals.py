"""The demo's consortia: one run over all of its units, begun by the promotion officer."""

from hamafza.vocabulary.progress import Report
from hamafza.web import tasks
from hamafza.web.actions import runs
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role
from hamafza.web.records.runs import RunState

ITERATIONS = 200
"""Counted, so that the same demo has the same consortia on a slow machine."""


def build(report: Report) -> None:
    """Form consortia, point them at markets and find their ways, as the page's button would."""
    tasks.gather_carriers()
    officer = accounts.of(Role.PROMOTION)
    run = runs.begin(actor=officer, kind="formation", parameters={"iterations": ITERATIONS})
    tasks.carry_out.call(run.pk)
    run.refresh_from_db()
    if run.state != RunState.DONE:
        raise RuntimeError(f"the demo's formation ended as {run.state}: {run.fault}")
