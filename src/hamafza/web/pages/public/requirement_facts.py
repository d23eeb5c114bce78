"""A card of what a market asks of a product, as pages and files show it; unknown is said aloud."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from hamafza.markets.requirements import HISTORY, LineState, Subject, codes_for, is_old
from hamafza.web.goodsnames import code_name, language
from hamafza.web.records.requirements import RequirementLine
from hamafza.web.requirementwords import STATES, SUBJECTS

FINER_SHOWN = 40


@dataclass(frozen=True)
class Told:
    """A line with the words around it; ``wider`` is the code it was taken from, if not the own."""

    line: RequirementLine
    text: str
    wider: str
    wider_name: str
    is_old: bool
    state: object = ""


@dataclass
class Section:
    """One subject of a card; without ``lines`` it is unknown."""

    subject: Subject
    word: object
    lines: list[Told] = field(default_factory=list)


def card_of(code: str, market: str) -> tuple[list[Section], list[Told]]:
    """Return the sections of a card, the closest code's lines first, and its history."""
    codes = codes_for(code)
    found = RequirementLine.objects.filter(
        market=market, code__in=codes, state__in=[LineState.SHOWN, *HISTORY]
    )
    sections = {subject: Section(subject, SUBJECTS[subject]) for subject in Subject}
    history = []
    for line in sorted(found, key=lambda one: (codes.index(one.code), -one.told_on.toordinal())):
        told = told_of(line, code)
        if line.state == LineState.SHOWN:
            sections[Subject(line.subject)].lines.append(told)
        else:
            history.append(told)
    history.sort(key=lambda one: one.line.ended_at or one.line.created_at, reverse=True)
    return list(sections.values()), history


def told_of(line: RequirementLine, code: str = "") -> Told:
    """Put a line into the reader's words; ``code`` is the one that is asked about."""
    wider = line.code if code and line.code != code else ""
    return Told(
        line,
        line.text_fa if language() == "fa" else line.text_en,
        wider,
        code_name(wider) if wider else "",
        line.state == LineState.SHOWN and is_old(line.check_by, timezone.localdate()),
        STATES[LineState(line.state)][1],
    )


def finer_cards(code: str, market: str) -> list[dict[str, object]]:
    """Return the longer codes below this one that have lines of their own in this country."""
    below = RequirementLine.objects.filter(
        market=market, code__startswith=code, state=LineState.SHOWN
    ).exclude(code=code)
    counted = below.order_by("code").values_list("code").annotate(Count("pk"))[:FINER_SHOWN]
    return [{"code": each, "name": code_name(each), "lines": lines} for each, lines in counted]
