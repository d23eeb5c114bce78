"""Fairs and trade missions: entered, corrected, with the groups that go and what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from hamafza.markets.leads import MissionKind
from hamafza.sources.geography import country_names
from hamafza.vocabulary.money import Money
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import OFFICE
from hamafza.web.actions.events import apart, belongs_to_demo, record
from hamafza.web.actions.leads import LeadMarketUnknown
from hamafza.web.records.accounts import User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.missions import Mission, MissionGoer
from hamafza.web.records.proposals import Proposal


class MissionsAreTheOffices(Refusal):
    code = "missions-office-only"


class MissionEndsBeforeItBegins(Refusal):
    code = "mission-days"


class MissionChangedMeanwhile(Refusal):
    code = "mission-changed-meanwhile"


@dataclass(frozen=True)
class ToldOfMission:
    """What an officer writes of a fair or mission; without ``cost`` it is not known yet."""

    kind: MissionKind
    name: str
    country: str
    begins_on: date
    ends_on: date
    city: str = ""
    cost: Money | None = None
    cost_evidence: str = ""
    note: str = ""


@transaction.atomic
def enter_mission(
    *,
    actor: User,
    told: ToldOfMission,
    consortia: Iterable[Consortium] = (),
    proposals: Iterable[Proposal] = (),
) -> Mission:
    """Keep a fair or mission and who goes; the same form sent twice is one."""
    _office(actor)
    _sound(told)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    values = _values(told)
    there = Mission.objects.filter(entered_by=actor, **values).first()
    if there is not None:
        return there
    mission = Mission.objects.create(entered_by=actor, is_demo=belongs_to_demo(actor), **values)
    goers = _set_goers(mission, consortia, proposals)
    values.pop("note")  # free words may name a person: not in the record of changes
    record(actor=actor, verb="enter-mission", subject=mission, after=values | goers)
    return mission


@transaction.atomic
def correct_mission(
    *,
    actor: User,
    mission: Mission,
    told: ToldOfMission,
    version: int,
    consortia: Iterable[Consortium] = (),
    proposals: Iterable[Proposal] = (),
) -> Mission:
    """Change what is written of a mission, such as its cost when the bills are there."""
    _office(actor)
    _sound(told)
    kept = Mission.objects.select_for_update(no_key=True).get(pk=mission.pk)
    if kept.version != version:
        raise MissionChangedMeanwhile()
    values = _values(told)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    told_of = [name for name in changed if name != "note"]
    before = {name: getattr(kept, name) for name in told_of} | _goers(kept)
    for name in changed:
        setattr(kept, name, values[name])
    kept.version += 1
    kept.save()
    goers = _set_goers(kept, consortia, proposals)
    after = {name: values[name] for name in told_of} | goers
    record(actor=actor, verb="correct-mission", subject=kept, before=before, after=after)
    return kept


def cost_of(mission: Mission) -> Money | None:
    """Return what a mission cost; none while nobody has entered it."""
    return None if mission.cost_minor is None else Money(mission.cost_minor, mission.currency)


def _set_goers(
    mission: Mission, consortia: Iterable[Consortium], proposals: Iterable[Proposal]
) -> dict[str, object]:
    """Make exactly these groups go."""
    groups: list[dict[str, object]] = [{"consortium": one} for one in consortia]
    groups += [{"proposal": one} for one in proposals]
    apart(mission.is_demo, *(next(iter(group.values())) for group in groups))  # type: ignore[arg-type]
    mission.goers.all().delete()
    MissionGoer.objects.bulk_create(
        MissionGoer(mission=mission, is_demo=mission.is_demo, **group) for group in groups
    )
    return _goers(mission)


def _goers(mission: Mission) -> dict[str, object]:
    rows = list(mission.goers.values_list("consortium", "proposal"))
    return {
        "consortia": sorted(one for one, _ in rows if one is not None),
        "proposals": sorted(one for _, one in rows if one is not None),
    }


def _sound(told: ToldOfMission) -> None:
    if told.ends_on < told.begins_on:
        raise MissionEndsBeforeItBegins()
    if told.country not in country_names():
        raise LeadMarketUnknown(market=told.country)


def _values(told: ToldOfMission) -> dict[str, object]:
    plain = {each.name: getattr(told, each.name) for each in fields(told) if each.name != "cost"}
    plain["kind"] = told.kind.value
    return plain | {
        "cost_minor": told.cost.minor if told.cost else None,
        "currency": told.cost.currency if told.cost else "",
    }


def _office(actor: User) -> None:
    if actor.role not in OFFICE:
        raise MissionsAreTheOffices()
