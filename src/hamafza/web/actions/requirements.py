"""Requirements of markets: a promotion officer enters a line, another officer reviews it."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from hamafza.markets.requirements import (
    LINE_LIFE,
    LineState,
    Subject,
    check_day,
    checked_days,
)
from hamafza.runs.requirements import is_known, requirement_rules
from hamafza.sources.geography import country_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import OFFICE
from hamafza.web.actions.events import apart, belongs_to_demo, record
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.requirements import RequirementLine

_SAME = ("code", "market", "subject", "text_fa", "text_en", "source", "told_on", "replaces_id")
"""What makes two lines one, however often the form is sent."""


class NotAPromotionOfficer(Refusal):
    """Requirements are entered by promotion officers."""

    code = "requirement-promotion-officers-only"


class OwnLineNotReviewed(Refusal):
    """Who entered a line, or the one it corrects last, does not review it."""

    code = "requirement-own-line"


class GoodsCodeUnknown(Refusal):
    code = "requirement-code-unknown"


class MarketUnknown(Refusal):
    code = "requirement-market-unknown"


class LineChangedMeanwhile(Refusal):
    """The line to be corrected is no longer shown, or a correction of it already waits."""

    code = "requirement-line-changed"


class ReviewNeedsReason(Refusal):
    code = "requirement-reason-needed"


@transaction.atomic
def enter_line(
    *,
    actor: User,
    code: str,
    market: str,
    subject: Subject,
    text_fa: str,
    text_en: str,
    source: str,
    told_on: date,
    source_url: str = "",
    check_by: date | None = None,
    duty_percent: Decimal | None = None,
    replaces: RequirementLine | None = None,
) -> RequirementLine:
    """Keep a line that waits for another officer; the same form sent twice is one line."""
    if actor.role != Role.PROMOTION:
        raise NotAPromotionOfficer()
    if not is_known(code):
        raise GoodsCodeUnknown(code=code)
    if market not in country_names():
        raise MarketUnknown(market=market)
    check_by = check_by or check_day(told_on, requirement_rules())
    checked_days(told_on, check_by, timezone.localdate())
    apart(actor.is_demo, replaces)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    line = RequirementLine(
        code=code,
        market=market,
        subject=subject,
        text_fa=text_fa.strip(),
        text_en=text_en.strip(),
        duty_percent=duty_percent if subject == Subject.TARIFF else None,
        source=source.strip(),
        source_url=source_url,
        told_on=told_on,
        check_by=check_by,
        replaces=replaces,
        entered_by=actor,
        is_demo=belongs_to_demo(actor, replaces),
    )
    if (there := _sent_before(line)) is not None:
        return there
    if replaces is not None:
        _may_be_corrected(_locked(replaces), line)
    line.save()
    after = {"code": code, "market": market, "subject": subject, "replaces": replaces}
    record(actor=actor, verb="enter-requirement", subject=line, after=after)
    return line


@transaction.atomic
def show_line(*, actor: User, line: RequirementLine, note: str = "") -> RequirementLine:
    """Show a reviewed line to the public; the line it corrects goes into the history."""
    kept = _reviewed(actor, line, LineState.SHOWN, note)
    if kept.replaces is not None:
        _end(_locked(kept.replaces), LineState.REPLACED, actor, f"line {kept.pk}")
    record(actor=actor, verb="show-requirement", subject=kept, after={"state": kept.state},
           why=kept.review_note)  # fmt: skip
    return kept


@transaction.atomic
def return_line(*, actor: User, line: RequirementLine, note: str) -> RequirementLine:
    """Send a line back with the reason; it is never shown, and stays as it was entered."""
    if not note.strip():
        raise ReviewNeedsReason()
    kept = _reviewed(actor, line, LineState.RETURNED, note)
    record(actor=actor, verb="return-requirement", subject=kept, after={"state": kept.state},
           why=kept.review_note)  # fmt: skip
    return kept


@transaction.atomic
def withdraw_line(*, actor: User, line: RequirementLine, why: str) -> RequirementLine:
    """Take a line that no longer holds out of its card, with the reason; its history stays."""
    _office(actor)
    if not why.strip():
        raise ReviewNeedsReason()
    kept = _locked(line)
    apart(actor.is_demo, kept)
    _end(kept, LineState.WITHDRAWN, actor, why.strip())
    return kept


def _sent_before(line: RequirementLine) -> RequirementLine | None:
    same = {name: getattr(line, name) for name in _SAME}
    waiting = RequirementLine.objects.filter(entered_by=line.entered_by, state=LineState.ENTERED)
    return waiting.filter(**same).first()


def _may_be_corrected(old: RequirementLine, line: RequirementLine) -> None:
    """A correction is about the same code, country and subject, and there is one at a time."""
    differs = (old.code, old.market, old.subject) != (line.code, line.market, line.subject)
    waits = old.corrections.filter(state=LineState.ENTERED).exists()
    if differs or waits or old.state != LineState.SHOWN:
        raise LineChangedMeanwhile()


def _reviewed(actor: User, line: RequirementLine, towards: LineState, note: str) -> RequirementLine:
    _office(actor)
    kept = _locked(line)
    apart(actor.is_demo, kept)
    LINE_LIFE.step(LineState(kept.state), towards)
    if kept.entered_by_id == actor.pk:
        raise OwnLineNotReviewed()
    kept.state, kept.review_note = towards, note.strip()[:400]
    kept.reviewed_by, kept.reviewed_at = actor, timezone.now()
    kept.save(update_fields=["state", "review_note", "reviewed_by", "reviewed_at"])
    return kept


def _end(kept: RequirementLine, towards: LineState, actor: User, why: str) -> None:
    before = kept.state
    kept.state = LINE_LIFE.step(LineState(before), towards)
    kept.ended_at = timezone.now()
    kept.save(update_fields=["state", "ended_at"])
    record(
        actor=actor, verb="end-requirement", subject=kept, before={"state": before},
        after={"state": kept.state}, why=why,
    )  # fmt: skip


def _locked(line: RequirementLine) -> RequirementLine:
    """Return the line as it is now, locked until the transaction ends."""
    return RequirementLine.objects.select_for_update(no_key=True).get(pk=line.pk)


def _office(actor: User) -> None:
    if actor.role not in OFFICE:
        raise NotAPromotionOfficer()
