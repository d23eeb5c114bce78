"""What the question "which groups first" needs of a run as it stands, as tables."""

from pathlib import Path

import polars as pl

from hamafza.consortia.proposal_life import ProposalState
from hamafza.runs.finished import Finished
from hamafza.vocabulary.tables.formation import Consortia
from hamafza.web.exchange import Binding
from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run

BINDINGS = (Binding(Consortia, Proposal),)

_GROUPS = {
    "consortium_id": pl.Int64, "family": pl.String, "lead_unit_id": pl.Int64, "size": pl.Int64,
    "capacity": pl.Float64, "value": pl.Float64,
}  # fmt: skip
_MEMBERS = {
    "consortium_id": pl.Int64, "unit_id": pl.Int64, "readiness": pl.Float64,
    "province": pl.String, "home_based": pl.Boolean, "women_owned": pl.Boolean,
    "market_usd": pl.Float64,
}  # fmt: skip


def waiting_groups(run: Run) -> tuple[Finished, pl.DataFrame]:
    """
    Return the groups that wait to be adopted, and their units with what a score quotes.

    ``market_usd`` is the potential of the group's market, null where it has none.
    """
    waiting = Proposal.objects.filter(run=run, state=ProposalState.PROPOSED)
    rows = waiting.order_by("consortium_id").values_list(*_GROUPS)
    groups = pl.DataFrame(list(rows), schema=_GROUPS, orient="row")
    belonging = ProposalMember.objects.filter(proposal__in=waiting).order_by("pk")
    told = belonging.values_list(
        "proposal__consortium_id", "unit_id", "unit__readiness", "unit__province",
        "unit__home_based", "unit__women_owned", "proposal__potential_usd",
    )  # fmt: skip
    members = pl.DataFrame(list(told), schema=_MEMBERS, orient="row")
    finished = Finished(Path(), groups, members.select("unit_id", "consortium_id"))
    return finished, members.drop("consortium_id").unique("unit_id", maintain_order=True)
