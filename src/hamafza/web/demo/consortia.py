"""Two consortia of the demo: table linen from an adopted proposal, and a technical service."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from hamafza.consortia.bylaws import BylawTerms, Clause
from hamafza.consortia.lifecycle import ConsortiumState
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import adoption
from hamafza.web.actions import consortia as act
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.units import Unit

FAMILY = "6302"
LEAST = 18
"""Members the order from Muscat needs: the story tells of eighteen sealed offers."""
SERVICE_MEMBERS = 5

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


def _goods(officer: User) -> Consortium | None:
    """Adopt the largest proposal of table linen; found one by hand where none is large enough."""
    proposed = Proposal.objects.filter(is_demo=True, state="proposed", size__gte=LEAST)
    proposal = proposed.filter(family=FAMILY).order_by("-size", "id").first()
    if proposal is not None:
        city = proposal.lead_unit.city
        name_fa, name_en = f"کنسرسیوم صادراتی رومیزی {city}", "Table linen export consortium"
        return adoption.adopt(
            actor=officer, proposal=proposal, name_fa=name_fa, name_en=name_en, promoter=officer
        )
    units = _nearest(Unit.objects.filter(is_demo=True, kind="maker", family=FAMILY))
    if len(units) < LEAST:
        return None
    return act.found(
        actor=officer,
        name_fa=f"کنسرسیوم صادراتی رومیزی {units[0].city}",
        name_en="Table linen export consortium",
        lead=units[0],
        units=units[1:],
        promoter=officer,
        market="OMN",
    )


def _nearest(found) -> list[Unit]:
    """Return makers of the province that has most of them, the readiest first."""
    units = list(found)
    if not units:
        return []
    province = Counter(unit.province for unit in units).most_common(1)[0][0]
    near = [unit for unit in units if unit.province == province]
    return sorted(near, key=lambda unit: (-unit.readiness, unit.pk))[: LEAST + 2]


def _service(officer: User) -> Consortium | None:
    found = list(Unit.objects.filter(is_demo=True, kind="service").exclude(service_code=None))
    if len(found) < SERVICE_MEMBERS:
        return None
    places = Counter((unit.service_code, unit.province) for unit in found)
    code, province = places.most_common(1)[0][0]
    units = [unit for unit in found if (unit.service_code, unit.province) == (code, province)]
    units = sorted(units, key=lambda unit: (-unit.readiness, unit.pk))[:SERVICE_MEMBERS]
    return act.found(
        actor=officer,
        name_fa=f"کنسرسیوم خدمات فنی {province}",
        name_en="Technical services consortium",
        lead=units[0],
        units=units[1:],
        promoter=officer,
        market="IRQ",
    )


def _lead(officer: User, consortium: Consortium) -> None:
    """Take the members' answers, the vote and each gate, as the pages would."""
    for member in consortium.members.all():
        act.answer_invitation(actor=officer, member=member, joins=True)
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
