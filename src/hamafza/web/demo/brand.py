"""The demo's mark: a licence for each member's table linen, one of them suspended."""

from datetime import timedelta

from django.utils import timezone

from hamafza.consortia.brand import LicenceState
from hamafza.vocabulary.progress import Report
from hamafza.web.actions import brand as act
from hamafza.web.demo import consortia
from hamafza.web.records.brand import BrandLicence

STANDARD = (
    "پارچه نخی یا کتان، دوخت دست، رنگ ثابت در شست‌وشوی ۴۰ درجه؛ اندازه با رواداری یک سانتی‌متر. "
    "نمونه مرجع نزد مدیر است."
)
YEARS = 2
SUSPENDED = 16
"""Whose audit failed: the sixteenth offer of the order for Muscat."""


def build(report: Report) -> None:
    """Register the mark, license every member, and suspend one whose audit failed."""
    made = consortia.goods()
    if made is None:
        return
    mark = act.register_mark(
        actor=made.manager,
        consortium=made.consortium,
        name_fa=f"سوزن {made.consortium.lead_unit.city}",
        name_en="Suzan",
        standard=STANDARD,
    )
    today = timezone.localdate()
    for number, unit in enumerate(consortia.members(made.consortium), 1):
        licence = act.grant_licence(
            actor=made.manager,
            mark=mark,
            unit=unit,
            product="رومیزی دست‌دوز",
            hs6=made.consortium.hs6 if made.consortium.hs6.startswith("6302") else "630259",
            valid_from=today - timedelta(days=200),
            valid_until=today + timedelta(days=365 * YEARS - 200),
        )
        if number == SUSPENDED:
            act.move_licence(
                actor=made.manager,
                licence=licence,
                towards=LicenceState.SUSPENDED,
                why="ممیزی: رنگ‌دهی در شست‌وشو",
            )
    report("brand", 1, 1)


def issue_labels() -> None:
    """Give out labels for what the buyer's inspection accepted."""
    for licence in BrandLicence.objects.filter(is_demo=True, state="valid"):
        pieces = act.accepted_pieces(licence)
        manager = consortia.goods()
        if pieces and manager is not None:
            act.issue_labels(actor=manager.manager, licence=licence, wanted=pieces)
