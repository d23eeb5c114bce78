"""Cards of the demo: one line that is a fact with its source, the others examples that say so."""

from datetime import timedelta

from django.utils import timezone

from hamafza.markets.requirements import Subject
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import requirements as act
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.requirements import RequirementLine

EXAMPLE_FA = "نمونه، نه واقعیت: "
EXAMPLE_EN = "An example, not a fact: "
SOURCE = "نمونه برای نمایش؛ منبعی ندارد"

ORIGIN_FA = (
    "گواهی مبدأ اتاق ایران این‌ها را می‌گوید: فرستنده، گیرنده، کشور سازنده، وسیله حمل، کالا چنان‌که در"
    " اظهارنامه و بارنامه است، وزن خالص و ناخالص و نوع بسته‌بندی؛ شماره سیاهه اختیاری است."
)
ORIGIN_EN = (
    "The Iran chamber's certificate of origin states sender, consignee, country of making, means of"
    " transport, goods as in the declaration and the waybill, net and gross weight and packing; the"
    " number of the invoice is optional."
)
ORIGIN_SOURCE = "اتاق ایران، سامانه گواهی مبدأ (chambertrust.ir)"
# The page was read on this day for this project; FIELD notes of November 2026.
ORIGIN_READ_DAYS_AGO = 7

EXAMPLES = (
    (
        Subject.TARIFF,
        "6302",
        "اینجا نرخ تعرفه نوشته می‌شود.",
        "the rate of the tariff is written here.",
    ),
    (
        Subject.LABELS,
        "63",
        "اینجا زبان و متن برچسب نوشته می‌شود.",
        "language and text of the label are written here.",
    ),
    (
        Subject.PAYMENT,
        "63",
        "اینجا راه‌های پرداخت رایج نوشته می‌شود.",
        "ways of payment in use are written here.",
    ),
)


def build(report: Report) -> None:
    """Fill a card for table linen in Oman: shown, old, waiting, sent back, replaced, unknown."""
    officer, second = accounts.of(Role.PROMOTION), accounts.of(Role.ADMINISTRATOR)
    today = timezone.localdate()
    act.show_line(
        actor=second,
        line=act.enter_line(
            actor=officer, code="63", market="OMN", subject=Subject.ORIGIN,
            text_fa=ORIGIN_FA, text_en=ORIGIN_EN, source=ORIGIN_SOURCE,
            source_url="https://chambertrust.ir/",
            told_on=today - timedelta(days=ORIGIN_READ_DAYS_AGO),
        ),
        note="با صفحه منبع سنجیده شد (داوری ساختگی)",
    )  # fmt: skip
    tariff, labels, payment = (_entered(officer, *each) for each in EXAMPLES)
    act.show_line(actor=second, line=tariff)
    newer = _entered(officer, *EXAMPLES[0], days_ago=20, replaces=tariff)
    act.show_line(actor=second, line=newer)
    act.show_line(actor=second, line=labels)
    act.return_line(actor=second, line=payment, note="منبع ندارد؛ با منبع دوباره وارد کنید.")
    papers = (Subject.PAPERS, "630259", "اینجا سندهای گمرک مقصد نوشته می‌شود.",
              "papers of the customs there are written here.")  # fmt: skip
    _entered(officer, *papers)
    report("requirements", 1, 1)


def _entered(
    officer: User, subject: Subject, code: str, text_fa: str, text_en: str,
    days_ago: int = 400, replaces: RequirementLine | None = None,
) -> RequirementLine:  # fmt: skip
    """Enter an example; by its age it is marked as old, unless told otherwise."""
    return act.enter_line(
        actor=officer,
        code=code,
        market="OMN",
        subject=subject,
        text_fa=EXAMPLE_FA + text_fa,
        text_en=EXAMPLE_EN + text_en,
        source=SOURCE,
        told_on=timezone.localdate() - timedelta(days=days_ago),
        replaces=replaces,
    )
