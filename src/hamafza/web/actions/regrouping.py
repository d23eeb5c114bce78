"""Groups of a formation changed by hand: each change with its cost, and undone again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from hamafza.consortia.params import FormationParams
from hamafza.consortia.proposal_life import ProposalState
from hamafza.consortia.regrouping import Broken, Group, broken_rules, value_of
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.adoption import ChangedMeanwhile, last_editor
from hamafza.web.actions.events import record
from hamafza.web.actions.handwork import Asked, Change, change_asked
from hamafza.web.exchange.formations import params_of_record
from hamafza.web.exchange.groupings import (
    as_rows,
    from_rows,
    groups_of,
    new_row,
    next_number,
    places_of,
    write_group,
)
from hamafza.web.records.accounts import User
from hamafza.web.records.formations import Formation, FormationEdit
from hamafza.web.records.proposals import Proposal

EDITABLE = (ProposalState.PROPOSED.value, ProposalState.SUPERSEDED.value)


class GroupIsAnswered(Refusal):
    code = "formation-group-is-answered"


class NothingToUndo(Refusal):
    code = "formation-nothing-to-undo"


@dataclass(frozen=True)
class Cost:
    """What a change costs: the groups it touches, and what it does to value and gap."""

    verb: str
    value_change: float
    groups: tuple[tuple[Group, tuple[Broken, ...]], ...]
    gap_share_before: float
    gap_share: float
    edit: FormationEdit | None = None


def cost_of(formation: Formation, asked: Asked) -> Cost:
    """Return what the change would cost; nothing is kept."""
    return _Regrouping(formation, asked).cost()


@transaction.atomic
def regroup(*, actor: User, formation: Formation, asked: Asked, seen: int) -> Cost:
    """Change groups, and return what it costs. ``seen`` is the last edit that the actor saw."""
    kept = Formation.objects.select_for_update(no_key=True).get(pk=formation.pk)
    work = _Regrouping(kept, asked)
    _refuse_if_changed(work.rows.values(), seen)
    cost = work.cost()
    kept.edits += 1
    kept.value += cost.value_change
    if work.change.forbids:
        kept.forbidden = [*kept.forbidden, list(work.change.forbids)]
    edit = FormationEdit.objects.create(
        formation=kept,
        number=kept.edits,
        actor=actor,
        verb=asked.verb,
        facts=work.change.facts,
        before={"groups": as_rows(work.change.before)},
        after={"groups": as_rows(work.change.after), "forbids": work.change.forbids},
        value_change=cost.value_change,
        is_demo=kept.is_demo,
    )
    work.write(work.change.after, kept.edits)
    kept.save()
    record(actor=actor, verb=f"regroup-{asked.verb}", subject=kept, after={"edit": edit.number})
    return replace(cost, edit=edit)


@transaction.atomic
def undo(*, actor: User, formation: Formation, seen: int) -> FormationEdit:
    """Take back the last change that stands; refused once one of its groups was answered."""
    kept = Formation.objects.select_for_update(no_key=True).get(pk=formation.pk)
    edit = kept.changes.filter(undone_at=None).first()
    if edit is None:
        raise NothingToUndo()
    before = from_rows(edit.before["groups"])
    after = from_rows(edit.after["groups"])
    touched = {group.number for group in (*before, *after)}
    rows = _rows(kept, touched, also=(ProposalState.DISSOLVED.value,))
    _refuse_if_changed(rows.values(), seen)
    kept.edits += 1
    kept.value -= edit.value_change
    forbids = edit.after.get("forbids")
    kept.forbidden = [pair for pair in kept.forbidden if pair != forbids]
    known = {group.number: group for group in before}
    restored = [known.get(group.number) or Group(group.number, group.lead, ()) for group in after]
    _write(kept, _rules(kept), restored, rows, kept.edits)
    edit.undone_at, edit.undone_by = timezone.now(), actor
    edit.save(update_fields=["undone_at", "undone_by"])
    kept.save()
    record(actor=actor, verb="undo-regrouping", subject=kept, after={"edit": edit.number})
    return edit


class _Regrouping:
    """One change laid out: its rows, its units, the groups before and after."""

    def __init__(self, formation: Formation, asked: Asked) -> None:
        self.formation, self.params = formation, _rules(formation)
        self.rows = _rows(formation, asked.groups())
        groups = groups_of(self.rows.values())
        units = {unit for group in groups.values() for unit in group.members} | set(asked.units)
        self.units = places_of(units, self.params)
        self.change: Change = change_asked(
            asked, groups, self.units, self.params, formation, next_number(formation.run)
        )

    def cost(self) -> Cost:
        formation, change = self.formation, self.change
        worth = sum(value_of(group, self.units, self.params) for group in change.after)
        worth -= sum(value_of(group, self.units, self.params) for group in change.before)
        pairs = [*formation.forbidden, *([change.forbids] if change.forbids else [])]
        told = tuple(
            (group, broken_rules(group, self.units, self.params, pairs)) for group in change.after
        )
        now = Formation(bound=formation.bound, value=formation.value + worth)
        return Cost(change.verb, worth, told, formation.gap_share, now.gap_share)

    def write(self, groups: Iterable[Group], number: int) -> None:
        _write(self.formation, self.params, groups, self.rows, number, self.units)


def _rules(formation: Formation) -> FormationParams:
    return params_of_record(formation.run.record["parameters"])


def _rows(
    formation: Formation, numbers: Iterable[int], also: tuple[str, ...] = ()
) -> dict[int, Proposal]:
    """Return the rows of these groups; one that was answered or replaced changes no more."""
    found = Proposal.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "lead_unit"
    )
    with transaction.atomic():
        rows = list(found.filter(run=formation.run_id, consortium_id__in=set(numbers)))
    for row in rows:
        if row.state not in EDITABLE + also:
            raise GroupIsAnswered(group=row.consortium_id)
    return {row.consortium_id: row for row in rows}


def _refuse_if_changed(rows: Iterable[Proposal], seen: int) -> None:
    newest = max(rows, key=lambda row: row.edited)
    if newest.edited > seen:
        raise ChangedMeanwhile(who=last_editor(newest))


def _write(
    formation: Formation,
    params: FormationParams,
    groups: Iterable[Group],
    rows: dict[int, Proposal],
    number: int,
    units=None,
) -> None:
    groups = list(groups)
    if units is None:
        units = places_of({unit for group in groups for unit in group.members}, params)
    beside = next(iter(rows.values()))
    waits_as = next((ProposalState(row.state) for row in rows.values() if row.state in EDITABLE),
                    ProposalState.PROPOSED)  # fmt: skip
    # Members leave before others join: a unit is in one group of a run at a time.
    for group in sorted(groups, key=lambda each: len(each.members)):
        row = rows.get(group.number) or new_row(formation.run, group, beside)
        write_group(group, units, params, row, edit=number, waits_as=waits_as)
    family = Proposal.objects.filter(run=formation.run_id, family=beside.family)
    worth = family.exclude(state="dissolved").aggregate(whole=Sum("value"))["whole"] or 0.0
    bound = beside.bound
    if bound and bound > 0:
        family.update(gap_share=min(1.0, max(0.0, 1 - worth / bound)))
