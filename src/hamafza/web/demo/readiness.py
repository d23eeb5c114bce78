"""The demo's readiness: one workshop certified, some that wait; a claim and a change to decide."""

from hamafza.vocabulary.progress import Report
from hamafza.web.actions import changes, claim_review, readiness, readiness_check
from hamafza.web.actions.claim_finding import accounts_of
from hamafza.web.demo import accounts, consortia
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.readiness import Assessment
from hamafza.web.records.units import Unit

WEAK = {
    "standard": "none", "catalogue": "photos", "cost": "roughly", "learnt": "none",
    "books": "one", "far-sales": "sometimes",
}  # fmt: skip
WAITING = 3


def build(report: Report) -> None:
    """Fill in, hand in and check assessments by the same actions as the pages."""
    made = consortia.goods()
    if made is None:
        return
    officer = accounts.of(Role.PROMOTION)
    owner = accounts.of(Role.PRODUCER)  # the one that is printed
    unit = owner.unit
    assert unit is not None
    own = _handed_in(owner, unit)
    reasons = {"cost": "برگه حساب را دیدم؛ کامل نیست."}
    readiness_check.check(actor=officer, assessment=own, findings={"cost": "no"}, reasons=reasons)
    helper = accounts.of(Role.ADMINISTRATOR)
    others = [each for each in consortia.members(made.consortium) if each.pk != unit.pk]
    for each in others[:WAITING]:
        _handed_in(helper, each)
    _claim()
    changes.ask(
        actor=owner, unit=unit, said={"workers": (unit.workers or 0) + 3},
        why="سه همکار تازه آمده‌اند.",
    )  # fmt: skip
    report("readiness", 1, 1)


def _handed_in(actor: User, unit: Unit) -> Assessment:
    begun = readiness.begin(actor=actor, unit=unit)
    answers = {
        question.key: WEAK.get(question.key, question.options[0].key)
        for question in readiness.questionnaire().questions
        if question.asks(unit.kind)
    }
    filled = readiness.answer(actor=actor, assessment=begun, answers=answers)
    return readiness.hand_in(actor=actor, assessment=filled)


def _claim() -> None:
    """Let somebody claim a workshop that nobody signs in for; the telephone is not the own one."""
    unit = next(
        unit
        for unit in Unit.objects.filter(is_demo=True).counted().order_by("-unit_id")[:20]
        if not accounts_of(unit)
    )
    claim_review.ask_review(
        unit=unit,
        full_name="نرگس صابری",
        contact="09000000000",
        told="پروانه به نام من است؛ شماره قدیمی دیگر کار نمی‌کند.",
        file=None,
        address="demo",
    )
