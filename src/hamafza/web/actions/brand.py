"""The shared mark: licensed to a member's product, suspended, labelled, verified."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from hamafza.consortia import brand as stage
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.deals import ReasonMissing
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.brand import BrandLicence, Mark
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Allotment
from hamafza.web.records.units import Unit

_CODE_BYTES = 9  # 72 bits: nobody finds another licence by trying


class NotAMembersProduct(Refusal):
    code = "brand-licence-of-a-stranger"


@transaction.atomic
def register_mark(
    *, actor: User, consortium: Consortium, name_fa: str, name_en: str = "", standard: str = ""
) -> Mark:
    """Register a consortium's shared mark with its standard."""
    made = Mark.objects.create(
        consortium=consortium,
        name_fa=name_fa,
        name_en=name_en,
        standard=standard,
        is_demo=belongs_to_demo(actor, consortium),
    )
    record(actor=actor, verb="register-mark", subject=made, after={"name_fa": name_fa})
    return made


@transaction.atomic
def grant_licence(
    *,
    actor: User,
    mark: Mark,
    unit: Unit,
    product: str,
    valid_from: date,
    valid_until: date,
    hs6: str = "",
) -> BrandLicence:
    """Let a member's product carry the mark for a time."""
    if not mark.consortium.members.filter(unit=unit, state="accepted").exists():
        raise NotAMembersProduct(unit=unit.public_id)
    made = BrandLicence.objects.create(
        mark=mark,
        unit=unit,
        code=secrets.token_urlsafe(_CODE_BYTES),
        product=product,
        hs6=hs6,
        valid_from=valid_from,
        valid_until=valid_until,
        is_demo=belongs_to_demo(actor, mark),
    )
    record(actor=actor, verb="grant-licence", subject=made, after={"unit": unit})
    return made


@transaction.atomic
def move_licence(
    *, actor: User, licence: BrandLicence, towards: stage.LicenceState, why: str
) -> BrandLicence:
    """Suspend a licence, let it hold again, or withdraw it; always with the reason."""
    if not why.strip():
        raise ReasonMissing()
    kept = BrandLicence.objects.select_for_update(no_key=True).get(pk=licence.pk)
    before = kept.state
    kept.state = stage.LICENCE_LIFE.step(stage.LicenceState(before), towards).value
    kept.reason = "" if towards is stage.LicenceState.VALID else why
    kept.save(update_fields=["state", "reason"])
    changed = {"before": {"state": before}, "after": {"state": kept.state}}
    record(actor=actor, verb="move-licence", subject=kept, why=why, **changed)
    return kept


@transaction.atomic
def issue_labels(*, actor: User, licence: BrandLicence, wanted: int) -> list[str]:
    """Give out serials, never more in all than the member's accepted pieces."""
    kept = BrandLicence.objects.select_for_update(no_key=True).get(pk=licence.pk)
    numbers = stage.issue_labels(
        as_stage(kept), wanted, accepted_pieces(kept), timezone.localdate()
    )
    kept.labels_issued = numbers.stop - 1
    kept.save(update_fields=["labels_issued"])
    after = {"from": numbers.start, "to": numbers.stop - 1}
    record(actor=actor, verb="issue-labels", subject=kept, after=after)
    return [stage.label_serial(kept.pk, number) for number in numbers]


def accepted_pieces(licence: BrandLicence) -> int:
    """Return how many pieces of the licensed product have passed inspections so far."""
    return accepted_by_licence([licence])[licence.pk]


def accepted_by_licence(licences: Sequence[BrandLicence]) -> dict[int, int]:
    """Return the same for many licences at once, by their numbers."""
    shares = Allotment.objects.filter(unit__in={licence.unit_id for licence in licences})
    counted = shares.order_by().values_list("unit", "line__hs6").annotate(Sum("accepted"))
    pieces: Counter[tuple[int, str]] = Counter()
    for unit, hs6, accepted in counted:
        pieces[unit, hs6 or ""] += accepted or 0
        if hs6:
            pieces[unit, ""] += accepted or 0
    return {licence.pk: pieces[licence.unit_id, licence.hs6 or ""] for licence in licences}


def answer(scanned: str, today: date) -> tuple[stage.Verdict, BrandLicence | None]:
    """Return what a scan is answered, and the licence if the scan names one."""
    licence, label = _scanned(scanned)
    kept = None if licence is None else as_stage(licence)
    said = stage.verdict(kept, label, today)
    return said, None if said is stage.Verdict.UNKNOWN else licence


def as_stage(licence: BrandLicence) -> stage.Licence:
    """Return the licence as its stage reads it; a suspended mark suspends all of its licences."""
    state = stage.LicenceState(licence.state)
    if licence.mark.state != "valid" and state is stage.LicenceState.VALID:
        state = stage.LicenceState.SUSPENDED
    return stage.Licence(
        licence.pk, state, licence.valid_from, licence.valid_until, licence.labels_issued
    )


def _scanned(scanned: str) -> tuple[BrandLicence | None, int | None]:
    licences = BrandLicence.objects.select_related("mark__consortium", "unit")
    if serial := stage.read_serial(scanned):
        return licences.filter(pk=serial[0]).first(), serial[1]
    return licences.filter(code=scanned.strip()).first(), None
