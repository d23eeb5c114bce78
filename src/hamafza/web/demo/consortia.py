"""Two consortia of the demo: table linen from an adopted proposal, and a technical service."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from hamafza.consortia.bylaws import BylawTerms, Clause
from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.registry.unit_facts import Use
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import adoption
from hamafza.web.actions import consortia as act
from hamafza.web.actions.consents import give_consent
from hamafza.web.demo import accounts, pateh
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.units import Unit

FAMILY = "6302"
LEAST = 18
"""Members the order from Muscat needs: the story tells of eighteen sealed offers."""
SERVICE_MEMBERS = 5
READY_MEMBERS, READY = 3, 0.5
"""What the by-laws' parameters ask of a group before it may take an order."""

TERMS = BylawTerms(ceiling_share=Decimal("0.12"), min_quantity=12)

CLAUSES = {
    Clause.PURPOSE: "فروش مشترک رومیزی دست‌دوز در بازارهای همسایه؛ هر عضو کارگاه خود را نگه می‌دارد.",
    Clause.ENTRY: "هر واحد دارای پروانه کسب یا مجوز خانگی در همین رشته، با رأی اعضا.",
    Clause.FEES: "ورودیه یک بار، برابر با هزینه نخستین نمونه؛ حق عضویت ندارد.",
    Clause.VOTING: "هر عضو یک رأی؛ عضوهای وابسته به هم روی هم یک رأی دارند.",
    Clause.MANAGER: "مدیر مظنه می‌فرستد و قرارداد می‌بندد؛ هزینه بزرگ رأی اعضا می‌خواهد.",
    Clause.ALLOCATION: "به نسبت ظرفیت آزاد تأییدشده، با سقف ۱۲ درصد و کمترین سهم ۱۲ عدد.",
    Clause.QUALITY: "نمونه مرجع نزد مدیر است؛ هر محموله پیش از بسته‌بندی بازرسی می‌شود.",
    Clause.COST_SHARING: "بازرسی به حساب همان عضو؛ حمل به نسبت تعداد؛ اسناد به نسبت ارزش.",
    Clause.WATERFALL: "کارمزد بانک، هزینه‌ها، کارمزد، بهره نشان، ذخیره، سپرده، سپس خالص؛ تا ۱۰ روز.",
    Clause.RESERVE: "۲ درصد هر دریافت تا سقف یک سفارش میانگین.",
    Clause.CLAIMS: "نخست عضو مقصر، سپس محموله مشترک، سپس صندوق ذخیره.",
    Clause.BRAND: "نشان تنها روی کالای پذیرفته؛ کاربرد نادرست مجوز را معلق می‌کند.",
    Clause.SECRECY: "پیشنهاد و قیمت هر عضو را هیچ عضو دیگری نمی‌بیند.",
    Clause.DEFAULT: "سهم عضوی که نتواند تحویل دهد به دیگران می‌رسد، با همان قاعده.",
    Clause.EXIT: "خروج با یک ماه خبر و پس از پایان سفارش‌های جاری.",
    Clause.DISPUTES: "نخست مدیر، سپس هیئت اعضا، سپس اتحادیه، سپس داوری اتاق.",
}


@dataclass(frozen=True)
class Founded:
    consortium: Consortium
    manager: User


def build(report: Report) -> None:
    """Lead a goods and a service consortium to the point where they may take orders."""
    officer = accounts.of(Role.PROMOTION)
    for number, made in enumerate((_goods(officer), _service(officer)), 1):
        if made is not None:
            _lead(officer, made)
        report("consortia", number, 2)


def goods() -> Founded | None:
    """Return the table linen consortium and its manager."""
    return _founded(Consortium.objects.filter(is_demo=True).exclude(family__startswith="service:"))


def service() -> Founded | None:
    """Return the technical service consortium and its manager."""
    return _founded(Consortium.objects.filter(is_demo=True, family__startswith="service:"))


def _founded(found) -> Founded | None:
    consortium = found.order_by("id").first()
    if consortium is None:
        return None
    return Founded(consortium, accounts.of(Role.MANAGER, consortium))


def members(consortium: Consortium) -> list[Unit]:
    """Return the accepted members, the lead first, then the readiest."""
    units = [member.unit for member in consortium.members.filter(state="accepted")]
    lead = consortium.lead_unit_id
    return sorted(units, key=lambda unit: (unit.pk != lead, -unit.readiness, unit.pk))


def _goods(officer: User) -> Consortium | None:
    """
    Adopt the proposal in which the workshops of the story stand together.

    Where the formation has parted them, the same workshops found their consortium by hand.
    """
    told = _workshops()
    if len(told) < LEAST:
        return None
    name_fa = f"کنسرسیوم صادراتی رومیزی {told[0].city}"
    name_en = "Kerman table linen export consortium"
    proposal = _together(told)
    if proposal is not None:
        return adoption.adopt(
            actor=officer, proposal=proposal, name_fa=name_fa, name_en=name_en, promoter=officer
        )
    return act.found(
        actor=officer,
        name_fa=name_fa,
        name_en=name_en,
        lead=told[0],
        units=told[1:],
        promoter=officer,
        market="OMN",
    )


def _workshops() -> list[Unit]:
    """Return the workshops of the story, or linen makers of one province; readiest first."""
    makers = Unit.objects.filter(is_demo=True, kind="maker")
    told = list(makers.filter(upload__file_name=pateh.FILE))
    if len(told) < LEAST:
        linen = list(makers.filter(family=FAMILY))
        places = Counter(unit.province for unit in linen).most_common(1)
        told = [unit for unit in linen if unit.province == places[0][0]] if places else []
    return sorted(told, key=lambda unit: (-unit.readiness, unit.pk))[: LEAST + 2]


def _together(told: list[Unit]) -> Proposal | None:
    """Return the proposal that holds all of the first eighteen."""
    wanted = [unit.pk for unit in told[:LEAST]]
    held = Count("members", filter=Q(members__unit__in=wanted))
    proposed = Proposal.objects.filter(is_demo=True, state="proposed").annotate(held=held)
    return proposed.filter(held=LEAST).order_by("size", "id").first()


def _service(officer: User) -> Consortium | None:
    found = Unit.objects.filter(is_demo=True, kind="service").exclude(service_code=None)
    units = _ready_team(list(found))
    if len(units) < SERVICE_MEMBERS:
        return None
    province = units[0].province
    return act.found(
        actor=officer,
        name_fa=f"کنسرسیوم خدمات فنی {province}",
        name_en="Technical services consortium",
        lead=units[0],
        units=units[1:],
        promoter=officer,
        market="IRQ",
    )


def _ready_team(found: list[Unit]) -> list[Unit]:
    """Return the readiest team of one service: of one province if it has one, else of all."""
    teams: dict[tuple[str, str], list[Unit]] = {}
    for unit in sorted(found, key=lambda unit: (-unit.readiness, unit.pk)):
        code = unit.service_code or ""
        teams.setdefault((code, unit.province), []).append(unit)
        teams.setdefault((code, ""), []).append(unit)
    full = [
        (bool(province), [unit.readiness for unit in team[:SERVICE_MEMBERS]], team)
        for (_code, province), team in teams.items()
        if len(team) >= SERVICE_MEMBERS and team[READY_MEMBERS - 1].readiness >= READY
    ]
    best = max(full, key=lambda each: each[:2], default=(False, [], []))
    return best[2][:SERVICE_MEMBERS]


def _lead(officer: User, consortium: Consortium) -> None:
    """Take the members' answers, the vote and each gate, as the pages would."""
    for member in consortium.members.select_related("unit"):
        act.answer_invitation(actor=officer, member=member, joins=True)
        give_consent(actor=officer, unit=member.unit, use=Use.BUYERS)
    consortium.refresh_from_db()
    act.move_consortium(actor=officer, consortium=consortium, towards=ConsortiumState.RECRUITING)
    act.move_consortium(actor=officer, consortium=consortium, towards=ConsortiumState.READINESS)
    drafted = act.draft_bylaws(
        actor=officer, consortium=consortium, clauses=CLAUSES, terms=_terms(consortium)
    )
    for member in consortium.members.filter(state="accepted").select_related("unit"):
        act.vote(actor=officer, bylaws=drafted, unit=member.unit, is_for=True)
    act.close_vote(actor=officer, bylaws=drafted)
    act.move_consortium(actor=officer, consortium=consortium, towards=ConsortiumState.AGREED)
    act.move_consortium(actor=officer, consortium=consortium, towards=ConsortiumState.PILOT)


def _terms(consortium: Consortium) -> BylawTerms:
    """A service of a few members shares by larger parts, and carries no mark."""
    if not consortium.family.startswith("service:"):
        return TERMS
    return BylawTerms(ceiling_share=Decimal("0.40"), royalty_share=Decimal(0))
